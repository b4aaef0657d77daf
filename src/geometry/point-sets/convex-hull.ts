/** The convex hull of points in space, exact for all input. */
import type { Mesh } from '../mesh/mesh';
import { dropUnused } from '../mesh/weld';
import { frameOf, statusError, tooFewPoints, withNative, writePoints } from './native';

const WHAT = 'a convex hull';
const MOST_POINTS = 20_000_000;

/**
 * `points` are x, y, z each, in any order, duplicates included. The mesh is closed and winds outward. Its vertices are
 * only the corners, in the order of the input: points inside a facet or an edge are not vertices. Throws INPUT for a
 * coordinate that is not a number, and for points that span no space; BIG for too many points.
 */
export function convexHull(points: Float64Array): Mesh {
  const frame = frameOf(points);
  const count = points.length / 3;
  if (count < 4) throw tooFewPoints(WHAT, count);
  if (count > MOST_POINTS) throw statusError(-1, WHAT, count);
  return withNative((native) => {
    const at = native.beginHull(count);
    if (at === 0) throw statusError(-1, WHAT, count);
    writePoints(points, frame, native, at);
    const status = native.hull(...frame.size, frame.whole);
    if (status !== 0) throw statusError(status, WHAT, count);
    const faceCount = native.packHull();
    if (faceCount < 0) throw statusError(faceCount, WHAT, count);
    const faces = new Uint32Array(native.memory.buffer, native.packedHull(), faceCount * 3).slice();
    return dropUnused({ vertices: points, faces });
  });
}
