/**
 * One step of a job: claim it, take the next ids of the sheet as it stands, ask, and write under the lock.
 *
 * A step may be killed anywhere. Lines in `TT changes` are flushed before cells are written, so that what a cell held
 * is never lost; what was asked but not written is found by the last look over the sheet (`reconcile`).
 */

import { openStack } from '../../cave/stack';
import { asTtError, codeInCell, TtError } from '../../core/errors';
import { distinct, type Id, parseId } from '../../core/ids';
import { noCounts, runSync } from '../../exchange/runner';
import type { Work } from '../../exchange/work';
import { type Detail, type DetailRow, segDetails } from '../../tools/get/seg-details';
import type { Host } from '../host';
import { signedIn } from '../settings';
import { appendChanges, readChanges } from '../sheet/changes';
import { type Frame, readFrame } from '../sheet/frame';
import { clearMarks, markChanged, writeRows } from '../sheet/writer';
import { readAnchors } from './anchors';
import { finish } from './finish';
import { copies, Ledger } from './ledger';
import { type Outcome, placeAnswers, reconcile } from './place';
import { isOpen, type Job, readJob, saveJob } from './state';

/** Longer than the longest execution (6 min): a lease that has run out belongs to a run that is dead. */
const LEASE_MS = 390_000;
/** No request is started after it; an execution ends at 6 min. */
const ASK_FOR_MS = 240_000;
/** A step aims at this long, and at this much traffic: an Apps Script heap holds about 50 MB. */
const STEP_MS = 20_000;
const STEP_BYTES = 40e6;
const LARGEST_STEP = 2000;
const FAILED_STEPS = 5;
/** A skeleton takes about a minute. */
const PENDING_MS = 60_000;
const PAUSE_MS = 10_000;

/** `takeOver` ends another execution's lease: its late answer is thrown away when it comes to write. */
export function stepJob(id: string, host: Host, takeOver = false): Job {
  const job = claim(id, host, takeOver);
  if (job.lease.holder === '' || !isOpen(job)) return job;
  const { holder } = job.lease;
  const started = host.now();
  try {
    const frame = frameOf(host, job);
    const ledger = new Ledger(readChanges(host.file, job.id, true));
    const { ids, asked } = nextIds(frame, ledger, job);
    if (ids.length === 0) return settle(host, job, holder, started);
    if (asked && host.now() < job.notBefore) return pause(host, job, holder, ids.length);
    const bytes = host.http.bytesRead();
    const counters = noCounts();
    const answers = runSync(
      answer(host, job, ids, frame, ledger),
      host.http,
      { now: () => host.now(), random: () => host.random(), deadline: started + ASK_FOR_MS },
      counters,
    );
    const spent = {
      ms: host.now() - started,
      bytes: host.http.bytesRead() - bytes,
      requests: counters.requests,
    };
    return write(host, job, holder, ledger, answers, spent);
  } catch (error) {
    return failedStep(host, job, holder, asTtError(error), started);
  }
}

/** The job with a fresh lease, or as it stands where someone else holds it. */
function claim(id: string, host: Host, takeOver: boolean): Job {
  return host.locked(() => {
    const job = readJob(host.documentStore, id);
    const taken = job.lease.holder !== '' && job.lease.until > host.now() && !takeOver;
    if (!isOpen(job) || taken) return { ...job, lease: { ...job.lease, holder: '' } };
    job.lease = { holder: host.uuid(), until: host.now() + LEASE_MS };
    job.state = 'running';
    saveJob(host.documentStore, job);
    return job;
  });
}

function frameOf(host: Host, job: Job): Frame {
  const tab = host.file.tabById(job.sheetId);
  if (!tab) throw new TtError('INPUT', `the tab ${job.sheet} is no longer there`);
  const frame = readFrame(tab, job.header, job.column, job.headers);
  const lost = job.headers.find((header) => !frame.columns.has(header));
  if (lost) throw new TtError('INPUT', `the column ${lost} was removed from ${tab.name()}. Start again`);
  return frame;
}

