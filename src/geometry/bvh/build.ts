/**
 * The tree of a bounding volume hierarchy. Above clusters of triangles, nodes are split by surface area. The nodes
 * inside a cluster are created when a query first reaches it, so a query about a part of a large mesh does not pay for
 * the rest.
 */
import type { Mesh } from '../mesh/mesh';
import { type Clusters, clustersOf, middleOf } from './clusters';
import { MAX_SPLIT_DEPTH, split } from './split';

export const MAX_LEAF_TRIANGLES = 4;
/** Value in `count`: the nodes of this cluster are not created yet. */
export const CLOSED = 255;
/** Levels inside a cluster: one per bit of the curve, and those that halve a cell. */
const CLUSTER_DEPTH = 36;
/** Largest number of nodes on the stack of a walk down the tree: one sibling per level. */
export const MAX_STACK = MAX_SPLIT_DEPTH + 34 + CLUSTER_DEPTH;
/** Numbers per node on the stack: its number, its range, its depth and its box. */
const RECORD = 10;

export interface BvhTree {
  /**
   * Centre x, y, z and half size x, y, z of each node's box; node 0 is the root. A tree without triangles has no nodes.
   */
  boxes: Float64Array;
  /** The first child of an inner node (the second one follows it), or the first triangle of a leaf, in leaf order. */
  first: Uint32Array;
  /**
   * Number of triangles of a leaf; 0 for an inner node; `CLOSED` for a node that `open` turns into an inner node or a
   * leaf.
   */
  count: Uint8Array;
  /** Nine coordinates of each triangle, in leaf order. */
  corners: Float64Array;
  /** The mesh's face for each triangle in leaf order. */
  face: Uint32Array;
  /** Creates the nodes below a closed node, once. */
  open: (node: number) => void;
}

/** All faces must name existing vertices; `bounds` are min x, y, z and max x, y, z of all faces. */
export function buildTree(mesh: Mesh, bounds: Float64Array): BvhTree {
  const clusters = clustersOf(mesh.vertices, mesh.faces, bounds);
  const many = clusters.order.length;
  // Each leaf holds at least one triangle, so this is enough for all nodes. Memory that is never written takes no
  // space.
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

/** Assigns numbers to nodes. */
class Layout {
  private nodes = 1;
  private readonly stack = new Uint32Array(3 * (2 * CLUSTER_DEPTH + 4));

  constructor(
    private readonly mesh: Mesh,
    private readonly clusters: Clusters,
    private readonly tree: Omit<BvhTree, 'open'>,
  ) {}

  /** Gives a node two children and returns the first of them. */
  addChildren(node: number): number {
    const child = this.nodes;
    this.tree.first[node] = child;
    this.tree.count[node] = 0;
    this.nodes += 2;
    return child;
  }

  /** Children have higher numbers than their node, so a pass from the last to the first computes their boxes first. */
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

/** Creates the nodes above the clusters; reorders `clusterBox`. */
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

/** Computes the box of each cluster. */
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

/** Writes nine coordinates for each triangle from `begin` to `end` of an order. */
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

/** The union of the boxes of two children; the first child's box begins at `child`. */
function setBoxOfBoth(boxes: Float64Array, child: number, at: number): void {
  boxes[at] = Math.min(boxes[child]!, boxes[child + 6]!);
  boxes[at + 1] = Math.min(boxes[child + 1]!, boxes[child + 7]!);
  boxes[at + 2] = Math.min(boxes[child + 2]!, boxes[child + 8]!);
  boxes[at + 3] = Math.max(boxes[child + 3]!, boxes[child + 9]!);
  boxes[at + 4] = Math.max(boxes[child + 4]!, boxes[child + 10]!);
  boxes[at + 5] = Math.max(boxes[child + 5]!, boxes[child + 11]!);
}

/** Converts min and max to centre and half size, which is rounded so that the box still contains both. */
function setCentre(boxes: Float64Array, at: number): void {
  for (let k = at; k < at + 3; k++) {
    const low = boxes[k]!;
    const high = boxes[k + 3]!;
    const centre = (low + high) / 2;
    boxes[k] = centre;
    boxes[k + 3] = Math.max(high - centre, centre - low);
  }
}

/** Min x, y, z and max x, y, z of the positions in `corners` from `from` to `to`. */
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
