/**
 * One step of a job: takes its lease, asks about the next ids of the current sheet, and writes under the lock.
 * A step may be killed anywhere. It flushes its lines in `TT changes` before it writes cells, so that the earlier
 * content of a cell is never lost; the last pass over the sheet (`settle.ts`) finds what was open but not written.
 */

import type { TtError } from '../../core/errors';
import { newCounters } from '../../http/runner';
import type { JobRow, KeyedRow } from '../../tools/declaration/column-job';
import { toolByFormula } from '../../tools/registry';
import { nextStepSize, type StepTarget } from '../../tools/runner/step-size';
import type { ShownChanges } from '../changes/change';
import type { ColumnJobKind } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { asAddonError, spentError } from '../platform-failure';
import { runWork } from '../run-work';
import { damageOf } from '../sheet/look/keys';
import type { Table } from '../sheet/table/table';
import { endJob } from './end-job';
import { findChanges } from './find-changes';
import { stepHandedOver } from './handed-over';
import { type JobRecord, readJobRecord, requireJobTable } from './job-columns';
import { keyKindOf, specOf } from './kinds';
import { endStep, type HeldJob, lossOfLease, takeLease } from './lease';
import { nextRows, openKeys } from './next-rows';
import { MOST_IDS } from './round-time';
import { unchangedRows } from './row-sums';
import { askBeforeStop, settle, settleStopped } from './settle';
import type { Job } from './state';
import { stepTab } from './tab-job';
import { repairAfterKill, wasKilled, writeAnswers } from './write-answers';

/** Targets for the time and traffic of a step: an Apps Script heap holds about 50 MB. */
const STEP: StepTarget = {
  ms: 30_000,
  shortestMs: 200,
  bytes: 40e6,
  growth: 40,
  least: 5,
  most: MOST_IDS,
};
const FAILED_STEPS = 5;
/** After `FAILED_STEPS` failures, a step is tried again at growing intervals. */
const RETRY_MS = 15_000;
const PAUSE_MS = 10_000;
const TAB_PAUSE_MS = 4_000;
/**
 * The run tries again after this time even if the service asks for a longer wait: a `retryAfter` of a day would hold
 * the run for a day.
 */
const LONGEST_WAIT_MS = 600_000;

export function stepJob(id: string, host: Host): Job {
  const heldJob = takeLease(id, host);
  if (heldJob.holder === null) return heldJob.job;
  const { failedSteps, notBefore, message } = heldJob.job;
  // A step before the time that the service gave would fail again, and the fifth failure makes the run wait.
  if (failedSteps > 0 && host.now() < notBefore) return pause(host, heldJob, message);
  try {
    return heldJob.job.tab ? stepTab(host, heldJob) : stepColumns(host, heldJob);
  } catch (error) {
    const ttError = asAddonError(error);
    // A short wait, so that the caller of the steps need not know why.
    if (isMade(heldJob.job, ttError)) host.http.sleep(TAB_PAUSE_MS);
    return failStep(host, heldJob, ttError);
  }
}

function stepColumns(host: Host, heldJob: HeldJob): Job {
  const found = answerNext(host, heldJob);
  // The record of 100,000 rows is read again: the one above is gone by now.
  return 'job' in found ? found.job : endStep(heldJob, host, (now) => settle(host, now, found.changes));
}

/** What the run has changed, where nothing is left to ask. */
function answerNext(host: Host, heldJob: HeldJob): { job: Job } | { changes: ShownChanges | null } {
  const { job } = heldJob;
  const record = readJobRecord(host, job);
  if (wasKilled(job, record)) {
    return { job: endStep(heldJob, host, (now) => repairAfterKill(host, now, record), true) };
  }
  const table = requireJobTable(host, job, false, record);
  const handedOver = stepHandedOver(host, heldJob, record, () => [
    ...new Set([...openKeys(table, record.record, job)].map(([key]) => key)),
  ]);
  if (handedOver) return { job: handedOver };
  const { rows, again } = nextRows(table, record.record, job);
  if (rows.length === 0) return { changes: findChanges(host, job, record.record, table) };
  if (again && host.now() < job.notBefore) {
    const message = `${rows.length} waiting for something that CAVE is making; open again soon`;
    return { job: pause(host, heldJob, message) };
  }
  return { job: askAndWrite(host, heldJob, record, table, rows) };
}

