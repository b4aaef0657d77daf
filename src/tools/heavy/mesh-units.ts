/**
 * The unit of a mesh file: converts its coordinates to nm, and detects coordinates that cannot be nm in the dataset.
 */
import { publishedConfig } from '../../cave/datasets/config';
import { TtError } from '../../core/errors';
import { boundsOf } from '../../geometry/mesh/bounds';
import type { Mesh } from '../../geometry/mesh/mesh';
import type { Work } from '../../http/work';
import type { Args, ToolContext } from '../declaration/declare';
import { configFor } from '../views/config-for';

const NM: Readonly<Record<string, number>> = { nm: 1, um: 1e3, µm: 1e3, mm: 1e6 };

export const unitOf = (args: Args): string => String(args.unit ?? 'nm');

/** The mesh in nm. Takes one request for voxels of a datastack without a published configuration. */
export function* inNm({ vertices, faces }: Mesh, unit: string, ctx: ToolContext): Work<Mesh> {
  const factor = NM[unit];
  if (factor === 1) return { vertices, faces };
  const scale = factor ? [factor, factor, factor] : (yield* configFor(ctx)).resolution;
  if (!scale)
    throw new TtError('NONE', `unit: ${ctx.datastack} has no resolution on record: voxels have no size`);
  return { vertices: vertices.map((value, at) => value * scale[at % 3]!), faces };
}

/** A mesh in nm with a doubt about its unit. */
interface Doubtful {
  mesh: Mesh;
  /** The result of `sizeRemark` if the user did not state a unit; else ''. */
  doubt: string;
}

/**
 * Throws INPUT if a mesh with a doubtful unit does not touch anything that it is compared with: its unit is wrong, and
 * an answer without a column for remarks would be FALSE or empty. `positions` are in nm; `unit` names the argument.
 */
export function checkUnit(
  { mesh, doubt }: Doubtful,
  positions: readonly ArrayLike<number>[],
  unit = 'unit',
): void {
  const box = doubt === '' ? null : boundsOf(mesh.vertices);
  if (box === null || positions.every(({ length }) => length === 0)) return;
  const touches = positions.some((one) => {
    const other = boundsOf(Float64Array.from(one));
    return other?.max.every((high, k) => high >= box.min[k]! && other.min[k]! <= box.max[k]!);
  });
  if (touches) return;
  throw new TtError(
    'INPUT',
    `${unit}: the mesh is far from the skeletons, and ${doubt}. If it is nm, give ${unit}=nm`,
  );
}

/**
 * A sentence if a mesh of this size or position cannot be in nm in the dataset; '' if it can, or if the dataset's size
 * is unknown.
 */
export function sizeRemark({ vertices }: Mesh, datastack: string): string {
  const { resolution, volume_size: size } = publishedConfig(datastack) ?? {};
  const box = boundsOf(vertices);
  if (!resolution || !size || !box) return '';
  const whole = size.map((voxels, axis) => voxels * resolution[axis]!);
  const extent = box.max.map((high, axis) => high - box.min[axis]!);
  const lengthsText = (lengths: readonly number[]) =>
    lengths.map((nm) => nm.toLocaleString('en-US', { maximumSignificantDigits: 3 })).join(' × ');
  const say = (why: string) =>
    `${lengthsText(extent)} nm large${why}: is its unit nm? Else give unit=um or unit=voxels`;
  if (extent.some((length, axis) => length > whole[axis]!)) {
    return say(`, more than the data set’s ${lengthsText(whole)} nm`);
  }
  if (box.min.some((low, axis) => low > whole[axis]!) || box.max.some((high) => high < 0)) {
    return say(`, and outside the data set of ${lengthsText(whole)} nm`);
  }
  // The mesh is smaller than a voxel, or lies where a mesh in µm would lie: within a thousandth of the dataset's
  // extent.
  if (Math.max(...extent) < Math.max(...resolution)) return say(', less than a voxel');
  const isMicrons = box.max.every((high, axis) => high <= whole[axis]! / 1e3);
  return isMicrons ? say(', and all of it in a thousandth of the data set') : '';
}
