/** Measures of a skeleton: cable length, components, tips, longest path. */
import { type Bounds, boundsOf } from '../mesh/bounds';
import { CompensatedSum } from '../numeric/compensated-sum';
import type { Tree } from './tree';
import { checkTree, orderTree } from './tree-order';

export interface TreeMeasures {
  nodes: number;
  edges: number;
  /** Vertex indices, one per component. */
  roots: number[];
  components: number;
  /** Number of nodes without a child. */
  leaves: number;
  /** Number of nodes with more than one child, including roots. */
  branchPoints: number;
  /** Sum of the lengths of all edges. All lengths are in the unit of the vertices. */
  cableLength: number;
  longestEdge: number;
  /** Along the edges, from a component's root to its farthest tip. */
  longestPath: number;
  /** Null without vertices. */
  box: Bounds | null;
  /** Smallest and largest known radius; null if none is known. */
  radius: { min: number; max: number } | null;
  /** Number of nodes by SWC code. */
  types: ReadonlyMap<number, number>;
}

/** Sum of the lengths of all edges, in the unit of the vertices; duplicate edges count twice. */
export function cableLength(tree: Tree): number {
  checkTree(tree);
  const sum = new CompensatedSum();
  for (let edge = 0; edge < tree.edges.length; edge += 2) sum.add(edgeLength(tree, edge));
  return sum.total;
}

function edgeLength({ vertices, edges }: Tree, edge: number): number {
  return distance(vertices, edges[edge]!, edges[edge + 1]!);
}

function distance(vertices: Float64Array, one: number, other: number): number {
  const [a, b] = [one * 3, other * 3];
  const [x, y, z] = [0, 1, 2].map((axis) => vertices[a + axis]! - vertices[b + axis]!) as [
    number,
    number,
    number,
  ];
  return Math.sqrt(x * x + y * y + z * z);
}

/** @throws INPUT if an edge names a missing vertex, or a coordinate is not finite */
export function measureTree(tree: Tree): TreeMeasures {
  const { vertices, edges, radius, types } = tree;
  const { parents, order, roots } = orderTree(tree);
  const children = new Uint32Array(parents.length);
  const depth = new Float64Array(parents.length);
  let longestPath = 0;
  for (const vertex of order) {
    const parent = parents[vertex]!;
    if (parent < 0) continue;
    children[parent]!++;
    depth[vertex] = depth[parent]! + distance(vertices, vertex, parent);
    if (depth[vertex]! > longestPath) longestPath = depth[vertex]!;
  }
  let longestEdge = 0;
  for (let edge = 0; edge < edges.length; edge += 2)
    longestEdge = Math.max(longestEdge, edgeLength(tree, edge));
  const counts = new Map<number, number>();
  for (const type of types ?? []) counts.set(type, (counts.get(type) ?? 0) + 1);
  return {
    nodes: parents.length,
    edges: edges.length / 2,
    roots,
    components: roots.length,
    leaves: children.reduce((sum, count) => sum + (count === 0 ? 1 : 0), 0),
    branchPoints: children.reduce((sum, count) => sum + (count > 1 ? 1 : 0), 0),
    cableLength: cableLength(tree),
    longestEdge,
    longestPath,
    box: boundsOf(vertices),
    radius: rangeOf(radius),
    types: counts,
  };
}

function rangeOf(radius: Float64Array | undefined): { min: number; max: number } | null {
  let [min, max] = [Infinity, -Infinity];
  for (const value of radius ?? []) {
    if (value < 0) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? { min, max } : null;
}
