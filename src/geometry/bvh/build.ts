/** The tree of a bounding volume hierarchy: clusters of triangles, split from the top. */
import { type Clusters, clustersOf, MAX_LEAF_TRIANGLES } from './clusters';
import { expandBy, MAX_SPLIT_DEPTH, setBoundsOfRange, setEmpty, split } from './split';

/** The most nodes on the stack of a walk down the tree: one sibling a level. */
export const MAX_STACK = MAX_SPLIT_DEPTH + 34;
/** Numbers of a node on the stack: its number, its range, its depth and its box. */
const RECORD = 10;

export interface BvhTree {
  boxes: Float64Array;
  first: Uint32Array;
  count: Uint8Array;
  /** Triangles in leaf order. */
  face: Uint32Array;
  bounds: Float64Array;
}

/**
 * `box` holds min x, y, z and max x, y, z of each triangle. The nodes are written as `Bvh` describes them; boxes of
 * clusters are what is split.
 */
export function buildTree(box: Float64Array): BvhTree {
  const faces = box.length / 6;
  const face = new Uint32Array(faces);
  const bounds = new Float64Array(6);
  if (faces === 0) return { boxes: new Float64Array(0), first: face, count: new Uint8Array(0), face, bounds };

  setBoundsOfRange(box, 0, faces, bounds, 0);
  const clusters = clustersOf(box, bounds);
  const { order, starts } = clusters;
  const many = starts.length - 1;
  const clusterBox = boxesOf(box, clusters);
  const cluster = new Uint32Array(many).map((_x, i) => i);
  const bins = new Uint8Array(many);

  const boxes = new Float64Array(12 * many);
  const first = new Uint32Array(2 * many);
  const count = new Uint8Array(2 * many);
  const stack = new Float64Array(RECORD * (MAX_STACK + 1));
  const both = new Float64Array(12);
  stack.set([0, 0, many, 0]);
  stack.set(bounds, 4);
  let depth = 1;
  let nodes = 1;
  let end = 0;
  while (depth > 0) {
    const record = RECORD * --depth;
    const node = stack[record]!;
    const from = stack[record + 1]!;
    const to = stack[record + 2]!;
    const level = stack[record + 3]!;
    for (let k = 0; k < 3; k++) {
      const low = stack[record + 4 + k]!;
      const high = stack[record + 7 + k]!;
      const centre = (low + high) / 2;
      boxes[6 * node + k] = centre;
      boxes[6 * node + 3 + k] = Math.max(high - centre, centre - low);
    }
    let triangles = 0;
    for (let i = from; i < to && triangles <= MAX_LEAF_TRIANGLES; i++) {
      triangles += starts[cluster[i]! + 1]! - starts[cluster[i]!]!;
    }
    if (triangles <= MAX_LEAF_TRIANGLES) {
      first[node] = end;
      count[node] = triangles;
      for (let i = from; i < to; i++) {
        for (let j = starts[cluster[i]!]!; j < starts[cluster[i]! + 1]!; j++) face[end++] = order[j]!;
      }
      continue;
    }
    const middle = split(clusterBox, cluster, bins, from, to, level, stack, record + 4, both);
    first[node] = nodes;
    for (let side = 1; side >= 0; side--) {
      const at = RECORD * depth++;
      stack[at] = nodes + side;
      stack[at + 1] = side === 0 ? from : middle;
      stack[at + 2] = side === 0 ? middle : to;
      stack[at + 3] = level + 1;
      for (let k = 0; k < 6; k++) stack[at + 4 + k] = both[6 * side + k]!;
    }
    nodes += 2;
  }
  return {
    boxes: boxes.slice(0, 6 * nodes),
    first: first.slice(0, nodes),
    count: count.slice(0, nodes),
    face,
    bounds,
  };
}

/** The box of each cluster. */
function boxesOf(box: Float64Array, { order, starts }: Clusters): Float64Array {
  const boxes = new Float64Array(6 * (starts.length - 1));
  for (let i = 0, at = 0; at < boxes.length; i++, at += 6) {
    setEmpty(boxes, at);
    for (let j = starts[i]!; j < starts[i + 1]!; j++) expandBy(boxes, at, box, 6 * order[j]!);
  }
  return boxes;
}
