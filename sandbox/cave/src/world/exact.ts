/**
 * Trees whose edge lengths add up to exactly a given double. Every edge except the last is an integer space diagonal
 * (a² + b² + c² = d²), and the last edge runs along x, so that no square root and no sum is rounded.
 */
import type { ChunkGrid, GridPoint } from '../graph/grid';
import { between, pick, type Rng } from '../rng';
import type { Site } from './grow';

const DIAGONALS: readonly (readonly [number, number, number, number])[] = [
  [1, 2, 2, 3],
  [2, 3, 6, 7],
  [1, 4, 8, 9],
  [4, 4, 7, 9],
  [2, 6, 9, 11],
  [6, 6, 7, 11],
  [3, 4, 12, 13],
  [2, 5, 14, 15],
  [2, 10, 11, 15],
  [1, 12, 12, 17],
  [8, 9, 12, 17],
];
const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

export interface ExactTree {
  vertices: number;
  /** The sum of the edge lengths in nm. */
  length: number;
  /** First vertex, in whole nm. */
  start: GridPoint;
  supervoxels: number;
}

/** Integers of at least 1 that add up to `total`. */
export function divideTotal(random: Rng, total: number, parts: number): number[] {
  const weights = Array.from({ length: parts }, () => 0.5 + random());
  const sum = weights.reduce((a, b) => a + b, 0);
  const shares = weights.map((w) => Math.max(1, Math.floor((w / sum) * (total - parts))));
  const last = total - shares.slice(0, -1).reduce((a, b) => a + b, 0);
  if (last < 1) throw new RangeError(`${total} cannot be shared among ${parts}`);
  shares[parts - 1] = last;
  return shares;
}

export function exactTree(random: Rng, grid: ChunkGrid, tree: ExactTree): Site[] {
  const { voxelOffset, size, resolution } = grid.facts;
  const low = voxelOffset.map((v, k) => v * resolution[k]! + 20_000);
  const high = voxelOffset.map((v, k) => (v + size[k]!) * resolution[k]! - 20_000);
  const points: GridPoint[] = [tree.start];
  const parents = [-1];
  const edges = tree.vertices - 1;
  let rest = tree.length;
  let heading = [1, 1, 1];
  for (let e = 0; e < edges; e++) {
    const branch = random() < 0.08;
    const parent = branch ? between(random, 0, points.length - 1) : points.length - 1;
    const from = points[parent]!;
    if (branch || random() < 0.15) heading = heading.map(() => (random() < 0.5 ? -1 : 1));
    let move: number[];
    if (e === edges - 1) {
      move = [from[0] + rest > high[0]! ? -rest : rest, 0, 0];
    } else {
      const want = (rest / (edges - e)) * (0.6 + 0.8 * random());
      const [a, b, c, d] = pick(random, DIAGONALS);
      const times = Math.max(1, Math.round(want / d));
      const lengths = [a * times, b * times, c * times];
      move = pick(random, ORDERS).map((axis, k) => {
        const by = lengths[axis]! * heading[k]!;
        const to = from[k]! + by;
        if (to >= low[k]! && to <= high[k]!) return by;
        heading[k] = -heading[k]!;
        return -by;
      });
      rest -= d * times;
    }
    points.push(from.map((v, k) => v + move[k]!) as unknown as GridPoint);
    parents.push(parent);
  }
  const supervoxels = divideTotal(random, tree.supervoxels, tree.vertices);
  return points.map((rep, i) => ({
    chunk: grid.chunkAt(rep),
    rep,
    parent: parents[i]!,
    supervoxels: supervoxels[i]!,
    voxels: supervoxels[i]! * between(random, 200, 900),
  }));
}
