/** The cell store against a plain grid of names. */
import { Cells, hasContent } from '../../../src/sheet/engine/cells';
import { random } from '../helpers';

type Plain = (string | null)[][];
const SIZE = 12;

function picture(cells: Cells<never>, rows: number, columns: number): Plain {
  return cells.grid({ row: 1, column: 1, rows, columns }, null, (cell) => cell.value as string | null);
}

test.each([1, 2, 3, 4])('insertions, deletions and new orders, seed %i', (seed) => {
  const pick = random(seed);
  const cells = new Cells<never>();
  let plain: Plain = Array.from({ length: SIZE }, () => new Array<string | null>(SIZE).fill(null));
  for (let step = 0; step < 200; step++) {
    const row = 1 + pick(SIZE);
    const column = 1 + pick(SIZE);
    const kind = pick(6);
    if (kind <= 1) {
      cells.ensure(row, column).value = `v${step}`;
      plain[row - 1]![column - 1] = `v${step}`;
    } else if (kind === 2) {
      cells.insertRows(row, 2);
      plain.splice(
        row - 1,
        0,
        new Array<string | null>(SIZE).fill(null),
        new Array<string | null>(SIZE).fill(null),
      );
      cells.deleteRows(SIZE + 1, 2);
      plain = plain.slice(0, SIZE);
    } else if (kind === 3) {
      cells.deleteRows(row, 1);
      plain.splice(row - 1, 1);
      plain.push(new Array<string | null>(SIZE).fill(null));
    } else if (kind === 4) {
      cells.deleteColumns(column, 1);
      cells.insertColumns(column, 1);
      for (const line of plain) line[column - 1] = null;
    } else {
      const order = [2, 0, 1];
      const top = 1 + pick(SIZE - 3);
      const left = 1 + pick(SIZE - 2);
      cells.reorder({ row: top, column: left, rows: 3, columns: 2 }, order);
      const old = plain.map((line) => [...line]);
      order.forEach((from, to) => {
        for (const c of [left - 1, left]) plain[top - 1 + to]![c] = old[top - 1 + from]![c]!;
      });
    }
    expect(picture(cells, SIZE, SIZE)).toEqual(plain);
    const filledPlaces = plain.flatMap((line, r) =>
      line.flatMap((value, c) => (value === null ? [] : [[r + 1, c + 1]])),
    );
    expect(cells.lastRow()).toBe(Math.max(0, ...filledPlaces.map(([r]) => r!)));
    expect(cells.lastColumn()).toBe(Math.max(0, ...filledPlaces.map(([, c]) => c!)));
  }
});

test('a visit meets the cells that exist, and a style alone is no content', () => {
  const cells = new Cells<never>();
  cells.ensure(2, 3).value = 'x';
  cells.ensure(4, 1).note = 'only a note';
  const visits: string[] = [];
  cells.each({ row: 1, column: 1, rows: 100, columns: 100 }, (cell, row, column) => {
    visits.push(`${row},${column} ${hasContent(cell)}`);
  });
  expect(visits).toEqual(['2,3 true', '4,1 false']);
  expect(cells.at(9, 9)).toBeUndefined();
});
