/** Boxes against sets of cells. */
import { boxesMeet, cellBox, cellName, inBox, unionBox } from '../../../src/sheet/values/boxes';
import type { Box } from '../../../src/sheet/values/types';
import { random } from '../helpers';

function cellsOf(box: Box): Set<string> {
  const cells = new Set<string>();
  for (let r = 0; r < box.rows; r++) {
    for (let c = 0; c < box.columns; c++) cells.add(cellName(box.row + r, box.column + c));
  }
  return cells;
}

test('meeting, holding and surrounding, seed 5', () => {
  const pick = random(5);
  const any = (): Box => ({ row: 1 + pick(8), column: 1 + pick(8), rows: 1 + pick(4), columns: 1 + pick(4) });
  for (let i = 0; i < 500; i++) {
    const [a, b] = [any(), any()];
    const cells = cellsOf(a);
    expect(boxesMeet(a, b)).toBe([...cellsOf(b)].some((cell) => cells.has(cell)));
    expect(inBox(a, b.row, b.column)).toBe(cells.has(cellName(b.row, b.column)));
    const both = cellsOf(unionBox(a, b));
    for (const cell of [...cells, ...cellsOf(b)]) expect(both.has(cell)).toBe(true);
    const union = unionBox(unionBox(null, a), b);
    expect(union.rows).toBe(Math.max(a.row + a.rows, b.row + b.rows) - Math.min(a.row, b.row));
  }
  expect(cellBox(3, 4)).toEqual({ row: 3, column: 4, rows: 1, columns: 1 });
});
