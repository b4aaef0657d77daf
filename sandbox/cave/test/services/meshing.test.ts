/** The manifest: its forms, its switches, who may ask, and the info that readers begin with. */
import type { CaveSandbox } from '../../src';
import { ask, field, fresh, good, jsonOf, P } from '../ask';
import { decode, decoder, M } from '../meshes/read';

let sandbox: CaveSandbox;
let id: string;
beforeAll(() => {
  sandbox = fresh();
  // Never edited: all its meshes are in shards.
  id = '720575941524165453';
});

const fragments = (query: string, of = id, body?: string): string[] =>
  field(
    good(sandbox, `${M}/manifest/${of}:0${query}`, body === undefined ? {} : { method: 'GET', body }),
    'fragments',
  ) as string[];

test('verified, a part is a range of a shard file; unverified, a place in its index', () => {
  expect(fragments('?verify=1').every((name) => /^~[234]\/\d+-\d\.shard:\d+:\d+$/.test(name))).toBe(true);
  expect(fragments('?verify=True')).toEqual(fragments('?verify=true'));
  expect(fragments('').every((name) => /^~\d+:[234]:\d+:\d+-\d\.shard:\d+$/.test(name))).toBe(true);
  const both = good(sandbox, `${M}/manifest/${id}:0?verify=1&prepend_seg_ids=1&return_seg_ids=1`);
  const ids = field(both, 'seg_ids') as string[];
  expect(field(both, 'fragments')).toEqual(fragments('?verify=1').map((name, i) => `~${ids[i]}:${name}`));
  expect(Object.keys(both as object)).toEqual(['fragments', 'seg_ids']);
  expect(Object.keys(good(sandbox, `${M}/manifest/${id}:0?verify=1`) as object)).toEqual(['fragments']);
});

test('a start layer, in the query or the body; at level 2 every piece is listed', () => {
  const pieces = good(sandbox, `${M}/manifest/${id}:0?verify=1&return_seg_ids=1&start_layer=2`);
  expect((field(pieces, 'seg_ids') as string[]).sort()).toEqual(sandbox.truth.level2(id).sort());
  expect(fragments('?verify=1', id, '{"start_layer": 2}')).toEqual(field(pieces, 'fragments'));
  expect(fragments('?verify=1').length).toBeLessThan(sandbox.truth.level2(id).length);
});

test('bounds leave out chunks beyond them', () => {
  const graph = sandbox.truth.graph();
  const [first] = sandbox.truth.level2(id) as [string];
  const { grid } = graph;
  const corner = grid.corner(graph.node(first)!.chunk).map((nm, k) => nm / grid.facts.resolution[k]!);
  const bounds = corner.map((v, k) => `${v}-${v + grid.facts.chunkSize[k]!}`).join('_');
  const inside = good(
    sandbox,
    `${M}/manifest/${id}:0?verify=1&return_seg_ids=1&start_layer=2&bounds=${bounds}`,
  );
  const chunk = graph.node(first)!.chunk;
  const expected = sandbox.truth.level2(id).filter((node) => graph.node(node)!.chunk === chunk);
  expect((field(inside, 'seg_ids') as string[]).sort()).toEqual(expected.sort());
  expect(ask(sandbox, `${M}/manifest/${id}:0?bounds=1-2`).status).toBe(500);
});

test('pieces of the first segmentation come before those of edits', () => {
  const editedSandbox = fresh();
  const { after } = editedSandbox.edit({ kind: 'merge' });
  editedSandbox.advance(60_000);
  const names = field(good(editedSandbox, `${M}/manifest/${after[0]}:0?verify=1`), 'fragments') as string[];
  const firstLate = names.findIndex((name) => !name.startsWith('~'));
  expect(firstLate).toBeGreaterThan(0);
  expect(names.slice(firstLate).every((name) => !name.startsWith('~'))).toBe(true);
});

test('of a node at the start layer its children are listed, not itself', () => {
  const above = sandbox.truth.graph().node(id)!;
  const listFragments = (of: string, layer: number) =>
    field(
      good(sandbox, `${M}/manifest/${of}:0?verify=1&return_seg_ids=1&start_layer=${layer}`),
      'seg_ids',
    ) as string[];
  expect(listFragments(id, above.layer)).not.toContain(id);
  const [high] = listFragments(id, 4).filter((node) => BigInt(node) >> 56n > 2n);
  expect(listFragments(high!, 4)).not.toContain(high);
  expect(listFragments(high!, 4).length).toBeGreaterThan(0);
});

