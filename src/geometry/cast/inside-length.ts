/** The cable length of a tree inside a closed surface. */
import { TtError } from '../../core/errors';
import type { Bvh } from '../bvh/bvh';
import { CompensatedSum } from '../numeric/compensated-sum';
import type { Tree } from '../skeletons/tree';
import { segmentHits } from './hits';
import { pointsInside } from './inside';

export interface InsideLength {
  /** Length inside the surface, in the unit of the vertices. */
  inside: number;
  total: number;
  /** Length of each edge inside the surface. */
  edges: Float64Array;
  /** 1 for each vertex inside, by the rule of `inside`. */
  vertices: Uint8Array;
}

/**
 * Splits each edge exactly where it passes through the surface (see `Hits.counted`). An edge in the surface belongs to
 * the side that `inside` gives its ends. Throws INPUT for an open mesh, and for an edge with a missing vertex.
 */
export function insideLength(bvh: Bvh, tree: Tree): InsideLength {
  const { vertices, edges } = tree;
  const segments = edgeSegments(tree);
  const holds = pointsInside(bvh, vertices);
  const { segment, t, counted } = segmentHits(bvh, segments);
  const lengths = new Float64Array(edges.length / 2);
  const [within, total] = [new CompensatedSum(), new CompensatedSum()];
  let hit = 0;
  for (let edge = 0; edge < lengths.length; edge++) {
    const at = 6 * edge;
    const [dx, dy, dz] = [0, 1, 2].map((k) => segments[at + 3 + k]! - segments[at + k]!) as [
      number,
      number,
      number,
    ];
    const length = Math.hypot(dx, dy, dz);
    let state = holds[edges[2 * edge]!]!;
    let since = 0;
    let part = 0;
    for (; hit < segment.length && segment[hit] === edge; hit++) {
      if (counted[hit] === 0) continue;
      if (state === 1) part += t[hit]! - since;
      since = t[hit]!;
      state ^= 1;
    }
    if (state === 1) part += 1 - since;
    lengths[edge] = part * length;
    within.add(lengths[edge]!);
    total.add(length);
  }
  return { inside: within.total, total: total.total, edges: lengths, vertices: holds };
}

/** Both ends of each edge, six numbers per edge, in the form for `segmentHits` and `crossings`. */
export function edgeSegments({ vertices, edges }: Tree): Float64Array {
  const segments = new Float64Array(3 * edges.length);
  for (let end = 0; end < edges.length; end++) {
    const vertex = edges[end]!;
    if (vertex >= vertices.length / 3) {
      throw new TtError(
        'INPUT',
        `edge ${Math.floor(end / 2) + 1} of the skeleton names vertex ${vertex + 1}, there are ${vertices.length / 3}`,
      );
    }
    segments.set(vertices.subarray(3 * vertex, 3 * vertex + 3), 3 * end);
  }
  return segments;
}
