/** PyChunkedGraph routes: shapes, digits, encodings, and the answers for what is not there. */
import { gzipSync } from 'node:zlib';
import { unpackIds } from '../../../../src/core/ids';
import { packIds } from '../../../../test/support/pack-ids';
import { ask, field, fresh, good, header, jsonOf, NOW, P, textOf } from '../ask';

const sandbox = fresh();
const [root, other] = sandbox.truth.sampleCurrent(2) as [string, string];
const stale = sandbox.truth.sampleStale(1)[0]!;
const l2 = sandbox.truth.level2(root)[0]!;
const sv = sandbox.truth.supervoxels(root)[0]!;
const sortIds = (ids: unknown): string[] => [...(ids as string[])].sort();
const nodes = (ids: unknown[]): string => `{"node_ids":[${ids.join(',')}]}`;

test('handshake', () => {
  expect(good(sandbox, '/segmentation/api/versions')).toEqual([0, 1]);
  expect(good(sandbox, '/segmentation/api/version')).toBe('2.21.1');
});

test('graph info, under both paths', () => {
  const info = good(sandbox, '/segmentation/table/fly_v31/info');
  expect(good(sandbox, '/segmentation/1.0/fly_v31/info')).toEqual(info);
  expect(info).toMatchObject({
    scales: [{ resolution: [16, 16, 40], voxel_offset: [5100, 1440, 16] }],
    graph: { chunk_size: [256, 256, 512], n_layers: 10, n_bits_for_layer_id: 8 },
    data_dir: 'gs://fly-v31-pcg/ws',
    chunks_start_at_voxel_offset: true,
  });
});

test('JSON has sorted keys, bare digits and a newline at its end', () => {
  const body = nodes([root, `"${sv}"`]);
  expect(textOf(ask(sandbox, `${P}/roots`, { body }))).toBe(`{"root_ids":[${root},${root}]}\n`);
  expect(textOf(ask(sandbox, `${P}/roots?int64_as_str=1`, { body: nodes([sv]) }))).toBe(
    `{"root_ids":["${root}"]}\n`,
  );
  const info = textOf(ask(sandbox, '/segmentation/table/wclee_fly_cns_001/info'));
  const keys = Object.keys(JSON.parse(info));
  expect(keys).toEqual([...keys].sort());
});

test('roots_binary: order, type, gzip when accepted, gzip when sent', () => {
  const body = packIds([sv, '0', stale, sv].map((id) => BigInt(id)));
  const plain = ask(sandbox, `${P}/roots_binary`, { body });
  expect(header(plain, 'content-type')).toEqual(['text/html; charset=utf-8']);
  expect([...unpackIds(plain.body)].map(String)).toEqual([root, '0', stale, root]);
  const headers = { 'accept-encoding': 'gzip, deflate', 'content-encoding': 'gzip' };
  const reply = ask(sandbox, `${P}/roots_binary`, { body: new Uint8Array(gzipSync(body)), headers });
  expect(header(reply, 'content-encoding')).toEqual(['gzip']);
  expect(header(reply, 'vary')).toEqual(['Accept-Encoding']);
  expect(textOf(reply)).toBe(textOf(plain));
});

test('is_latest_roots: false for the unknown, the stale and supervoxels, true for any other node', () => {
  const body = nodes([root, `"${stale}"`, l2, sv, '1', '720575941499999999']);
  const answer = good(sandbox, `${P}/is_latest_roots`, { body });
  expect(field(answer, 'is_latest')).toEqual([true, false, true, false, false, false]);
  const early = good(sandbox, `${P}/is_latest_roots?timestamp=1000`, { body: nodes([root]) });
  expect(field(early, 'is_latest')).toEqual([false]);
});

