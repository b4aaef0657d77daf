import { createWorkbook } from '@tracer-tools/apps-script/sheet';
import { cellWindow, shownIn, tabInfo } from '../src/cells';
import { applyAction } from '../src/sheet-actions';

const ADA = 'ada@example.org';

function book() {
  const workbook = createWorkbook();
  const grid = workbook.grids()[0]!;
  const write = (row: number, column: number, cells: string[][]) =>
    applyAction(workbook, { do: 'write', tab: grid.id, row, column, cells }, ADA);
  const shown = (row: number, column: number) => grid.view(row, column).shown;
  return { workbook, grid, write, shown };
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
  expect(() => applyAction(workbook, { do: 'clear', tab: grid.id, box }, ADA)).toThrow('protected');
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
  applyAction(workbook, { do: 'sort', tab: grid.id, column: 1, ascending: false }, ADA);
  expect([1, 2, 3, 4].map((row) => shown(row, 1) + shown(row, 2))).toEqual(['nw', '3c', '2b', '1a']);
});

test('rows and columns come and go, formulas follow', () => {
  const { workbook, grid, write, shown } = book();
  write(1, 1, [['5', '=A1*2']]);
  applyAction(workbook, { do: 'insertRows', tab: grid.id, at: 1, count: 2 }, ADA);
  applyAction(workbook, { do: 'insertColumns', tab: grid.id, at: 1, count: 1 }, ADA);
  expect(shown(3, 3)).toBe('10');
  expect(grid.view(3, 3).formula).toBe('=B3*2');
  applyAction(workbook, { do: 'deleteColumns', tab: grid.id, at: 2, count: 1 }, ADA);
  expect(shown(3, 2)).toBe('#REF!');
});

test('tabs are added under free names, renamed, removed; a tab that is gone says so', () => {
  const { workbook, grid } = book();
  applyAction(workbook, { do: 'addTab', name: '' }, ADA);
  applyAction(workbook, { do: 'addTab', name: 'sheet2' }, ADA);
  expect(workbook.grids().map((each) => each.name)).toEqual(['Sheet1', 'Sheet2', 'sheet23']);
  applyAction(workbook, { do: 'renameTab', tab: grid.id, name: ' Neurons ' }, ADA);
  expect(grid.name).toBe('Neurons');
  applyAction(workbook, { do: 'removeTab', tab: grid.id }, ADA);
  const gone = { do: 'insertRows', tab: grid.id, at: 1, count: 1 } as const;
  expect(() => applyAction(workbook, gone, ADA)).toThrow('That tab is gone.');
});

describe('the window of cells', () => {
  test('says kinds, formulas, notes and formats, and leaves blank cells out', () => {
    const { workbook, grid, write } = book();
    write(1, 1, [['text', '12', 'TRUE', '=1/0', '=SPLIT("a,b", ",")']]);
    grid.setNotes({ row: 1, column: 1, rows: 1, columns: 1 }, [['a note']]);
    grid.setBold({ row: 1, column: 1, rows: 1, columns: 1 }, true);
    applyAction(
      workbook,
      { do: 'plainText', tab: grid.id, box: { row: 3, column: 2, rows: 1, columns: 1 } },
      ADA,
    );
    const cells = cellWindow(grid, 1, 50);
    expect(cells.map(({ r, c, k }) => [r, c, k])).toEqual([
      [1, 1, undefined],
      [1, 2, 'n'],
      [1, 3, 'b'],
      [1, 4, 'e'],
      [1, 5, undefined],
      [1, 6, undefined],
      [3, 2, undefined],
    ]);
    expect(cells[0]).toEqual({ r: 1, c: 1, t: 'text', note: 'a note', bold: 1 });
    expect(cells[3]).toMatchObject({ t: '#DIV/0!', formula: '=1/0' });
    expect(cells[5]).toEqual({ r: 1, c: 6, t: 'b', spilled: 1 });
    expect(cells[6]).toEqual({ r: 3, c: 2, t: '', plain: 1 });
  });

  test('is cut to the sheet and to a page of rows', () => {
    const { grid, write } = book();
    write(
      1,
      1,
      Array.from({ length: 1000 }, (_, i) => [`r${i + 1}`]),
    );
    expect(cellWindow(grid, -5, 3).map(({ r }) => r)).toEqual([1, 2, 3]);
    expect(cellWindow(grid, 999, 50).map(({ r }) => r)).toEqual([999, 1000]);
    expect(cellWindow(grid, 1, 100_000)).toHaveLength(400);
    expect(tabInfo(grid)).toMatchObject({ rows: 1000, lastRow: 1000, lastColumn: 1, hidden: false });
  });

  test('a box for the clipboard is given whole, or refused', () => {
    const { grid, write } = book();
    write(1, 1, [
      ['a', '1'],
      ['=1+1', ''],
    ]);
    expect(shownIn(grid, { row: 1, column: 1, rows: 2, columns: 2 })).toEqual([
      ['a', '1'],
      ['2', ''],
    ]);
    expect(() => shownIn(grid, { row: 1, column: 1, rows: 100_000, columns: 26 })).toThrow(
      'At most 500000 cells',
    );
    expect(() => shownIn(grid, { row: Number.NaN, column: 1, rows: Number.NaN, columns: 1 })).toThrow();
  });
});