/** The next ids in the order of the rows; those asked in vain before come last. */
function nextIds(frame: Frame, ledger: Ledger, job: Job): { ids: Id[]; asked: boolean } {
  const open = distinct(frame.ids.filter((id): id is Id => id !== null)).filter(
    (id) => !ledger.isDone(id) && (!job.planned || ledger.isKnown(id)),
  );
  const least = open.reduce(
    (attempts, id) => Math.min(attempts, ledger.attempts(id)),
    Number.POSITIVE_INFINITY,
  );
  const ids = open.filter((id) => ledger.attempts(id) === least).slice(0, job.stepSize);
  return { ids, asked: least > 0 };
}

/** Nothing to ask before `notBefore`: a short wait, so that whoever drives the job need not know why. */
function pause(host: Host, asked: Job, holder: string, waiting: number): Job {
  host.http.sleep(Math.min(PAUSE_MS, asked.notBefore - host.now()));
  return host.locked(() => {
    const job = readJob(host.documentStore, asked.id);
    if (job.lease.holder !== holder || !isOpen(job)) return job;
    job.message = `${waiting} waiting for something that CAVE is making; asked again soon`;
    release(job, host, 0);
    saveJob(host.documentStore, job);
    return job;
  });
}

/**
 * The answers by the ids of the sheet. What an earlier pass has answered is not asked again: then the current id that
 * it wrote is asked about instead of the old one.
 */
function* answer(host: Host, job: Job, ids: Id[], frame: Frame, ledger: Ledger): Work<Map<Id, DetailRow>> {
  const stack = yield* openStack(signedIn(host), job.datastack, host.memory);
  const missing = new Set(job.headers.filter((header) => ids.some((id) => !isAnswered(ledger, id, header))));
  const again = ids.every((id) => currentOf(ledger, id) !== null);
  const now = new Map(ids.map((id) => [id, (again && currentOf(ledger, id)) || id]));
  const rows = yield* segDetails(stack, distinct(now.values()), {
    now: Math.floor(host.now()) / 1000,
    wanted: new Set((again ? job.headers.filter((header) => missing.has(header)) : job.headers) as Detail[]),
    ballot: 'chunks',
    memory: host.memory,
    anchors: readAnchors(frame),
  });
  return new Map(ids.map((id) => [id, rows.get(now.get(id)!)!]));
}

function isAnswered(ledger: Ledger, id: Id, header: string): boolean {
  const written = ledger.after(id)[header];
  return written !== undefined && codeInCell(written) === null;
}

function currentOf(ledger: Ledger, id: Id): Id | null {
  const written = ledger.after(id).current_id;
  return typeof written === 'string' ? parseId(written) : null;
}

interface Spent {
  ms: number;
  bytes: number;
  requests: number;
}

function write(
  host: Host,
  asked: Job,
  holder: string,
  ledger: Ledger,
  answers: ReadonlyMap<Id, DetailRow>,
  spent: Spent,
): Job {
  return host.locked(() => {
    const job = readJob(host.documentStore, asked.id);
    if (job.lease.holder !== holder || !isOpen(job)) return job;
    const frame = frameOf(host, job);
    const outcome = placeAnswers(frame, answers, ledger, job);
    appendChanges(host.file, job.id, job.sheetId, host.now(), outcome.changes);
    host.file.flush();
    if (job.mark && job.done === 0) clearMarks(frame);
    const written = writeRows(host.file, frame, outcome.placements);
    if (job.mark) markChanged(written, movedCells(written, outcome.changedCells), changedNote(host, job));
    host.file.flush();
    const firstTimes = new Set(outcome.changes.filter(({ state }) => state === 'done').map(({ id }) => id));
    job.done += firstTimes.size;
    job.changed += new Set(outcome.changedCells.map(({ id, copy }) => `${id} ${copy}`)).size;
    job.skipped += outcome.skipped;
    for (const { code, message } of outcome.failures) {
      const failure = job.failures[code] ?? { count: 0, example: message };
      job.failures[code] = { ...failure, count: failure.count + 1 };
    }
    if (outcome.pending) job.notBefore = host.now() + PENDING_MS;
    job.total = Math.max(job.total, job.done);
    job.requests += spent.requests;
    job.stepSize = nextSize(answers.size, spent);
    job.failedSteps = 0;
    job.message = '';
    release(job, host, spent.ms);
    saveJob(host.documentStore, job);
    return job;
  });
}

