/** make_bucket_volume_from_obj and make_local_volume_from_obj: convert a mesh file to a mesh volume. */

import type { HeavyWorkOf } from './local-runner';
import { openMesh } from './mesh-source';
import { MESH_COLUMNS, meshCells, processMesh } from './process-mesh';
import { storeVolume } from './store-volume';

export const volumeFromFile: HeavyWorkOf<'files'> = {
  kernels: ['draco', 'simplifier'],
  *files(args, ctx) {
    const source = yield* openMesh(args, ctx);
    const mesh = processMesh(source.mesh, args, ctx, source.remarks);
    const id = String(args.mesh_id ?? '1');
    const result = yield* storeVolume([{ id, mesh }], [], args, ctx, [], source.name);
    return {
      ...result,
      report: [['mesh_id', ...MESH_COLUMNS], [id, ...meshCells(mesh, source.remarks)], ...result.report],
    };
  },
};
