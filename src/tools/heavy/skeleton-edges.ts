/** Skeleton edges in, points out: shared by the functions that intersect skeletons with meshes. */

import { viewerResolution } from '../../cave/client/datastack';
import { publishedConfig } from '../../cave/datasets/config';
import type { Skeleton } from '../../cave/morphology/skeleton';
import type { Vec3 } from '../../core/points';
import type { Work } from '../../http/work';
import { datastackOf, type ToolContext } from '../declaration/declare';
import { listCell } from './list-cell';

/** Both ends of each edge in nm: six numbers per edge. */
export function skeletonSegments({ vertices, edges }: Skeleton): Float64Array {
  const skeletonEdges = new Float64Array(edges.length * 6);
  edges.forEach(([a, b], i) => {
    skeletonEdges.set(vertices[a]!, 6 * i);
    skeletonEdges.set(vertices[b]!, 6 * i + 3);
  });
  return skeletonEdges;
}

/** Points in nm (three numbers each) in viewer voxels, truncated as in the tracers' own tools. */
export const viewerVoxels = (nm: Vec3, points: ArrayLike<number>): Vec3[] =>
  exactVoxels(nm, points).map((point) => point.map(Math.trunc) as Vec3);

/** As `viewerVoxels`, without rounding. */
export function exactVoxels(nm: Vec3, points: ArrayLike<number>): Vec3[] {
  const at = (i: number, axis: 0 | 1 | 2) => points[3 * i + axis]! / nm[axis];
  return Array.from({ length: points.length / 3 }, (_point, i): Vec3 => [at(i, 0), at(i, 1), at(i, 2)]);
}

/** Viewer voxel size in nm. Makes no request for a published datastack if the work needs nothing else from CAVE. */
export function* skeletonResolution(ctx: ToolContext, isLocal: boolean): Work<Vec3> {
  const publishedResolution = isLocal ? publishedConfig(ctx.datastack)?.resolution : null;
  return publishedResolution ? (publishedResolution as Vec3) : viewerResolution(yield* datastackOf(ctx));
}

/** Points in one cell: "x, y, z; x, y, z". Points that do not fit are counted. */
export const pointsCell = (points: readonly (readonly number[])[]): string =>
  listCell(points.map((point) => point.join(', ')));
