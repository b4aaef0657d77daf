/** The surfaces of segments: closed where the pieces meet, on the mesh grid, about the skeleton and the supervoxels. */
import type { CaveSandbox } from '../../src';
import { fragmentsOf as leaves } from '../../src/graph/nodes';
import { between, rng } from '../../src/rng';
import { skeletonOf } from '../../src/skeletons/skeleton';
import { fresh, NOW } from '../ask';
import { fragmentsOf, openEdges, surfaceOf, winding } from './read';

let sandbox: CaveSandbox;
beforeEach(() => {
  sandbox = fresh();
});

async function holdsItsSkeleton(id: string, query = ''): Promise<void> {
  const surface = await surfaceOf(sandbox, id, query);
  expect(surface.points.every((p) => p.every((n) => n % 21 === 0))).toBe(true);
  expect(openEdges(surface)).toBe(0);
  const { vertices, edges } = skeletonOf(sandbox.truth.graph(), sandbox.truth.root(id));
  const outside: number[][] = [];
  for (const [a, b] of edges) {
    for (const share of [0.07, 0.5]) {
      const at = vertices[a]!.map((n, k) => n + (vertices[b]![k]! - n) * share);
      if (winding(surface, at) < 0.5) outside.push(at);
    }
  }
  expect(outside).toEqual([]);
}

test('the surface of a segment is closed and holds its skeleton, at every layer of stitching', async () => {
  const [id] = sandbox.truth.sampleCurrent(1) as [string];
  for (const layer of ['', '&start_layer=2', '&start_layer=3']) await holdsItsSkeleton(id, layer);
});

test('so do segments with edits behind them, and its supervoxels', async () => {
  for (const id of sandbox.truth.sampleCurrent(3)) await holdsItsSkeleton(id);
  const graph = sandbox.truth.graph();
  const [id] = sandbox.truth.sampleCurrent(1) as [string];
  const surface = await surfaceOf(sandbox, id);
  const { resolution } = graph.grid.facts;
  for (const fragment of leaves(sandbox.truth.root(id)).slice(0, 8)) {
    const centre = fragment.rep.map((nm, k) => Math.floor(nm / resolution[k]!));
    const random = rng(11);
    for (let n = 0; n < 12; n++) {
      const offset = [between(random, -40, 40), between(random, -40, 40), between(random, -14, 14)];
      const voxel = centre.map((v, k) => v + offset[k]!) as [number, number, number];
      const viewer = voxel.map((v, k) => (v * resolution[k]!) / [4, 4, 45][k]!) as [number, number, number];
      const supervoxel = sandbox.truth.supervoxelAt(viewer);
      if (sandbox.truth.rootOfSupervoxel(supervoxel) !== id) continue;
      const middle = voxel.map((v, k) => (v + 0.5) * resolution[k]!);
      expect([voxel, winding(surface, middle) > 0.5]).toEqual([voxel, true]);
    }
  }
});

test('after an edit: new pieces come late, and then the halves are closed again', async () => {
  let now = NOW;
  sandbox = fresh({ now: () => now });
  const [id] = sandbox.truth.sampleCurrent(1) as [string];
  const { after } = sandbox.edit({ kind: 'split', root: id, share: 0.4 });
  const names = (of: string): string[] => fragmentsOf(sandbox, of).map(({ name }) => name);
  const early = names(after[0]!);
  const result = sandbox.truth.level2(after[0]!).filter((node) => !sandbox.truth.level2(id).includes(node));
  expect(result.length).toBeGreaterThan(0);
  expect(early.some((name) => result.includes(name.split(':')[0]!))).toBe(false);
  expect(openEdges(await surfaceOf(sandbox, after[0]!))).toBeGreaterThan(0);
  now += 20_000;
  const late = names(after[0]!);
  const fresher = late.filter((name) => !early.includes(name));
  expect(fresher.every((name) => /^\d+:0:\d+-\d+_\d+-\d+_\d+-\d+$/.test(name))).toBe(true);
  expect(fresher.length).toBeGreaterThan(0);
  for (const half of after) await holdsItsSkeleton(half);
  const partner = sandbox.truth.sampleCurrent(9)[8]!;
  const mergedRoot = sandbox.edit({ kind: 'merge', root: after[0]!, with: partner }).after[0]!;
  now += 20_000;
  await holdsItsSkeleton(mergedRoot);
  // The old segment's meshes stay as they were.
  await holdsItsSkeleton(id);
});

test('a cut through a single piece parts its supervoxels', async () => {
  let now = NOW;
  sandbox = fresh({ now: () => now });
  const one = sandbox.truth.graph().world.families - 1;
  const orphan = sandbox.truth
    .graph()
    .family(one)!
    .roots.find((root) => leaves(root)[0]!.size > 3)!;
  const { after } = sandbox.edit({ kind: 'split', root: orphan.id, share: 0.5 });
  now += 20_000;
  for (const half of after) {
    const surface = await surfaceOf(sandbox, half);
    expect(openEdges(surface)).toBe(0);
    expect(winding(surface, leaves(sandbox.truth.root(half))[0]!.rep)).toBeGreaterThan(0.5);
  }
});
