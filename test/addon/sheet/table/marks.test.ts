/** Notes on what a run changed; those of people stay. */
import { clearMarks, markChanged } from '../../../../src/addon/sheet/table/marks';
import { writeCells } from '../../../../src/addon/sheet/write/writer';
import { sheetOf, tableOf } from '../table-of';

const NOTE = 'Changed by Tracer Tools on 2026-06-20. (run r1)';

function markedTab() {
  const host = sheetOf(
    ['root_id', 'current_id', 'share'],
    [
      ['1', '', ''],
      ['2', '', ''],
      ['3', '', ''],
    ],
  );
  host.tab.marks.set('B3', 'mine');
  host.tab.colours.set('B4', '#00ff00');
  const table = tableOf(host);
  const result = writeCells(host.file, { planned: table.grid, headerRow: 0, keys: [0] }, []);
  markChanged(
    host.file,
    table,
    result,
    [1, 2, 3].map((row) => ({ row, output: 'current_id' })),
    NOTE,
  );
  return { host, table };
}

test('a cell with a note of somebody else keeps it, one with a colour keeps that', () => {
  const { host } = markedTab();
  expect([...host.tab.marks]).toEqual([
    ['B3', 'mine'],
    ['B2', NOTE],
    ['B4', NOTE],
  ]);
  expect([...host.tab.colours]).toEqual([
    ['B4', '#00ff00'],
    ['B2', '#fff2cc'],
  ]);
});

test('our marks are taken off, of one run or of all; others’ stay', () => {
  const { host } = markedTab();
  clearMarks(host.file, host.tab, 0, [1, 2], 'r2');
  expect(host.tab.marks.size).toBe(3);
  clearMarks(host.file, host.tab, 0, [1, 2], 'r1');
  expect([...host.tab.marks]).toEqual([['B3', 'mine']]);
  expect([...host.tab.colours]).toEqual([['B4', '#00ff00']]);
});
