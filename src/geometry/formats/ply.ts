/** Reads and writes the rows of PLY files, text and binary. `ply-header.ts` reads the header. */
import { TtError } from '../../core/errors';
import { checkMesh } from '../mesh/bounds';
import type { Mesh } from '../mesh/mesh';
import { GrowableUint32 } from '../numeric/growable-arrays';
import { unpack, withoutMark } from './plain-bytes';
import {
  PLY_TYPE_BYTES,
  type PlyElement,
  type PlyHeader,
  type PlyProperty,
  type PlyType,
  readPlyHeader,
} from './ply-header';
import { polygonMesh } from './polygon-mesh';
import { Scanner } from './scanner';

/** Returns the next value of a type; any number if it is not `used`. */
type Next = (kind: PlyType, used: boolean) => number;

interface Rows {
  next: Next;
  /** Called at the end of a row. */
  rowEnds(element: string, row: number): void;
  /** A description of the data after the last row; '' without any. */
  rest(): string;
}

/**
 * Reads a PLY file. Adds remarks about the file to `remarks`. Vertices are numbered from 0, as in the file.
 * @throws INPUT if the file is truncated or damaged, or has no vertices with x, y and z
 */
export function readPly(file: Uint8Array, remarks: string[] = []): Mesh {
  const bytes = withoutMark(unpack(file, 'the PLY'));
  const header = readPlyHeader(bytes);
  const body = bytes.subarray(header.length);
  const rows = header.format === 'ascii' ? textRows(bytes, header) : binaryRows(body, header);
  let vertices: Float64Array | null = null;
  const corners = new GrowableUint32();
  const sizes = new GrowableUint32();
  for (const element of header.elements) {
    if (element.name === 'vertex') vertices = readVertices(element, rows);
    else if (element.name === 'face') readFaces(element, rows, corners, sizes);
    else readRows(element, rows, () => false);
  }
  if (!vertices || vertices.length === 0) throw new TtError('INPUT', 'the PLY holds no vertex');
  const rest = rows.rest();
  if (rest !== '') remarks.push(`${rest} after its last row not read`);
  const polygons = { corners: corners.array(), sizes: sizes.array() };
  const mesh = polygonMesh(vertices, polygons, { what: 'the PLY', first: 0 }, remarks);
  checkMesh(mesh, 'the PLY', 0);
  return mesh;
}

function readVertices(element: PlyElement, rows: Rows): Float64Array {
  const axes = element.properties.map(({ name }) => ['x', 'y', 'z'].indexOf(name));
  for (const [axis, name] of ['x', 'y', 'z'].entries()) {
    const which = axes.indexOf(axis);
    if (which < 0 || element.properties[which]!.count) {
      throw new TtError('INPUT', `the vertices of the PLY have no number "${name}"`);
    }
  }
  const vertices = new Float64Array(element.count * 3);
  readRows(
    element,
    rows,
    (property) => axes[property]! >= 0,
    (row, property, value) => {
      vertices[row * 3 + axes[property]!] = value;
    },
  );
  return vertices;
}

function readFaces(element: PlyElement, rows: Rows, corners: GrowableUint32, sizes: GrowableUint32): void {
  const list = element.properties.findIndex(({ name }) => /^vertex_ind(ices|ex)$/.test(name));
  if (element.count > 0 && !element.properties[list]?.count) {
    throw new TtError('INPUT', 'the faces of the PLY have no list "vertex_indices"');
  }
  let found = 0;
  readRows(
    element,
    rows,
    (property) => property === list,
    (row, _property, value) => {
      if (!Number.isInteger(value) || value < 0) {
        throw new TtError('INPUT', `face ${row + 1} of the PLY names vertex ${value}, which cannot be`);
      }
      corners.push(value);
      found++;
    },
    (row) => {
      if (found < 3) {
        throw new TtError(
          'INPUT',
          `face ${row + 1} of the PLY has ${found} vertices: a face needs at least three`,
        );
      }
      sizes.push(found);
      found = 0;
    },
  );
}

