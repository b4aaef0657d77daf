/** Tests which points are inside a closed surface. */
import { TtError } from '../../core/errors';
import type { Bvh } from '../bvh/bvh';
import { eachEdge } from '../mesh/edges';
import { weld } from '../mesh/weld';
import { segmentHits } from './hits';

/** Number of rays per pass: their hits are in memory until they are counted. */
const AT_ONCE = 16_384;

/**
 * 1 for each point inside the surface, 0 outside: the parity of the faces that a ray in +x passes, decided exactly. A
 * point on the surface counts as the point an infinitesimal step in +x (then +y, then +z) from it, so boxes with a
 * common wall share none of its points. Inner surfaces are holes, whatever their winding. An overlap of two parts
 * counts as outside (make a union first). Throws INPUT for an open mesh, and for points that `segmentHits` would
 * refuse.
 */
export function pointsInside(bvh: Bvh, points: Float64Array): Uint8Array {
  if (points.length % 3 !== 0) {
    throw new TtError('INPUT', `points: ${points.length} numbers, a point is three (x, y, z)`);
  }
  requireClosed(bvh);
  const many = points.length / 3;
  const holds = new Uint8Array(many);
  if (bvh.tree === null) return holds;
  const [low, high] = [bvh.bounds[0]!, bvh.bounds[3]!];
  // A position beyond all faces, even if the box is a point.
  const beyond = high + Math.max(high - low, Math.abs(high), 1);
  for (let from = 0; from < many; from += AT_ONCE) {
    const to = Math.min(many, from + AT_ONCE);
    const rays = new Float64Array(6 * (to - from));
    for (let i = from; i < to; i++) {
      const ray = 6 * (i - from);
      rays[ray] = points[3 * i]!;
      rays[ray + 3] = Math.max(beyond, points[3 * i]!);
      for (let k = 1; k < 3; k++) rays[ray + k] = rays[ray + 3 + k] = points[3 * i + k]!;
    }
    const { segment, counted } = segmentHits(bvh, rays);
    for (let hit = 0; hit < segment.length; hit++) {
      holds[from + segment[hit]!] = holds[from + segment[hit]!]! ^ counted[hit]!;
    }
  }
  return holds;
}

/**
 * Throws INPUT if the surface has an opening: an edge (identified by the positions of its ends) with an odd number of
 * faces. Parity needs only even numbers; faces may have any winding.
 */
export function requireClosed({ mesh }: Bvh): void {
  let edges = 0;
  let open = 0;
  eachEdge(weld(mesh), (_low, _high, up, down) => {
    edges++;
    open += (up + down) % 2;
  });
  if (open === 0) return;
  throw new TtError(
    'INPUT',
    `the mesh has no inside: ${open} of its ${edges} edges have an odd number of faces, so it is open or damaged. ` +
      'Close it first, or ask for crossings, which any mesh has',
  );
}
