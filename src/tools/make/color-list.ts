/**
 * make_color_list: colours that differ clearly on a viewer's black background; the same number always gives the same
 * colours.
 */

import { TtError } from '../../core/errors';
import { groupedNumber } from '../../core/grouped-number';
import { distance2, type Lab, toHex, toLab } from '../../core/oklab';
import { CACHE_FOREVER, tableTool } from '../declaration/declare';
import { text } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';

/** The tracers' published palette, and its subsets for fewer colours. */
const TEN = [
  ...['#FF5533', '#FF9C33', '#FFDD33', '#B9DA00', '#A8FFA8'],
  ...['#00A870', '#B0FEFF', '#469FE3', '#CC85FF', '#FF40DF'],
];
const ONE = ['#FFDD33'];
const PICKS: Record<number, readonly number[]> = {
  2: [0, 7],
  3: [0, 2, 7],
  4: [0, 2, 4, 7],
  5: [0, 2, 4, 7, 8],
  6: [0, 1, 2, 4, 7, 8],
  7: [0, 1, 2, 4, 7, 8, 9],
  8: [0, 1, 2, 4, 6, 7, 8, 9],
  9: [0, 1, 2, 3, 5, 6, 7, 8, 9],
};
const MOST = 1_000;
/** Range of OKLab lightness: darker colours are invisible on a viewer's black, and lighter hues look alike. */
const ALL: Band = [0.5, 0.93];
const LIGHT: Band = [0.74, 0.95];
const DARK: Band = [0.42, 0.62];
type Band = readonly [number, number];

/** With `alternate`, every second colour is dark, so that neighbours also differ in brightness. */
export function colorList(count: number, alternate: boolean): string[] {
  if (count === 0) return [];
  const few = count === 1 ? ONE : count < 10 ? PICKS[count]!.map((i) => TEN[i]!) : TEN;
  const first = alternate ? few.map((hex, i) => (i % 2 === 1 ? darken(hex) : lighten(hex))) : few;
  return count <= 10 ? first : spread(first, count, alternate);
}

/**
 * Adds the colours one by one: each is the one farthest from all before it, so the first colours do not depend on the
 * count.
 */
function spread(first: readonly string[], count: number, alternate: boolean): string[] {
  const colors = [...first];
  const candidates = screenColors();
  const before = first.map(toLab);
  const gaps = Float64Array.from(candidates, ({ lab }) =>
    Math.min(...before.map((other) => distance2(lab, other))),
  );
  while (colors.length < count) {
    const [low, high] = alternate ? (colors.length % 2 === 1 ? DARK : LIGHT) : ALL;
    let best = -1;
    for (let i = 0; i < candidates.length; i++) {
      const lightness = candidates[i]!.lab[0];
      if (lightness >= low && lightness <= high && (best < 0 || gaps[i]! > gaps[best]!)) best = i;
    }
    const { hex, lab } = candidates[best]!;
    colors.push(hex);
    for (let i = 0; i < candidates.length; i++) {
      const gap = distance2(lab, candidates[i]!.lab);
      if (gap < gaps[i]!) gaps[i] = gap;
    }
  }
  return colors;
}

/** 18 levels each of red, green and blue, without colours that are too dark or too light. */
function screenColors(): { hex: string; lab: Lab }[] {
  const levels = Array.from({ length: 18 }, (_x, i) => (i * 15).toString(16).padStart(2, '0').toUpperCase());
  const all = levels.flatMap((r) => levels.flatMap((g) => levels.map((b) => `#${r}${g}${b}`)));
  return all
    .map((hex) => ({ hex, lab: toLab(hex) }))
    .filter(({ lab }) => lab[0] >= DARK[0] && lab[0] <= LIGHT[1]);
}

const darken = (hex: string): string => relit(hex, DARK);
const lighten = (hex: string): string => relit(hex, LIGHT);

/** The same hue within a band of lightness; paler if the screen has no such colour. */
function relit(hex: string, [low, high]: Band): string {
  const [lightness, a, b] = toLab(hex);
  const targetLightness = Math.min(Math.max(lightness, low), high);
  for (let chroma = 1; chroma > 0; chroma -= 0.05) {
    const found = toHex([targetLightness, a * chroma, b * chroma]);
    if (found) return found;
  }
  return hex;
}

export const colorListTool = tableTool({
  name: 'make_color_list',
  formula: 'TT_COLORS',
  family: 'make',
  summary: 'Gives colours that can be told apart, for layers and segments.',
  details:
    'Up to ten from the tracers’ palette; beyond, each added colour is the one farthest from all before it, so a ' +
    'longer list begins with the same colours.',
  params: [
    { name: 'n', kind: 'number', description: `how many, 1 to ${groupedNumber(MOST)}` },
    {
      name: 'alternate_brightness',
      kind: 'boolean',
      description: 'TRUE makes every second colour dark, so that neighbours differ in brightness too',
      optional: true,
      defaultValue: false,
    },
  ],
  returns: 'a column of hex colours',
  example: { formula: '=TT_COLORS(3)', shows: '#FF5533, #FFDD33, #469FE3 down a column' },
  surfaces: EVERYWHERE,
  outputs: [text('color')],
  cacheSeconds: CACHE_FOREVER,
  *answer(args) {
    const count = args.n as number;
    if (!Number.isInteger(count) || count < 1 || count > MOST) {
      throw new TtError('INPUT', `n: a whole number from 1 to ${groupedNumber(MOST)}, not ${count}`);
    }
    return colorList(count, args.alternate_brightness === true).map((hex) => [hex]);
  },
});
