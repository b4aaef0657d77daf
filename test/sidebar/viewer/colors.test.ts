// The colours of thickness: steps that are even to the eye, ranges without outliers, ticks that do not touch.
import {
  BACKGROUND,
  colorAt,
  lengthText,
  mapOf,
  niceBelow,
  placeIn,
  ticksOf,
  valueRange,
} from '../../../sidebar/viewer/colors';
import { distance2, toLab } from '../../../src/core/oklab';
import { random } from '../../../workbench/random';

test.each([true, false])('the map is even and stands out (dark %s)', (dark) => {
  const labs = mapOf(dark).map(toLab);
  const steps = labs.slice(1).map((lab, i) => Math.sqrt(distance2(lab, labs[i]!)));
  expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.3);
  labs.slice(1).forEach(([lightness], i) => {
    expect(lightness).toBeGreaterThan(labs[i]![0]);
  });
  const back = toLab(BACKGROUND(dark));
  for (const lab of labs) expect(Math.abs(lab[0] - back[0])).toBeGreaterThan(0.18);
});

test('colours between two steps are mixed, beyond the ends they stay', () => {
  const [first, second] = mapOf(true).map((hex) => Number.parseInt(hex.slice(1, 3), 16));
  expect(colorAt(0, true).r).toBe(first);
  expect(colorAt(-1, true)).toEqual(colorAt(0, true));
  expect(colorAt(2, true)).toEqual(colorAt(1, true));
  expect(Math.abs(colorAt(0.5 / 16, true).r - (first! + second!) / 2)).toBeLessThanOrEqual(0.5);
});

test('the range leaves out the outermost hundredth and unknown radii', () => {
  const list = Float32Array.from({ length: 1000 }, (_x, i) => 100 + i / 2);
  list[0] = 0;
  list[1] = 0.001;
  list[999] = 1e6;
  expect(valueRange([list])).toEqual({ low: 100, high: 600 });
  expect(valueRange([new Float32Array(5)])).toBeNull();
  expect(valueRange([Float32Array.of(50)])).toEqual({ low: 25, high: 100 });
});

test('places by ratio and by difference', () => {
  const range = { low: 10, high: 1000 };
  expect(placeIn(range, 100, true)).toBeCloseTo(0.5, 12);
  expect(placeIn(range, 505, false)).toBeCloseTo(0.5, 12);
  expect(placeIn(range, 1, true)).toBe(0);
  expect(placeIn(range, 5000, true)).toBe(1);
});

test('ticks hold both ends, rise, and keep apart (seed 7)', () => {
  expect(ticksOf({ low: 150, high: 440 }, true)).toEqual([150, 200, 300, 440]);
  expect(ticksOf({ low: 10, high: 1000 }, true)).toEqual([10, 30, 100, 300, 1000]);
  expect(ticksOf({ low: 0.5, high: 100.5 }, false)).toEqual([0.5, 20, 40, 60, 80, 100.5]);
  const next = random(7);
  for (let i = 0; i < 500; i++) {
    const low = 10 ** (next() * 4 - 1);
    const range = { low, high: low * (1.05 + 500 * next() ** 3) };
    for (const log of [true, false]) {
      const ticks = ticksOf(range, log);
      expect([ticks[0], ticks.at(-1)]).toEqual([range.low, range.high]);
      ticks.slice(1).forEach((tick, k) => {
        expect(placeIn(range, tick, log) - placeIn(range, ticks[k]!, log)).toBeGreaterThan(0.15);
      });
    }
  }
});

test('round lengths and their words', () => {
  expect([1, 1.9, 2, 4.99, 5, 9.9, 10, 0.03].map(niceBelow)).toEqual([1, 1, 2, 2, 5, 5, 10, 0.02]);
  expect([350, 999, 1712.022, 588_000, 2_450_000].map(lengthText)).toEqual([
    '350 nm',
    '999 nm',
    '1.71 µm',
    '588 µm',
    '2.45 mm',
  ]);
});
