/**
 * When nothing is left to ask: a last pass over the sheet, then either the job's end or more steps for ids that were
 * added meanwhile.
 */
import { TtError } from '../../core/errors';
import { type ShownChanges, summaryOf } from '../changes/change';
import { writeReport } from '../changes/report';
import type { Host } from '../interfaces/host';
import { columnLetter } from '../sheet/cells/columns';
import { countLeft, type LeftCounts, type LeftReason } from '../sheet/look/left-alone';
import type { Table } from '../sheet/table/table';
import { writeCells } from '../sheet/write/writer';
import { clearArrays, restoreHeaders } from './beside';
import { endJob } from './end-job';
import { askAboutChanges, type ChangeContext, shownChanges } from './find-changes';
import { type JobRecord, readJobRecord, readJobTable, requireJobTable } from './job-columns';
import { planWrites } from './placements';
import { noteRowSums } from './row-sums';
import type { Job } from './state';
import { appendLines, carryOut, refuseLost, repairAfterKill, wasKilled } from './write-answers';
import { plannedLine } from './write-record';

/** Maximum passes over the sheet; a pass that finds nothing to fix is the last. */
const LOOKS = 4;

/** Needs the lock; the caller saves the job. */
export function settle(host: Host, job: Job, found: ShownChanges | null): void {
  const record = readJobRecord(host, job);
  let { open, table, left } = lookOver(host, job, record);
  if (open.size === 0 && found !== null) {
    report(host, job, table, found);
    // The report takes a while: edits made meanwhile still belong to this run, whose last pass this is.
    if (found.changes.length > 0) ({ open, left } = lookOver(host, job, record));
  }
  if (open.size === 0) {
    job.killed = false;
    countHeldBack(job, left);
    noteRowSums(host, job, record);
    endJob(host, job, 'done');
    return;
  }
  const planned = [...open].filter((id) => !record.record.isKnown(id));
  if (job.planned) appendLines(host, job, record, planned.map(plannedLine));
  job.total += planned.length;
  job.stepSize = Math.max(job.stepSize, 50);
}

/** Makes requests about the changes of a run that stops. Returns null if it has none, or if they cannot be found. */
export function askBeforeStop(host: Host, job: Job): ChangeContext | null {
  if (!hasWritten(job)) return null;
  return whereReadable(() => {
    const record = readJobRecord(host, job);
    return askAboutChanges(host, job, record.record, readJobTable(host, job, false, record));
  });
}

/**
 * A stopping run leaves no answer beside an id that it does not belong to, and marks and lists its changes. Without its
 * record or its id column it writes nothing: no row could be identified or restored. The caller says why it stopped.
 * `repairs`: also fixes what a killed step has left. A tab that could not be written is left alone.
 */
export function settleStopped(
  host: Host,
  job: Job,
  context: ChangeContext | null,
  { repairs }: { repairs: boolean },
): void {
  if (!hasWritten(job)) return;
  whereReadable(() => {
    const record = readJobRecord(host, job);
    if (repairs) repairAfterKill(host, job, record);
    const { table, left } = wasKilled(job, record)
      ? { table: readJobTable(host, job, false, record), left: {} }
      : lookOver(host, job, record, readJobTable);
    countHeldBack(job, left);
    const found = shownChanges(job, record.record, table, context);
    if (found !== null) report(host, job, table, found);
  });
}

/** Values of ours beside an id that they are not about, in cells that are not ours to write by now. */
function countHeldBack(job: Job, left: LeftCounts): void {
  for (const [reason, count] of Object.entries(left)) countLeft(job.left, reason as LeftReason, count);
}

const hasWritten = (job: Job): boolean => job.tab === null && job.kind !== 'edit' && job.touched;

/** Returns null if the tab, its id column or the record is gone. */
function whereReadable<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TtError)) throw error;
    return null;
  }
}

/** Fixes cells that differ from the record. Returns the keys without an answer, and the last table. */
function lookOver(
  host: Host,
  job: Job,
  record: JobRecord,
  read = requireJobTable,
): { open: Set<string>; table: Table; left: LeftCounts } {
  for (let look = 0; ; look++) {
    const table = read(host, job, true, record);
    const first =
      look === 0
        ? [...clearArrays(table, record.record), ...restoreHeaders(table, record.record, job.targets)]
        : [];
    if (first.length > 0) {
      const on = { planned: table.grid, headerRow: table.key.headerRow, keys: [] };
      refuseLost(host, job, record, table, writeCells(host.file, on, first));
      continue;
    }
    const { open, ...plan } = planWrites(table, record.record, job, null);
    const isEven = plan.writes.length === 0;
    // A killed step may have written cells without marking them: this pass marks every change of the run.
    const seen = { open, table, left: plan.left };
    if ((isEven && !job.killed) || look >= LOOKS) return seen;
    const { inArray } = carryOut(host, job, record, table, plan);
    if (isEven || inArray.length > 0) return seen;
  }
}

function report(host: Host, job: Job, { grid, key }: Table, found: ShownChanges): void {
  const run = {
    id: job.id,
    tab: grid.tab,
    header: job.key.header,
    letter: columnLetter(key.column + 1),
    datastack: job.datastack,
    links: found.links,
  };
  writeReport(host, run, found.changes);
  job.findings = summaryOf(found);
}
