/** What people do to a sheet, with their rights. */
import { type PersonAction, performAction } from '../../src/sheet/actions';
import { createWorkbook } from '../../src/sheet/index';
import { boxOf } from './helpers';

const ADA = 'ada@example.org';
const BOB = 'bob@example.org';

function book() {
  const workbook = createWorkbook();
  const grid = workbook.grids()[0]!;
  const act = (action: Record<string, unknown>, user = ADA) =>
    performAction(workbook, { tab: grid.id, ...action } as PersonAction, user);
  const write = (row: number, column: number, cells: string[][]) => act({ do: 'write', row, column, cells });
  const displayAt = (row: number, column: number) => grid.view(row, column).shown;
  return { workbook, grid, act, write, shown: displayAt };
}

test('what is typed is read as Sheets reads it, and formulas are computed', () => {
  const { write, shown } = book();
  write(1, 1, [['720575941473274509', "'720575941473274509", '=1+1']]);
  expect([shown(1, 1), shown(1, 2), shown(1, 3)]).toEqual(['7.20576E+17', '720575941473274509', '2']);
});

test('a ragged paste fills its rectangle; a long one makes the sheet longer', () => {
  const { grid, write, shown } = book();
  write(1, 1, [['x', 'y'], ['z']]);
  expect([shown(1, 2), shown(2, 1), shown(2, 2)]).toEqual(['y', 'z', '']);
  write(
    999,
    1,
    Array.from({ length: 5 }, (_, i) => [`r${i}`]),
  );
  expect(grid.maxRows).toBe(1003);
  expect(shown(1003, 1)).toBe('r4');
});

test('what does not fit sideways, and what is protected, is refused in words', () => {
  const { workbook, grid, write, shown } = book();
  expect(() => write(1, 26, [['a', 'b']])).toThrow('not enough columns');
  grid.protect({ row: 1, column: 1, rows: 1, columns: 1 }, ['grace@example.org']);
  expect(() => write(1, 1, [['a']])).toThrow('protected');
  const box = { row: 1, column: 1, rows: 1, columns: 1 };
  expect(() => performAction(workbook, { do: 'clear', tab: grid.id, box }, ADA)).toThrow('protected');
  expect(shown(1, 1)).toBe('');
});

test('sorting leaves the header and takes whole rows along', () => {
  const { workbook, grid, write, shown } = book();
  write(1, 1, [
    ['n', 'w'],
    ['2', 'b'],
    ['3', 'c'],
    ['1', 'a'],
  ]);
  performAction(workbook, { do: 'sort', tab: grid.id, column: 1, ascending: false }, ADA);
  expect([1, 2, 3, 4].map((row) => shown(row, 1) + shown(row, 2))).toEqual(['nw', '3c', '2b', '1a']);
});

test('rows and columns come and go, formulas follow', () => {
  const { workbook, grid, write, shown } = book();
  write(1, 1, [['5', '=A1*2']]);
  performAction(workbook, { do: 'insertRows', tab: grid.id, at: 1, count: 2 }, ADA);
  performAction(workbook, { do: 'insertColumns', tab: grid.id, at: 1, count: 1 }, ADA);
  expect(shown(3, 3)).toBe('10');
  expect(grid.view(3, 3).formula).toBe('=B3*2');
  performAction(workbook, { do: 'deleteColumns', tab: grid.id, at: 2, count: 1 }, ADA);
  expect(shown(3, 2)).toBe('#REF!');
});

test('tabs are added under free names, renamed, removed; a tab that is gone says so', () => {
  const { workbook, grid } = book();
  performAction(workbook, { do: 'addTab', name: '' }, ADA);
  performAction(workbook, { do: 'addTab', name: 'sheet2' }, ADA);
  expect(workbook.grids().map((each) => each.name)).toEqual(['Sheet1', 'Sheet2', 'sheet23']);
  performAction(workbook, { do: 'renameTab', tab: grid.id, name: ' Neurons ' }, ADA);
  expect(grid.name).toBe('Neurons');
  performAction(workbook, { do: 'removeTab', tab: grid.id }, ADA);
  const onMissingTab = { do: 'insertRows', tab: grid.id, at: 1, count: 1 } as const;
  expect(() => performAction(workbook, onMissingTab, ADA)).toThrow('That tab is gone.');
});

test('rows and columns are moved, hidden, grouped and frozen', () => {
  const { grid, act, write, shown } = book();
  write(1, 1, [
    ['id', 'note'],
    ['1', 'a'],
    ['2', 'b'],
  ]);
  act({ do: 'moveColumns', at: 1, count: 1, before: 3 });
  act({ do: 'moveRows', at: 2, count: 1, before: 4 });
  expect([shown(1, 1), shown(2, 2), shown(3, 2)]).toEqual(['note', '2', '1']);
  act({ do: 'hideRows', at: 2, count: 1 });
  act({ do: 'hideColumns', at: 1, count: 1 });
  expect([grid.isRowHidden(2), grid.columnStates.at(1).hidden]).toEqual([true, true]);
  act({ do: 'showRows', at: 2, count: 1 });
  act({ do: 'showColumns', at: 1, count: 1 });
  act({ do: 'groupRows', at: 2, count: 2, by: 1 });
  act({ do: 'groupColumns', at: 2, count: 1, by: 1 });
  act({ do: 'groupColumns', at: 2, count: 1, by: -1 });
  act({ do: 'freeze', rows: 1, columns: 1 });
  expect([grid.isRowHidden(2), grid.rowStates.at(3).depth, grid.columnStates.at(2).depth]).toEqual([
    false,
    1,
    0,
  ]);
  expect([grid.frozen.rows, grid.frozen.columns]).toEqual([1, 1]);
});

