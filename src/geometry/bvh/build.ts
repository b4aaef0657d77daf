/**
 * The tree of a bounding volume hierarchy. Above clusters of triangles it is split by surface area. The nodes of a cluster
 * are made when a walk first comes to it: a question about a part of a large mesh does not pay for the rest.
 */
import type { Mesh } from '../mesh/mesh';
import { type Clusters, clustersOf, middleOf } from './clusters';
import { MAX_SPLIT_DEPTH, split } from './split';

export const MAX_LEAF_TRIANGLES = 4;
/** In `count`: the nodes of this cluster are not made yet. */
export const CLOSED = 255;
/** Levels within a cluster: a bit of the curve each, and what halves a cell. */
const CLUSTER_DEPTH = 36;
/** The most nodes on the stack of a walk down the tree: one sibling a level. */
export const MAX_STACK = MAX_SPLIT_DEPTH + 34 + CLUSTER_DEPTH;
/** Numbers of a node on the stack: its number, its range, its depth and its box. */
const RECORD = 10;

export interface BvhTree {
  /** Centre x, y, z and half size x, y, z of each node's box; node 0 is the root. A tree without triangles has no node. */
  boxes: Float64Array;
  /** An inner node's first child (the second stands next to it), or a leaf's first triangle in leaf order. */
  first: Uint32Array;
  /** Triangles of a leaf; 0 for an inner node; `CLOSED` for one that `open` makes an inner node or a leaf. */
  count: Uint8Array;
  /** Nine coordinates of each triangle, in leaf order. */
  corners: Float64Array;
  /** Face of the mesh for each triangle in leaf order. */
  face: Uint32Array;
  /** Makes the nodes below a closed node, once. */
  open: (node: number) => void;
}

/** Every face names vertices that are there; `bounds` are min x, y, z and max x, y, z of all faces. */
export function buildTree(mesh: Mesh, bounds: Float64Array): BvhTree {
  const clusters = clustersOf(mesh.vertices, mesh.faces, bounds);
  const many = clusters.order.length;
  // A leaf holds a triangle or more, so that this is room for every node. Memory that is not written is not used.
  const tree = {
    boxes: new Float64Array(12 * many),
    first: new Uint32Array(2 * many),
    count: new Uint8Array(2 * many),
    corners: new Float64Array(9 * many),
    face: clusters.order,
  };
  const layout = new Layout(mesh, clusters, tree);
  if (many > 0) splitClusters(layout, tree, boxesOf(mesh, clusters), bounds);
  return { ...tree, open: (node) => layout.openCluster(node) };
}

/** Numbers the nodes. */
class Layout {
  private nodes = 1;
  private readonly stack = new Uint32Array(3 * (2 * CLUSTER_DEPTH + 4));

  constructor(
    private readonly mesh: Mesh,
    private readonly clusters: Clusters,
    private readonly tree: Omit<BvhTree, 'open'>,
  ) {}

  /** Gives a node two children, and answers the first of them. */
  addChildren(node: number): number {
    const child = this.nodes;
    this.tree.first[node] = child;
    this.tree.count[node] = 0;
    this.nodes += 2;
    return child;
  }

  /** Children have higher numbers than their node: their boxes are made first, from the last to the first. */
  openCluster(root: number): void {
    const { keys, starts, order } = this.clusters;
    const { count, first, boxes, corners } = this.tree;
    if (count[root] !== CLOSED) return;
    const cluster = first[root]!;
    const [begin, end] = [starts[cluster]!, starts[cluster + 1]!];
    setCorners(this.mesh, order, begin, end, corners);
    const { stack } = this;
    const below = this.nodes;
    let top = 0;
    stack[top++] = root;
    stack[top++] = begin;
    stack[top++] = end;
    while (top > 0) {
      const to = stack[--top]!;
      const from = stack[--top]!;
      const node = stack[--top]!;
      if (to - from <= MAX_LEAF_TRIANGLES) {
        first[node] = from;
        count[node] = to - from;
        continue;
      }
      const middle = middleOf(keys, from, to);
      const child = this.addChildren(node);
      stack[top++] = child + 1;
      stack[top++] = middle;
      stack[top++] = to;
      stack[top++] = child;
      stack[top++] = from;
      stack[top++] = middle;
    }
    for (let node = this.nodes - 1; node >= below; node--) {
      const from = first[node]!;
      const triangles = count[node]!;
      if (triangles > 0) setBoxOfCorners(corners, 9 * from, 9 * (from + triangles), boxes, 6 * node);
      else setBoxOfBoth(boxes, 6 * from, 6 * node);
    }
    for (let node = below; node < this.nodes; node++) setCentre(boxes, 6 * node);
  }
}

