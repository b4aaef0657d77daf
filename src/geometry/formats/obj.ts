/** Wavefront OBJ, the part that meshes and point clouds need: `v` and `f`, all else is ignored. */
import { TtError } from '../../core/errors';
import { checkMesh } from '../mesh/bounds';
import type { Mesh } from '../mesh/mesh';
import { GrowableFloat64, GrowableUint32 } from '../numeric/growable-arrays';
import { asciiBytes, Scanner } from './scanner';

const V = 118;
const F = 102;
const SPACE = 32;
const TAB = 9;

/**
 * The mesh of an OBJ; one with points alone has no faces. Polygons become fans, negative indices count back from the
 * vertex before, numbers after the third of a `v` and texture or normal indices are ignored.
 * @throws INPUT where a line cannot be read, a face names a vertex that is not there, or there is no vertex at all
 */
export function readObj(text: string | Uint8Array): Mesh {
  const scan = new Scanner(asciiBytes(text), 'the OBJ');
  const { bytes } = scan;
  const vertices = new GrowableFloat64();
  const faces = new GrowableUint32();
  while (scan.seek()) {
    const [letter, blank] = [bytes[scan.at], bytes[scan.at + 1]];
    if (blank === SPACE || blank === TAB) {
      if (letter === V) {
        scan.at++;
        for (let axis = 0; axis < 3; axis++) vertices.push(scan.number('a coordinate'));
      } else if (letter === F) {
        scan.at++;
        readFace(scan, vertices.length / 3, faces);
      }
    }
    scan.nextLine();
  }
  if (vertices.length === 0) {
    throw new TtError('INPUT', 'the file holds no vertex ("v x y z"): it is empty, or not an OBJ');
  }
  const mesh = { vertices: vertices.array(), faces: faces.array() };
  checkMesh(mesh, 'the OBJ');
  return mesh;
}

function readFace(scan: Scanner, known: number, faces: GrowableUint32): void {
  let first = 0;
  let last = 0;
  let corners = 0;
  while (!scan.lineEnds()) {
    const written = scan.integer('a vertex of the face');
    scan.skipWord();
    const vertex = written < 0 ? known + written : written - 1;
    if (written === 0 || vertex < 0 || vertex > 0xfffffffe) {
      throw scan.wrong(`the face names vertex ${written}, which cannot be`);
    }
    corners++;
    if (corners === 1) first = vertex;
    if (corners >= 3) {
      faces.push(first);
      faces.push(last);
      faces.push(vertex);
    }
    last = vertex;
  }
  if (corners < 3) throw scan.wrong(`a face needs three vertices, this one has ${corners}`);
}

export interface ObjOptions {
  /** Written in the first line, after a #. */
  comment?: string;
  /** 8 as trimesh writes. */
  decimals?: number;
}

/** `v x y z` and `f a b c` lines, triangles with indices from 1: what every reader of OBJ understands. */
export function writeObj(mesh: Mesh, options: ObjOptions = {}): string {
  const { vertices, faces } = mesh;
  const lines = pointLines(vertices, options);
  for (let at = 0; at < faces.length; at += 3) {
    lines.push(`f ${faces[at]! + 1} ${faces[at + 1]! + 1} ${faces[at + 2]! + 1}`);
  }
  lines.push('');
  return lines.join('\n');
}

/** A point cloud: `v` lines alone. */
export function writePointsObj(points: Float64Array, options: ObjOptions = {}): string {
  return [...pointLines(points, options), ''].join('\n');
}

function pointLines(points: Float64Array, { comment, decimals = 8 }: ObjOptions): string[] {
  const lines = comment ? [`# ${comment.replace(/[\r\n]+/g, ' ')}`] : [];
  const written = (at: number) => points[at]!.toFixed(decimals);
  for (let at = 0; at < points.length; at += 3) {
    lines.push(`v ${written(at)} ${written(at + 1)} ${written(at + 2)}`);
  }
  return lines;
}
