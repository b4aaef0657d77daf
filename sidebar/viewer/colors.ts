// Thickness as colour: a perceptually uniform colour map, the range of values, and the ticks of the key.

/**
 * Violet over teal to yellow in 17 steps that are even in OKLab (a test measures them), one list per background: no
 * colour is nearly black on dark or nearly white on light.
 */
const ON_DARK = [
  ...['#703BA1', '#674DB6', '#595FC7', '#4371D3', '#1A83DA', '#0892D1', '#06A0CA', '#0EAFC4', '#00BEBF'],
  ...['#04CCB6', '#03D9AA', '#58E298', '#8AE886', '#B7EC75', '#DFEF67', '#FFF06A', '#FFF19C'],
];
const ON_LIGHT = [
  ...['#41006A', '#3C147E', '#32278D', '#1E3999', '#004996', '#02568B', '#036287', '#027186', '#017F86'],
  ...['#088D83', '#03997C', '#07A470', '#2CAD5D', '#64B249', '#8CB534', '#B0B71E', '#D0B80E'],
];

export const BACKGROUND = (dark: boolean): string => (dark ? '#15171A' : '#FFFFFF');

export interface Rgb {
  r: number;
  g: number;
  b: number;
}

export function rgb(hex: string): Rgb {
  // biome-ignore lint/plugin: hex of a colour of ours
  const value = Number.parseInt(hex.slice(1), 16);
  return { r: (value >> 16) & 255, g: (value >> 8) & 255, b: value & 255 };
}

export const mapOf = (dark: boolean): readonly string[] => (dark ? ON_DARK : ON_LIGHT);

/** `t` from 0 (thin) to 1 (thick). */
export function colorAt(t: number, dark: boolean): Rgb {
  const map = mapOf(dark);
  const at = Math.min(1, Math.max(0, t)) * (map.length - 1);
  const below = Math.min(map.length - 2, Math.floor(at));
  const [a, b] = [rgb(map[below]!), rgb(map[below + 1]!)];
  const mix = (x: number, y: number) => Math.round(x + (y - x) * (at - below));
  return { r: mix(a.r, b.r), g: mix(a.g, b.g), b: mix(a.b, b.b) };
}

/** Colours of SWC codes: undefined, soma, axon, dendrite. */
export const COMPARTMENTS: readonly { name: string; color: string }[] = [
  { name: 'not told', color: '#9AA0A6' },
  { name: 'soma', color: '#E8A200' },
  { name: 'axon', color: '#2F8CE0' },
  { name: 'dendrite', color: '#E0483E' },
];

export interface ValueRange {
  low: number;
  high: number;
}

const MOST_RADII = 50_000;

/**
 * The range without the thinnest and the thickest 1 % of the vertices, with ends rounded outwards. Null without any
 * radius.
 */
export function valueRange(lists: readonly Float32Array[]): ValueRange | null {
  const total = lists.reduce((sum, list) => sum + list.length, 0);
  // A sample of the radii is enough.
  const every = Math.ceil(total / MOST_RADII);
  const samples = Float32Array.from(
    lists.flatMap((list) => [...list.filter((radius, i) => radius > 0 && i % every === 0)]),
  ).sort();
  if (samples.length === 0) return null;
  const at = (share: number) => samples[Math.round(share * (samples.length - 1))]!;
  const [low, high] = [outwards(at(0.01), Math.floor), outwards(at(0.99), Math.ceil)];
  return high > low ? { low, high } : { low: low / 2, high: high * 2 };
}

/** Rounds to two digits. */
function outwards(x: number, round: (x: number) => number): number {
  const unit = 10 ** (Math.floor(Math.log10(x)) - 1);
  return Number((round(x / unit + (round === Math.ceil ? -1e-9 : 1e-9)) * unit).toPrecision(12));
}

/** Position of `value` in the range, 0 to 1; on a logarithmic scale if `log`. */
export function placeIn({ low, high }: ValueRange, value: number, log: boolean): number {
  const t = log ? Math.log(Math.max(value, low) / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.min(1, Math.max(0, t));
}

/** Both ends, and round numbers between them that do not overlap in the key. */
export function ticksOf(range: ValueRange, log: boolean): number[] {
  const between: number[] = [];
  const decades = [Math.floor(Math.log10(range.low)), Math.ceil(Math.log10(range.high))] as const;
  if (log) {
    for (const digits of [[1], [2, 5], [3, 4, 6, 7, 8]]) {
      for (let power = decades[0]; power <= decades[1]; power++) {
        for (const digit of digits) between.push(digit * 10 ** power);
      }
    }
  } else {
    const step = niceBelow((range.high - range.low) / 3);
    for (let tick = Math.ceil(range.low / step) * step; tick < range.high; tick += step) between.push(tick);
  }
  const ticks = [range.low, range.high];
  for (const tick of between) {
    const clear = ticks.every(
      (other) => Math.abs(placeIn(range, tick, log) - placeIn(range, other, log)) >= 0.16,
    );
    if (clear && tick > range.low && tick < range.high) ticks.push(tick);
  }
  return ticks.sort((a, b) => a - b);
}

/** The largest of 1, 2, 5 times a power of ten that is not above `x`. */
export function niceBelow(x: number): number {
  const power = 10 ** Math.floor(Math.log10(x) + 1e-12);
  const digit = x / power + 1e-9;
  return (digit >= 5 ? 5 : digit >= 2 ? 2 : 1) * power;
}

/** nm in the unit with the fewest digits: "350 nm", "1.71 mm". */
export function lengthText(nm: number): string {
  const [value, unit] = nm < 1e3 ? [nm, 'nm'] : nm < 1e6 ? [nm / 1e3, 'µm'] : [nm / 1e6, 'mm'];
  return `${Number(value.toPrecision(3))} ${unit}`;
}
