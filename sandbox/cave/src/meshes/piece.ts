/**
 * The surface of one level-2 node: a box around its supervoxels, and a square tube towards each linked node. A tube
 * ends open at the border between the chunks, and the neighbour's tube begins at the same four points. The pieces of a
 * segment therefore join to a closed surface around its supervoxels and its skeleton.
 */

import { type ChunkGrid, chunkX, chunkY, chunkZ, type GridPoint } from '../graph/grid';
import type { Fragment, OriginalPiece } from '../graph/nodes';
import { HALF_SIZE, WIDTH } from '../graph/piece-shape';
import { addBox, addPrism, type Corner, type GridMesh, onGrid, STEP } from './grid';

const { floor, ceil, abs, max, min } = Math;
const axes = [0, 1, 2] as const;

export const originalPieceOf = (fragment: Fragment): OriginalPiece => fragment.cells[0]!.piece;

/**
 * Half width of tubes in nm: as wide as the supervoxels around a point, because split fragments keep away from their
 * point.
 */
const halfOf = (grid: ChunkGrid): number[] =>
  axes.map((k) => (HALF_SIZE[k]! + 1) * grid.facts.resolution[k]!);

/** Bounds in nm of voxels relative to a point. */
function around(
  grid: ChunkGrid,
  place: GridPoint,
  low: GridPoint,
  high: GridPoint,
): { low: number[]; high: number[] } {
  const { resolution } = grid.facts;
  const voxel = place.map((nm, k) => floor(nm / resolution[k]!));
  return {
    low: axes.map((k) => (voxel[k]! + low[k]!) * resolution[k]!),
    high: axes.map((k) => (voxel[k]! + high[k]! + 1) * resolution[k]!),
  };
}

/** Adds a box with these bounds, clipped at the chunk's border. */
function addBody(
  mesh: GridMesh,
  grid: ChunkGrid,
  chunk: number,
  box: { low: number[]; high: number[] },
): void {
  const corner = grid.corner(chunk);
  const { chunkSize, resolution } = grid.facts;
  const end = axes.map((k) => corner[k]! + chunkSize[k]! * resolution[k]!);
  const outside = axes.some((k) => box.low[k]! >= end[k]! || box.high[k]! <= corner[k]!);
  const low = axes.map((k) =>
    outside || box.low[k]! > corner[k]! ? floor(box.low[k]! / STEP) - 1 : onGrid(corner[k]!),
  );
  const high = axes.map((k) =>
    outside || box.high[k]! < end[k]! ? ceil(box.high[k]! / STEP) + 1 : onGrid(end[k]!),
  );
  addBox(mesh, low as unknown as Corner, high as unknown as Corner);
}

/**
 * The slabs along x that a node contains of its original fragment, in voxels from the fragment's point; null for none.
 */
function slabs(fragment: Fragment): { low: GridPoint; high: GridPoint } | null {
  const piece = originalPieceOf(fragment);
  const cells = fragment.cells.filter(
    ({ first }) => first >= piece.first && first < piece.first + piece.span,
  );
  if (cells.length === 0) return null;
  const from = min(...cells.map(({ first }) => first - piece.first));
  const to = max(...cells.map(({ first, count }) => first - piece.first + count));
  const row = (n: number): number => (n / piece.span) * WIDTH - HALF_SIZE[0];
  return {
    low: [floor(row(from)), -HALF_SIZE[1], -HALF_SIZE[2]],
    high: [min(HALF_SIZE[0], ceil(row(to))), HALF_SIZE[1], HALF_SIZE[2]],
  };
}

/** The axis and position of the border between two chunks that share a face; null for other chunks. */
function border(grid: ChunkGrid, a: number, b: number): { axis: number; at: number } | null {
  const apart = [chunkX(b) - chunkX(a), chunkY(b) - chunkY(a), chunkZ(b) - chunkZ(a)];
  if (abs(apart[0]!) + abs(apart[1]!) + abs(apart[2]!) !== 1) return null;
  const axis = apart.findIndex((n) => n !== 0);
  return { axis, at: grid.corner(apart[axis]! > 0 ? b : a)[axis]! };
}

/** Four corners around a centre, in the plane normal to an axis, counter-clockwise seen from its far end. */
function square(centre: readonly number[], axis: number, half: readonly number[]): Corner[] {
  const [u, v] = [(axis + 1) % 3, (axis + 2) % 3];
  return [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([p, q]) => {
    const at = centre.slice();
    at[u] = at[u]! + p! * half[u]!;
    at[v] = at[v]! + q! * half[v]!;
    return at.map(onGrid) as unknown as Corner;
  });
}

