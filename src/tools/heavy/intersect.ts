/** calc_seg_mesh_intersect and calc_skeleton_mesh_intersect: where skeletons cross a mesh. */
import { viewerResolution } from '../../cave/client/datastack';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { settleShapes } from '../../core/points';
import type { Cell } from '../../core/table';
import { crossings } from '../../geometry/cast/crossings';
import { CACHE_FOREVER, datastackOf, type OutputCell, type RowAnswer } from '../declaration/declare';
import { splitSegments } from '../segments/segments';
import { skeletonsOf } from '../segments/skeletons';
import type { HeavyWorkOf } from './local-runner';
import { isSentAlong, openTree } from './mesh-source';
import {
  exactVoxels,
  pointsCell,
  skeletonResolution,
  skeletonSegments,
  viewerVoxels,
} from './skeleton-edges';

export const segMeshHits: HeavyWorkOf<'rows'> = {
  kernels: ['draco'],
  *rows(ids, args, ctx) {
    const stack = yield* datastackOf(ctx);
    const nm = viewerResolution(stack);
    const { tree } = yield* openTree(args, ctx);
    const { segments, others } = splitSegments(stack, ids);
    const answers = new Map<Id, RowAnswer | TtError>(others);
    const found = yield* skeletonsOf(stack, segments, ctx, (skeleton) =>
      crossings(tree, skeletonSegments(skeleton)),
    );
    for (const [id, hits] of found) {
      if (hits instanceof TtError) {
        answers.set(id, hits);
        continue;
      }
      const cells: OutputCell[] = [hits.points.length > 0];
      if (args.return_points === true) {
        const points = viewerVoxels(nm, hits.points);
        cells.push(points.length, pointsCell(points));
        if (args.exact === true) cells.push(pointsCell(exactVoxels(nm, hits.points)));
      }
      answers.set(id, { cells, cacheSeconds: CACHE_FOREVER });
    }
    return answers;
  },
};

export const skeletonMeshHits: HeavyWorkOf<'table'> = {
  kernels: ['draco'],
  *table(args, ctx) {
    const nm = yield* skeletonResolution(ctx, isSentAlong(args));
    const shapes = settleShapes(args.bones as Cell[][], 'bones', 2);
    const edges = shapes.flatMap((shape) => {
      if (shape instanceof TtError) throw shape;
      return shape === null ? [] : [shape.flatMap((point) => point.map((x, axis) => x * nm[axis]!))];
    });
    if (edges.length === 0) throw new TtError('INPUT', 'bones: there is none in this range');
    const { tree } = yield* openTree(args, ctx);
    const { points } = crossings(tree, Float64Array.from(edges.flat()));
    const voxels = viewerVoxels(nm, points);
    if (args.exact !== true) return voxels;
    const exact = exactVoxels(nm, points);
    return voxels.map((voxel, i) => [...voxel, ...exact[i]!]);
  },
};
