/** Bounding boxes of packed positions, and the check that positions are valid numbers. */
import { TtError } from '../../core/errors';
import type { Mesh } from './mesh';

export interface Bounds {
  min: [number, number, number];
  max: [number, number, number];
}

/** The box of packed x, y, z; null without positions. */
export function boundsOf(vertices: Float64Array): Bounds | null {
  if (vertices.length === 0) return null;
  const box: Bounds = { min: [Infinity, Infinity, Infinity], max: [-Infinity, -Infinity, -Infinity] };
  for (let at = 0; at < vertices.length; at += 3) {
    for (let axis = 0; axis < 3; axis++) {
      const value = vertices[at + axis]!;
      if (value < box.min[axis]!) box.min[axis] = value;
      if (value > box.max[axis]!) box.max[axis] = value;
    }
  }
  return box;
}

/** The centre of the box, rounded to integers, so that integer coordinates stay integers when it is subtracted. */
export function centreOf(vertices: Float64Array): [number, number, number] {
  const box = boundsOf(vertices);
  if (!box) return [0, 0, 0];
  const middle = (axis: 0 | 1 | 2) => Math.round(box.min[axis] / 2 + box.max[axis] / 2);
  return [middle(0), middle(1), middle(2)];
}

/** Positions relative to `centre`, rounded to single precision, as compiled libraries take them. */
export function toFloat32(vertices: Float64Array, centre: readonly [number, number, number]): Float32Array {
  const out = new Float32Array(vertices.length);
  for (let at = 0; at < out.length; at++) out[at] = vertices[at]! - centre[at % 3]!;
  return out;
}

/** Squares and cubes of coordinates up to this value stay finite in all sums; it is a thousand km in nm. */
export const MAX_COORDINATE = 1e15;

/**
 * Throws for positions that are not finite or beyond 1e15, and for faces with missing vertices. `what` names the mesh;
 * `first` is the number of the first vertex in the mesh's format.
 */
export function checkMesh(mesh: Mesh, what = 'the mesh', first: 0 | 1 = 1): void {
  const { vertices, faces } = mesh;
  if (vertices.length % 3 !== 0 || faces.length % 3 !== 0) {
    throw new TtError('INPUT', `${what} is damaged: its vertices or faces do not come in threes`);
  }
  for (let at = 0; at < vertices.length; at++) {
    if (Math.abs(vertices[at]!) <= MAX_COORDINATE) continue;
    throw new TtError(
      'INPUT',
      `vertex ${Math.floor(at / 3) + first} of ${what} has a coordinate that cannot be, ${vertices[at]}: the file is damaged, export the mesh again`,
    );
  }
  const count = vertices.length / 3;
  for (let at = 0; at < faces.length; at++) {
    if (faces[at]! < count) continue;
    throw new TtError(
      'INPUT',
      `face ${Math.floor(at / 3) + 1} of ${what} names vertex ${faces[at]! + first}, but there are ${count}: the file is damaged or cut`,
    );
  }
}
