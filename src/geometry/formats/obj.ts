/** Wavefront OBJ, the part for meshes and point clouds: `v` and `f`. Lines, normals and groups are skipped. */
import { TtError } from '../../core/errors';
import { checkMesh } from '../mesh/bounds';
import type { Mesh } from '../mesh/mesh';
import { GrowableFloat64, GrowableUint32 } from '../numeric/growable-arrays';
import { textBytes } from './plain-bytes';
import { polygonMesh } from './polygon-mesh';
import { Scanner } from './scanner';

const V = 118;
const F = 102;
/** The bit that distinguishes lower-case letters from capitals. */
const LOWER = 32;
/** Statements whose lines are names: a backslash at the end of such a line does not continue it. */
const NAMES = /^(?:o|g|mtllib|usemtl|usemap|maplib|shadow_obj|trace_obj)$/;
/** Statements for curved surfaces: without them the mesh would be a different one. */
const SURFACES = /^(?:surf|curv2?|trim|hole|call|bz?p|bsp|cd[cp]|res|fo)$/;

/**
 * The mesh of an OBJ; a file that has only points gives no faces. Faces with more than three corners are cut along
 * their outlines; negative indices count back from the last vertex; numbers after the third of a `v`, and texture and
 * normal indices, are ignored. Adds remarks about the file to `remarks`.
 * @throws INPUT if a line cannot be read, a face names a missing vertex, or there are no vertices
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

/** Throws for a statement that changes the mesh, and for text that is not a statement. */
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

/** Appends the corners of a face and returns their number. */
function readFace(scan: Scanner, vertexCount: number, corners: GrowableUint32): number {
  let size = 0;
  while (!scan.lineEnds()) {
    const index = scan.integer('a vertex of the face');
    const rest = scan.endsWord() ? '' : scan.word();
    if (!/^(?:\/(?:-?\d+)?){0,2}$/.test(rest)) throw scan.wrong(`"${index}${rest}" is no vertex of a face`);
    const vertex = index < 0 ? vertexCount + index : index - 1;
    if (index === 0 || vertex < 0 || vertex > 0xfffffffe) {
      throw scan.wrong(`the face names vertex ${index}, which cannot be`);
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
  /** Default 8, as in trimesh. */
  decimals?: number;
}

/** `v x y z` and `f a b c` lines; triangles with indices from 1. Every OBJ reader understands these. */
export function writeObj(mesh: Mesh, options: ObjOptions = {}): string {
  const { vertices, faces } = mesh;
  const lines = pointLines(vertices, options);
  for (let at = 0; at < faces.length; at += 3) {
    lines.push(`f ${faces[at]! + 1} ${faces[at + 1]! + 1} ${faces[at + 2]! + 1}`);
  }
  lines.push('');
  return lines.join('\n');
}

/** A point cloud: only `v` lines. */
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
