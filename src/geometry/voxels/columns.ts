/**
 * Finds where the columns of a grid cross a mesh. Faces are cut row by row. For each edge that a row cuts, the position
 * is computed once and used for both its faces, so that on a closed mesh a column enters as often as it leaves,
 * whatever the rounding, and no column has to be moved off an edge.
 */

import type { Mesh } from '../mesh/mesh';
import { GrowableUint32 } from '../numeric/growable-arrays';
import type { Progress } from '../progress';

export interface VoxelGrid {
  /** Voxels along x, y, z. */
  size: [number, number, number];
  /** The corner at which the first voxel begins. */
  origin: [number, number, number];
  voxel: [number, number, number];
}

export interface ColumnCrossings {
  /** The crossings of column x, y are at `starts[y * size[0] + x]` up to the next start. */
  starts: Uint32Array;
  /**
   * In order: the index of the first voxel whose centre lies beyond the crossing, * 2, + 1 if the column enters the
   * surface there (the face looks down).
   */
  crossings: Uint32Array;
}

/** Number of corners between two progress reports. */
const TOLD = 3 * 50_000;

export function columnCrossings(
  { vertices, faces }: Mesh,
  { size, origin, voxel }: VoxelGrid,
  progress?: Progress,
): ColumnCrossings {
  const [nx, ny, nz] = size;
  const found = new GrowableUint32();
  const starts = new Uint32Array(nx * ny + 1);
  // Positions in voxels, relative to the centre of the first voxel.
  const gridVertices = vertices.map((value, at) => (value - origin[at % 3]!) / voxel[at % 3]! - 0.5);
  const up = new Float64Array(2);
  const down = new Float64Array(2);
  for (let face = 0; face < faces.length; face += 3) {
    if (face % TOLD === 0) progress?.(face / 3, faces.length / 3, 'faces cut into voxels');
    const a = faces[face]! * 3 + 1;
    const b = faces[face + 1]! * 3 + 1;
    const c = faces[face + 2]! * 3 + 1;
    const [ya, yb, yc] = [gridVertices[a]!, gridVertices[b]!, gridVertices[c]!];
    const lastRow = Math.min(Math.ceil(Math.max(ya, yb, yc)), ny);
    for (let row = Math.max(Math.ceil(Math.min(ya, yb, yc)), 0); row < lastRow; row++) {
      cut(gridVertices, a, b, row, up, down);
      cut(gridVertices, b, c, row, up, down);
      cut(gridVertices, c, a, row, up, down);
      // Seen from above, a face that looks up has its rising edge on the right.
      const firstIsUp = up[0]! < down[0]! ? 1 : 0;
      const left = firstIsUp === 1 ? up : down;
      const right = firstIsUp === 1 ? down : up;
      const end = Math.min(Math.ceil(right[0]!), nx);
      for (let column = Math.max(Math.ceil(left[0]!), 0); column < end; column++) {
        const share = (column - left[0]!) / (right[0]! - left[0]!);
        const z = left[1]! + share * (right[1]! - left[1]!);
        const beyond = Math.min(Math.max(Math.ceil(z), 0), nz);
        found.push(row * nx + column);
        found.push(beyond * 2 + firstIsUp);
        starts[row * nx + column]!++;
      }
    }
  }
  return { starts, crossings: inOrder(found.array(), starts) };
}

/**
 * The point (x and z) at which an edge meets the row: written to `up` if the edge rises, to `down` if it falls. A
 * vertex exactly on the row belongs to the edge that begins there, so it is never cut twice.
 */
function cut(
  gridVertices: Float64Array,
  from: number,
  to: number,
  row: number,
  up: Float64Array,
  down: Float64Array,
): void {
  const rises = gridVertices[from]! <= row;
  if (rises === gridVertices[to]! <= row) return;
  const below = rises ? from : to;
  const above = rises ? to : from;
  const share = (row - gridVertices[below]!) / (gridVertices[above]! - gridVertices[below]!);
  const into = rises ? up : down;
  into[0] = gridVertices[below - 1]! + share * (gridVertices[above - 1]! - gridVertices[below - 1]!);
  into[1] = gridVertices[below + 1]! + share * (gridVertices[above + 1]! - gridVertices[below + 1]!);
}

/** Sorts pairs of column and crossing into their columns; `starts` contains the counts and becomes the starts. */
function inOrder(pairs: Uint32Array, starts: Uint32Array): Uint32Array {
  for (let column = 0, sum = 0; column < starts.length; column++) {
    sum += starts[column]!;
    starts[column] = sum;
  }
  const crossings = new Uint32Array(pairs.length / 2);
  for (let at = 0; at < pairs.length; at += 2) crossings[--starts[pairs[at]!]!] = pairs[at + 1]!;
  for (let column = 0; column < starts.length - 1; column++) {
    const [from, to] = [starts[column]!, starts[column + 1]!];
    if (to - from === 2) {
      const [one, other] = [crossings[from]!, crossings[from + 1]!];
      if (one > other) {
        crossings[from] = other;
        crossings[from + 1] = one;
      }
    } else if (to - from > 2) crossings.subarray(from, to).sort();
  }
  return crossings;
}