test('leaves: exactly at a layer, empty for what is unknown or below', () => {
  const leaves = (id: string, layer: number) =>
    field(good(sandbox, `${P}/node/${id}/leaves?stop_layer=${layer}&int64_as_str=true`), 'leaf_ids');
  expect(sortIds(leaves(root, 2))).toEqual(sortIds(sandbox.truth.level2(root)));
  expect(sortIds(leaves(root, 1))).toEqual(sortIds(sandbox.truth.supervoxels(root)));
  expect(leaves(sv, 1)).toEqual([]);
  expect(leaves(root, 11)).toEqual([]);
  expect(leaves(l2, 2)).toEqual([l2]);
  expect(leaves(l2, 3)).toEqual([]);
  expect(leaves('720575941499999999', 2)).toEqual([]);
  for (const id of leaves(root, 5) as string[]) expect(BigInt(id) >> 56n).toBe(5n);
});

const leavesMany = (ids: unknown[], layer = 2): { [id: string]: string[] } =>
  good(sandbox, `${P}/node/leaves_many?stop_layer=${layer}&int64_as_str=1`, { body: nodes(ids) }) as {
    [id: string]: string[];
  };

test('leaves_many: string keys, empty lists, and the alias', () => {
  const body = nodes([root, `"${l2}"`, 42]);
  const answer = leavesMany([root, `"${l2}"`, 42]);
  expect(Object.keys(answer).sort()).toEqual(['42', l2, root].sort());
  expect([answer[l2], answer['42']]).toEqual([[l2], []]);
  expect(sortIds(answer[root])).toEqual(sortIds(sandbox.truth.level2(root)));
  expect(good(sandbox, `${P}/leaves_many?stop_layer=2&int64_as_str=1`, { body })).toEqual(answer);
});

describe('leaves_many of a root and one that came of it', () => {
  const whole = sandbox.truth.sampleCurrent(60).at(-1)!;
  const [one, two] = sandbox.edit({ kind: 'split', root: whole, share: 0.5 }).after as [string, string];
  const lengths = (ids: string[], layer = 1): number[] => {
    const answer = leavesMany(ids, layer);
    return ids.map((id) => answer[id]!.length);
  };
  const full = (id: string): number => sandbox.truth.supervoxelCount(id);

  test('the one that comes last has the nodes that both share', () => {
    const [part, all] = lengths([one, whole]);
    expect(all).toBe(full(whole));
    expect(part).toBeLessThan(full(one));
    const [allThen, partThen] = lengths([whole, one]);
    expect(partThen).toBe(full(one));
    // What one order takes from the piece, the other takes from the whole.
    expect(full(whole) - allThen!).toBe(full(one) - part!);
  });

  test('alone, or beside roots that share nothing, each is whole', () => {
    for (const id of [one, two, whole]) expect(lengths([id])).toEqual([full(id)]);
    expect(lengths([one, two])).toEqual([full(one), full(two)]);
    expect(lengths([whole, root])).toEqual([full(whole), full(root)]);
  });

  test('level-2 nodes of different times hold the same supervoxels, and each lists them', () => {
    const { grid } = sandbox.truth.graph();
    const after = sandbox.truth.level2(one);
    const before = sandbox.truth.level2(whole);
    const next = after.find((node) => !before.includes(node))!;
    const chunkOf = (node: string): number => grid.decode(BigInt(node)).chunk;
    const old = before.find((node) => !after.includes(node) && chunkOf(node) === chunkOf(next))!;
    const lists = leavesMany([old, next], 1);
    expect(sortIds(lists[old])).toEqual(sortIds(lists[next]));
  });

  test('an id that is asked twice fails the call, unless nothing is below it', () => {
    const reply = ask(sandbox, `${P}/node/leaves_many?stop_layer=2`, { body: nodes([root, other, root]) });
    expect([reply.status, field(jsonOf(reply), 'message')]).toEqual([
      500,
      'zero-dimensional arrays cannot be concatenated',
    ]);
    expect(leavesMany([42, 42])).toEqual({ 42: [] });
  });
});

