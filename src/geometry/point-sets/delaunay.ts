/** The Delaunay tetrahedra of points in space, exact for all input. */

import type { TtError } from '../../core/errors';
import { mergePositions } from '../mesh/weld';
import { frameOf, type Native, statusError, tooFewPoints, withNative, writePoints } from './native';

export interface Delaunay {
  /** The distinct points, x, y, z each, in order of first appearance. */
  points: Float64Array;
  /** For each given point, the index of its distinct point. */
  index: Uint32Array;
  /** Four distinct points per tetrahedron; `FACES` lists its faces as seen from outside. */
  tets: Uint32Array;
  /** The tetrahedron across the face opposite each of the four points; -1 if there is none. */
  neighbours: Int32Array;
}

/** The face opposite each of four vertices, counter-clockwise seen from outside the tetrahedron. */
export const FACES = [
  [1, 3, 2],
  [0, 2, 3],
  [0, 3, 1],
  [0, 1, 2],
] as const;

/** Limit of tetrahedra: 400 MB of working memory, some 1.5 million scattered points. */
const MOST_TETS = 10_000_000;
const MOST_POINTS = 20_000_000;
const WHAT = 'a division into tetrahedra';

/**
 * `points` are x, y, z each. If points lie on one sphere and several triangulations are correct, the result is one of
 * them; none of its tetrahedra is flat. Throws INPUT for a coordinate that is not a number, and for points that span no
 * space; BIG for too many tetrahedra.
 */
export function delaunay(points: Float64Array): Delaunay {
  return withTetrahedra(points, (native, { points: distinct, index }) => {
    const tets = native.pack();
    if (tets < 0) throw tooMany(index);
    const { buffer } = native.memory;
    return {
      points: distinct,
      index,
      tets: new Uint32Array(buffer, native.packed(), tets * 4).slice(),
      neighbours: new Int32Array(buffer, native.packedNeighbours(), tets * 4).slice(),
    };
  });
}

/** The points of a triangulation whose tetrahedra are still with the compiled geometry. */
export interface Triangulated extends Pick<Delaunay, 'points' | 'index'> {
  /** The unit of its coordinates. */
  unit: number;
}

/** Triangulates as `delaunay`, and gives what `work` makes of the tetrahedra. */
export function withTetrahedra<T>(
  points: Float64Array,
  work: (native: Native, triangulated: Triangulated) => T,
): T {
  const frame = frameOf(points);
  const { vertices, index } = mergePositions(points);
  const count = vertices.length / 3;
  if (count < 4) throw tooFewPoints(WHAT, count);
  if (count > MOST_POINTS) throw statusError(-1, WHAT, count);
  return withNative((native) => {
    const at = native.begin(count, MOST_TETS);
    if (at === 0) throw statusError(-1, WHAT, count);
    writePoints(vertices, frame, native, at);
    const status = native.triangulate(...frame.size, frame.whole);
    if (status !== 0) throw statusError(status, WHAT, count);
    return work(native, { points: vertices, index, unit: frame.unit });
  });
}

/** The error where memory runs out after the triangulation. */
export const tooMany = ({ length }: Uint32Array): TtError => statusError(-1, WHAT, length);
