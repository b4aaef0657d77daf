/** Wavefront OBJ, the part that meshes and point clouds need: `v` and `f`; lines, normals and groups are passed over. */
import { TtError } from '../../core/errors';
import { checkMesh } from '../mesh/bounds';
import type { Mesh } from '../mesh/mesh';
import { GrowableFloat64, GrowableUint32 } from '../numeric/growable-arrays';
import { textBytes } from './plain-bytes';
import { polygonMesh } from './polygon-mesh';
import { Scanner } from './scanner';

const V = 118;
const F = 102;
/** The bit that capital letters lack. */
const LOWER = 32;
/** Statements whose lines are names, which may end in a backslash and go on all the same. */
const NAMES = /^(?:o|g|mtllib|usemtl|usemap|maplib|shadow_obj|trace_obj)$/;
/** A mesh without these would be another one. */
const SURFACES = /^(?:surf|curv2?|trim|hole|call|bz?p|bsp|cd[cp]|res|fo)$/;

/**
 * The mesh of an OBJ; one with points alone has no faces. Faces of more than three corners are cut along their
 * outlines, negative indices count back from the vertex before, numbers after the third of a `v` and texture or normal
 * indices are ignored. What is worth saying of the file is added to `remarks`.
 * @throws INPUT where a line cannot be read, a face names a vertex that is not there, or there is no vertex at all
 */
export function readObj(text: string | Uint8Array, remarks: string[] = []): Mesh {
  const scan = new Scanner(textBytes(text, 'the OBJ'), 'the OBJ', { comment: '#', continued: true });
  const vertices = new GrowableFloat64();
  const corners = new GrowableUint32();
  const sizes = new GrowableUint32();
  while (scan.seek()) {
    const letter = scan.endsWord(scan.at + 1) ? scan.bytes[scan.at]! | LOWER : 0;
    if (letter === V) {
      scan.at++;
      for (let axis = 0; axis < 3; axis++) vertices.push(scan.number('a coordinate'));
      scan.nextStatement();
    } else if (letter === F) {
      scan.at++;
      sizes.push(readFace(scan, vertices.length / 3, corners));
      scan.nextStatement();
    } else passOver(scan);
  }
  if (vertices.length === 0) {
    throw new TtError('INPUT', 'the file holds no vertex ("v x y z"): it is empty, or not an OBJ');
  }
  const polygons = { corners: corners.array(), sizes: sizes.array() };
  const mesh = polygonMesh(vertices.array(), polygons, { what: 'the OBJ', first: 1 }, remarks);
  checkMesh(mesh, 'the OBJ');
  return mesh;
}

/** Throws for a statement without which the mesh would be another one, and for what is no statement. */
function passOver(scan: Scanner): void {
  const statement = scan.word();
  if (!/^[a-z_]/i.test(statement) || /^[vf][^a-z]/i.test(statement)) {
    throw scan.wrong(`"${statement}" begins no line of an OBJ`);
  }
  if (SURFACES.test(statement)) {
    throw scan.wrong(
      `"${statement}" is part of a curved surface or of another file: save the mesh with faces`,
    );
  }
  if (NAMES.test(statement)) scan.nextLine();
  else scan.nextStatement();
}

/** Adds the corners of a face, and gives their number. */
function readFace(scan: Scanner, known: number, corners: GrowableUint32): number {
  let size = 0;
  while (!scan.lineEnds()) {
    const written = scan.integer('a vertex of the face');
    const rest = scan.endsWord() ? '' : scan.word();
    if (!/^(?:\/(?:-?\d+)?){0,2}$/.test(rest)) throw scan.wrong(`"${written}${rest}" is no vertex of a face`);
    const vertex = written < 0 ? known + written : written - 1;
    if (written === 0 || vertex < 0 || vertex > 0xfffffffe) {
      throw scan.wrong(`the face names vertex ${written}, which cannot be`);
    }
    corners.push(vertex);
    size++;
  }
  if (size < 3) throw scan.wrong(`a face needs three vertices, this one has ${size}`);
  return size;
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
  const decimalText = (at: number) => points[at]!.toFixed(decimals);
  for (let at = 0; at < points.length; at += 3) {
    lines.push(`v ${decimalText(at)} ${decimalText(at + 1)} ${decimalText(at + 2)}`);
  }
  return lines;
}
