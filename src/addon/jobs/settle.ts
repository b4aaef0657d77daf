/** Nothing is left to ask: a last look over the sheet, then the job's end; or ids that came in the meantime. */
import { type ShownChanges, summaryOf } from '../changes/change';
import { writeReport } from '../changes/report';
import type { Host } from '../interfaces/host';
import { columnLetter } from '../sheet/columns';
import type { Table } from '../sheet/table';
import { writeCells } from '../sheet/writer';
import { clearArrays } from './beside';
import { noteDigest } from './digest';
import { endJob } from './end-job';
import { type JobRecord, readJobRecord, requireJobTable } from './job-columns';
import { planWrites } from './placements';
import type { Job } from './state';
import { appendLines, carryOut, refuseLost } from './write-answers';
import { plannedLine } from './write-record';

/** Looks over the sheet until a look finds nothing to set right. */
const LOOKS = 4;

/** Under the lock; the caller saves the job. */
export function settle(host: Host, job: Job, found: ShownChanges | null): void {
  const record = readJobRecord(host, job);
  let { open, table } = lookOver(host, job, record);
  if (open.size === 0 && found !== null) {
    report(host, job, table, found);
    // The report takes a while: what is edited meanwhile belongs to this run, whose last look this is.
    if (found.changes.length > 0) ({ open } = lookOver(host, job, record));
  }
  if (open.size === 0) {
    job.killed = false;
    noteDigest(host, job, record);
    endJob(host, job, 'done');
    return;
  }
  const planned = [...open].filter((id) => !record.record.isKnown(id));
  if (job.planned) appendLines(host, job, record, planned.map(plannedLine));
  job.total += planned.length;
  job.stepSize = Math.max(job.stepSize, 50);
}

/** Sets right what is not as the record says; the keys that nobody has asked about, and the last look. */
function lookOver(host: Host, job: Job, record: JobRecord): { open: Set<string>; table: Table } {
  for (let look = 0; ; look++) {
    const table = requireJobTable(host, job, true, record);
    const inTheWay = look === 0 ? clearArrays(table, record.record) : [];
    if (inTheWay.length > 0) {
      const on = { planned: table.grid, headerRow: table.key.headerRow, keys: [] };
      refuseLost(host, job, record, table, writeCells(host.file, on, inTheWay));
      continue;
    }
    const { open, ...plan } = planWrites(table, record.record, job, null);
    if (plan.writes.length === 0 || look >= LOOKS) return { open, table };
    const { inArray } = carryOut(host, job, record, table, plan);
    if (inArray.length > 0) return { open, table };
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
