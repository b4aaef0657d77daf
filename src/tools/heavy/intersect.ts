/** calc_seg_mesh_intersect and calc_skeleton_mesh_intersect: where skeletons cross a mesh. */
import { viewerResolution } from '../../cave/client/datastack';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { settleShapes, type Vec3 } from '../../core/points';
import type { Cell } from '../../core/table';
import { crossings } from '../../geometry/cast/crossings';
import type { Work } from '../../http/work';
import {
  type Args,
  CACHE_FOREVER,
  datastackOf,
  type OutputCell,
  type RowAnswer,
} from '../declaration/declare';
import { splitSegments } from '../segments/segments';
import { skeletonsOf } from '../segments/skeletons';
import type { HeavyContext, HeavyWorkOf } from './local-runner';
import { isSentAlong, noteOf, openTree } from './mesh-source';
import { checkUnit, inNm } from './mesh-units';
import {
  exactVoxels,
  pointsCell,
  skeletonResolution,
  skeletonSegments,
  viewerVoxels,
} from './skeleton-edges';
import { areSwcRows, edgesOfTree, treeOfCells } from './swc-cells';

export const segMeshHits: HeavyWorkOf<'rows'> = {
  kernels: ['draco'],
  *rows(ids, args, ctx) {
    const stack = yield* datastackOf(ctx);
    const nm = viewerResolution(stack);
    const treeSource = yield* openTree(args, ctx);
    const { segments, others } = splitSegments(stack, ids);
    const answers = new Map<Id, RowAnswer | TtError>(others);
    const bones: Float64Array[] = [];
    const found = yield* skeletonsOf(stack, segments, ctx, (skeleton) => {
      const edges = skeletonSegments(skeleton);
      if (treeSource.doubt !== '') bones.push(edges);
      return crossings(treeSource.tree, edges);
    });
    checkUnit(treeSource, bones);
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
      if (treeSource.remarks.length > 0) cells.push(treeSource.remarks.join('; '));
      answers.set(id, { cells, cacheSeconds: CACHE_FOREVER });
    }
    return answers;
  },
};

/** Six numbers per bone. */
function* bonesInNm(args: Args, nm: Vec3, ctx: HeavyContext): Work<Float64Array> {
  const rows = args.bones as Cell[][];
  const isSwc = areSwcRows(rows);
  const ends = isSwc ? edgesOfTree(treeOfCells(rows, 'bones')) : pairsOf(rows);
  const unit = String(args.bones_unit ?? (isSwc ? 'nm' : 'voxels'));
  if (unit === 'voxels') return ends.map((x, i) => x * nm[i % 3]!);
  const { vertices } = yield* inNm({ vertices: ends, faces: new Uint32Array(0) }, unit, ctx);
  return vertices;
}

function pairsOf(rows: readonly Cell[][]): Float64Array {
  const pairs = settleShapes(rows, 'bones', 2).flatMap((shape) => {
    if (shape instanceof TtError) throw shape;
    return shape === null ? [] : shape.flat();
  });
  return Float64Array.from(pairs);
}

export const skeletonMeshHits: HeavyWorkOf<'table'> = {
  kernels: ['draco'],
  *table(args, ctx) {
    const nm = yield* skeletonResolution(ctx, isSentAlong(args));
    const bones = yield* bonesInNm(args, nm, ctx);
    if (bones.length === 0) throw new TtError('INPUT', 'bones: there is none in this range');
    const treeSource = yield* openTree(args, ctx);
    checkUnit(treeSource, [bones]);
    const { points } = crossings(treeSource.tree, bones);
    const voxels = viewerVoxels(nm, points);
    const note = noteOf(treeSource, voxels.length === 0 ? 'no crossing. ' : '');
    if (args.exact !== true) return [...voxels, ...note];
    const exact = exactVoxels(nm, points);
    return [...voxels.map((voxel, i) => [...voxel, ...exact[i]!]), ...note];
  },
};
