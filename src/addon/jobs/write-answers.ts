/** Writes a step's answers to the rows of the sheet as it stands, what the cells held first. Under the lock. */
import type { Host } from '../interfaces/host';
import type { ColumnSnapshot } from '../sheet/column-snapshot';
import { appendWriteRecord } from '../sheet/write-record';
import { markChanged, writeRows } from '../sheet/writer';
import { requireJobColumns } from './job-columns';
import type { JobRow } from './job-row';
import { type PlacementPlan, placeAnswers } from './placements';
import type { Job } from './state';
import { copyCounter, type WriteRecord } from './write-record';

/** A skeleton takes about a minute. */
const PENDING_MS = 60_000;

/** Counts in `job` what was written; the caller saves it. */
export function writeAnswers(
  host: Host,
  job: Job,
  record: WriteRecord,
  answers: ReadonlyMap<string, JobRow>,
): void {
  const snapshot = requireJobColumns(host, job);
  const outcome = placeAnswers(snapshot, answers, record, job);
  appendWriteRecord(host.file, job.id, job.sheetId, host.now(), outcome.changes);
  host.file.flush();
  const written = writeRows(host.file, snapshot, outcome.placements);
  markChanged(written, movedCells(written, outcome.changedCells), changedNote(host, job));
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
