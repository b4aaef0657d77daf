/** Ranges against sets of positions. */
import { cut, holes, lengthOf, type Range, union } from '../../../src/companion/columns/ranges';
import { seeded } from '../support/fleet';

const positions = (ranges: readonly Range[]): Set<number> =>
  new Set(
    ranges.flatMap(({ from, to }) => Array.from({ length: Math.max(0, to - from) }, (_v, i) => from + i)),
  );

test.each([1, 2, 3])('union and holes hold the positions that sets hold (200 cases, seed %i)', (seed) => {
  const random = seeded(seed);
  const at = (most: number) => Math.floor(random() * most);
  for (let i = 0; i < 200; i++) {
    const ranges = Array.from({ length: at(8) }, () => {
      const from = at(40);
      return { from, to: from + at(12) };
    });
    const from = at(30);
    const whole = { from, to: from + at(30) };
    const joined = union(ranges);
    expect(positions(joined)).toEqual(new Set([...positions(ranges)].sort((a, b) => a - b)));
    expect(joined.every((range, n) => n === 0 || joined[n - 1]!.to < range.from)).toBe(true);
    const open = holes(whole, ranges);
    const covered = positions(ranges);
    expect([...positions(open)]).toEqual([...positions([whole])].filter((n) => !covered.has(n)));
    expect(lengthOf(open)).toBe(positions(open).size);
  }
});

test('cut: nearly equal, no longer than wanted unless there would be too many', () => {
  expect(cut({ from: 10, to: 35 }, 10)).toEqual([
    { from: 10, to: 18 },
    { from: 18, to: 27 },
    { from: 27, to: 35 },
  ]);
  expect(cut({ from: 0, to: 1000 }, 1, 4).map(({ from, to }) => to - from)).toEqual([250, 250, 250, 250]);
  expect(cut({ from: 7, to: 8 }, 5)).toEqual([{ from: 7, to: 8 }]);
});