/** Where the changed cells stand now. */
function movedCells(frame: Frame, cells: Outcome['changedCells']): { index: number; header: string }[] {
  const copyOf = copies();
  const at = new Map<string, number>();
  frame.ids.forEach((id, index) => {
    if (id !== null) at.set(`${id} ${copyOf(id)}`, index);
  });
  return cells.flatMap(({ id, copy, header }) => {
    const index = at.get(`${id} ${copy}`);
    return index === undefined ? [] : [{ index, header }];
  });
}

const changedNote = (host: Host, job: Job): string =>
  `Changed by Tracer Tools on ${host.file.localTime(host.now())}. What it was before stands in the tab TT changes (run ${job.id}).`;

/** As many ids as would have filled a step's time and traffic. */
function nextSize(ids: number, spent: Spent): number {
  const fit = Math.min(STEP_MS / Math.max(spent.ms, 200), STEP_BYTES / Math.max(spent.bytes, 10_000));
  return Math.max(5, Math.min(LARGEST_STEP, Math.floor(ids * Math.min(fit, 40))));
}

function release(job: Job, host: Host, workedMs: number): void {
  job.lease = { holder: '', until: 0 };
  job.updatedAt = host.now();
  job.workedMs += workedMs;
}

/** Nothing is left to ask: a last look over the sheet, then the end; or ids that came in the meantime. */
function settle(host: Host, asked: Job, holder: string, started: number): Job {
  return host.locked(() => {
    const job = readJob(host.documentStore, asked.id);
    if (job.lease.holder !== holder || !isOpen(job)) return job;
    const frame = frameOf(host, job);
    const ledger = new Ledger(readChanges(host.file, job.id, true));
    const { placements, open } = reconcile(frame, ledger, job);
    writeRows(host.file, frame, placements);
    release(job, host, host.now() - started);
    if (open.length > 0) {
      const planned = open.filter((id) => !ledger.isKnown(id));
      const lines = planned.map((id) => ({ id, copy: 0, state: 'planned' as const, before: {}, after: {} }));
      if (job.planned) appendChanges(host.file, job.id, job.sheetId, host.now(), lines);
      job.total += planned.length;
      job.stepSize = Math.max(job.stepSize, 50);
    } else finish(host, job, 'done');
    saveJob(host.documentStore, job);
    return job;
  });
}

/** A step that failed as a whole: nothing was written. A passing failure is tried again, a permanent one ends. */
function failedStep(host: Host, asked: Job, holder: string, error: TtError, started: number): Job {
  return host.locked(() => {
    const job = readJob(host.documentStore, asked.id);
    if (job.lease.holder !== holder || !isOpen(job)) return job;
    release(job, host, host.now() - started);
    job.message = `${error.code}: ${error.message}`;
    job.failedSteps++;
    if (error.code === 'TIMEOUT' || error.code === 'BIG' || error.code === 'PENDING') {
      job.stepSize = Math.max(5, Math.floor(job.stepSize / 4));
    }
    const tooLarge = error.code === 'BIG' && job.stepSize > 5;
    if (!error.passing && !tooLarge) finish(host, job, 'failed');
    else if (job.failedSteps >= FAILED_STEPS) finish(host, job, 'waiting');
    saveJob(host.documentStore, job);
    return job;
  });
}