test('bounds choose whole chunks that meet the box', () => {
  const all = field(good(sandbox, `${P}/node/${root}/leaves?stop_layer=2`), 'leaf_ids') as string[];
  const { chunk } = sandbox.truth.graph().grid.decode(BigInt(l2));
  const [x, y, z] = [(chunk >> 20) * 512 + 5, ((chunk >> 10) & 1023) * 512 + 5, (chunk & 1023) * 256 + 5];
  const bounds = `${x}-${x + 1}_${y}-${y + 1}_${z}-${z + 1}`;
  const some = field(
    good(sandbox, `${P}/node/${root}/leaves?stop_layer=2&bounds=${bounds}`),
    'leaf_ids',
  ) as string[];
  expect(some).toContain(l2);
  expect(some.length).toBeLessThan(all.length);
  const links = ask(sandbox, `${P}/node/${root}/lvl2_graph?bounds=${bounds}`);
  expect(header(links, 'used-bounds')).toEqual(['True']);
});

test('children of a root, of a level-2 node, and of a supervoxel', () => {
  const children = (id: string) =>
    field(good(sandbox, `${P}/node/${id}/children?int64_as_str=1`), 'children_ids');
  const svs = children(l2) as string[];
  expect(svs.length).toBeGreaterThan(0);
  expect(svs.every((id) => sandbox.truth.rootOfSupervoxel(id) === root)).toBe(true);
  expect((children(root) as string[]).length).toBeGreaterThan(0);
  expect(children(sv)).toEqual([]);
});

test('lvl2_graph: a tree over the level-2 nodes, pairs ascending', () => {
  const reply = ask(sandbox, `${P}/node/${other}/lvl2_graph?int64_as_str=1`);
  const edges = field(jsonOf(reply), 'edge_graph') as [string, string][];
  expect(header(reply, 'used-bounds')).toEqual(['False']);
  expect(edges.length).toBe(sandbox.truth.level2(other).length - 1);
  for (const [a, b] of edges) expect(BigInt(a) < BigInt(b)).toBe(true);
});

test('root_timestamps: creation, last moment, and failure for one unknown id', () => {
  const answer = good(sandbox, `${P}/root_timestamps`, { body: nodes([root]) });
  expect(field(answer, 'timestamp')).toEqual([sandbox.truth.root(root).created / 1000]);
  const latest = good(sandbox, `${P}/root_timestamps?latest=true`, { body: nodes([root, stale]) });
  expect(field(latest, 'timestamp')).toEqual([NOW / 1000, sandbox.truth.root(stale).retiredAt / 1000]);
  const reply = ask(sandbox, `${P}/root_timestamps`, { body: nodes([root, 77]) });
  expect([reply.status, field(jsonOf(reply), 'message')]).toEqual([500, '77']);
  expect(good(sandbox, `${P}/root_timestamps`, { body: nodes([77]) })).toEqual({ timestamp: [] });
  expect(good(sandbox, `${P}/root_timestamps`, { body: nodes([sv]) })).toEqual({ timestamp: [] });
  expect(ask(sandbox, `${P}/root_timestamps?latest=true`, { body: nodes([77]) }).status).toBe(500);
});

test('GET routes read their bodies', () => {
  const answer = good(sandbox, `${P}/valid_nodes?int64_as_str=1`, {
    method: 'GET',
    body: nodes([root, stale, 77]),
  });
  expect(field(answer, 'valid_roots')).toEqual([root, stale]);
  const packedIds = packIds([BigInt(root), 77n]);
  const binary = good(sandbox, `${P}/valid_nodes?is_binary=1&int64_as_str=1`, {
    method: 'GET',
    body: packedIds,
  });
  expect(field(binary, 'valid_roots')).toEqual([root]);
});

test('l2_chunk_children: pairs of every node in a chunk', () => {
  const chunkId = String((BigInt(l2) >> 26n) << 26n);
  const reply = ask(sandbox, `${P}/l2_chunk_children_binary/${chunkId}?as_array=true`);
  const flat = [...unpackIds(reply.body)].map(String);
  expect(flat.length % 2).toBe(0);
  const at = flat.indexOf(l2);
  expect(at % 2).toBe(0);
  expect(sandbox.truth.rootOfSupervoxel(flat[at + 1]!)).toBe(root);
  const wrong = ask(sandbox, `${P}/l2_chunk_children/${root}?as_array=true`);
  expect([wrong.status, field(jsonOf(wrong), 'code')]).toEqual([400, 400]);
});