function askAndWrite(
  host: Host,
  heldJob: HeldJob,
  record: JobRecord,
  table: Table,
  rows: readonly KeyedRow[],
): Job {
  const { job, since } = heldJob;
  const bytes = host.http.bytesRead();
  const counters = newCounters();
  const refusals = refusedRows(job, rows);
  const open = rows.filter(({ key }) => !refusals.has(key));
  const unchangedKeys = unchangedRows(host, job, table, record.record, new Set(open.map(({ key }) => key)));
  const found =
    open.length === 0
      ? []
      : runWork(
          specOf(job.kind as ColumnJobKind).answer(open, job, record.record, unchangedKeys, host),
          host,
          'jobStep',
          {
            startedAt: since,
            cancelled: lossOfLease(heldJob, host),
            counters,
          },
        );
  // Nothing is written: failures of a step that ran into the quota say nothing about the ids.
  if (host.http.isSpent()) throw spentError('web requests');
  const answers = new Map([...found, ...refusals]);
  const cost = { ms: host.now() - since, bytes: host.http.bytesRead() - bytes };
  return endStep(heldJob, host, (now) => {
    writeAnswers(host, now, record, answers);
    now.requests += counters.requests;
    now.stepSize = nextStepSize(answers.size, cost, STEP);
    now.failedSteps = 0;
    now.message = '';
  });
}

/** Damaged ids: the first cell of each row gets the error; no request is made for them. */
function refusedRows(job: Job, rows: readonly KeyedRow[]): Map<string, JobRow> {
  const kind = keyKindOf(job.kind as ColumnJobKind);
  return new Map(
    rows.flatMap(({ key }): [string, JobRow][] => {
      const damage = kind === 'texts' ? null : damageOf(key);
      const row = job.headers.map((output, i) => [output, i === 0 ? damage : null]);
      return damage ? [[key, Object.fromEntries(row)]] : [];
    }),
  );
}

/** Nothing to ask before `notBefore`: a short wait, so that the caller of the steps need not know why. */
function pause(host: Host, heldJob: HeldJob, message: string): Job {
  host.http.sleep(Math.min(PAUSE_MS, heldJob.job.notBefore - host.now()));
  const note = (job: Job) => {
    job.message = message;
    if (job.failedSteps >= FAILED_STEPS) job.state = 'waiting';
  };
  return endStep(heldJob, host, note, true);
}

/** The companion is making the whole answer of a tab. */
const isMade = (job: Job, error: TtError): boolean =>
  error.resumable && job.tab !== null && toolByFormula(job.tab.formula)?.heavy === 'long';

/**
 * Handles a step that failed as a whole and wrote nothing. A transient failure is tried again, a permanent one ends the
 * run.
 */
function failStep(host: Host, heldJob: HeldJob, error: TtError): Job {
  const ends = (job: Job) => !error.transient && !(error.code === 'BIG' && job.stepSize > STEP.least);
  const context = ends(heldJob.job) ? askBeforeStop(host, heldJob.job) : null;
  return endStep(heldJob, host, (job) => {
    if (isMade(job, error)) {
      job.message = error.progress;
      job.failedSteps = 0;
      return;
    }
    job.message = `${error.code}: ${error.message}`;
    job.failedSteps++;
    if (error.transient && error.retryAfter !== null) {
      const wait = Math.min(error.retryAfter * 1000, LONGEST_WAIT_MS);
      if (wait < error.retryAfter * 1000)
        job.message += `. Asked again in ${LONGEST_WAIT_MS / 60_000} min all the same`;
      job.notBefore = Math.max(job.notBefore, host.now() + wait);
    }
    const isEnd = ends(job);
    if (error.code === 'TIMEOUT' || error.code === 'BIG' || error.code === 'PENDING') {
      job.stepSize = Math.max(STEP.least, Math.floor(job.stepSize / 4));
    }
    if (isEnd) {
      settleStopped(host, job, context, { repairs: false });
      endJob(host, job, 'failed');
    } else if (job.failedSteps >= FAILED_STEPS || host.http.isSpent()) {
      const failures = job.failedSteps - FAILED_STEPS;
      job.notBefore = Math.max(
        job.notBefore,
        host.now() + Math.min(RETRY_MS * 2 ** failures, LONGEST_WAIT_MS),
      );
      // Only the first wait needs a line in the log.
      if (failures <= 0) endJob(host, job, 'waiting');
      else job.state = 'waiting';
    }
  });
}
