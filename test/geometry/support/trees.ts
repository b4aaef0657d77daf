/** Skeletons for tests: random trees in which every vertex but the first has a parent, and one with known measures. */
import type { Tree } from '../../../src/geometry/skeletons/tree';

/** A tree of `count` vertices; each edge is at most `step` long along each axis. Whole coordinates. */
export function randomTree(
  next: () => number,
  count: number,
  centre: readonly [number, number, number],
  step: number,
): Tree {
  const vertices = [...centre.map(Math.round)];
  const edges: number[] = [];
  for (let vertex = 1; vertex < count; vertex++) {
    // Usually the previous vertex, which makes long branches.
    const parent = next() < 0.9 ? vertex - 1 : Math.floor(next() * vertex);
    for (let axis = 0; axis < 3; axis++) {
      vertices.push(vertices[3 * parent + axis]! + Math.round((2 * next() - 1) * step));
    }
    edges.push(vertex, parent);
  }
  return {
    vertices: Float64Array.from(vertices),
    edges: Uint32Array.from(edges),
    radius: Float64Array.from({ length: count }, () => 1 + Math.floor(next() * 1000) / 8),
    types: Uint8Array.from({ length: count }, () => Math.floor(next() * 8)),
  };
}

/** A complete binary tree of this depth; all edges have length 5 (3 along x, 4 along y, or 4 and 3). */
export function binaryTree(depth: number): Tree {
  const count = 2 ** (depth + 1) - 1;
  const vertices = new Float64Array(3 * count);
  const edges: number[] = [];
  for (let vertex = 1; vertex < count; vertex++) {
    const parent = (vertex - 1) >> 1;
    vertices[3 * vertex] = vertices[3 * parent]! + (vertex % 2 ? 3 : 4);
    vertices[3 * vertex + 1] = vertices[3 * parent + 1]! + (vertex % 2 ? 4 : 3);
    edges.push(vertex, parent);
  }
  return { vertices, edges: Uint32Array.from(edges) };
}
