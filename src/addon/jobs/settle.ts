/** Nothing is left to ask: a last look over the sheet, then the job's end; or ids that came in the meantime. */
import { type ShownChanges, summaryOf } from '../changes/change';
import { writeReport } from '../changes/report';
import type { Host } from '../interfaces/host';
import { columnLetter } from '../sheet/columns';
import { writeCells } from '../sheet/writer';
import { clearArrays } from './beside';
import { endJob } from './end-job';
import { readJobRecord, requireJobTable } from './job-columns';
import { planWrites } from './placements';
import type { Job } from './state';
import { appendLines, carryOut } from './write-answers';
import { plannedLine } from './write-record';

/** Looks over the sheet until a look finds nothing to set right. */
const LOOKS = 4;

/** Under the lock; the caller saves the job. */
export function settle(host: Host, job: Job, found: ShownChanges | null): void {
  const record = readJobRecord(host, job);
  let open = new Set<string>();
  for (let look = 0; look < LOOKS; look++) {
    const table = requireJobTable(host, job, true, record);
    const inTheWay = look === 0 ? clearArrays(table, record.record) : [];
    if (inTheWay.length > 0) {
      writeCells(host.file, { planned: table.grid, headerRow: table.key.headerRow, keys: [] }, inTheWay);
      continue;
    }
    const plan = planWrites(table, record.record, job, null);
    open = plan.open;
    // A step that was killed may have written cells and not marked them: this look has every change of the run.
    if (plan.writes.length === 0 && !job.killed) break;
    const isEven = plan.writes.length === 0;
    const { inArray } = carryOut(host, job, record, table, plan);
    if (isEven || inArray.length > 0) break;
  }
  if (open.size === 0) {
    job.killed = false;
    if (found !== null) {
      const { grid, key } = requireJobTable(host, job, false, record);
      writeReport(
        host,
        {
          id: job.id,
          tab: grid.tab,
          header: job.key.header,
          letter: columnLetter(key.column + 1),
          datastack: job.datastack,
          links: found.links,
        },
        found.changes,
      );
      job.findings = summaryOf(found);
    }
    endJob(host, job, 'done');
    return;
  }
  const planned = [...open].filter((id) => !record.record.isKnown(id));
  if (job.planned) appendLines(host, job, record, planned.map(plannedLine));
  job.total += planned.length;
  job.stepSize = Math.max(job.stepSize, 50);
}
