import { createWorkbook, performAction } from '@tracer-tools/apps-script/sheet';
import { cellWindow, shownIn, tabInfo } from '../src/cells';

const ADA = 'ada@example.org';

function book() {
  const workbook = createWorkbook();
  const grid = workbook.grids()[0]!;
  const write = (row: number, column: number, cells: string[][]) =>
    performAction(workbook, { do: 'write', tab: grid.id, row, column, cells }, ADA);
  const displayAt = (row: number, column: number) => grid.view(row, column).shown;
  return { workbook, grid, write, shown: displayAt };
}

describe('the window of cells', () => {
  test('says kinds, formulas, notes and formats, and leaves blank cells out', () => {
    const { workbook, grid, write } = book();
    write(1, 1, [['text', '12', 'TRUE', '=1/0', '=SPLIT("a,b", ",")']]);
    grid.setNotes({ row: 1, column: 1, rows: 1, columns: 1 }, [['a note']]);
    grid.setBold({ row: 1, column: 1, rows: 1, columns: 1 }, true);
    performAction(
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

test('says hidden lines, merged ranges, validation and links', () => {
  const { workbook, grid, write } = book();
  write(1, 1, [['open', 'x', 'y']]);
  const box = (column: number, columns = 1) => ({ row: 1, column, rows: 1, columns });
  const act = (action: Record<string, unknown>) =>
    performAction(workbook, { tab: grid.id, ...action } as never, ADA);
  act({ do: 'link', row: 1, column: 1, text: 'open', url: 'https://example.org' });
  act({ do: 'dropdown', box: box(2), values: ['z'], reject: false });
  act({ do: 'checkbox', box: box(4) });
  act({ do: 'merge', box: box(5, 2) });
  act({ do: 'hideRows', at: 3, count: 2 });
  act({ do: 'hideColumns', at: 7, count: 1 });
  const cells = cellWindow(grid, 1, 1);
  expect(cells.map(({ c, link, choice, invalid, merged }) => [c, link, choice, invalid, merged])).toEqual([
    [1, 'https://example.org', undefined, undefined, undefined],
    [2, undefined, 'list', 1, undefined],
    [3, undefined, undefined, undefined, undefined],
    [4, undefined, 'box', undefined, undefined],
    [5, undefined, undefined, undefined, { rows: 1, columns: 2 }],
    [6, undefined, undefined, undefined, undefined],
  ]);
  expect(tabInfo(grid)).toMatchObject({ hiddenRows: [3, 4], hiddenColumns: [7] });
});
