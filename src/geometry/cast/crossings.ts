/** The distinct points at which segments meet the surface of a mesh. */
import { type Fraction, nearestDouble } from '../../core/exact';
import type { Vec3 } from '../../core/points';
import type { Bvh } from '../bvh/bvh';
import { segmentTriangle } from '../predicates/segment-triangle';
import { type Hits, segmentHits } from './hits';

/** Ordered by segment, then t. Two points of a segment are the same if their exact t are equal. */
export interface Crossings {
  segment: Uint32Array;
  /** 0 at the segment's start, 1 at its end. */
  t: Float64Array;
  /** x, y, z of each point, exact to a few units in the last place. */
  points: Float64Array;
  /**
   * 1 if the segment passes through the surface at this point, 0 if it only touches it: it passes if the number of
   * faces that count for parity is odd (see `Hits.counted`). For an end point on the surface, compare the rest of the
   * segment with the point an infinitesimal step in +x (then +y, then +z) from that end: the segment passes if they lie
   * on opposite sides.
   */
  through: Uint8Array;
  /** Faces at the point: `faces` from `faceStart[i]` to `faceStart[i + 1]`, in ascending order. */
  faceStart: Uint32Array;
  faces: Uint32Array;
}

/**
 * Parameters that differ by more than this belong to different points: three times the error of `Hits.t`, in both
 * directions.
 */
const APART = 1e-11;

/**
 * The crossings of segments with the mesh. Hits of one segment at exactly the same position (a shared edge or corner,
 * copies of a face, intersecting sheets of the surface) are one crossing. Errors as in `segmentHits`.
 */
export function crossings(bvh: Bvh, segments: Float64Array): Crossings {
  return mergeHits(bvh, segments, segmentHits(bvh, segments));
}

/** As `crossings`, from existing hits of the same segments. */
export function mergeHits(bvh: Bvh, segments: Float64Array, hits: Hits): Crossings {
  const many = hits.face.length;
  const segment = new Uint32Array(many);
  const t = new Float64Array(many);
  const points = new Float64Array(3 * many);
  const through = new Uint8Array(many);
  const faceStart = new Uint32Array(many + 1);
  const faces = new Uint32Array(many);
  let count = 0;
  let faceCount = 0;
  const put = (from: readonly number[], at: number) => {
    const i = hits.segment[from[0]!]!;
    segment[count] = i;
    t[count] = at;
    setPoint(points, 3 * count, segments, 6 * i, at);
    for (const hit of from) through[count] = through[count]! ^ hits.counted[hit]!;
    for (const face of from.map((hit) => hits.face[hit]!).sort((a, b) => a - b)) faces[faceCount++] = face;
    faceStart[++count] = faceCount;
  };
  for (let i = 0; i < many; ) {
    let end = i + 1;
    while (end < many && hits.segment[end] === hits.segment[i] && hits.t[end]! - hits.t[end - 1]! <= APART)
      end++;
    if (end === i + 1) put([i], hits.t[i]!);
    else for (const group of samePlace(bvh, segments, hits, i, end)) put(group.hits, group.t);
    i = end;
  }
  return {
    segment: segment.slice(0, count),
    t: t.slice(0, count),
    points: points.slice(0, 3 * count),
    through: through.slice(0, count),
    faceStart: faceStart.slice(0, count + 1),
    faces,
  };
}

interface Place {
  hits: number[];
  t: number;
}

interface Exact {
  hit: number;
  t: Fraction;
}

/** Groups the hits of one segment, from `begin` to `end`, by their exact parameter, in ascending order. */
function samePlace(bvh: Bvh, segments: Float64Array, hits: Hits, begin: number, end: number): Place[] {
  const { vertices, faces } = bvh.mesh;
  const start = 6 * hits.segment[begin]!;
  const vec = (list: Float64Array, at: number): Vec3 => [list[at]!, list[at + 1]!, list[at + 2]!];
  const line = [vec(segments, start), vec(segments, start + 3)];
  const exact: Exact[] = [];
  for (let hit = begin; hit < end; hit++) {
    const face = 3 * hits.face[hit]!;
    const meeting = segmentTriangle(
      line,
      [0, 1, 2].map((k) => vec(vertices, 3 * faces[face + k]!)),
    );
    if (meeting.kind === 'point') exact.push({ hit, t: meeting.t });
  }
  const difference = (a: Exact, b: Exact) => a.t.top * b.t.bottom - b.t.top * a.t.bottom;
  const zero = BigInt(0);
  exact.sort((a, b) => {
    const more = difference(a, b);
    return more < zero ? -1 : more > zero ? 1 : a.hit - b.hit;
  });
  const places: (Place & { first: Exact })[] = [];
  for (const each of exact) {
    const last = places[places.length - 1];
    if (last !== undefined && difference(last.first, each) === zero) last.hits.push(each.hit);
    else places.push({ hits: [each.hit], t: nearestDouble(each.t), first: each });
  }
  return places;
}

/** The point at `t` of a segment, computed from the nearer end, so that both ends are exact. */
function setPoint(points: Float64Array, to: number, segments: Float64Array, at: number, t: number): void {
  for (let k = 0; k < 3; k++) {
    const p = segments[at + k]!;
    const q = segments[at + 3 + k]!;
    points[to + k] = t < 0.5 ? p + t * (q - p) : q - (1 - t) * (q - p);
  }
}
