/**
 * Where the columns of a grid cross a mesh. Faces are cut row by row: of each edge that a row cuts, the place is computed
 * once and the same for both faces, so that on a closed mesh every column is entered as often as it is left, whatever
 * is rounded, and no column has to be moved off an edge.
 */
import { Words } from './formats/growing';
import type { Mesh } from './mesh';

export interface Grid {
  /** Voxels along x, y, z. */
  size: [number, number, number];
  /** The corner where the first voxel begins. */
  origin: [number, number, number];
  voxel: [number, number, number];
}

export interface Crossings {
  /** The crossings of the column x, y lie from `starts[y * size[0] + x]` to the next start. */
  starts: Uint32Array;
  /** In order: first voxel whose centre lies beyond, * 2, + 1 where the surface is entered (its face looks down). */
  crossings: Uint32Array;
}

export function columnCrossings({ vertices, faces }: Mesh, { size, origin, voxel }: Grid): Crossings {
  const [nx, ny, nz] = size;
  const found = new Words();
  const starts = new Uint32Array(nx * ny + 1);
  // In voxels, with the first centre at 0.
  const placed = vertices.map((value, at) => (value - origin[at % 3]!) / voxel[at % 3]! - 0.5);
  const up = new Float64Array(2);
  const down = new Float64Array(2);
  const corners = new Uint32Array(3);
  for (let face = 0; face < faces.length; face += 3) {
    for (let corner = 0; corner < 3; corner++) corners[corner] = faces[face + corner]! * 3;
    const [a, b, c] = [placed[corners[0]! + 1]!, placed[corners[1]! + 1]!, placed[corners[2]! + 1]!];
    const lastRow = Math.min(Math.ceil(Math.max(a, b, c)), ny);
    for (let row = Math.max(Math.ceil(Math.min(a, b, c)), 0); row < lastRow; row++) {
      for (let corner = 0; corner < 3; corner++) {
        const [from, to] = [corners[corner]!, corners[corner === 2 ? 0 : corner + 1]!];
        // A row belongs to what begins at it: a vertex just on it is never cut twice.
        if (placed[from + 1]! <= row && placed[to + 1]! > row) cut(placed, from, to, row, up);
        else if (placed[to + 1]! <= row && placed[from + 1]! > row) cut(placed, to, from, row, down);
      }
      // Seen from above, a face that looks up has its rising edge to the right.
      const entered = up[0]! < down[0]! ? 1 : 0;
      const [left, right] = entered === 1 ? [up, down] : [down, up];
      const end = Math.min(Math.ceil(right[0]!), nx);
      for (let column = Math.max(Math.ceil(left[0]!), 0); column < end; column++) {
        const share = (column - left[0]!) / (right[0]! - left[0]!);
        const z = left[1]! + share * (right[1]! - left[1]!);
        const beyond = Math.min(Math.max(Math.ceil(z), 0), nz);
        found.push(row * nx + column);
        found.push(beyond * 2 + entered);
        starts[row * nx + column]!++;
      }
    }
  }
  return { starts, crossings: inOrder(found.array(), starts) };
}

/** Where an edge from below to above the row meets it: x and z. */
function cut(placed: Float64Array, below: number, above: number, row: number, into: Float64Array): void {
  const share = (row - placed[below + 1]!) / (placed[above + 1]! - placed[below + 1]!);
  into[0] = placed[below]! + share * (placed[above]! - placed[below]!);
  into[1] = placed[below + 2]! + share * (placed[above + 2]! - placed[below + 2]!);
}

/** Pairs of column and crossing, sorted into their columns; `starts` holds the counts and becomes the starts. */
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
