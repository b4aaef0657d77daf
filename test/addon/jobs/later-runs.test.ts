/** Which cells later runs wrote. */
import { readJobRecord, readJobTable } from '../../../src/addon/jobs/job-columns';
import { laterRuns } from '../../../src/addon/jobs/later-runs';
import { saveJob } from '../../../src/addon/jobs/state';
import { plannedLine } from '../../../src/addon/jobs/write-record';
import { appendWriteRecord } from '../../../src/addon/sheet/record/write-record';
import { testEnvironment } from '../../support/sandbox-driver';
import { fill, hostOver, runJob } from '../support';

const cave = testEnvironment();
const small = (id: string) => cave.sandbox.truth.supervoxelCount(id) < 5000;
const ids = cave.sandbox.truth.sampleCurrent(100).filter(small).slice(0, 3);

test('of a later run it is kept which cells it wrote, without their content; a cell that an array took is its own no more', () => {
  const host = hostOver(cave);
  fill(
    host,
    ['root_id', 'note', 'current_id'],
    ids.map((id, i) => [id, `note ${i}`, `old ${i}`]),
  );
  const job = runJob(host, { headers: ['current_id'] });
  host.tab.put(2, 3, [['typed'], ['typed too']]);
  const later = runJob(host, { headers: ['current_id'], firstRow: 2, lastRow: 3 });
  const { record, place } = readJobRecord(host, later);
  const row = record.entryAt(0).row;
  const line = {
    ...plannedLine(ids[0]!),
    row,
    state: 'array' as const,
    before: { current_id: { value: '' } },
  };
  const { lines } = appendWriteRecord(host.file, place, job.sheetId, host.now(), [line]);
  saveJob(host.documentStore, { ...later, lines });
  const [run] = laterRuns(host, job);
  const touches = run!.touches(readJobTable(host, job, true, readJobRecord(host, job)));
  expect([0, 1, 2].map((i) => touches(i, 'current_id'))).toEqual([false, true, false]);
});
