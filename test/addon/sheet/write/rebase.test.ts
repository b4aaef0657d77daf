/** Writes at their places of now, and those that are given up since somebody changed their cell, key or row. */
import { align } from '../../../../src/addon/sheet/look/align';
import { type Grid, readGrid } from '../../../../src/addon/sheet/look/grid';
import type { CellWrite } from '../../../../src/addon/sheet/write/cell-write';
import { rebase } from '../../../../src/addon/sheet/write/rebase';
import type { Cell } from '../../../../src/core/table';
import type { FakeHost } from '../../../support/fake-host';
import { sheetOf } from '../table-of';

const TOP = ['root_id', 'notes', 'current_id'];
const ROWS = [
  ['11', 'a', ''],
  ['12', 'b', ''],
];
const WRITES: CellWrite[] = ['x', 'y'].map((value, i) => ({ row: i + 1, column: 2, value }));
const texts = (writes: readonly CellWrite[]) =>
  writes.map(({ row, column, value }) => `${row} ${column} ${value}`);

function rebaseAfter(
  change: (host: FakeHost) => void,
  reformatted?: ReadonlySet<string>,
  rows: Cell[][] = ROWS,
) {
  const host = sheetOf(TOP, rows);
  const planned: Grid = readGrid(host.tab);
  change(host);
  const before = readGrid(host.tab);
  const shift = align(planned, before, { written: new Set([2]), headerRow: 0, put: new Set() });
  const on = { planned, headerRow: 0, keys: [0], ...(reformatted ? { reformatted } : {}) };
  const { kept, dropped, over } = rebase(WRITES, on, before, shift);
  return [kept, dropped, over].map(texts);
}

test.each<[string, (host: FakeHost) => void, string[], string[]]>([
  ['nothing', () => {}, ['1 2 x', '2 2 y'], []],
  ['rows inserted above', ({ tab }) => void tab.cells.splice(0, 0, [], []), ['3 2 x', '4 2 y'], []],
  ['a column at the left', ({ tab }) => tab.insertColumns(0, 1), ['1 3 x', '2 3 y'], []],
  ['rows exchanged', ({ tab }) => void tab.cells.push(tab.cells.splice(1, 1)[0]!), ['2 2 x', '1 2 y'], []],
  ['a row deleted', ({ tab }) => void tab.cells.splice(1, 1), ['1 2 y'], ['1 2 x']],
  ['our column deleted', ({ tab }) => tab.deleteColumns(3, 1), [], ['1 2 x', '2 2 y']],
  ['the cell typed into', ({ tab }) => tab.put(2, 3, [['typed']]), ['2 2 y'], ['1 2 x']],
  [
    'a formula that shows nothing put in',
    ({ tab }) => void tab.cells[1]!.splice(2, 1, { value: '', formula: '=IF(A2="","x","")' }),
    ['2 2 y'],
    ['1 2 x'],
  ],
  ['the id changed', ({ tab }) => tab.put(2, 1, [['13']]), ['2 2 y'], ['1 2 x']],
])('%s meanwhile', (_what, change, kept, dropped) => {
  expect(rebaseAfter(change)).toEqual([kept, dropped, []]);
});

test.each<[Cell, Cell, boolean]>([
  [0.5, '0.5', true],
  [new Date(0), '1970-01-01', true],
  ['0.5', 0.5, true],
  ['', 'typed', false],
  ['', 0.5, false],
  ['old', 'typed', false],
])('a cell whose format was changed: %p, then %p: still the same %p', (old, now, isSame) => {
  const change = ({ tab }: FakeHost) => tab.put(2, 3, [[now]]);
  const held = [['11', 'a', old], ROWS[1]!];
  expect(rebaseAfter(change, new Set(['1 2']), held)[0]).toEqual(isSame ? ['1 2 x', '2 2 y'] : ['2 2 y']);
});
