/** Places of lines from look to look. */
import { type Alignment, compose, isOneMove, placesNow } from '../../../../src/addon/sheet/look/alignment';

const stay = (rows: (number | null)[], columns: (number | null)[]): Alignment => ({
  rows,
  columns,
  same: true,
});

test('the line of the later look, by that of the earlier one; new and deleted lines have none', () => {
  const now = placesNow([2, null, 0]);
  expect([now.get(2), now.get(0), now.get(1)]).toEqual([0, 2, undefined]);
});

test('two moves in order are one', () => {
  const first = { rows: [1, 0, null], columns: [0, 1], same: false };
  const second = { rows: [2, 1, null, 0], columns: [1, 0], same: false };
  expect(compose(first, second)).toEqual({ rows: [null, 0, null, 1], columns: [1, 0], same: false });
});

test('beyond the used cells a line is itself where nothing moved, and unknown where something did', () => {
  const longer = stay([0, 1, 2], [0]);
  expect(compose(stay([0, 1], [0]), longer).rows).toEqual([0, 1, 2]);
  expect(compose({ rows: [1, 0], columns: [0], same: false }, longer).rows).toEqual([1, 0, null]);
});

test.each<[string, (number | null)[], boolean]>([
  ['nothing moved', [0, 1, 2, 3], true],
  ['inserted lines', [0, null, 1, null, 2], true],
  ['a deleted block', [0, 3, 4], true],
  ['a block moved down', [0, 3, 4, 1, 2, 5], true],
  ['a sort', [3, 0, 2, 1], false],
  ['the reverse', [3, 2, 1, 0], false],
])('%s: one move or a sort', (_what, rows, expected) => {
  expect(isOneMove(rows)).toBe(expected);
});
