/** Cells that may be written along with scattered ones. */
import { joinableCells } from '../../../src/addon/jobs/joinable';
import { WriteRecord } from '../../../src/addon/jobs/write-record';
import { sheetOf, tableOf } from '../sheet/table-of';

const ids = Array.from({ length: 5 }, (_x, i) => `72057594123456789${i}`);

test('blank cells, and those that hold what is on record; no formula, no value of somebody', () => {
  const cells = ['', 'ours', 'somebody’s', '=1', 'old'];
  const host = sheetOf(
    ['root_id', 'current_id'],
    ids.map((id, i) => [id, cells[i]!]),
  );
  const record = new WriteRecord(
    ids.map((id, i) => ({
      id,
      row: i + 1,
      state: 'done' as const,
      before: { current_id: { value: 'old' } },
      after: { current_id: 'ours' },
      mark: [],
      beside: {},
    })),
  );
  const table = tableOf(host, ['current_id']);
  const rows = (side: 'after' | 'before', isWanted = (_row: number, _column: number) => true) =>
    joinableCells(table, record, side, isWanted).map(({ row, value }) => [row, value]);
  expect(rows('after')).toEqual([
    [1, ''],
    [2, 'ours'],
  ]);
  expect(rows('before')).toEqual([
    [1, ''],
    [5, 'old'],
  ]);
  expect(rows('before', (row, column) => row === 5 && column === 1)).toEqual([[5, 'old']]);
  expect(rows('before', (_row, column) => column === 2)).toEqual([]);
});
