/**
 * One step of a job: claim it, take the next ids of the sheet as it stands, ask, and write under the lock.
 *
 * A step may be killed anywhere. Lines in `TT changes` are flushed before cells are written, so that what a cell held
 * is never lost; what was asked but not written is found by the last look over the sheet (`reconcile`).
 */

import { asTtError, TtError } from '../../core/errors';
import { newCounters, runSync } from '../../http/runner';
import { toolByFormula } from '../../tools/registry';
import type { ColumnJobKind } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import type { CellValue } from '../sheet/cell-value';
import type { ColumnSnapshot } from '../sheet/column-snapshot';
import { appendWriteRecord, readWriteRecord } from '../sheet/write-record';
import { clearMarks, markChanged, writeHeader, writeRows } from '../sheet/writer';
import { endJob } from './end-job';
import { readJobColumns } from './job-columns';
import type { JobRow, KeyedRow } from './job-row';
import { specOf } from './kinds';
import { MAX_PASSES, type PlacementPlan, placeAnswers, reconcile } from './placements';
import { reportLines, writeReport } from './report';
import { isUnfinished, type Job, readJob, saveJob } from './state';
import { stepTab } from './tab-job';
import { copyCounter, WriteRecord } from './write-record';

/** Longer than the longest execution (6 min): a run whose lease has expired is dead. */
const LEASE_MS = 390_000;
/** No request is started after it; an execution ends at 6 min. */
const REQUEST_BUDGET_MS = 240_000;
/** A step aims at this long, and at this much traffic: an Apps Script heap holds about 50 MB. */
const STEP_MS = 30_000;
const STEP_BYTES = 40e6;
const LARGEST_STEP = 2000;
const FAILED_STEPS = 5;
/** A skeleton takes about a minute. */
const PENDING_MS = 60_000;
const PAUSE_MS = 10_000;
const TAB_PAUSE_MS = 4_000;

/** `takeOver` ends another execution's lease: its late answer is thrown away when it comes to write. */
export function stepJob(id: string, host: Host, takeOver = false): Job {
  const job = claim(id, host, takeOver);
  if (job.lease.holder === '' || !isUnfinished(job)) return job;
  const { holder } = job.lease;
  const started = host.now();
  try {
    if (job.tab) return stepTab(host, job, holder);
    const snapshot = frameOf(host, job);
    const record = new WriteRecord(readWriteRecord(host.file, job.id, true));
    const { asked: keyedRows, again } = nextKeys(snapshot, record, job);
    if (keyedRows.length === 0) return settle(host, job, holder, started, reportLines(host, job, record));
    if (again && host.now() < job.notBefore) return pause(host, job, holder, keyedRows.length);
    const bytes = host.http.bytesRead();
    const counters = newCounters();
    const answers = runSync(
      specOf(job.kind as ColumnJobKind).answer(keyedRows, job, record, host),
      host.http,
      {
        now: () => host.now(),
        random: () => host.random(),
        deadline: started + REQUEST_BUDGET_MS,
        cancelled: () => !holds(host, job.id, holder),
      },
      counters,
    );
    const spent = {
      ms: host.now() - started,
      bytes: host.http.bytesRead() - bytes,
      requests: counters.requests,
    };
    return write(host, job, holder, record, answers, spent);
  } catch (error) {
    const ttError = asTtError(error);
    // A short wait, so that whoever drives the job need not know why.
    if (isMade(job, ttError)) host.http.sleep(TAB_PAUSE_MS);
    return failedStep(host, job, holder, ttError, started);
  }
}

/**
 * Called before each batch: a run whose job was cancelled, or taken over by another execution, sends no more requests.
 */
function holds(host: Host, id: string, holder: string): boolean {
  const job = readJob(host.documentStore, id);
  return isUnfinished(job) && job.lease.holder === holder;
}

/** The job with a fresh lease, or as it stands where someone else holds it. */
function claim(id: string, host: Host, takeOver: boolean): Job {
  return host.locked(() => {
    const job = readJob(host.documentStore, id);
    const taken = job.lease.holder !== '' && job.lease.until > host.now() && !takeOver;
    if (!isUnfinished(job) || taken) return { ...job, lease: { ...job.lease, holder: '' } };
    job.lease = { holder: host.uuid(), until: host.now() + LEASE_MS };
    job.state = 'running';
    saveJob(host.documentStore, job);
    return job;
  });
}

function frameOf(host: Host, job: Job, healed = false): ColumnSnapshot {
  const snapshot = readJobColumns(host, job);
  const lost = job.headers.filter((header) => !snapshot.columns.has(header));
  if (lost.length === 0) return snapshot;
  if (healed || !healHeaders(host, job, snapshot, lost)) {
    throw new TtError('INPUT', `the column ${lost[0]} was removed from ${snapshot.tab.name()}. Start again`);
  }
  return frameOf(host, job, true);
}

/** A run that was killed while rows moved during its write may have left one of its values in place of a header. */
function healHeaders(host: Host, job: Job, snapshot: ColumnSnapshot, lost: readonly string[]): boolean {
  const record = new WriteRecord(readWriteRecord(host.file, job.id, true));
  return lost.every((header) => {
    const at = snapshot.location.headers.findIndex((text) => record.wroteText(header, text));
    if (at < 0) return false;
    writeHeader(snapshot, at + 1, header);
    return true;
  });
}

