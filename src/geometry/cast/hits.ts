/** All intersections of segments with the triangles of a mesh. */
import { TtError } from '../../core/errors';
import { type Bvh, eachCandidate, isUsableCoordinate } from '../bvh/bvh';
import { ALONG, APART, COUNTED, classifyMeeting, parameter } from '../predicates/segment-triangle-meet';
import { HitList, PairList } from './hit-list';

/**
 * Ordered by segment, then t, then face. A segment through an edge or a corner hits all triangles there; an end point
 * on a face, or on its corner or edge, is a hit. A segment in a face's plane has no single common point with that face,
 * so the pair is listed in `along` instead; the same holds for a segment of no length on a face. A triangle without
 * area is never hit.
 */
export interface Hits {
  segment: Uint32Array;
  face: Uint32Array;
  /** 0 at the segment's start, 1 at its end. */
  t: Float64Array;
  /** 1 if the hit counts for parity: the segment still meets the triangle after an infinitesimal move. */
  counted: Uint8Array;
  /** Pairs of a segment and a face in whose plane it lies and which it touches. */
  along: { segment: Uint32Array; face: Uint32Array };
}

/**
 * All hits of the segments, which have six numbers each (both ends). Throws INPUT for coordinates that are not finite
 * or out of range, BIG for more than 8 million hits. All decisions are exact; t has an error of at most 4e-12 of the
 * distances to both ends.
 */
export function segmentHits(bvh: Bvh, segments: Float64Array): Hits {
  if (segments.length % 6 !== 0) {
    throw new TtError(
      'INPUT',
      `segments: ${segments.length} numbers, a segment is six (x, y, z of both ends)`,
    );
  }
  requireUsable(segments);
  const found = new HitList();
  const along = new PairList();
  const { vertices, faces } = bvh.mesh;
  const corners = new Float64Array(9);
  let last = -1;
  let begin = 0;
  eachCandidate(bvh, segments, (segment, face) => {
    if (segment !== last) {
      found.sortFrom(begin);
      begin = found.size;
      last = segment;
    }
    for (let corner = 0; corner < 9; corner += 3) {
      const vertex = 3 * faces[3 * face + corner / 3]!;
      corners[corner] = vertices[vertex]!;
      corners[corner + 1] = vertices[vertex + 1]!;
      corners[corner + 2] = vertices[vertex + 2]!;
    }
    const at = 6 * segment;
    const px = segments[at]!;
    const py = segments[at + 1]!;
    const pz = segments[at + 2]!;
    const qx = segments[at + 3]!;
    const qy = segments[at + 4]!;
    const qz = segments[at + 5]!;
    const meeting = classifyMeeting(px, py, pz, qx, qy, qz, corners, 0);
    if (meeting === APART) return;
    if (meeting === ALONG) along.add(segment, face);
    else {
      const t = parameter(px, py, pz, qx, qy, qz, corners, 0);
      found.add(segment, face, t, meeting === COUNTED ? 1 : 0);
    }
  });
  found.sortFrom(begin);
  return { ...found.cut(), along: along.cut() };
}

function requireUsable(segments: Float64Array): void {
  for (let i = 0; i < segments.length; i++) {
    const x = segments[i]!;
    if (isUsableCoordinate(x)) continue;
    const what = `segment ${Math.floor(i / 6)}, ${'xyz'[i % 3]} of its ${i % 6 < 3 ? 'first' : 'second'} end`;
    throw new TtError('INPUT', `${what}: ${x} is no place that can be worked with`);
  }
}