/** The nodes above the clusters. `clusterBox` is put in order on the way. */
function splitClusters(
  layout: Layout,
  { boxes, first, count }: Omit<BvhTree, 'open'>,
  clusterBox: Float64Array,
  bounds: Float64Array,
): void {
  const many = clusterBox.length / 6;
  const cluster = new Uint32Array(many);
  for (let i = 0; i < many; i++) cluster[i] = i;
  const bins = new Uint8Array(many);
  const both = new Float64Array(12);
  const stack = new Float64Array(RECORD * (MAX_STACK + 1));
  stack.set([0, 0, many, 0]);
  stack.set(bounds, 4);
  let depth = 1;
  while (depth > 0) {
    const record = RECORD * --depth;
    const node = stack[record]!;
    const from = stack[record + 1]!;
    const to = stack[record + 2]!;
    const level = stack[record + 3]!;
    for (let k = 0; k < 6; k++) boxes[6 * node + k] = stack[record + 4 + k]!;
    setCentre(boxes, 6 * node);
    if (to - from === 1) {
      first[node] = cluster[from]!;
      count[node] = CLOSED;
      continue;
    }
    const middle = split(clusterBox, cluster, bins, from, to, level, stack, record + 4, both);
    const child = layout.addChildren(node);
    for (let side = 1; side >= 0; side--) {
      const at = RECORD * depth++;
      stack[at] = child + side;
      stack[at + 1] = side === 0 ? from : middle;
      stack[at + 2] = side === 0 ? middle : to;
      stack[at + 3] = level + 1;
      for (let k = 0; k < 6; k++) stack[at + 4 + k] = both[6 * side + k]!;
    }
  }
}

/** The box of each cluster. */
function boxesOf({ vertices, faces }: Mesh, { order, starts }: Clusters): Float64Array {
  const boxes = new Float64Array(6 * (starts.length - 1));
  for (let i = 0, at = 0; at < boxes.length; i++, at += 6) {
    let lowX = Number.POSITIVE_INFINITY;
    let lowY = lowX;
    let lowZ = lowX;
    let highX = -lowX;
    let highY = -lowX;
    let highZ = -lowX;
    for (let j = starts[i]!; j < starts[i + 1]!; j++) {
      const face = 3 * order[j]!;
      for (let k = face; k < face + 3; k++) {
        const vertex = 3 * faces[k]!;
        const x = vertices[vertex]!;
        const y = vertices[vertex + 1]!;
        const z = vertices[vertex + 2]!;
        if (x < lowX) lowX = x;
        if (x > highX) highX = x;
        if (y < lowY) lowY = y;
        if (y > highY) highY = y;
        if (z < lowZ) lowZ = z;
        if (z > highZ) highZ = z;
      }
    }
    boxes[at] = lowX;
    boxes[at + 1] = lowY;
    boxes[at + 2] = lowZ;
    boxes[at + 3] = highX;
    boxes[at + 4] = highY;
    boxes[at + 5] = highZ;
  }
  return boxes;
}

/** Nine coordinates of the triangles from `begin` to `end` of an order. */
function setCorners(
  { vertices, faces }: Mesh,
  order: Uint32Array,
  begin: number,
  end: number,
  corners: Float64Array,
): void {
  for (let i = begin, at = 9 * begin; i < end; i++) {
    const face = 3 * order[i]!;
    for (let k = face; k < face + 3; k++, at += 3) {
      const vertex = 3 * faces[k]!;
      corners[at] = vertices[vertex]!;
      corners[at + 1] = vertices[vertex + 1]!;
      corners[at + 2] = vertices[vertex + 2]!;
    }
  }
}

/** The box of two children, of which the first begins at `child`. */
function setBoxOfBoth(boxes: Float64Array, child: number, at: number): void {
  boxes[at] = Math.min(boxes[child]!, boxes[child + 6]!);
  boxes[at + 1] = Math.min(boxes[child + 1]!, boxes[child + 7]!);
  boxes[at + 2] = Math.min(boxes[child + 2]!, boxes[child + 8]!);
  boxes[at + 3] = Math.max(boxes[child + 3]!, boxes[child + 9]!);
  boxes[at + 4] = Math.max(boxes[child + 4]!, boxes[child + 10]!);
  boxes[at + 5] = Math.max(boxes[child + 5]!, boxes[child + 11]!);
}

/** Least and most become middle and half size, which reaches both in spite of rounding. */
function setCentre(boxes: Float64Array, at: number): void {
  for (let k = at; k < at + 3; k++) {
    const low = boxes[k]!;
    const high = boxes[k + 3]!;
    const centre = (low + high) / 2;
    boxes[k] = centre;
    boxes[k + 3] = Math.max(high - centre, centre - low);
  }
}

/** Min x, y, z and max x, y, z of the places in `corners` from `from` to `to`. */
function setBoxOfCorners(
  corners: Float64Array,
  from: number,
  to: number,
  boxes: Float64Array,
  at: number,
): void {
  let lowX = Number.POSITIVE_INFINITY;
  let lowY = lowX;
  let lowZ = lowX;
  let highX = -lowX;
  let highY = -lowX;
  let highZ = -lowX;
  for (let i = from; i < to; i += 3) {
    const x = corners[i]!;
    const y = corners[i + 1]!;
    const z = corners[i + 2]!;
    if (x < lowX) lowX = x;
    if (x > highX) highX = x;
    if (y < lowY) lowY = y;
    if (y > highY) highY = y;
    if (z < lowZ) lowZ = z;
    if (z > highZ) highZ = z;
  }
  boxes[at] = lowX;
  boxes[at + 1] = lowY;
  boxes[at + 2] = lowZ;
  boxes[at + 3] = highX;
  boxes[at + 4] = highY;
  boxes[at + 5] = highZ;
}
