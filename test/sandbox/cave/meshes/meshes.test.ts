/** The surfaces of segments: closed where the pieces meet, on the mesh grid, about the skeleton and the supervoxels. */
import type { CaveSandbox } from '../../../../src/sandbox/cave';
import { skeletonOf } from '../../../../src/sandbox/cave/skeletons/skeleton';
import { fresh } from '../ask';
import { openEdges, surfaceOf, winding } from './read';

let sandbox: CaveSandbox;
beforeAll(() => {
  sandbox = fresh();
});

async function holdsItsSkeleton(id: string, query = ''): Promise<void> {
  const surface = await surfaceOf(sandbox, id, query);
  expect(surface.points.every((p) => p.every((n) => n % 21 === 0))).toBe(true);
  expect(openEdges(surface)).toBe(0);
  const { vertices, edges } = skeletonOf(sandbox.truth.graph(), sandbox.truth.root(id));
  const outside: number[][] = [];
  for (const [a, b] of edges) {
    for (const share of [0, 0.21, 0.5, 0.83]) {
      const at = vertices[a]!.map((n, k) => n + (vertices[b]![k]! - n) * share);
      if (winding(surface, at) < 0.5) outside.push(at);
    }
  }
  expect(outside).toEqual([]);
}

test('the surface of a segment is closed and holds its skeleton, at every layer of stitching', async () => {
  const [id] = sandbox.truth.sampleCurrent(1) as [string];
  for (const layer of ['', '&start_layer=2', '&start_layer=3']) await holdsItsSkeleton(id, layer);
}, 60_000);

test('so do segments with edits behind them', async () => {
  for (const id of sandbox.truth.sampleCurrent(6)) await holdsItsSkeleton(id);
}, 120_000);
