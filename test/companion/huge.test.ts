/** The largest neuron of the world, supervoxel by supervoxel, in workers that may take little memory. */
import { BANC, type Local, type LocalCave, localCave, localService } from './support/service';

/** 846,443 supervoxels: 17 MB of ids as text, 7 MB packed. */
const HUGE = '720575941413124779';
const HEAP_MB = 48;

let cave: LocalCave;
let local: Local;
beforeAll(async () => {
  cave = await localCave();
  local = await localService(cave.origin, { limits: { heapMb: HEAP_MB } });
});
afterAll(async () => {
  await local.close();
  await cave.close();
});

test(`its successor is counted exactly within ${HEAP_MB} MB of heap, where the light way says ≈ or not at all`, async () => {
  cave.cave.edit({ kind: 'split', root: HUGE, share: 0.1 });
  const reply = await local.ask('/v1/tools/get_current_seg_ids', {
    headers: await local.headers(undefined, cave.cave.token),
    body: {
      server: cave.origin,
      datastack: BANC,
      ids: [HUGE],
      args: { include_ratio: true, full_list: true, exact: true },
    },
  });
  const [best, next] = cave.cave.truth.candidates(HUGE);
  expect(best!.supervoxels + next!.supervoxels).toBe(846_443);
  expect(reply.body).toEqual({
    rows: [
      { id: HUGE, cells: [best!.id, best!.share, next!.id, next!.share], cacheSeconds: expect.any(Number) },
    ],
  });
});