test('cells are shifted, cut, merged, linked, noted and formatted', () => {
  const { grid, act, write, shown } = book();
  write(1, 1, [['0.5', 'x']]);
  act({ do: 'format', box: boxOf('A1'), format: '0%' });
  act({ do: 'note', box: boxOf('A1'), text: 'half' });
  act({ do: 'insertCells', box: boxOf('A1'), shift: 'down' });
  expect([shown(2, 1), grid.view(2, 1).note, shown(1, 2)]).toEqual(['50%', 'half', 'x']);
  act({ do: 'deleteCells', box: boxOf('A1'), shift: 'up' });
  act({ do: 'cut', box: boxOf('A1:B1'), row: 4, column: 3 });
  expect([shown(4, 3), shown(4, 4), shown(1, 1)]).toEqual(['50%', 'x', '']);
  act({ do: 'merge', box: boxOf('C4:D4') });
  expect(shown(4, 4)).toBe('');
  act({ do: 'breakApart', box: boxOf('C4:D4') });
  act({ do: 'link', row: 4, column: 4, text: 'open', url: 'https://example.org' });
  expect(grid.view(4, 4)).toMatchObject({
    shown: 'open',
    merged: null,
    links: [{ url: 'https://example.org' }],
  });
});

test('filters, validation, protection and looks', () => {
  const { grid, act, write } = book();
  write(1, 1, [['type'], ['a'], ['b']]);
  act({ do: 'filter', column: 1, hide: ['a'] });
  act({ do: 'filter', column: 1, hide: ['b'] });
  expect([grid.isRowHidden(2), grid.isRowHidden(3)]).toEqual([false, true]);
  act({ do: 'unfilter' });
  act({ do: 'filterView', title: 'mine', box: boxOf('A1:A3') });
  expect([grid.isRowHidden(3), grid.filters.views.length]).toEqual([false, 1]);
  act({ do: 'checkbox', box: boxOf('B2') });
  act({ do: 'dropdown', box: boxOf('C2'), values: ['left'], reject: true });
  expect(() => write(2, 3, [['right']])).toThrow('Please enter one of the following values: left.');
  act({ do: 'unvalidate', box: boxOf('C2') });
  write(2, 3, [['right']]);
  act({ do: 'conditionalFormat', box: boxOf('A1:A3') });
  act({ do: 'banding', box: boxOf('A1:C3') });
  act({ do: 'table', box: boxOf('A1:C3'), name: 'Neurons' });
  const { conditionalFormats, bandings, tables } = grid.regions;
  expect([conditionalFormats.length, bandings.length, tables.length]).toEqual([1, 1, 1]);
});

test('what a person may not edit is refused, whatever the action; a warning stops nobody', () => {
  const { grid, act, write } = book();
  write(1, 1, [['h'], ['b'], ['a']]);
  act({ do: 'protect', box: boxOf('A2:A2'), editors: [ADA] });
  const badActions: Record<string, unknown>[] = [
    { do: 'write', row: 2, column: 1, cells: [['x']] },
    { do: 'clear', box: boxOf('A1:B2') },
    { do: 'link', row: 2, column: 1, text: 'x', url: 'https://example.org' },
    { do: 'sort', column: 1, ascending: true },
    { do: 'deleteRows', at: 2, count: 1 },
    { do: 'deleteColumns', at: 1, count: 1 },
    { do: 'moveRows', at: 2, count: 1, before: 9 },
    { do: 'merge', box: boxOf('A1:A2') },
    { do: 'checkbox', box: boxOf('A2') },
  ];
  for (const action of badActions) expect(() => act(action, BOB)).toThrow('protected cell');
  act({ do: 'insertRows', at: 1, count: 1 }, BOB);
  act({ do: 'unprotect', box: boxOf('A3') });
  act({ do: 'protect', box: null, editors: [ADA], warning: true });
  act({ do: 'clear', box: boxOf('A1:B9') }, BOB);
  expect(grid.lastRow()).toBe(0);
});

test('tabs are duplicated under free names', () => {
  const { workbook, act, write } = book();
  write(1, 1, [['x']]);
  act({ do: 'duplicateTab', name: '' });
  act({ do: 'duplicateTab', name: '' });
  const names = workbook.grids().map(({ name }) => name);
  expect([names[1], new Set(names).size, workbook.grids()[2]!.view(1, 1).shown]).toEqual([
    'Copy of Sheet1',
    3,
    'x',
  ]);
});

test('tabs change their order', () => {
  const { workbook, grid, act } = book();
  workbook.addGrid('Two');
  act({ do: 'moveTab', index: 1 });
  expect(workbook.grids().map(({ name }) => name)).toEqual(['Two', grid.name]);
});
