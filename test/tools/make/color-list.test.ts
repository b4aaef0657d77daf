/** Colour lists: the published palettes, and longer lists that stay apart. */
import { distance2, toHex, toLab } from '../../../src/core/oklab';
import { colorList, colorListTool } from '../../../src/tools/make/color-list';
import { EXAMPLES } from '../../support/facts';
import { answerText, tell } from '../calc/ask';

describe('published palettes', () => {
  const palette = EXAMPLES.default_palette;
  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('%i colours', (count) => {
    const picks = palette.picks_of_the_ten_by_count[count];
    const expected = picks ? picks.map((i) => palette['10'][i]) : palette[count === 1 ? '1' : '10'];
    expect(tell(colorListTool, [count])).toEqual(expected.map((hex) => [hex]));
  });
});

const closest = (colors: readonly string[]): number => {
  const labs = colors.map(toLab);
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < labs.length; i++) {
    for (let j = 0; j < i; j++) least = Math.min(least, distance2(labs[i]!, labs[j]!));
  }
  return Math.sqrt(least);
};

// The palette's own closest pair is 0.096 apart.
test.each([
  [11, 0.095],
  [20, 0.095],
  [50, 0.088],
  [100, 0.064],
  [1000, 0.021],
])('%i colours differ, none looks like another', (count, least) => {
  for (const alternate of [false, true]) {
    const colors = colorList(count, alternate);
    expect(colors).toHaveLength(count);
    expect(new Set(colors).size).toBe(count);
    expect(colors.every((hex) => /^#[0-9A-F]{6}$/.test(hex))).toBe(true);
    expect(closest(colors)).toBeGreaterThan(least);
  }
});

test('a longer list begins with the shorter', () => {
  expect(colorList(40, false).slice(0, 11)).toEqual(colorList(11, false));
  expect(colorList(12, false).slice(0, 10)).toEqual(colorList(10, false));
});

test.each([2, 5, 10, 11, 60])('alternate brightness, %i colours: neighbours are light and dark', (count) => {
  colorList(count, true).forEach((hex, i) => {
    const lightness = toLab(hex)[0];
    expect([hex, i % 2 === 1 ? lightness < 0.63 : lightness > 0.73]).toEqual([hex, true]);
  });
});

test('colours go to OKLab and back', () => {
  for (const hex of colorList(200, false)) expect(toHex(toLab(hex))).toBe(hex);
  expect(toHex([0.9, 0.4, 0])).toBeNull();
  expect(toLab('#FFFFFF')[0]).toBeCloseTo(1, 5);
  expect(toLab('#000000')).toEqual([0, 0, 0]);
});

test.each([0, -1, 2.5, 1001])('n = %d is refused', (count) => {
  expect(answerText(colorListTool, [count])).toBe(`INPUT: n: a whole number from 1 to 1,000, not ${count}`);
});
