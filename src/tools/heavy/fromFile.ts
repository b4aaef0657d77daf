/** make_bucket_volume_from_obj and make_local_volume_from_obj: a mesh file as a mesh volume. */

import { finishMesh, MESH_COLUMNS, meshCells } from './finish';
import { openMesh } from './meshSource';
import { placeVolume } from './place';
import type { HeavyWork } from './work';

export const volumeFromFile: HeavyWork = {
  kernels: ['draco', 'simplifier'],
  *files(args, ctx) {
    const opened = yield* openMesh(args, ctx);
    const mesh = finishMesh(opened.mesh, args, ctx.kernels);
    const id = String(args.mesh_id ?? '1');
    const made = yield* placeVolume([{ id, mesh }], [], args, ctx);
    return { ...made, report: [['mesh_id', ...MESH_COLUMNS], [id, ...meshCells(mesh)], ...made.report] };
  },
};
