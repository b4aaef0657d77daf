/** The dimensions of a coordinate space: names, scales and units, in the order of the coordinates. */
import { TtError } from '../core/errors';
import { type Doc, docText, fieldsOf, listOf, numberOf } from './document';

export interface Dimension {
  name: string;
  /** Size of one step: in nm if the unit is `m`, else in the unit itself. */
  scale: number;
  /** `m`, `s`, `Hz`, … without its SI prefix; '' for a dimension without a unit. */
  unit: string;
}

export const AXES = ['x', 'y', 'z'] as const;

const PREFIXES: Readonly<Record<string, number>> = {
  ...{ Y: 24, Z: 21, E: 18, P: 15, T: 12, G: 9, M: 6, k: 3, h: 2, '': 0, c: -2, m: -3 },
  ...{ u: -6, µ: -6, μ: -6, n: -9, p: -12, f: -15, a: -18, z: -21, y: -24 },
};

/**
 * Returns null if there is no `dimensions` object or an empty one. Throws LINK if x, y or z cannot be read. `owner` is
 * the start of the message.
 */
export function readDimensions(doc: Doc | undefined, owner: string): Dimension[] | null {
  const fields = fieldsOf(doc);
  return fields && fields.size > 0 ? [...fields].map(([name, doc]) => readDimension(name, doc, owner)) : null;
}

function readDimension(name: string, doc: Doc, owner: string): Dimension {
  // A dimension with labels, such as the channels of an image.
  if (fieldsOf(doc)) return { name, scale: 1, unit: '' };
  const [first, second] = listOf(doc);
  const scale = numberOf(first);
  const unit = /^(.*?)(m|s|Hz|rad\/s|)$/.exec(docText(second));
  const power = unit ? PREFIXES[unit[1]!] : undefined;
  if (scale === null || !(scale > 0) || !unit || power === undefined) {
    if (!AXES.some((axis) => axis === name)) return { name, scale: 1, unit: docText(second) };
    const excerpt = listOf(doc).map(docText).join(' ').slice(0, 40);
    throw new TtError(
      'LINK',
      `${owner}: the dimension "${name}" is "${excerpt}", not a size and a unit such as 4e-9 m`,
    );
  }
  const nano = unit[2] === 'm' ? 9 : 0;
  // Rounded, so that 4e-9 m is 4 nm and not 4.000000000000001.
  return { name, scale: Number((scale * 10 ** (power + nano)).toPrecision(12)), unit: unit[2]! };
}

/** The indexes of x, y and z in the dimensions. Throws LINK if one of them is missing. */
export function axesOf(dimensions: readonly Dimension[], owner: string): [number, number, number] {
  const places = AXES.map((axis) => dimensions.findIndex(({ name }) => name === axis));
  const missing = AXES.filter((_axis, i) => places[i]! < 0);
  if (missing.length === 0) return places as [number, number, number];
  const names = dimensions.map(({ name }) => `"${name}"`).join(', ') || 'none';
  throw new TtError(
    'LINK',
    `${owner}: there is no dimension ${missing.join(' or ')}. Its dimensions: ${names.slice(0, 200)}`,
  );
}
