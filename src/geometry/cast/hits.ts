/** All intersections of segments with the triangles of a mesh. */
import { TtError } from '../../core/errors';
import { CLOSED, MAX_STACK } from '../bvh/build';
import { type Bvh, isUsableCoordinate } from '../bvh/bvh';
import { ALONG, APART, COUNTED, classifyMeeting, parameter } from '../predicates/segment-triangle-meet';
import { HitList, PairList } from './hit-list';

const { abs } = Math;

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

/** Rounding error of a separating-axis test, in units of the largest coordinate, with a margin. */
const SLACK = 2 ** -46;

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
  const slack = SLACK * Math.max(bvh.largest, largest(segments));
  const found = new HitList();
  const along = new PairList();
  const { boxes, first, count, corners, face } = bvh;
  const stack = new Uint32Array(MAX_STACK + 1);
  const nodes = count.length;
  for (let i = 0; i < segments.length; i += 6) {
    const px = segments[i]!;
    const py = segments[i + 1]!;
    const pz = segments[i + 2]!;
    const qx = segments[i + 3]!;
    const qy = segments[i + 4]!;
    const qz = segments[i + 5]!;
    const mx = (px + qx) / 2;
    const my = (py + qy) / 2;
    const mz = (pz + qz) / 2;
    const dx = (qx - px) / 2;
    const dy = (qy - py) / 2;
    const dz = (qz - pz) / 2;
    const ex = abs(dx);
    const ey = abs(dy);
    const ez = abs(dz);
    const begin = found.size;
    let top = 0;
    if (nodes > 0) stack[top++] = 0;
    while (top > 0) {
      const node = stack[--top]!;
      // Tests segment and box on the six separating axes that matter; the box is enlarged by the slack.
      const box = 6 * node;
      const cx = mx - boxes[box]!;
      const hx = boxes[box + 3]! + slack;
      if (abs(cx) > hx + ex) continue;
      const cy = my - boxes[box + 1]!;
      const hy = boxes[box + 4]! + slack;
      if (abs(cy) > hy + ey) continue;
      const cz = mz - boxes[box + 2]!;
      const hz = boxes[box + 5]! + slack;
      if (abs(cz) > hz + ez) continue;
      if (abs(cy * dz - cz * dy) > hy * ez + hz * ey) continue;
      if (abs(cz * dx - cx * dz) > hz * ex + hx * ez) continue;
      if (abs(cx * dy - cy * dx) > hx * ey + hy * ex) continue;
      if (count[node] === CLOSED) bvh.open(node);
      const triangles = count[node]!;
      const start = first[node]!;
      if (triangles === 0) {
        stack[top++] = start + 1;
        stack[top++] = start;
        continue;
      }
      for (let j = start; j < start + triangles; j++) {
        const meeting = classifyMeeting(px, py, pz, qx, qy, qz, corners, 9 * j);
        if (meeting === APART) continue;
        if (meeting === ALONG) along.add(i / 6, face[j]!);
        else {
          const t = parameter(px, py, pz, qx, qy, qz, corners, 9 * j);
          found.add(i / 6, face[j]!, t, meeting === COUNTED ? 1 : 0);
        }
      }
    }
    found.sortFrom(begin);
  }
  return { ...found.cut(), along: along.cut() };
}

function largest(segments: Float64Array): number {
  let most = 0;
  for (let i = 0; i < segments.length; i++) {
    const x = segments[i]!;
    if (!isUsableCoordinate(x)) {
      const what = `segment ${Math.floor(i / 6)}, ${'xyz'[i % 3]} of its ${i % 6 < 3 ? 'first' : 'second'} end`;
      throw new TtError('INPUT', `${what}: ${x} is no place that can be worked with`);
    }
    if (x > most) most = x;
    else if (-x > most) most = -x;
  }
  return most;
}
