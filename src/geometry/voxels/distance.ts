/**
 * The distance of each voxel to the nearest voxel of a kind (Felzenszwalb and Huttenlocher 2012: exact, in linear
 * time).
 */
import type { Voxels } from './voxels';

/**
 * Squared distances between voxel centres, in the order of the voxels and the square of their unit: from each voxel to
 * the nearest one whose `inside` is `kind`. 0 for voxels of that kind; Infinity for all if there are none.
 */
export function squaredDistances(
  { inside, size, voxel }: Pick<Voxels, 'inside' | 'size' | 'voxel'>,
  kind: 0 | 1,
): Float32Array {
  const [nx, ny, nz] = size;
  const squares = new Float32Array(inside.length);
  for (let at = 0; at < squares.length; at++) squares[at] = inside[at] === kind ? 0 : NONE;
  const along = new Lines(squares, Math.max(nx, ny, nz));
  for (let column = 0; column < nx * ny; column++) along.run(column * nz, 1, nz, voxel[2], 1);
  for (let y = 0; y < ny; y++) {
    for (let z = 0; z < nz; z += SIDE_BY_SIDE) {
      along.run(y * nx * nz + z, nz, nx, voxel[0], Math.min(SIDE_BY_SIDE, nz - z));
    }
  }
  for (let row = 0; row < nx * nz; row += SIDE_BY_SIDE) {
    along.run(row, nx * nz, ny, voxel[1], Math.min(SIDE_BY_SIDE, nx * nz - row));
  }
  return squares;
}

const NONE = Infinity;

/** Number of adjacent lines that are processed together, because they share cache lines. */
const SIDE_BY_SIDE = 16;

/** Distances along lines of voxels: the lower envelope of one parabola per voxel. */
class Lines {
  private readonly values: Float64Array;
  /** The voxels whose parabolas form the envelope, and where each begins. */
  private readonly lowest: Int32Array;
  private readonly from: Float64Array;

  constructor(
    private readonly squares: Float32Array,
    private readonly longest: number,
  ) {
    this.values = new Float64Array(longest * SIDE_BY_SIDE);
    this.lowest = new Int32Array(longest);
    this.from = new Float64Array(longest + 1);
  }

  /**
   * Processes `lines` adjacent lines of `count` voxels. The first line starts at `first`; the voxels of a line are
   * `step` apart.
   */
  run(first: number, step: number, count: number, edge: number, lines: number): void {
    const { squares, values, longest } = this;
    const scale = 1 / (edge * edge);
    for (let at = 0; at < count; at++) {
      for (let line = 0; line < lines; line++) {
        values[line * longest + at] = squares[first + at * step + line]! * scale;
      }
    }
    for (let line = 0; line < lines; line++) this.envelope(line, first + line, step, count, edge * edge);
  }

  private envelope(line: number, first: number, step: number, count: number, scale: number): void {
    const { squares, lowest, from } = this;
    const values = this.values.subarray(line * this.longest, (line + 1) * this.longest);
    let last = -1;
    let away = 0;
    for (let at = 0; at < count; at++) {
      const value = values[at]!;
      if (value > 0) away++;
      if (value === NONE) continue;
      let begin = -NONE;
      for (; last >= 0; last--) {
        const other = lowest[last]!;
        begin = (value - values[other]! + at * at - other * other) / (2 * (at - other));
        if (begin > from[last]!) break;
        begin = -NONE;
      }
      lowest[++last] = at;
      from[last] = begin;
    }
    if (last < 0 || away === 0) return;
    let part = 0;
    for (let at = 0; at < count; at++) {
      while (part < last && from[part + 1]! <= at) part++;
      const apart = at - lowest[part]!;
      squares[first + at * step] = (values[lowest[part]!]! + apart * apart) * scale;
    }
  }
}