test('the fewest nodes that cover some; a whole root is too much for the service', () => {
  const level2 = sandbox.truth.level2(root);
  const coveredIds = (list: string[]) =>
    ask(sandbox, `${P}/minimal_covering_nodes?int64_as_str=1`, { body: nodes(list) });
  expect(jsonOf(coveredIds(level2.slice(0, 1)))).toEqual([level2[0]]);
  expect(coveredIds(level2).status).toBe(500);
});

test('the fewest nodes that cover supervoxels: a level-2 node where all of it is given', () => {
  const coveringNodes = (list: string[]) =>
    jsonOf(ask(sandbox, `${P}/minimal_covering_nodes?int64_as_str=1`, { body: nodes(list) }));
  const [whole, part] = sandbox.truth.level2(root).slice(0, 2) as [string, string];
  const below = (node: string) =>
    field(good(sandbox, `${P}/node/${node}/children?int64_as_str=1`), 'children_ids') as string[];
  const [some] = below(part) as [string];
  expect(coveringNodes(below(whole))).toEqual([whole]);
  expect(coveringNodes([...below(whole), some])).toEqual([some, whole]);
  expect(coveringNodes([some])).toEqual([some]);
  expect(coveringNodes([some, some])).toEqual([some]);
  expect(coveringNodes([some, part])).toEqual([part]);
  expect(coveringNodes(['76000000000000001'])).toEqual([]);
});

test('is_latest_roots ends before its own millisecond, roots_binary after it', () => {
  const id = sandbox.truth.sampleCurrent(30).at(-1)!;
  const edit = sandbox.edit({ kind: 'split', root: id, share: 0.5 });
  const supervoxel = sandbox.truth.supervoxels(edit.after[0]!)[0]!;
  const at = (ms: number) => (ms / 1000).toFixed(3);
  const latest = (ms: number) =>
    field(
      good(sandbox, `${P}/is_latest_roots?timestamp=${at(ms)}`, { body: nodes([id, edit.after[0]]) }),
      'is_latest',
    );
  expect(latest(edit.time)).toEqual([true, false]);
  expect(latest(edit.time + 1)).toEqual([false, true]);
  const owner = ask(sandbox, `${P}/roots_binary?timestamp=${at(edit.time)}`, {
    body: packIds([BigInt(supervoxel)]),
  });
  expect([...unpackIds(owner.body)].map(String)).toEqual([edit.after[0]]);
});

test('is_latest_roots of a time that is none, and of a negative id', () => {
  const wrong = ask(sandbox, `${P}/is_latest_roots?timestamp=noon`, { body: nodes([root]) });
  expect([wrong.status, field(jsonOf(wrong), 'code')]).toEqual([400, 400]);
  expect(good(sandbox, `${P}/is_latest_roots`, { body: nodes([-1]) })).toEqual({ is_latest: [false] });
});

test('the root of one node: the unknown is its own, before its birth none', () => {
  const rootOf = (id: string, query = '') => ask(sandbox, `${P}/node/${id}/root?int64_as_str=1${query}`);
  expect(jsonOf(rootOf(sv))).toEqual({ root_id: root });
  expect(jsonOf(rootOf('720575941499999999'))).toEqual({ root_id: '720575941499999999' });
  expect(rootOf(sv, '&timestamp=1000').status).toBe(500);
});

test('parameters that the service cannot read', () => {
  const bad = ask(sandbox, `${P}/node/${root}/leaves?int64_as_str=maybe`);
  expect(bad.status).toBe(500);
  expect(field(jsonOf(bad), 'traceback')).toBeInstanceOf(Array);
  expect(ask(sandbox, `${P}/roots?stop_layer=11`, { body: nodes([sv]) }).status).toBe(500);
  expect(ask(sandbox, `${P}/roots`, { body: nodes(['null']) }).status).toBe(500);
  expect(ask(sandbox, `${P}/merge`, { body: '[]' }).status).toBe(400);
});
