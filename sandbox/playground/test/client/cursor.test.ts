import { Columns } from '../../src/client/columns';
import { Cursor } from '../../src/client/cursor';

function cursor() {
  const revealedCells: string[] = [];
  const result = new Cursor(
    () => ({ rows: 10, columns: 4 }),
    ({ row }) => row < 5,
    ({ row, column }) => void revealedCells.push(`${row},${column}`),
  );
  return { made: result, revealed: revealedCells };
}

test('moves and stays inside the sheet', () => {
  const { made } = cursor();
  made.step(-1, 0, false);
  expect(made.spot).toEqual({ row: 1, column: 1 });
  made.step(3, 9, false);
  expect(made.spot).toEqual({ row: 4, column: 4 });
});

test('Shift moves the far corner and leaves the cell that is typed into', () => {
  const { made, revealed } = cursor();
  made.to({ row: 3, column: 2 });
  made.step(2, 1, true);
  made.step(-4, 0, true);
  expect(made.spot).toEqual({ row: 3, column: 2 });
  expect(made.box()).toEqual({ row: 1, column: 2, rows: 3, columns: 2 });
  expect(revealed[revealed.length - 1]).toBe('1,3');
});

test('Ctrl jumps to the edge of what is filled', () => {
  const { made } = cursor();
  made.step(1, 0, false, true);
  expect(made.spot.row).toBe(4);
  made.step(1, 0, true, true);
  expect(made.box()).toEqual({ row: 4, column: 1, rows: 7, columns: 1 });
});

test('whole rows and columns, and more of them with Shift', () => {
  const { made } = cursor();
  made.wholeColumn(2, false);
  made.wholeColumn(3, true);
  expect(made.box()).toEqual({ row: 1, column: 2, rows: 10, columns: 2 });
  made.wholeRow(7, false);
  expect(made.box()).toEqual({ row: 7, column: 1, rows: 1, columns: 4 });
});

describe('column widths', () => {
  test('fit what stands there, grow, never shrink by themselves', () => {
    const columns = new Columns();
    expect(columns.width(0, 1)).toBe(100);
    columns.fit(0, 1, 18);
    const whole = columns.width(0, 1);
    expect(whole).toBeGreaterThan(18 * 7);
    columns.fit(0, 1, 3);
    expect(columns.width(0, 1)).toBe(whole);
    columns.fit(0, 1, 500);
    expect(columns.width(0, 1)).toBe(180);
  });
  test('a width that the user drew stays, and tabs do not share it', () => {
    const columns = new Columns();
    columns.draw(0, 2, 31.4);
    columns.fit(0, 2, 30);
    expect(columns.width(0, 2)).toBe(40);
    expect(columns.width(1, 2)).toBe(100);
    expect(columns.left(0, 3)).toBe(140);
    expect(columns.at(0, 139, 4)).toBe(2);
    expect(columns.at(0, 9999, 4)).toBe(4);
  });
});
