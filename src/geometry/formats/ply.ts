/** PLY files, text and binary: the rows. The header is in `ply-header.ts`. */
import { TtError } from '../../core/errors';
import { checkMesh } from '../mesh/bounds';
import type { Mesh } from '../mesh/mesh';
import { GrowableUint32 } from '../numeric/growable-arrays';
import {
  PLY_TYPE_BYTES,
  type PlyElement,
  type PlyHeader,
  type PlyProperty,
  type PlyType,
  readPlyHeader,
} from './ply-header';
import { Scanner } from './scanner';

/** Gives the next value of a kind. */
type Next = (kind: PlyType) => number;

/** @throws INPUT where the file is cut or damaged, or has no vertices with x, y and z */
export function readPly(bytes: Uint8Array): Mesh {
  const header = readPlyHeader(bytes);
  const body = bytes.subarray(header.length);
  const next = header.format === 'ascii' ? textValues(bytes, header) : binaryValues(body, header);
  let vertices: Float64Array | null = null;
  const faces = new GrowableUint32();
  for (const element of header.elements) {
    if (element.name === 'vertex') vertices = readVertices(element, next);
    else if (element.name === 'face') readFaces(element, next, faces);
    else readRows(element, next, () => {});
  }
  if (!vertices || vertices.length === 0) throw new TtError('INPUT', 'the PLY holds no vertex');
  const mesh = { vertices, faces: faces.array() };
  checkMesh(mesh, 'the PLY');
  return mesh;
}

function readVertices(element: PlyElement, next: Next): Float64Array {
  const axes = element.properties.map(({ name }) => ['x', 'y', 'z'].indexOf(name));
  for (const [axis, name] of ['x', 'y', 'z'].entries()) {
    const which = axes.indexOf(axis);
    if (which < 0 || element.properties[which]!.count) {
      throw new TtError('INPUT', `the vertices of the PLY have no number "${name}"`);
    }
  }
  const vertices = new Float64Array(element.count * 3);
  let row = 0;
  readRows(
    element,
    next,
    () => row++,
    (property, value) => {
      if (axes[property]! >= 0) vertices[row * 3 + axes[property]!] = value;
    },
  );
  return vertices;
}

function readFaces(element: PlyElement, next: Next, faces: GrowableUint32): void {
  const corners = element.properties.findIndex(({ name }) => /^vertex_ind(ices|ex)$/.test(name));
  if (element.count > 0 && !element.properties[corners]?.count) {
    throw new TtError('INPUT', 'the faces of the PLY have no list "vertex_indices"');
  }
  let first = 0;
  let last = 0;
  let found = 0;
  let row = 0;
  readRows(
    element,
    next,
    () => {
      if (found < 3) {
        throw new TtError(
          'INPUT',
          `face ${row + 1} of the PLY has ${found} vertices: a face needs at least three`,
        );
      }
      found = 0;
      row++;
    },
    (property, value) => {
      if (property !== corners) return;
      if (!Number.isInteger(value) || value < 0) {
        throw new TtError('INPUT', `face ${row + 1} of the PLY names vertex ${value}, which cannot be`);
      }
      found++;
      if (found === 1) first = value;
      if (found >= 3) {
        faces.push(first);
        faces.push(last);
        faces.push(value);
      }
      last = value;
    },
  );
}

/** Every value of every row in the order of the file; `ended` after each row. */
function readRows(
  { count, properties }: PlyElement,
  next: Next,
  ended: () => void,
  value: (property: number, value: number) => void = () => {},
): void {
  for (let row = 0; row < count; row++) {
    for (let at = 0; at < properties.length; at++) {
      const property = properties[at]!;
      const times = property.count ? listLength(next(property.count), property) : 1;
      for (let time = 0; time < times; time++) value(at, next(property.kind));
    }
    ended();
  }
}

function listLength(value: number, { name }: PlyProperty): number {
  if (Number.isInteger(value) && value >= 0) return value;
  throw new TtError('INPUT', `a list "${name}" of the PLY has the length ${value}, which cannot be`);
}

function textValues(bytes: Uint8Array, { length, lines }: PlyHeader): Next {
  const scan = new Scanner(bytes, 'the PLY');
  scan.at = length;
  scan.line = lines + 1;
  return () => {
    if (!scan.seek()) throw new TtError('INPUT', 'the PLY ends before its last row: it is cut');
    return scan.number('a value');
  };
}

function binaryValues(body: Uint8Array, { format }: PlyHeader): Next {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const little = format === 'binary_little_endian';
  let at = 0;
  return (kind) => {
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
}

/** Binary little-endian PLY; coordinates in double precision unless `single`. */
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
