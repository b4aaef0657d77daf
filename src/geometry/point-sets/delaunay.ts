/** The Delaunay tetrahedra of points in space, exact for all input. */

import { mergePositions } from '../mesh/weld';
import { frameOf, statusError, tooFewPoints, withNative, writePoints } from './native';

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
    const tetCount = native.pack();
    if (tetCount < 0) throw statusError(tetCount, WHAT, count);
    const { buffer } = native.memory;
    return {
      points: vertices,
      index,
      tets: new Uint32Array(buffer, native.packed(), tetCount * 4).slice(),
      neighbours: new Int32Array(buffer, native.packedNeighbours(), tetCount * 4).slice(),
    };
  });
}
