/**
 * Converts colours between sRGB hex and OKLab, in which distances follow perception (Ottosson 2020, "A perceptual color
 * space").
 */

/** Lightness from 0 to 1, green–red, blue–yellow. Equal distances look about equally different. */
export type Lab = readonly [number, number, number];

export function toLab(hex: string): Lab {
  // biome-ignore lint/plugin: hex of a colour of ours
  const [r, g, b] = [1, 3, 5].map((at) => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255));
  const l = Math.cbrt(0.4122214708 * r! + 0.5363325363 * g! + 0.0514459929 * b!);
  const m = Math.cbrt(0.2119034982 * r! + 0.6806995451 * g! + 0.1073969566 * b!);
  const s = Math.cbrt(0.0883024619 * r! + 0.2817188376 * g! + 0.6299787005 * b!);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Returns null for a colour outside sRGB, which a screen cannot show. */
export function toHex([lightness, a, b]: Lab): string | null {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  if (rgb.some((x) => x < -0.0005 || x > 1.0005)) return null;
  const byte = (x: number) => Math.round(255 * gamma(Math.min(1, Math.max(0, x))));
  return `#${rgb.map((x) => byte(x).toString(16).padStart(2, '0')).join('')}`.toUpperCase();
}

/** The square of the perceived difference of two colours. */
export function distance2(a: Lab, b: Lab): number {
  const x = a[0] - b[0];
  const y = a[1] - b[1];
  const z = a[2] - b[2];
  return x * x + y * y + z * z;
}

const linear = (x: number): number => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
const gamma = (x: number): number => (x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055);