test('any node has a manifest; an unknown one an empty list', () => {
  const [node] = sandbox.truth.level2(id) as [string];
  expect(fragments('?verify=1', node)).toHaveLength(1);
  expect(fragments('?verify=1', '720575941411111111')).toEqual([]);
  expect(ask(sandbox, `${M}/manifest/x:0`).status).toBe(500);
});

test('who may not see the data set is refused as everywhere', () => {
  const path = `${M}/manifest/${id}:0?verify=1`;
  const nobody = sandbox.users.find(({ rights }) => Object.keys(rights).length === 0)!;
  expect(ask(sandbox, path, { token: null, headers: { 'x-requested-with': 'x' } }).status).toBe(401);
  const reply = ask(sandbox, path, { token: nobody.token });
  expect([reply.status, field(jsonOf(reply), 'error')]).toEqual([403, 'missing_permission']);
  expect(ask(sandbox, '/meshing/api/v1/table/none/manifest/1:0').status).toBe(400);
  const viewer = sandbox.users.find(({ name }) => name === 'Grace Hopper')!;
  const body = '{"new_lvl2_ids":[]}';
  expect(ask(sandbox, `${M}/remeshing`, { body, token: viewer.token }).status).toBe(403);
  expect(ask(sandbox, `${M}/remeshing`, { body }).status).toBe(202);
});

test('shards can be read by their own index', async () => {
  const info = good(sandbox, `${P.replace('/api/v1', '')}/info`);
  const bucket = String(field(info, 'data_dir')).replace('gs://', '/stores/storage.googleapis.com/');
  const meshes = `${bucket}/${field(info, 'mesh')}`;
  const spec = field(field(good(sandbox, `${meshes}/info`, { token: null }), 'sharding'), '2') as {
    [key: string]: number;
  };
  const [node] = sandbox.truth.level2(id) as [string];
  const key = BigInt(node) >> BigInt(spec.preshift_bits!);
  const minishard = Number(key & ((1n << BigInt(spec.minishard_bits!)) - 1n));
  const shard = (key >> BigInt(spec.minishard_bits!)) & ((1n << BigInt(spec.shard_bits!)) - 1n);
  const chunk = (BigInt(node) & ((1n << 56n) - 1n)) >> 26n;
  const read = (from: number, to: number): Buffer => {
    const headers = { range: `bytes=${from}-${to - 1}` };
    const reply = ask(sandbox, `${meshes}/initial/2/${chunk}-${shard}.shard`, { token: null, headers });
    expect(reply.status).toBe(206);
    return Buffer.from(reply.body);
  };
  const base = 16 * 2 ** spec.minishard_bits!;
  const head = read(16 * minishard, 16 * minishard + 16);
  const index = read(base + Number(head.readBigUInt64LE(0)), base + Number(head.readBigUInt64LE(8)));
  const count = index.length / 24;
  let [at, offset] = [0n, 0n];
  for (let i = 0; i < count; i++) {
    at += index.readBigUInt64LE(8 * i);
    offset += index.readBigUInt64LE(8 * (count + i));
    const size = index.readBigUInt64LE(8 * (2 * count + i));
    if (String(at) === node) {
      const start = base + Number(offset);
      const mesh = decode(await decoder(), read(start, start + Number(size)));
      expect(mesh.faces.length).toBeGreaterThan(11);
      expect(fragments('?verify=1', node)).toEqual([`~2/${chunk}-${shard}.shard:${start}:${size}`]);
      return;
    }
    offset += size;
  }
  throw new Error('not in its shard');
});

test('other data sets have meshes too, from chunks that do not begin at zero', async () => {
  for (const name of ['flywire_fafb_production', 'minnie65_phase3_v1']) {
    const table = name === 'minnie65_phase3_v1' ? 'minnie3_v1' : 'fly_v31';
    const root = sandbox.truth.sampleCurrent(1, name)[0]!;
    const list = good(sandbox, `/meshing/api/v1/table/${table}/manifest/${root}:0?verify=1`);
    expect((field(list, 'fragments') as string[]).length).toBeGreaterThan(0);
    expect(good(sandbox, `/meshing/1.0/${table}/manifest/${root}:0?verify=1`)).toEqual(list);
  }
});
