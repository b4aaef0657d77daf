/** Which rows a step takes. */
import { nextRows, openKeys } from '../../../src/addon/jobs/next-rows';
import type { Job } from '../../../src/addon/jobs/state';
import { plannedLine, WriteRecord } from '../../../src/addon/jobs/write-record';
import { sheetOf, tableOf } from '../sheet/table-of';

const ids = Array.from({ length: 5 }, (_x, i) => `72057594123456789${i}`) as [
  string,
  string,
  string,
  string,
  string,
];
const ERROR = '#TT DOWN: CAVE cannot be reached. Try again';

const job = (more: Partial<Job> = {}): Job =>
  ({ stepSize: 10, planned: false, schedule: '', headers: ['current_id'], ...more }) as Job;
const table = (ours: string[] = []) =>
  tableOf(
    sheetOf(
      ['root_id', 'current_id'],
      ids.map((id, i) => [id, ours[i] ?? '']),
    ),
    ['current_id'],
  );
const line = (id: string, state: 'done' | 'again') => ({ ...plannedLine(id), state });
const keysOf = (...args: Parameters<typeof nextRows>) => nextRows(...args).rows.map(({ key }) => key);

test('rows without an answer, in the order of the sheet, as many as the step takes', () => {
  const record = new WriteRecord([line(ids[1], 'done')]);
  expect(keysOf(table(), record, job({ stepSize: 3 }))).toEqual([ids[0], ids[2], ids[3]]);
});

test('rows that were asked about before come last, and that is said', () => {
  const record = new WriteRecord([line(ids[0], 'again'), line(ids[2], 'again')]);
  expect(keysOf(table(), record, job())).toEqual([ids[1], ids[3], ids[4]]);
  expect(nextRows(table(), record, job()).again).toBe(false);
  const rest = new WriteRecord(ids.map((id, i) => line(id, i < 2 ? 'again' : 'done')));
  expect(nextRows(table(), rest, job())).toMatchObject({
    again: true,
    rows: [{ key: ids[0] }, { key: ids[1] }],
  });
});

test('a run over planned ids takes no others', () => {
  const record = new WriteRecord([plannedLine(ids[3])]);
  expect([...openKeys(table(), record, job({ planned: true }))].map(([key]) => key)).toEqual([ids[3]]);
});

test('in a schedule, rows that hold an error are asked about together, after the others', () => {
  const ours = [ERROR, 'x', '#TT AMBIGUOUS: several', '', ''];
  const scheduled = job({ schedule: 's1' });
  expect(keysOf(table(ours), new WriteRecord([]), scheduled)).toEqual([ids[1], ids[3], ids[4]]);
  const record = new WriteRecord([1, 3, 4].map((i) => line(ids[i]!, 'done')));
  expect(nextRows(table(ours), record, scheduled)).toMatchObject({
    again: false,
    rows: [{ key: ids[0] }, { key: ids[2] }],
  });
  expect(keysOf(table(ours), new WriteRecord([]), job())).toEqual(ids);
});

test('a step takes 250 rows with an error, and any number without', () => {
  const many = Array.from({ length: 300 }, (_x, i) => `72057594123456${1000 + i}`);
  const all = (ours: string) =>
    tableOf(
      sheetOf(
        ['root_id', 'current_id'],
        many.map((id) => [id, ours]),
      ),
      ['current_id'],
    );
  const scheduled = job({ schedule: 's1', stepSize: 1000 });
  const taken = (ours: string) => keysOf(all(ours), new WriteRecord([]), scheduled).length;
  expect([taken(ERROR), taken('x')]).toEqual([250, 300]);
});
