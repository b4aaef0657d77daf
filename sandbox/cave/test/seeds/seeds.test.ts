/** What lies in the buckets: closed surfaces that face outward, where configurations look for them. */
import { gunzipSync } from 'node:zlib';
import { PUBLISHED } from '../../../../src/cave/datasets/published-configs';
import type { CaveSandbox } from '../../src';
import { exampleTubes } from '../../src/seeds/example-mesh';
import type { Solid, SolidPoint } from '../../src/seeds/solids';
import { swamps } from '../../src/seeds/swamps';
import { skeletonOf } from '../../src/skeletons/skeleton';
import { CROSSING, NOT_CROSSING } from '../../src/world/published-facts';
import { ask, field, fresh, good, header } from '../ask';
import { openEdges, winding } from '../meshes/read';

const BANC = PUBLISHED.brain_and_nerve_cord!;
let sandbox: CaveSandbox;
beforeAll(() => {
  sandbox = fresh();
});

const surface = ({ points, faces }: Solid) => ({ points: points.map((p) => [...p]), faces });

function volume({ points, faces }: Solid): number {
  return faces.reduce((sum, [a, b, c]) => {
    const [p, q, r] = [points[a]!, points[b]!, points[c]!];
    const [x, y, z] = [q[1] * r[2] - q[2] * r[1], q[2] * r[0] - q[0] * r[2], q[0] * r[1] - q[1] * r[0]];
    return sum + (p[0] * x + p[1] * y + p[2] * z) / 6;
  }, 0);
}

/** A legacy fragment, read from its description. */
function read(path: string): Solid {
  const reply = ask(sandbox, `/stores/${path}`, { token: null });
  const zipped = header(reply, 'content-encoding')[0] === 'gzip';
  const bytes = Buffer.from(zipped ? gunzipSync(reply.body) : reply.body);
  const count = bytes.readUInt32LE(0);
  const point = (i: number): SolidPoint =>
    [0, 1, 2].map((k) => bytes.readFloatLE(4 + 12 * i + 4 * k)) as unknown as SolidPoint;
  const first = 4 + 12 * count;
  return {
    points: Array.from({ length: count }, (_, i) => point(i)),
    faces: Array.from({ length: (bytes.length - first) / 12 }, (_, i) =>
      [0, 1, 2].map((k) => bytes.readUInt32LE(first + 12 * i + 4 * k)),
    ) as Solid['faces'],
  };
}

test('eleven swamps, closed and facing outward, the last with a hole, at the configured address', () => {
  const [address] = BANC.swamp_source_url!.replace('https://', '').split('|');
  expect([...swamps().keys()]).toEqual(BANC.swamp_ids);
  expect(good(sandbox, `/stores/${address}/info`, { token: null })).toMatchObject({ mesh: 'mesh' });
  for (const [id, solid] of swamps()) {
    const list = good(sandbox, `/stores/${address}/mesh/${id}:0`, { token: null });
    const [name] = field(list, 'fragments') as string[];
    expect(read(`${address}/mesh/${name}`)).toEqual(solid);
    expect(openEdges(surface(solid))).toBe(0);
    expect(volume(solid)).toBeGreaterThan(1e14);
    const edges = (solid.faces.length * 3) / 2;
    expect(solid.points.length - edges + solid.faces.length).toBe(id === 11 ? 0 : 2);
  }
});

test('neurons of the world pass none, one or several of them', () => {
  const counts = sandbox.truth.sampleCurrent(60).map((id) => sandbox.truth.swamps(id).length);
  const share = (fits: (n: number) => boolean): number => counts.filter(fits).length / counts.length;
  expect(share((n) => n === 0)).toBeGreaterThan(0.4);
  expect(share((n) => n === 1)).toBeGreaterThan(0.05);
  expect(share((n) => n > 1)).toBeGreaterThan(0.03);
});

test('the truth of a skeleton agrees with how often the surface winds about its vertices', () => {
  const [id] = sandbox.truth.sampleCurrent(60).filter((each) => sandbox.truth.swamps(each).length > 1);
  const { vertices } = skeletonOf(sandbox.truth.graph(), sandbox.truth.root(id!));
  for (const { id: swamp, inside } of sandbox.truth.swamps(id!)) {
    const within = vertices.filter((p) => winding(surface(swamps().get(swamp)!), p) > 0.5);
    expect(within).toHaveLength(inside);
  }
});

test('the example of hits: closed tubes that end at the published points', () => {
  const tubes = exampleTubes();
  for (const tube of tubes) {
    expect(openEdges(surface(tube))).toBe(0);
    expect(volume(tube)).toBeGreaterThan(0);
  }
  const { vertices, edges } = skeletonOf(sandbox.truth.graph(), sandbox.truth.root(CROSSING.id));
  // Along the skeleton the points come in and out of the tubes by turns.
  const within = (p: SolidPoint): boolean => tubes.some((tube) => winding(surface(tube), p) > 0.5);
  expect(vertices.map(within)).toEqual(vertices.map((_, i) => i % 4 === 1 || i % 4 === 2));
  expect(edges).toHaveLength(vertices.length - 1);
  const other = skeletonOf(sandbox.truth.graph(), sandbox.truth.root(NOT_CROSSING));
  expect(other.vertices.some(within)).toBe(false);
});

test('outlines lie where the configurations say: the whole is segment 1', () => {
  const urls = [
    BANC.main_stack_mesh_url,
    PUBLISHED.flywire_fafb_production!.main_stack_mesh_url,
    PUBLISHED.flywire_fafb_production!.neuropil_mesh_url,
  ];
  for (const url of urls) {
    const path = url!.replace('precomputed://gs://', 'storage.googleapis.com/');
    const list = good(sandbox, `/stores/${path}/1:0`, { token: null });
    const names = field(list, 'fragments') as string[];
    expect(names).toHaveLength(2);
    for (const name of names) expect(openEdges(surface(read(`${path}/${name}`)))).toBe(0);
    expect(ask(sandbox, `/stores/${path}/2:0`, { token: null }).status).toBe(200);
  }
});
