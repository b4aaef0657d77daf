/** Boxes that one call writes together: nothing between them, nothing beside them. */
import type { Box } from '../../../../src/addon/interfaces/host';
import { stacksOf } from '../../../../src/addon/sheet/cells/stacks';
import { random } from '../../../../workbench/random';

const cellsOf = (boxes: readonly Box[]): string[] =>
  boxes.flatMap(({ row, column, rows, columns }) =>
    Array.from(
      { length: rows * columns },
      (_x, i) => `${row + Math.floor(i / columns)} ${column + (i % columns)}`,
    ),
  );

test.each([1, 2, 3, 4])('seed %i: each stack is one box without a gap, and holds its boxes alone', (seed) => {
  const chance = random(seed);
  const boxes: Box[] = [];
  for (const column of [1, 4, 7]) {
    for (let row = 1; row < 60; ) {
      const box = { row, column, rows: 1 + Math.floor(chance() * 3), columns: 1 + Math.floor(chance() * 2) };
      boxes.push(box);
      row += box.rows + (chance() < 0.3 ? 1 : 0);
    }
  }
  const stacks = stacksOf(boxes.sort(() => chance() - 0.5));
  const around = stacks.map((stack): Box => {
    const [first, last] = [stack[0]!, stack.at(-1)!];
    return { ...first, rows: last.row + last.rows - first.row };
  });
  expect(cellsOf(around).sort()).toEqual(cellsOf(boxes).sort());
  for (const [i, stack] of stacks.entries())
    expect(cellsOf(stack).sort()).toEqual(cellsOf([around[i]!]).sort());
  const isJoined = (a: Box, b: Box) =>
    a.column === b.column && a.columns === b.columns && a.row + a.rows === b.row;
  expect(around.some((a) => around.some((b) => isJoined(a, b)))).toBe(false);
});
