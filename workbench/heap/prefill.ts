/** Answers of a run without its steps: cells and lines as the steps of the run would have written them. */
import { cellsBeside } from '../../src/addon/jobs/beside';
import { noteRecord, readJobRecord, readJobTable } from '../../src/addon/jobs/job-columns';
import { readJob, saveJob } from '../../src/addon/jobs/state';
import type { WriteRecordLine } from '../../src/addon/sheet/record/record-lines';
import { appendWriteRecord } from '../../src/addon/sheet/record/write-record';
import { markedRows } from '../../src/addon/sheet/table/table';
import type { HeapBench } from './column';

/**
 * Rows of current ids of a run that has answered its first ones, up to row `until` of the table. `isFilled`: what the
 * rows held is on record since the first step.
 */
export function prefill({ host }: HeapBench, id: string, until: number, isFilled: boolean): void {
  const job = readJob(host.documentStore, id);
  const record = readJobRecord(host, job);
  const table = readJobTable(host, job, false, record);
  const marks = markedRows(table);
  const from = job.done;
  function* lines(): Generator<WriteRecordLine> {
    for (let i = from; i < until; i++) {
      yield {
        id: table.keys.at(i)!,
        row: i + 1,
        state: 'done',
        before: isFilled ? {} : { current_id: { value: '' }, share: { value: '' } },
        after: { current_id: table.textAt(i), share: 1 },
        mark: marks.markAt(i),
        beside: cellsBeside(table, i),
      };
    }
  }
  noteRecord(job, appendWriteRecord(host.file, record.place, job.sheetId, host.now(), lines()));
  job.done = until;
  saveJob(host.documentStore, job);
  const rows = Array.from({ length: until - from }, (_x, i) => [table.textAt(from + i), 1]);
  host.tab.put(table.first + from + 1, table.columns.get('current_id')! + 1, rows);
}
