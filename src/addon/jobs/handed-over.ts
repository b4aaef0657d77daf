/**
 * A step of a job whose work the companion does for the whole column: the ids are handed over once, and each step reads
 * a page of answers and writes it. The sidebar may be closed meanwhile.
 */

import { TtError } from '../../core/errors';
import { groupedNumber } from '../../core/grouped-number';
import type { Id } from '../../core/ids';
import {
  beginColumn,
  type ColumnPage,
  columnPage,
  type PositionRange,
  resumeColumn,
} from '../../tools/companion/column';
import type { JobRow } from '../../tools/declaration/column-job';
import { jobRowOf } from '../../tools/jobs/tool-rows';
import { userCompanion } from '../access/companion-access';
import { userContext } from '../access/context';
import type { ColumnJobKind } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { runWork } from '../run-work';
import { damageOf } from '../sheet/look/keys';
import type { JobRecord } from './job-columns';
import { specOf } from './kinds';
import { endStep, type HeldJob, lossOfLease } from './lease';
import { type Job, saveJob } from './state';
import { writeAnswers } from './write-answers';

/** For fewer ids, the steps ask here. */
export const HAND_OVER_FROM = 500;
const PAGE_ROWS = 2000;
const PAUSE_MS = 10_000;
/**
 * The largest number of ranges that fits the job's record: rows outside of them are read again and found to be written
 * already.
 */
const MOST_RANGES = 150;

/** Returns null if this step should ask here: few rows are left, or no companion takes columns. */
export function stepHandedOver(
  host: Host,
  heldJob: HeldJob,
  record: JobRecord,
  openKeys: () => string[],
): Job | null {
  const { job } = heldJob;
  const spec = specOf(job.kind as ColumnJobKind);
  const companion = spec.handsOver && userCompanion(host);
  if (!companion || job.column?.id === '') return null;
  if (!job.column) {
    const ids = openKeys().filter((key) => damageOf(key) === null);
    if (ids.length < HAND_OVER_FROM) return null;
    return begin(host, heldJob, ids as Id[]);
  }
  const { id, read, resume } = job.column;
  let page: ColumnPage;
  try {
    if (resume) {
      runWork(resumeColumn(companion, id), host, 'interactive');
      return endStep(heldJob, host, (now) => note(now, { id, read }), true);
    }
    page = runWork(
      columnPage(companion, id, read, PAGE_ROWS, spec.handsOver!(job.options)),
      host,
      'jobStep',
      {
        startedAt: heldJob.since,
        cancelled: lossOfLease(heldJob, host),
      },
    );
  } catch (error) {
    // The companion keeps a column for a week: ids without an answer are then handed over again.
    if (!isForgotten(error)) throw error;
    return endStep(heldJob, host, (now) => note(now, null), true);
  }
  if (page.rows.size === 0) return withoutRows(host, heldJob, page);
  return writePage(host, heldJob, record, page);
}

function begin(host: Host, heldJob: HeldJob, ids: readonly Id[]): Job {
  const { job } = heldJob;
  const { tool, args } = specOf(job.kind as ColumnJobKind).handsOver!(job.options);
  try {
    const companion = userCompanion(host)!;
    const work = beginColumn(companion, tool, args, ids, userContext(host, job.datastack));
    const { id } = runWork(work, host, 'jobStep', { startedAt: heldJob.since });
    return endStep(heldJob, host, (now) => {
      note(now, { id, read: [] });
      now.requests++;
      now.failedSteps = 0;
      now.message = waitingWords(0, ids.length);
    });
  } catch (error) {
    // An older companion has no columns.
    if (!isForgotten(error)) throw error;
    return endStep(heldJob, host, (now) => note(now, { id: '', read: [] }), true);
  }
}

const isForgotten = (error: unknown): boolean => error instanceof TtError && error.code === 'NONE';

const note = (job: Job, column: Job['column']): void => {
  job.column = column;
};

const waitingWords = (count: number, total: number): string =>
  `the companion has answered ${groupedNumber(count)} of ${groupedNumber(total)}; this sidebar may be closed meanwhile`;

/** No new rows to write: the companion is still working, or has ended. */
function withoutRows(host: Host, heldJob: HeldJob, { state, done, total, error }: ColumnPage): Job {
  switch (state) {
    case 'running':
      host.http.sleep(PAUSE_MS);
      return endStep(
        heldJob,
        host,
        (job) => {
          job.message = waitingWords(done, total);
          job.failedSteps = 0;
          job.waits = (job.waits ?? 0) + 1;
        },
        true,
      );
    case 'failed':
      // Resume continues with the ids that have no answer yet.
      throw error ?? new TtError('COMPANION', 'the companion could not answer this column. Try again later');
    case 'cancelled':
      throw new TtError('COMPANION', 'this was cancelled at the companion. Resume goes on');
    case 'done':
      // The next steps ask here about ids that are still open: those added meanwhile, and those with a transient
      // failure.
      return endStep(heldJob, host, (job) => note(job, null), true);
  }
}

function writePage(host: Host, heldJob: HeldJob, record: JobRecord, page: ColumnPage): Job {
  const { job } = heldJob;
  const handOver = specOf(job.kind as ColumnJobKind).handsOver!(job.options);
  const answers = new Map<string, JobRow>();
  for (const [id, answer] of page.rows) {
    if (!record.record.isDone(id)) answers.set(id, jobRowOf(answer, handOver, job.headers));
  }
  return endStep(heldJob, host, (now) => {
    if (answers.size > 0) writeAnswers(host, now, record, answers);
    now.column = {
      id: page.id,
      read: joinRanges([...(job.column?.read ?? []), ...page.ranges]).slice(0, MOST_RANGES),
    };
    now.requests++;
    now.failedSteps = 0;
    now.waits = 0;
    now.message = page.done < page.total ? waitingWords(page.done, page.total) : '';
    saveJob(host.documentStore, now);
  });
}

/** Sorts the ranges and merges those that overlap or touch. */
function joinRanges(ranges: readonly PositionRange[]): PositionRange[] {
  const all: PositionRange[] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = all[all.length - 1];
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
}
