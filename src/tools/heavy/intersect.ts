/** calc_seg_mesh_intersect and calc_skeleton_mesh_intersect: where skeletons cross a mesh. */
import { viewerResolution } from '../../cave/stack';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { settleShapes } from '../../core/points';
import type { Cell } from '../../core/table';
import { crossings } from '../../geometry/cast/crossings';
import { FOREVER, type RowAnswer, stackOf } from '../declare';
import { splitSegments } from '../segments';
import { skeletonsOf } from '../skeletons';
import { bonesOf, pointsCell, voxelsOf } from './bones';
import { openTree } from './meshSource';
import type { HeavyWork } from './work';

export const segMeshHits: HeavyWork = {
  kernels: ['draco'],
  *rows(ids, args, ctx) {
    const stack = yield* stackOf(ctx);
    const { tree } = yield* openTree(args, ctx);
    const { segments, others } = splitSegments(stack, ids);
    const answers = new Map<Id, RowAnswer | TtError>(others);
    const found = yield* skeletonsOf(stack, segments, ctx, (skeleton) => crossings(tree, bonesOf(skeleton)));
    for (const [id, hits] of found) {
      if (hits instanceof TtError) {
        answers.set(id, hits);
        continue;
      }
      const points = voxelsOf(stack, hits.points);
      const cells =
        args.return_points === true
          ? [points.length > 0, points.length, pointsCell(points)]
          : [points.length > 0];
      answers.set(id, { cells, keep: FOREVER });
    }
    return answers;
  },
};

export const boneMeshHits: HeavyWork = {
  kernels: ['draco'],
  *table(args, ctx) {
    const stack = yield* stackOf(ctx);
    const nm = viewerResolution(stack);
    const shapes = settleShapes(args.bones as Cell[][], 'bones', 2);
    const bones = shapes.flatMap((shape) => {
      if (shape instanceof TtError) throw shape;
      return shape === null ? [] : [shape.flatMap((point) => point.map((x, axis) => x * nm[axis]!))];
    });
    if (bones.length === 0) throw new TtError('INPUT', 'bones: there is none in this range');
    const { tree } = yield* openTree(args, ctx);
    return voxelsOf(stack, crossings(tree, Float64Array.from(bones.flat())).points);
  },
};