/** The next keys in the order of the rows; those asked in vain before come last. */
function nextKeys(
  snapshot: ColumnSnapshot,
  record: WriteRecord,
  job: Job,
): { asked: KeyedRow[]; again: boolean } {
  const rows = new Map<string, KeyedRow>();
  const anchors = [...snapshot.columns.keys()].indexOf('anchor_supervoxel');
  snapshot.keys.forEach((key, index) => {
    if (key === null || rows.has(key)) return;
    rows.set(key, { key, text: snapshot.texts[index]!, anchor: snapshot.owned[index]![anchors] });
  });
  const open = [...rows.keys()].filter((key) => !record.isDone(key) && (!job.planned || record.isKnown(key)));
  const least = open.reduce((attempts, key) => Math.min(attempts, record.attempts(key)), MAX_PASSES);
  const next = open.filter((key) => record.attempts(key) <= least).slice(0, job.stepSize);
  return { asked: next.map((key) => rows.get(key)!), again: least > 0 };
}

/** Nothing to ask before `notBefore`: a short wait, so that whoever drives the job need not know why. */
function pause(host: Host, keyedRows: Job, holder: string, waiting: number): Job {
  host.http.sleep(Math.min(PAUSE_MS, keyedRows.notBefore - host.now()));
  return host.locked(() => {
    const job = readJob(host.documentStore, keyedRows.id);
    if (job.lease.holder !== holder || !isUnfinished(job)) return job;
    job.message = `${waiting} waiting for something that CAVE is making; asked again soon`;
    release(job, host, 0);
    saveJob(host.documentStore, job);
    return job;
  });
}

interface Spent {
  ms: number;
  bytes: number;
  requests: number;
}

function write(
  host: Host,
  keyedRows: Job,
  holder: string,
  record: WriteRecord,
  answers: ReadonlyMap<string, JobRow>,
  spent: Spent,
): Job {
  return host.locked(() => {
    const job = readJob(host.documentStore, keyedRows.id);
    if (job.lease.holder !== holder || !isUnfinished(job)) return job;
    const snapshot = frameOf(host, job);
    const outcome = placeAnswers(snapshot, answers, record, job);
    appendWriteRecord(host.file, job.id, job.sheetId, host.now(), outcome.changes);
    host.file.flush();
    if (job.mark && job.done === 0) clearMarks(snapshot);
    const written = writeRows(host.file, snapshot, outcome.placements);
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
function movedCells(
  snapshot: ColumnSnapshot,
  cells: PlacementPlan['changedCells'],
): { index: number; header: string }[] {
  const copyOf = copyCounter();
  const at = new Map<string, number>();
  snapshot.keys.forEach((id, index) => {
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
function settle(host: Host, keyedRows: Job, holder: string, started: number, report: CellValue[][]): Job {
  return host.locked(() => {
    const job = readJob(host.documentStore, keyedRows.id);
    if (job.lease.holder !== holder || !isUnfinished(job)) return job;
    const snapshot = frameOf(host, job);
    const record = new WriteRecord(readWriteRecord(host.file, job.id, true));
    const { placements, open } = reconcile(snapshot, record, job);
    writeRows(host.file, snapshot, placements);
    release(job, host, host.now() - started);
    if (open.length > 0) {
      const planned = open.filter((id) => !record.isKnown(id));
      const lines = planned.map((id) => ({ id, copy: 0, state: 'planned' as const, before: {}, after: {} }));
      if (job.planned) appendWriteRecord(host.file, job.id, job.sheetId, host.now(), lines);
      job.total += planned.length;
      job.stepSize = Math.max(job.stepSize, 50);
    } else {
      writeReport(host, report);
      endJob(host, job, 'done');
    }
    saveJob(host.documentStore, job);
    return job;
  });
}

/** The whole answer of a tab is being made by the companion. */
const isMade = (job: Job, error: TtError): boolean =>
  error.code === 'PENDING' && job.tab !== null && toolByFormula(job.tab.formula)?.heavy === 'long';

/** What is said in cells only. */
const REFRESH = /\. Refresh to go on$/;

/** A step that failed as a whole: nothing was written. A passing failure is tried again, a permanent one ends. */
function failedStep(host: Host, keyedRows: Job, holder: string, error: TtError, started: number): Job {
  return host.locked(() => {
    const job = readJob(host.documentStore, keyedRows.id);
    if (job.lease.holder !== holder || !isUnfinished(job)) return job;
    release(job, host, host.now() - started);
    if (isMade(job, error)) {
      job.message = error.message.replace(REFRESH, '');
      job.failedSteps = 0;
      saveJob(host.documentStore, job);
      return job;
    }
    job.message = `${error.code}: ${error.message}`;
    job.failedSteps++;
    if (error.code === 'TIMEOUT' || error.code === 'BIG' || error.code === 'PENDING') {
      job.stepSize = Math.max(5, Math.floor(job.stepSize / 4));
    }
    const tooLarge = error.code === 'BIG' && job.stepSize > 5;
    if (!error.transient && !tooLarge) endJob(host, job, 'failed');
    else if (job.failedSteps >= FAILED_STEPS) endJob(host, job, 'waiting');
    saveJob(host.documentStore, job);
    return job;
  });
}
