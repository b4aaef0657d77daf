/** Meshes and skeletons of known content, written to files in the styles of the field's programs. */
import { gzipSync } from 'node:zlib';
import { random } from '../../../workbench/random';
import { ascii, concat } from './bytes';

export type Next = () => number;
export const seeded = random;

export const whole = (next: Next, least: number, most: number): number =>
  least + Math.floor(next() * (most - least + 1));
export const pick = <T>(next: Next, ...from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
const chance = (next: Next, share: number): boolean => next() < share;

export interface Content {
  points: [number, number, number][];
  /** Corners counted from 0, and the area of each outline. */
  polygons: { corners: number[]; area: number }[];
}

/** Flat outlines, convex and concave, each with its own points: stars around a centre, in one of several planes. */
export function anyContent(next: Next, { triangles = false, least = 1 } = {}): Content {
  const content: Content = { points: [], polygons: [] };
  const count = whole(next, least, 3);
  for (let i = 0; i < count; i++) {
    const size = triangles ? 3 : whole(next, 3, 8);
    const step = (2 * Math.PI) / size;
    const [u, v] = pick(
      next,
      [
        [1, 0, 0],
        [0, 1, 0],
      ],
      [
        [0, 2, 0],
        [0, 0, 1],
      ],
      [
        [1, 0, 1],
        [0, 1, 0],
      ],
      [
        [-1, 0, 2],
        [1, 3, 0],
      ],
    );
    const flat = Array.from({ length: size }, (_none, k): [number, number] => {
      const angle = (k + next() * 0.8) * step;
      const radius = whole(next, 20, 500);
      return [Math.round(radius * Math.cos(angle)), Math.round(radius * Math.sin(angle))];
    });
    const twice = flat.reduce((sum, [x, y], k) => {
      const [nx, ny] = flat[(k + 1) % size]!;
      return sum + x * ny - nx * y;
    }, 0);
    const cross = Math.hypot(
      u![1]! * v![2]! - u![2]! * v![1]!,
      u![2]! * v![0]! - u![0]! * v![2]!,
      u![0]! * v![1]! - u![1]! * v![0]!,
    );
    const base = content.points.length;
    const middle = [0, 1, 2].map(() => whole(next, -9000, 9000));
    for (const [a, b] of flat) {
      content.points.push(
        [0, 1, 2].map((k) => middle[k]! + a * u![k]! + b * v![k]!) as [number, number, number],
      );
    }
    const corners = flat.map((_point, k) => base + k);
    const from = whole(next, 0, size - 1);
    content.polygons.push({
      corners: [...corners.slice(from), ...corners.slice(0, from)],
      area: (Math.abs(twice) / 2) * cross,
    });
  }
  return content;
}

/** The same number in another notation. */
export function spelt(next: Next, value: number): string {
  const forms = [
    value.toFixed(whole(next, 0, 8)),
    value.toExponential(6),
    Number.isInteger(value) ? `${value}.` : '',
  ];
  const exact = forms.filter((form) => form !== '' && Number(form) === value);
  const plain = pick(next, String(value), ...exact);
  return value > 0 && chance(next, 0.1) ? `+${plain}` : plain;
}

const blank = (next: Next): string => pick(next, ' ', ' ', '  ', '\t', ' \t ');

/** Joins lines with a random line end and encoding, compressed or not. */
export function file(next: Next, lines: readonly string[]): Uint8Array {
  const end = pick(next, '\n', '\n', '\r\n', '\r');
  const text = lines.join(end) + (chance(next, 0.8) ? end : '');
  const bytes = pick(
    next,
    () => Buffer.from(text, 'utf8'),
    () => Buffer.from(text, 'utf8'),
    () => Buffer.from(`\ufeff${text}`, 'utf8'),
    () => Buffer.from(`\ufeff${text}`, 'utf16le'),
    () => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  )();
  return maybePacked(next, new Uint8Array(bytes));
}

export const maybePacked = (next: Next, bytes: Uint8Array): Uint8Array =>
  chance(next, 0.1) ? new Uint8Array(gzipSync(bytes, { level: 1 })) : bytes;

export function spellObj(next: Next, { points, polygons }: Content): Uint8Array {
  const lines: string[] = [];
  const junk = (): string =>
    pick(
      next,
      '',
      '# v 9 9 9',
      '# ends in a backslash \\',
      'g v 1 2 3',
      'o 1 \\',
      's off',
      'vn 0 0 1',
      'vt 0.5 0.5',
      'usemtl f 1',
      'l 1 2',
      '   ',
      '#µm',
    );
  if (chance(next, 0.3))
    for (let i = whole(next, 0, 70); i > 0; i--) lines.push(pick(next, 'vn 0 0 1', 'g part', '# note'));
  const statement = (words: readonly string[]): string[] => {
    const result: string[] = [];
    let line = '';
    for (const word of words) {
      line += line === '' ? word : `${blank(next)}${word}`;
      if (chance(next, 0.05)) {
        result.push(`${line}${pick(next, ' \\', '\t\\', '\\', ' \\  ')}`);
        line = pick(next, ' ', '', '\t');
      }
    }
    return [...result, line + pick(next, '', '', ' ', ' # f 1 2 3', '#x')];
  };
  const late = chance(next, 0.1);
  const all = points.map((point) =>
    statement([
      'v',
      ...point.map((x) => spelt(next, x)),
      ...pick(next, [], [], ['1.0'], ['0.1', '0.2', '0.3']),
    ]),
  );
  let known = 0;
  const vertices = (until: number): void => {
    for (; known < until; known++) {
      lines.push(...all[known]!);
      if (chance(next, 0.1)) lines.push(junk());
    }
  };
  for (const { corners } of polygons) {
    if (!late) vertices(Math.max(...corners) + 1);
    const back = !late && chance(next, 0.3);
    const tail = pick(next, '', '', '/1', '//1', '/1/1', '/-1/-2', '/', '//');
    lines.push(
      ...statement(['f', ...corners.map((corner) => `${back ? corner - known : corner + 1}${tail}`)]),
    );
    if (chance(next, 0.2)) lines.push(junk());
  }
  vertices(points.length);
  return file(next, lines);
}

type Width = 1 | 2 | 4 | 8;
const NUMBERS: Record<string, { width: Width; float?: true; signed?: true; most: number }> = {
  uchar: { width: 1, most: 255 },
  uint8: { width: 1, most: 255 },
  char: { width: 1, signed: true, most: 127 },
  short: { width: 2, signed: true, most: 32767 },
  uint16: { width: 2, most: 65535 },
  int: { width: 4, signed: true, most: 2 ** 31 - 1 },
  int32: { width: 4, signed: true, most: 2 ** 31 - 1 },
  uint: { width: 4, most: 2 ** 32 - 1 },
  float: { width: 4, float: true, signed: true, most: 2 ** 24 },
  double: { width: 8, float: true, signed: true, most: 2 ** 53 },
  float64: { width: 8, float: true, signed: true, most: 2 ** 53 },
};
const COUNTS = ['uchar', 'uint8', 'char', 'short', 'uint16', 'int', 'uint'];

interface Value {
  kind: string;
  value: number;
}

export function spellPly(next: Next, { points, polygons }: Content): Uint8Array {
  const format = pick(next, 'ascii', 'binary_little_endian', 'binary_big_endian');
  const wide = Math.max(0, ...points.flat().map(Math.abs));
  const kinds = [0, 1, 2].map(() =>
    pick(
      next,
      ...Object.keys(NUMBERS).filter((kind) => NUMBERS[kind]!.signed && NUMBERS[kind]!.most >= wide),
    ),
  );
  const index = pick(next, ...Object.keys(NUMBERS).filter((kind) => NUMBERS[kind]!.most >= points.length));
  const counted = pick(next, ...COUNTS);
  const normals = chance(next, 0.5);
  const flags = chance(next, 0.3);
  const camera = chance(next, 0.2);
  const order = ['x', 'y', 'z'].sort(() => next() - 0.5);
  const header = [
    'ply',
    `format ${format} 1.0`,
    ...pick(next, [], ['comment made by hand'], ['obj_info 1 2', 'comment element vertex 9']),
    ...(camera ? ['element camera 1', 'property float angle', 'property list uchar short tags'] : []),
    `element vertex ${points.length}`,
    ...(flags ? ['property uchar red'] : []),
    ...order.map((axis) => `property ${kinds['xyz'.indexOf(axis)]} ${axis}`),
    ...(normals ? ['nx', 'ny', 'nz'].map((axis) => `property float ${axis}`) : []),
    `element face ${polygons.length}`,
    ...(flags ? ['property list uchar float texcoord'] : []),
    `property list ${counted} ${index} ${pick(next, 'vertex_indices', 'vertex_index')}`,
    ...(normals ? ['property float quality'] : []),
    'end_header',
  ];
  const odd = (kind: string): Value => ({
    kind,
    value: pick(next, Number.NaN, 0.5, -1, Number.POSITIVE_INFINITY),
  });
  const rows: Value[][] = [];
  if (camera)
    rows.push([
      odd('float'),
      { kind: 'uchar', value: 2 },
      { kind: 'short', value: -5 },
      { kind: 'short', value: 300 },
    ]);
  for (const point of points) {
    rows.push([
      ...(flags ? [{ kind: 'uchar', value: whole(next, 0, 255) }] : []),
      ...order.map((axis) => ({ kind: kinds['xyz'.indexOf(axis)]!, value: point['xyz'.indexOf(axis)]! })),
      ...(normals ? [odd('float'), odd('float'), odd('float')] : []),
    ]);
  }
  for (const { corners } of polygons) {
    rows.push([
      ...(flags ? [{ kind: 'uchar', value: 2 }, odd('float'), odd('float')] : []),
      { kind: counted, value: corners.length },
      ...corners.map((value) => ({ kind: index, value })),
      ...(normals ? [odd('float')] : []),
    ]);
  }
  if (format === 'ascii') {
    const word = ({ kind, value }: Value): string =>
      Number.isNaN(value)
        ? pick(next, 'nan', '-nan', 'NaN', '-nan(ind)', '1.#QNAN', '-1.#IND')
        : value === Number.POSITIVE_INFINITY
          ? pick(next, 'inf', 'Infinity', '1.#INF')
          : NUMBERS[kind]!.float
            ? spelt(next, value)
            : String(value);
    const lines = [...header, ...rows.map((row) => row.map(word).join(blank(next)) + pick(next, '', ' '))];
    const end = pick(next, '\n', '\r\n');
    const text = lines.join(end) + pick(next, '', end);
    return maybePacked(
      next,
      concat(chance(next, 0.1) ? Uint8Array.of(0xef, 0xbb, 0xbf) : new Uint8Array(0), ascii(text)),
    );
  }
  const values = rows.flat();
  const body = new DataView(new ArrayBuffer(values.reduce((sum, { kind }) => sum + NUMBERS[kind]!.width, 0)));
  let at = 0;
  for (const { kind, value } of values) {
    const { width, float, signed } = NUMBERS[kind]!;
    const name = `set${float ? 'Float' : signed ? 'Int' : 'Uint'}${8 * width}` as 'setInt16';
    body[name](at, value, format === 'binary_little_endian');
    at += width;
  }
  const tail = chance(next, 0.1) ? ascii('tail') : new Uint8Array(0);
  return maybePacked(
    next,
    concat(ascii(`${header.join(pick(next, '\n', '\r\n'))}${'\n'}`), new Uint8Array(body.buffer), tail),
  );
}

export function spellStl(next: Next, { points, polygons }: Content): Uint8Array {
  if (chance(next, 0.5)) {
    const any = (word: string): string => pick(next, word, word.toUpperCase());
    const lines: string[] = [`${any('solid')} ${pick(next, '', 'a part', 'facet')}`];
    polygons.forEach(({ corners }, i) => {
      lines.push(
        `  ${any('facet')} normal ${pick(next, '0 0 1', 'nan nan nan', '-nan 0 0')}`,
        `    ${any('outer')} loop`,
      );
      for (const corner of corners)
        lines.push(`${any('vertex')} ${points[corner]!.map((x) => spelt(next, x)).join(blank(next))}`);
      lines.push(any('endloop'), any('endfacet'));
      if (i < polygons.length - 1 && chance(next, 0.2)) lines.push('endsolid', '', 'solid again');
    });
    lines.push(
      `endsolid${pick(next, '', ' a part')}`,
      ...pick(next, [], [], ['', ''], ['made by a program']),
    );
    return file(next, lines);
  }
  const head = new Uint8Array(84);
  head.set(ascii(pick(next, '', 'solid of a binary kind', 'exported', 'v 1 2 3')));
  const view = new DataView(head.buffer);
  view.setUint32(80, polygons.length, true);
  const facets = polygons.map(({ corners }) => {
    const facet = new DataView(new ArrayBuffer(50));
    for (let k = 0; k < 3; k++) facet.setFloat32(4 * k, pick(next, 0, 1, Number.NaN), true);
    const numbers = corners.flatMap((corner) => points[corner]!);
    for (const [i, x] of numbers.entries()) facet.setFloat32(12 + 4 * i, x, true);
    facet.setUint16(48, whole(next, 0, 65535), true);
    return new Uint8Array(facet.buffer);
  });
  const tail = chance(next, 0.4)
    ? Uint8Array.from({ length: whole(next, 1, 49) }, () => whole(next, 0, 255))
    : new Uint8Array(0);
  return maybePacked(next, concat(head, ...facets, tail));
}

export interface SwcRow {
  type: number;
  point: [number, number, number];
  /** -1 if unknown. */
  radius: number;
  /** Index of the parent's row, -1 at a root. */
  parent: number;
}

/** Rows in any order. */
export function anyRows(next: Next): SwcRow[] {
  const count = whole(next, 1, 8);
  const mixed = Array.from({ length: count }, (_none, i) => i).sort(() => next() - 0.5);
  return mixed.map((own) => ({
    type: whole(next, 0, 7),
    point: [whole(next, -1e6, 1e6), whole(next, -1e6, 1e6) / 4, whole(next, 0, 1e6)],
    radius: pick(next, -1, 0, 2.5, 100),
    // Parents come earlier in the shuffled order, so there is no cycle.
    parent: own === 0 || chance(next, 0.1) ? -1 : mixed.indexOf(whole(next, 0, own - 1)),
  }));
}

export function spellSwc(next: Next, rows: readonly SwcRow[]): Uint8Array {
  const zero = chance(next, 0.2);
  const first = pick(
    next,
    1n,
    10n,
    9_007_199_254_740_990n,
    720_575_940_600_000_000n,
    18_446_744_073_709_551_000n,
  );
  const ids = rows.map((_row, i) => (zero ? BigInt(i) : first + BigInt(7 * i) + pick(next, 0n, 1n, 3n)));
  const lines = pick(next, [], ['# id type x y z radius parent'], ['# made', '', '  # of two']);
  rows.forEach(({ type, point, radius, parent }, i) => {
    const written = [
      pick(next, String(ids[i]), String(ids[i]), `00${ids[i]}`),
      pick(next, String(type), `${type}.0`),
      ...point.map((x) => spelt(next, x)),
      radius === -1 ? pick(next, 'NA', 'nan', 'NaN', '-1', 'null', 'None', '-nan') : spelt(next, radius),
      parent < 0 ? pick(next, '-1', '-1.0', '-2', zero ? '-1' : '0') : String(ids[parent]),
      ...pick(next, [], [], ['9', '9'], ['# soma']),
    ];
    lines.push(pick(next, '', ' ', '\t') + written.join(blank(next)));
    if (chance(next, 0.1)) lines.push(pick(next, '', '# between'));
  });
  return file(next, lines);
}
