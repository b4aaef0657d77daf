// Reads a binary PLY file of triangles, as the companion sends it.
import { digitsValue } from '../../src/core/digits';

export interface Triangles {
  /** x, y, z by vertex. */
  positions: Float32Array;
  /** Three vertices by face. */
  faces: Uint32Array;
}

const SIZES: Record<string, number> = {
  ...{ char: 1, uchar: 1, int8: 1, uint8: 1, short: 2, ushort: 2, int16: 2, uint16: 2 },
  ...{ int: 4, uint: 4, int32: 4, uint32: 4, float: 4, float32: 4, double: 8, float64: 8 },
};
const LONGEST_HEADER = 10_000;

interface Element {
  name: string;
  count: number;
  properties: { name: string; type: string; list: string | null }[];
}

/** Throws an Error with a sentence where the file has another form or is cut. */
export function readPly(bytes: Uint8Array): Triangles {
  const { elements, end } = readHeader(bytes);
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = end;
  let positions: Float32Array | null = null;
  let faces: Uint32Array | null = null;
  for (const element of elements) {
    if (element.properties.every(({ list }) => list === null)) {
      const stride = element.properties.reduce((sum, { type }) => sum + SIZES[type]!, 0);
      if (at + element.count * stride > bytes.length) throw cut();
      if (element.name === 'vertex') positions = readPoints(data, at, stride, element);
      at += element.count * stride;
    } else {
      if (element.name !== 'face' || element.properties.length !== 1)
        throw new Error(`${NOT}: ${element.name}`);
      const { type, list } = element.properties[0]!;
      const stride = SIZES[list!]! + 3 * SIZES[type]!;
      if (SIZES[list!] !== 1 || SIZES[type] !== 4) throw new Error(`${NOT}: faces of ${list} ${type}`);
      if (at + element.count * stride > bytes.length) throw cut();
      faces = new Uint32Array(element.count * 3);
      for (let i = 0; i < element.count; i++, at += stride) {
        if (data.getUint8(at) !== 3) throw new Error(`${NOT}: it has faces that are no triangles`);
        for (let k = 0; k < 3; k++) faces[3 * i + k] = data.getUint32(at + 1 + 4 * k, true);
      }
    }
  }
  const vertices = (positions?.length ?? 0) / 3;
  if (!positions || !faces || faces.some((vertex) => vertex >= vertices)) throw new Error(NOT);
  return { positions, faces };
}

const NOT = 'The mesh is not a binary PLY file of triangles';
const cut = () => new Error('The mesh arrived cut short. Try again.');

function readPoints(data: DataView, from: number, stride: number, element: Element): Float32Array {
  const starts = ['x', 'y', 'z'].map((axis) => {
    let start = 0;
    for (const { name, type } of element.properties) {
      if (name === axis) return { start, double: SIZES[type] === 8 };
      start += SIZES[type]!;
    }
    throw new Error(`${NOT}: it has no ${axis}`);
  });
  const points = new Float32Array(element.count * 3);
  for (let i = 0; i < element.count; i++) {
    starts.forEach(({ start, double }, axis) => {
      const at = from + i * stride + start;
      points[3 * i + axis] = double ? data.getFloat64(at, true) : data.getFloat32(at, true);
    });
  }
  return points;
}

function readHeader(bytes: Uint8Array): { elements: Element[]; end: number } {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, LONGEST_HEADER));
  const last = /end_header\r?\n/.exec(text);
  if (!text.startsWith('ply') || !last) throw new Error(NOT);
  const elements: Element[] = [];
  for (const line of text.slice(0, last.index).split(/\r?\n/)) {
    const [word, ...rest] = line.trim().split(/\s+/);
    if (word === 'format' && rest[0] !== 'binary_little_endian') throw new Error(`${NOT}: ${rest[0]}`);
    if (word === 'element')
      elements.push({ name: rest[0] ?? '', count: digitsValue(rest[1]), properties: [] });
    if (word === 'property') {
      const list = rest[0] === 'list' ? (rest[1] ?? '') : null;
      const [type = '', name = ''] = list === null ? rest : rest.slice(2);
      if (!SIZES[type] || (list !== null && !SIZES[list])) throw new Error(`${NOT}: ${line}`);
      elements.at(-1)?.properties.push({ name, type, list });
    }
  }
  if (!elements.every(({ count }) => Number.isInteger(count) && count >= 0)) throw new Error(NOT);
  return { elements, end: last.index + last[0].length };
}