/** True if two nodes have supervoxels in common: one descends from the other, or both from a third. */
const akin = (a: Fragment, b: Fragment): boolean => a.cells.some((cell) => b.cells.includes(cell));

/**
 * True if another part of this node's original fragment was linked to the neighbour before: the neighbour has one tube
 * for both, which belongs to the first.
 */
function isSecond(from: Fragment, to: Fragment): boolean {
  const same = to.links.filter((other) => originalPieceOf(other) === originalPieceOf(from));
  return same.some((half) => {
    if (akin(half, from)) return false;
    const own = same.filter((other) => akin(other, from) && !akin(other, half));
    return own.every(({ created }) => created > half.created) && half.created < from.created;
  });
}

/** Adds a tube from a node's own point to the border towards a neighbour. */
function addTube(mesh: GridMesh, grid: ChunkGrid, from: Fragment, to: Fragment, nth: number): void {
  const half = halfOf(grid);
  // Tubes that begin at one point must not share an edge, because an edge has two triangles.
  const inset = STEP * nth;
  const [here, there] = [originalPieceOf(from).place, originalPieceOf(to).place];
  const edge = border(grid, from.chunk, to.chunk);
  const between =
    edge !== null && (here[edge.axis]! - edge.at) * (there[edge.axis]! - edge.at) < 0 ? edge : null;
  const second = isSecond(from, to);
  if (between === null || second) {
    // For links inside a chunk, or of distant points after a merge: a closed box around both points if they are close,
    // else half of a closed tube. The second of two fragments has the whole tube.
    const gaps = axes.map((k) => abs(there[k]! - here[k]!));
    const axis = gaps.indexOf(max(...gaps));
    if (gaps[axis]! < 4 * half[axis]!) {
      const low = axes.map((k) => floor((min(from.rep[k]!, there[k]!) - half[k]! - inset) / STEP));
      const high = axes.map((k) => ceil((max(from.rep[k]!, there[k]!) + half[k]! + inset) / STEP));
      addBox(mesh, low as unknown as Corner, high as unknown as Corner);
      return;
    }
    if (second) {
      addWay(mesh, from.rep, there, axis, { half, inset, closed: true });
      return;
    }
    // One step beyond the middle, so that the two halves overlap.
    const middle = axes.map(
      (k) => (here[k]! + there[k]!) / 2 + (k === axis ? STEP * Math.sign(there[k]! - here[k]!) : 0),
    );
    addWay(mesh, from.rep, middle, axis, { half, inset, closed: true });
    return;
  }
  const share = (between.at - here[between.axis]!) / (there[between.axis]! - here[between.axis]!);
  // Computed from the lower position, so that both sides get the same numbers.
  const [a, b, s] = here[between.axis]! < between.at ? [here, there, share] : [there, here, 1 - share];
  const centre = axes.map((k) => (k === between.axis ? between.at : a[k]! + (b[k]! - a[k]!) * s));
  addWay(mesh, from.rep, centre, between.axis, { half, inset, closed: false });
}

function addWay(
  mesh: GridMesh,
  from: readonly number[],
  to: readonly number[],
  axis: number,
  { half, inset, closed }: { half: readonly number[]; inset: number; closed: boolean },
): void {
  const narrow = half.map((n) => n - inset);
  const [start, end] = [square(from, axis, narrow), square(to, axis, half)];
  if (to[axis]! > from[axis]!) addPrism(mesh, start, end, { start: true, end: closed });
  else addPrism(mesh, end, start, { start: closed, end: true });
}

/**
 * The mesh of a node, always the same: links are numbered by the fragments at their ends, which edits do not change.
 */
export function meshOfPiece(grid: ChunkGrid, fragment: Fragment): GridMesh {
  const mesh: GridMesh = { points: [], faces: [] };
  const piece = originalPieceOf(fragment);
  const slabList = slabs(fragment);
  if (slabList !== null)
    addBody(mesh, grid, fragment.chunk, around(grid, piece.place, slabList.low, slabList.high));
  const about = around(grid, fragment.rep as GridPoint, [-2, -2, -2], [2, 2, 2]);
  addBody(mesh, grid, fragment.chunk, about);
  const visitedPieces = new Set<OriginalPiece>([piece]);
  for (const other of fragment.links) {
    if (visitedPieces.has(originalPieceOf(other))) continue;
    visitedPieces.add(originalPieceOf(other));
    addTube(mesh, grid, fragment, other, visitedPieces.size);
  }
  return mesh;
}
