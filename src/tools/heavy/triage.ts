/** triage_segs: intersects skeletons with every swamp of the dataset. */
import { viewerResolution } from '../../cave/client/datastack';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { Bvh } from '../../geometry/bvh/bvh';
import { crossings } from '../../geometry/cast/crossings';
import { pointsInside } from '../../geometry/cast/inside';
import { reportMesh } from '../../geometry/mesh/report';
import { all, type Work } from '../../http/work';
import { CACHE_FOREVER, datastackOf, type RowAnswer } from '../declaration/declare';
import { splitSegments } from '../segments/segments';
import { skeletonsOf } from '../segments/skeletons';
import { configFor } from '../views/config-for';
import type { HeavyContext, HeavyWorkOf } from './local-runner';
import { meshTree } from './mesh-source';
import { pointsCell, skeletonSegments, viewerVoxels } from './skeleton-edges';

interface Swamp {
  id: string;
  tree: Bvh;
  /** An open surface can be crossed but encloses nothing. */
  closed: boolean;
}

export const triage: HeavyWorkOf<'rows'> = {
  kernels: ['draco'],
  *rows(ids, _args, ctx) {
    const stack = yield* datastackOf(ctx);
    const swamps = yield* swampsOf(ctx);
    const { segments, others } = splitSegments(stack, ids);
    const answers = new Map<Id, RowAnswer | TtError>(others);
    const found = yield* skeletonsOf(stack, segments, ctx, (skeleton) => {
      const edges = skeletonSegments(skeleton);
      return swamps.flatMap(({ id, tree, closed }) => {
        const { points } = crossings(tree, edges);
        // Without a crossing, each component lies completely inside or completely outside.
        const within = points.length === 0 && closed && pointsInside(tree, edges).includes(1);
        return points.length > 0 || within ? [{ id, points }] : [];
      });
    });
    for (const [id, swamps] of found) {
      if (swamps instanceof TtError) {
        answers.set(id, swamps);
        continue;
      }
      const points = swamps.flatMap((swamp) => viewerVoxels(viewerResolution(stack), swamp.points));
      const names = swamps.map((swamp) => swamp.id).join(', ');
      const cells = [swamps.length > 0, swamps.length > 0 ? names : 'none', pointsCell(points)];
      answers.set(id, { cells, cacheSeconds: CACHE_FOREVER });
    }
    return answers;
  },
};

function* swampsOf(ctx: HeavyContext): Work<Swamp[]> {
  const { swamp_source_url: source, swamp_ids: ids } = yield* configFor(ctx);
  if (!source || !ids || ids.length === 0) {
    throw new TtError('NONE', `${ctx.datastack} has no swamps in its configuration`);
  }
  const trees = yield* all(ids.map((id) => meshTree(source, String(id), ctx)));
  return trees.map(({ tree, mesh }, i) => ({ id: String(ids[i]), tree, closed: reportMesh(mesh).closed }));
}
