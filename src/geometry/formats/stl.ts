/** STL, binary and text: triangles without shared vertices, which are welded here by exact position. */
import { TtError } from '../../core/errors';
import { checkMesh, MAX_COORDINATE } from '../mesh/bounds';
import type { Mesh } from '../mesh/mesh';
import { weld } from '../mesh/weld';
import { GrowableFloat64 } from '../numeric/growable-arrays';
import { textBytes, unpack } from './plain-bytes';
import { Scanner } from './scanner';

const HEADER = 80;
const FACET = 50;

/**
 * True if the bytes contain as many facets as the count of a binary STL says. Some binary files begin with "solid" too,
 * and some programs append bytes of their own after the last facet.
 */
export function isBinaryStl(bytes: Uint8Array): boolean {
  if (bytes.length < HEADER + 4) return false;
  const facets = facetsOf(bytes);
  if (bytes.length === HEADER + 4 + facets * FACET) return true;
  return facets > 0 && bytes.length > HEADER + 4 + facets * FACET && hasNumbers(bytes, Math.min(facets, 100));
}

/** True if the first facets contain valid corners: then the count is not a coincidence. */
function hasNumbers(bytes: Uint8Array, facets: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < facets * 9; at++) {
    const value = view.getFloat32(HEADER + 4 + Math.floor(at / 9) * FACET + 12 + (at % 9) * 4, true);
    if (!(Math.abs(value) <= MAX_COORDINATE) || (value !== 0 && Math.abs(value) < 1e-20)) return false;
  }
  return true;
}

export const isTextStl = (bytes: Uint8Array): boolean =>
  /^\s*solid\b/i.test(String.fromCharCode(...bytes.subarray(0, 40)));

const facetsOf = (bytes: Uint8Array): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(HEADER, true);

/**
 * Reads an STL file. Adds remarks about the file to `remarks`.
 * @throws INPUT if the file is truncated or damaged, or contains no facet
 */
export function readStl(file: Uint8Array, remarks: string[] = []): Mesh {
  const bytes = unpack(file, 'the STL');
  const text = textBytes(bytes, 'the STL');
  // A text contains no zero byte; a binary file contains some in its header or its numbers.
  const isText = !isBinaryStl(bytes) && isTextStl(text) && !text.subarray(0, 1000).includes(0);
  const vertices = isText ? readText(text, remarks) : readBinary(bytes, remarks);
  if (vertices.length === 0) throw new TtError('INPUT', 'the STL holds no facet');
  const faces = Uint32Array.from({ length: vertices.length / 3 }, (_, corner) => corner);
  const soup = { vertices, faces };
  checkMesh(soup, 'the STL');
  return weld(soup);
}

function readBinary(bytes: Uint8Array, remarks: string[]): Float64Array {
  if (bytes.length < HEADER + 4) throw new TtError('INPUT', 'the file is too short for an STL: it is cut');
  const facets = facetsOf(bytes);
  const expectedBytes = HEADER + 4 + facets * FACET;
  const rest = bytes.length - expectedBytes;
  // Facets beyond the count would be lost silently.
  if (rest < 0 || (rest > 0 && rest % FACET === 0)) {
    throw new TtError(
      'INPUT',
      `the STL says that it has ${facets} facets, ${expectedBytes} bytes, but it has ${bytes.length} bytes: it is cut or damaged`,
    );
  }
  if (rest > 0) remarks.push(`${rest} bytes after its last facet not read`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const vertices = new Float64Array(facets * 9);
  for (let facet = 0; facet < facets; facet++) {
    const from = HEADER + 4 + facet * FACET + 12;
    for (let at = 0; at < 9; at++) vertices[facet * 9 + at] = view.getFloat32(from + at * 4, true);
  }
  return vertices;
}

function readText(bytes: Uint8Array, remarks: string[]): Float64Array {
  const scan = new Scanner(bytes, 'the STL');
  const vertices = new GrowableFloat64();
  const expect = (...words: string[]) => {
    for (const word of words) {
      const found = scan.seek() ? scan.word() : 'the end of the file';
      if (found.toLowerCase() !== word) throw scan.wrong(`"${word}" should stand here, not "${found}"`);
    }
  };
  for (let solids = 0; scan.seek(); solids++) {
    if (solids > 0 && !startsSolid(scan)) {
      remarks.push('text after its last "endsolid" not read');
      break;
    }
    expect('solid');
    scan.nextLine();
    for (;;) {
      if (!scan.seek()) throw scan.wrong('the file ends before "endsolid": it is cut');
      const word = scan.word().toLowerCase();
      if (word === 'endsolid') break;
      if (word !== 'facet') throw scan.wrong(`"facet" should stand here, not "${word}"`);
      // The normal is ignored: some writers put "nan" there, and the corners define it anyway.
      scan.nextLine();
      expect('outer', 'loop');
      for (let corner = 0; corner < 3; corner++) {
        expect('vertex');
        for (let axis = 0; axis < 3; axis++) vertices.push(scan.number('a coordinate'));
      }
      expect('endloop', 'endfacet');
    }
    scan.nextLine();
  }
  return vertices.array();
}

/**
 * True if another solid begins here, false if only padding and words remain. Throws for facets outside a solid, which
 * would be lost.
 */
function startsSolid(scan: Scanner): boolean {
  const at = scan.at;
  const word = scan.word().toLowerCase();
  scan.at = at;
  if (word === 'facet' || word === 'vertex') throw scan.wrong(`"${word}" stands after the end of the solid`);
  return word === 'solid';
}

/** Writes a binary STL. It has only single precision: at 800,000 nm, coordinates are exact to 1/16 nm. */
export function writeStl({ vertices, faces }: Mesh): Uint8Array {
  const facets = faces.length / 3;
  const bytes = new Uint8Array(HEADER + 4 + facets * FACET);
  const view = new DataView(bytes.buffer);
  view.setUint32(HEADER, facets, true);
  const corner = new Float64Array(9);
  for (let facet = 0; facet < facets; facet++) {
    const from = HEADER + 4 + facet * FACET;
    for (let at = 0; at < 9; at++) {
      corner[at] = vertices[faces[facet * 3 + ((at / 3) | 0)]! * 3 + (at % 3)]!;
      view.setFloat32(from + 12 + at * 4, corner[at]!, true);
    }
    const normal = unitNormal(corner);
    for (let axis = 0; axis < 3; axis++) view.setFloat32(from + axis * 4, normal[axis]!, true);
  }
  return bytes;
}

/** The unit normal of three packed corners, counter-clockwise from outside; 0, 0, 0 if they do not span a plane. */
function unitNormal(corner: Float64Array): [number, number, number] {
  const [ux, uy, uz] = [corner[3]! - corner[0]!, corner[4]! - corner[1]!, corner[5]! - corner[2]!];
  const [vx, vy, vz] = [corner[6]! - corner[0]!, corner[7]! - corner[1]!, corner[8]! - corner[2]!];
  const [x, y, z] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
  const length = Math.hypot(x, y, z);
  return length > 0 ? [x / length, y / length, z / length] : [0, 0, 0];
}
