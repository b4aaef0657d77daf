/** Finds the voxels whose centres lie inside a mesh, column by column along z. */
import { TtError } from '../../core/errors';
import { boundsOf, checkMesh } from '../mesh/bounds';
import { eachEdge } from '../mesh/edges';
import type { Mesh } from '../mesh/mesh';
import type { Progress } from '../progress';
import { columnCrossings, type VoxelGrid } from './columns';

export interface Voxels extends VoxelGrid {
  /** 1 inside; z fastest, then x, then y: (y * size[0] + x) * size[2] + z. */
  inside: Uint8Array;
  /** Number of voxels inside. */
  count: number;
  /** Number of columns with an odd number of crossings: the mesh is open there, and the result is an estimate. */
  openColumns: number;
  /** Number of columns that meet the mesh. */
  columns: number;
}

/**
 * The rule for "inside". `around`: all that the surface winds around, so overlapping parts are united, and a part that
 * winds inward inside another is a hole. `parity`: an odd number of crossings below; the only rule for a mesh with
 * contradictory windings.
 */
export type InsideRule = 'around' | 'parity';

/** Limit of voxels, at one byte each: more would not fit into the memory of a computer with 2 GB. */
const MOST_VOXELS = 2e8;

export interface VoxelizeOptions {
  /** The default is `around` for a mesh whose directed edges all match, else `parity`. */
  rule?: InsideRule;
  /** Empty margin on all sides in nm, in addition to one voxel. */
  margin?: number;
  mostVoxels?: number;
  progress?: Progress;
}

/**
 * The grid lies on integer multiples of the voxel size, with one empty voxel on all sides.
 * @param voxel sizes of a voxel in the unit of the mesh, nm
 * @throws BIG if the grid would be too large, INPUT if a voxel size is invalid or the mesh is damaged
 */
export function voxelize(
  mesh: Mesh,
  voxel: readonly [number, number, number],
  { rule, margin = 0, mostVoxels = MOST_VOXELS, progress }: VoxelizeOptions = {},
): Voxels {
  checkMesh(mesh);
  const grid = gridAround(mesh, voxel, margin, mostVoxels);
  const [nx, ny, nz] = grid.size;
  const inside = new Uint8Array(nx * ny * nz);
  const { starts, crossings } = columnCrossings(mesh, grid, progress);
  const usedRule = rule ?? (matched(mesh) ? 'around' : 'parity');
  const within = WITHIN[usedRule];
  let [count, openColumns, columns] = [0, 0, 0];
  for (let column = 0; column < nx * ny; column++) {
    const [first, last] = [starts[column]!, starts[column + 1]!];
    if (first === last) continue;
    columns++;
    if ((last - first) % 2 === 1) openColumns++;
    let winding = 0;
    for (let at = first; at < last - 1; at++) {
      winding += usedRule === 'parity' || crossings[at]! & 1 ? 1 : -1;
      if (!within(winding)) continue;
      const [from, to] = [crossings[at]! >>> 1, crossings[at + 1]! >>> 1];
      if (from === to) continue;
      inside.fill(1, column * nz + from, column * nz + to);
      count += to - from;
    }
  }
  return { ...grid, inside, count, openColumns, columns };
}

/** As `voxelize`, for a surface made from the voxels. */
export function solidVoxels(
  mesh: Mesh,
  voxel: readonly [number, number, number],
  options: VoxelizeOptions = {},
): Voxels {
  const voxels = voxelize(mesh, voxel, options);
  const { openColumns, columns, count } = voxels;
  if (openColumns > 0) {
    throw new TtError(
      'INPUT',
      `the mesh is open: ${openColumns} of ${columns} lines through it enter and do not leave. Close its holes first`,
    );
  }
  if (count > 0) return voxels;
  const size = voxel.join(' × ');
  throw new TtError(
    'INPUT',
    `the mesh holds no voxel of ${size} nm: it is thinner than that, or encloses nothing. Take smaller ones`,
  );
}

const WITHIN: Readonly<Record<InsideRule, (winding: number) => boolean>> = {
  around: (winding) => winding !== 0,
  parity: (winding) => winding % 2 === 1,
};

/** Volume of the inside voxels, in cubic units of the mesh. */
export const filledVolume = ({ count, voxel }: Voxels): number => count * voxel[0] * voxel[1] * voxel[2];

function matched(mesh: Mesh): boolean {
  let all = true;
  eachEdge(mesh, (_low, _high, up, down) => {
    if (up !== down) all = false;
  });
  return all;
}

function gridAround(
  mesh: Mesh,
  voxel: readonly [number, number, number],
  margin: number,
  mostVoxels: number,
): VoxelGrid {
  if (!voxel.every((edge) => edge > 0 && Number.isFinite(edge))) {
    throw new TtError('INPUT', `a voxel needs three edges above 0 nm, not ${voxel.join(', ')}`);
  }
  const box = boundsOf(mesh.vertices);
  if (!box || mesh.faces.length === 0)
    throw new TtError('INPUT', 'the mesh has no faces: there is nothing to fill');
  const low = voxel.map((edge, axis) => Math.floor((box.min[axis]! - margin) / edge) - 1);
  const size = voxel.map((edge, axis) => Math.ceil((box.max[axis]! + margin) / edge) + 1 - low[axis]!);
  const all = size[0]! * size[1]! * size[2]!;
  if (!(all <= mostVoxels)) {
    throw new TtError(
      'BIG',
      `voxels of ${voxel.join(' × ')} nm would be ${size.join(' × ')} in number, over ${mostVoxels} in all: take larger ones`,
    );
  }
  return {
    size: size as [number, number, number],
    origin: low.map((at, axis) => at * voxel[axis]!) as [number, number, number],
    voxel: [...voxel] as [number, number, number],
  };
}