/**
 * Reads all values of all rows in the order of the file; passes those of used properties to `value`, and calls `ended`
 * after each row.
 */
function readRows(
  { name, count, properties }: PlyElement,
  { next, rowEnds }: Rows,
  isUsed: (property: number) => boolean,
  value: (row: number, property: number, value: number) => void = () => {},
  onRowEnd: (row: number) => void = () => {},
): void {
  const usedFlags = properties.map((_property, at) => isUsed(at));
  for (let row = 0; row < count; row++) {
    for (let at = 0; at < properties.length; at++) {
      const property = properties[at]!;
      const times = property.count ? listLength(next(property.count, true), property) : 1;
      for (let time = 0; time < times; time++) {
        const read = next(property.kind, usedFlags[at]!);
        if (usedFlags[at]) value(row, at, read);
      }
    }
    rowEnds(name, row);
    onRowEnd(row);
  }
}

function listLength(value: number, { name }: PlyProperty): number {
  if (Number.isInteger(value) && value >= 0) return value;
  throw new TtError('INPUT', `a list "${name}" of the PLY has the length ${value}, which cannot be`);
}

function textRows(bytes: Uint8Array, { length, lines }: PlyHeader): Rows {
  const scan = new Scanner(bytes, 'the PLY');
  scan.at = length;
  scan.line = lines + 1;
  return {
    next(_kind, used) {
      if (!scan.seek()) throw new TtError('INPUT', 'the PLY ends before its last row: it is cut');
      return used ? scan.number('a value') : scan.anyNumber('a value');
    },
    rowEnds(element, row) {
      // Extra values in this row would be read as the start of the next row.
      if (scan.lineEnds()) return;
      throw scan.wrong(
        `${element} ${row} has more numbers than its properties: "${scan.word()}" is left over`,
      );
    },
    rest: () => (scan.seek() ? `text ("${scan.word().replace(/[^ -~]/g, '?')}")` : ''),
  };
}

function binaryRows(body: Uint8Array, { format }: PlyHeader): Rows {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const little = format === 'binary_little_endian';
  let at = 0;
  const next: Next = (kind) => {
    const from = at;
    at += PLY_TYPE_BYTES[kind];
    if (at > body.length) throw new TtError('INPUT', 'the PLY ends before its last row: it is cut');
    switch (kind) {
      case 'int8':
        return view.getInt8(from);
      case 'uint8':
        return view.getUint8(from);
      case 'int16':
        return view.getInt16(from, little);
      case 'uint16':
        return view.getUint16(from, little);
      case 'int32':
        return view.getInt32(from, little);
      case 'uint32':
        return view.getUint32(from, little);
      case 'float32':
        return view.getFloat32(from, little);
      case 'float64':
        return view.getFloat64(from, little);
    }
  };
  return { next, rowEnds: () => {}, rest: () => (body.length > at ? `${body.length - at} bytes` : '') };
}

/** Writes a binary little-endian PLY; coordinates are in double precision unless `single`. */
export function writePly({ vertices, faces }: Mesh, options: { single?: boolean } = {}): Uint8Array {
  const width = options.single ? 4 : 8;
  const header = [
    'ply',
    'format binary_little_endian 1.0',
    `element vertex ${vertices.length / 3}`,
    ...['x', 'y', 'z'].map((axis) => `property ${options.single ? 'float' : 'double'} ${axis}`),
    `element face ${faces.length / 3}`,
    'property list uchar int vertex_indices',
    'end_header\n',
  ].join('\n');
  const bytes = new Uint8Array(header.length + vertices.length * width + (faces.length / 3) * 13);
  for (let at = 0; at < header.length; at++) bytes[at] = header.charCodeAt(at);
  const view = new DataView(bytes.buffer);
  let at = header.length;
  for (const value of vertices) {
    if (options.single) view.setFloat32(at, value, true);
    else view.setFloat64(at, value, true);
    at += width;
  }
  for (let corner = 0; corner < faces.length; corner++) {
    if (corner % 3 === 0) view.setUint8(at++, 3);
    view.setInt32(at, faces[corner]!, true);
    at += 4;
  }
  return bytes;
}
