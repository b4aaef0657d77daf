/** Finds the parents of a skeleton's vertices, and an order with parents before their children. */
import { TtError } from '../../core/errors';
import { MAX_COORDINATE } from '../mesh/bounds';
import type { Tree } from './tree';

export interface OrderedTree {
  /** The parent of each vertex, -1 for a root; each component has one root. */
  parents: Int32Array;
  /** All vertices, parents before their children: in the original order if possible, else depth first. */
  order: Uint32Array;
  roots: number[];
  /** Number of edges that were left out: duplicates, and edges that close a loop. */
  loops: number;
}

/** Throws for edges with missing vertices, and for positions that are not finite. */
export function checkTree({ vertices, edges }: Tree): void {
  const count = vertices.length / 3;
  if (!Number.isInteger(count) || edges.length % 2 !== 0) {
    throw new TtError('INPUT', 'the skeleton is damaged: its vertices or edges are cut');
  }
  const far = edges.findIndex((vertex) => vertex >= count);
  if (far >= 0) {
    throw new TtError('INPUT', `an edge of the skeleton names vertex ${edges[far]}, but there are ${count}`);
  }
  const wrong = vertices.findIndex((value) => !(Math.abs(value) <= MAX_COORDINATE));
  if (wrong >= 0) {
    throw new TtError(
      'INPUT',
      `vertex ${Math.floor(wrong / 3)} of the skeleton has a coordinate that cannot be, ${vertices[wrong]}`,
    );
  }
}

/**
 * The root of a component is its first vertex that is not a child (no edge begins with it): this is the root of an SWC.
 * If edges have no such direction, any vertex is suitable.
 */
export function orderTree(tree: Tree): OrderedTree {
  checkTree(tree);
  const { edges } = tree;
  const count = tree.vertices.length / 3;
  const { starts, neighbours } = neighboursOf(edges, count);
  const child = new Uint8Array(count);
  for (let edge = 0; edge < edges.length; edge += 2) child[edges[edge]!] = 1;
  const parents = new Int32Array(count).fill(-1);
  const isVisited = new Uint8Array(count);
  const order = new Uint32Array(count);
  const roots: number[] = [];
  const open: number[] = [];
  let end = 0;
  const grow = (root: number): void => {
    roots.push(root);
    isVisited[root] = 1;
    open.push(root);
    for (let vertex = open.pop(); vertex !== undefined; vertex = open.pop()) {
      order[end++] = vertex;
      for (let at = starts[vertex + 1]! - 1; at >= starts[vertex]!; at--) {
        const other = neighbours[at]!;
        if (isVisited[other] === 1) continue;
        isVisited[other] = 1;
        parents[other] = vertex;
        open.push(other);
      }
    }
  };
  for (let vertex = 0; vertex < count; vertex++)
    if (child[vertex] === 0 && isVisited[vertex] === 0) grow(vertex);
  // Only cycles remain, in which every vertex is a child.
  for (let vertex = 0; vertex < count; vertex++) if (isVisited[vertex] === 0) grow(vertex);
  const ordered = parents.every((parent, vertex) => parent < vertex);
  return {
    parents,
    order: ordered ? order.map((_, at) => at) : order,
    roots,
    loops: edges.length / 2 - (count - roots.length),
  };
}

/** The neighbours of vertex v: `neighbours` from `starts[v]` to `starts[v + 1]`, in the order of the edges. */
function neighboursOf(edges: Uint32Array, count: number) {
  const starts = new Uint32Array(count + 1);
  for (const vertex of edges) starts[vertex]!++;
  for (let vertex = 0, sum = 0; vertex <= count; vertex++) {
    sum += starts[vertex]!;
    starts[vertex] = sum;
  }
  const neighbours = new Uint32Array(edges.length);
  for (let edge = edges.length - 2; edge >= 0; edge -= 2) {
    const [one, other] = [edges[edge]!, edges[edge + 1]!];
    neighbours[--starts[one]!] = other;
    neighbours[--starts[other]!] = one;
  }
  return { starts, neighbours };
}
