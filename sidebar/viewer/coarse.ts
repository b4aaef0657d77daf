// A skeleton with fewer edges that looks the same from a distance: vertices in one small cube become one point.
import type { Neuron } from './decode';

/**
 * Pairs of vertices as in `neuron.pairs`, at most one between two cubes of `cell` nm. Each cube is drawn at its
 * thickest vertex. A component within one cube stays as a point: a pair of a vertex with itself.
 */
export function coarseEdges(neuron: Neuron, cell: number): Uint32Array<ArrayBuffer> {
  const { positions, radii, pairs } = neuron;
  const vertices = radii.length;
  const low = [0, 1, 2].map((axis) => neuron.low[axis]! - neuron.offset[axis]!);
  const counts = [0, 1, 2].map((axis) => Math.floor((neuron.high[axis]! - neuron.low[axis]!) / cell) + 2);
  const cubes = new Map<number, number>();
  const cubeOf = new Int32Array(vertices);
  const stands: number[] = [];
  for (let i = 0; i < vertices; i++) {
    let key = 0;
    for (let axis = 0; axis < 3; axis++) {
      key = key * counts[axis]! + Math.max(0, Math.floor((positions[3 * i + axis]! - low[axis]!) / cell));
    }
    let cube = cubes.get(key);
    if (cube === undefined) {
      cube = stands.length;
      cubes.set(key, cube);
      stands.push(i);
    } else if (radii[i]! > radii[stands[cube]!]!) stands[cube] = i;
    cubeOf[i] = cube;
  }
  const seenPairs = new Set<number>();
  const hasEdge = new Uint8Array(stands.length);
  const result: number[] = [];
  for (let i = 0; i < pairs.length; i += 2) {
    const [a, b] = [cubeOf[pairs[i]!]!, cubeOf[pairs[i + 1]!]!];
    if (a === b) continue;
    const key = Math.min(a, b) * stands.length + Math.max(a, b);
    if (seenPairs.has(key)) continue;
    seenPairs.add(key);
    hasEdge[a] = hasEdge[b] = 1;
    result.push(stands[a]!, stands[b]!);
  }
  for (let i = 0; i < pairs.length; i += 2) {
    const cube = cubeOf[pairs[i]!]!;
    if (hasEdge[cube] === 1) continue;
    hasEdge[cube] = 1;
    result.push(stands[cube]!, stands[cube]!);
  }
  return Uint32Array.from(result);
}
