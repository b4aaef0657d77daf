/** All intersections of segments with the triangles of a mesh. */
import { TtError } from '../../core/errors';
import { CLOSED, MAX_STACK } from '../bvh/build';
import { type Bvh, isUsableCoordinate } from '../bvh/bvh';
import { ALONG, APART, COUNTED, classifyMeeting, parameter } from '../predicates/segment-triangle-meet';
import { HitList, PairList } from './hit-list';

const { abs, max, min } = Math;

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
 * Limit of segments in a group. Consecutive segments, such as a neuron's bones, descend the tree together as long as
 * its boxes are larger than theirs.
 */
const MOST_IN_GROUP = 32;
/** Limit of the length of a group's box, in lengths of the box of its longest segment. */
const GROUP_LENGTHS = 4;
/** Limit of the nodes from which the segments of a group continue one by one. */
const MOST_FRONTIER = 48;

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
  const stack = new Uint32Array(MAX_STACK + MOST_FRONTIER + 4);
  const frontier = new Uint32Array(MOST_FRONTIER + 4);
  const around = new Float64Array(6);
  let starts = 0;
  let end = 0;
  for (let i = 0; i < segments.length; i += 6) {
    if (i === end) {
      end = groupEnd(segments, i, around);
      starts = frontierOf(bvh, around, slack, frontier);
    }
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
    while (top < starts) {
      stack[top] = frontier[top]!;
      top++;
    }
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

/**
 * Returns the end of the group of segments that begins at `begin`. `around` becomes the box of the group: min x, y, z,
 * max x, y, z.
 */
function groupEnd(segments: Float64Array, begin: number, around: Float64Array): number {
  for (let k = 0; k < 3; k++) {
    const [p, q] = [segments[begin + k]!, segments[begin + 3 + k]!];
    around[k] = min(p, q);
    around[k + 3] = max(p, q);
  }
  const last = min(segments.length, begin + 6 * MOST_IN_GROUP);
  let longest = max(around[3]! - around[0]!, around[4]! - around[1]!, around[5]! - around[2]!);
  for (let at = begin + 6; at < last; at += 6) {
    const [px, py, pz] = [segments[at]!, segments[at + 1]!, segments[at + 2]!];
    const [qx, qy, qz] = [segments[at + 3]!, segments[at + 4]!, segments[at + 5]!];
    longest = max(longest, abs(qx - px), abs(qy - py), abs(qz - pz));
    const lowX = min(around[0]!, px, qx);
    const lowY = min(around[1]!, py, qy);
    const lowZ = min(around[2]!, pz, qz);
    const highX = max(around[3]!, px, qx);
    const highY = max(around[4]!, py, qy);
    const highZ = max(around[5]!, pz, qz);
    if (max(highX - lowX, highY - lowY, highZ - lowZ) > GROUP_LENGTHS * longest) return at;
    around[0] = lowX;
    around[1] = lowY;
    around[2] = lowZ;
    around[3] = highX;
    around[4] = highY;
    around[5] = highZ;
  }
  return last;
}

/**
 * Writes to `nodes` the nodes that together contain every triangle that may meet the box `around`, and returns their
 * number. It descends as long as the nodes' boxes are longer than that box.
 */
function frontierOf(
  { boxes, first, count }: Bvh,
  around: Float64Array,
  slack: number,
  nodes: Uint32Array,
): number {
  if (count.length === 0) return 0;
  const mx = (around[0]! + around[3]!) / 2;
  const my = (around[1]! + around[4]!) / 2;
  const mz = (around[2]! + around[5]!) / 2;
  const ex = (around[3]! - around[0]!) / 2 + slack;
  const ey = (around[4]! - around[1]!) / 2 + slack;
  const ez = (around[5]! - around[2]!) / 2 + slack;
  const extent = max(ex, ey, ez);
  let found = 0;
  // Nodes that are not visited yet are at the end of the array, those that were found at its start.
  let open = nodes.length;
  nodes[--open] = 0;
  while (open < nodes.length) {
    const node = nodes[open++]!;
    const box = 6 * node;
    const hx = boxes[box + 3]! + slack;
    const hy = boxes[box + 4]! + slack;
    const hz = boxes[box + 5]! + slack;
    if (abs(mx - boxes[box]!) > hx + ex || abs(my - boxes[box + 1]!) > hy + ey) continue;
    if (abs(mz - boxes[box + 2]!) > hz + ez) continue;
    const isLarge = hx > extent || hy > extent || hz > extent;
    if (isLarge && count[node] === 0 && open - found > 2) {
      const child = first[node]!;
      nodes[--open] = child + 1;
      nodes[--open] = child;
    } else nodes[found++] = node;
  }
  return found;
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
