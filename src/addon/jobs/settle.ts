/** Nothing is left to ask: a last look over the sheet, then the job's end; or ids that came in the meantime. */
import { type RunChanges, summaryOf } from '../changes/change';
import { writeReport } from '../changes/report';
import type { Host } from '../interfaces/host';
import { appendWriteRecord, readWriteRecord } from '../sheet/write-record';
import { writeRows } from '../sheet/writer';
import { endJob } from './end-job';
import { requireJobColumns } from './job-columns';
import { reconcile } from './placements';
import type { Job } from './state';
import { WriteRecord } from './write-record';

/** Under the lock; the caller saves the job. */
export function settle(host: Host, job: Job, found: RunChanges | null): void {
  const snapshot = requireJobColumns(host, job);
  const record = new WriteRecord(readWriteRecord(host.file, job.id, true));
  const { placements, open } = reconcile(snapshot, record, job);
  writeRows(host.file, snapshot, placements);
  if (open.length === 0) {
    if (found !== null) {
      writeReport(host, job, found.changes);
      job.findings = summaryOf(found);
    }
    endJob(host, job, 'done');
    return;
  }
  const planned = open.filter((id) => !record.isKnown(id));
  const lines = planned.map((id) => ({ id, copy: 0, state: 'planned' as const, before: {}, after: {} }));
  if (job.planned) appendWriteRecord(host.file, job.id, job.sheetId, host.now(), lines);
  job.total += planned.length;
  job.stepSize = Math.max(job.stepSize, 50);
}
