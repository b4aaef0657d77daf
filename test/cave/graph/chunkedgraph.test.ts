/** The graph's wire forms by the recorded exchanges, and its answers against the sandbox's own knowledge. */
import { isLatest, rootOfEach, rootsOf, slices } from '../../../src/cave/graph/chunkedgraph';
import type { Id } from '../../../src/core/ids';
import type { RecordedReply } from '../../../src/http/drivers/recorded';
import type { HttpRequest } from '../../../src/http/request';
import { packIds } from '../../support/pack-ids';
import { errorOf, NOW, type TestEnvironment, testEnvironment } from '../../support/sandbox-driver';
import { bodyOf, json, play, STACK } from '../support';

const ids = (...texts: string[]) => texts as Id[];
const AT = 1735689600;
const BASE = 'https://local.test/segmentation/api/v1/table/minnie3_v1';

describe('the recorded exchanges', () => {
  test('bulk root look-up', () => {
    const requests = '\xd0\xe0\x02\x48\x40\x98\x5a\x01';
    const { value, sent } = play(
      rootOfEach(STACK, ids('97557743795364048', '0', '864691135122603047'), AT),
      () => ({ body: packIds(ids('864691135122603047', '0', '864691135122603047')) }),
    );
    expect([...value]).toEqual([
      ['97557743795364048', '864691135122603047'],
      ['0', null],
      ['864691135122603047', '864691135122603047'],
    ]);
    expect(sent[0]).toMatchObject({ method: 'POST', url: `${BASE}/roots_binary?timestamp=1735689600` });
    expect([...(sent[0]!.body as Uint8Array).slice(0, 8)]).toEqual([...requests].map((c) => c.charCodeAt(0)));
  });

  test('currency check', () => {
    const requestIds = ids('864691135122603047', '864691135987654321', '160032475051983415', '1');
    const { value, sent } = play(isLatest(STACK, requestIds, AT), () => ({
      body: '{"is_latest":[false,true,true,false]}\n',
    }));
    expect([...value.values()]).toEqual([false, true, true, false]);
    expect(sent[0]!.url).toBe(`${BASE}/is_latest_roots?timestamp=1735689600.001`);
    expect(bodyOf(sent[0]!)).toBe(`{"node_ids":["${requestIds.join('","')}"]}`);
  });

  // Ids and flags of CAVEclient's test_chunkedgraph.py at c57c15f55b6f (MIT).
  test('the published currency reply', () => {
    const requestIds = ids('164471821834388001', '864691135776832352');
    const { value } = play(isLatest(STACK, requestIds, AT), () => json({ is_latest: [false, true] }));
    expect([...value]).toEqual([
      ['164471821834388001', false],
      ['864691135776832352', true],
    ]);
  });
});

describe('answers that are not whole', () => {
  const one = ids('864691135122603047');
  test.each<[string, RecordedReply]>([
    ['fewer flags', { body: '{"is_latest":[]}' }],
    ['more flags', { body: '{"is_latest":[true,true]}' }],
    ['no flags', { body: '{}' }],
    ['a list', { body: '[true]' }],
    ['half a document', { body: '{"is_latest":[tr' }],
  ])('is_latest_roots with %s', (_words, answer) => {
    expect(errorOf(() => play(isLatest(STACK, one, AT), () => answer))).toMatchObject({ code: 'DOWN' });
  });
  test.each([0, 7, 16])('roots_binary of %i bytes for one id', (length) => {
    const answer = { body: new Uint8Array(length) };
    expect(errorOf(() => play(rootOfEach(STACK, one, AT), () => answer))).toMatchObject({ code: 'DOWN' });
  });
});

describe('requests are few and large', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => String(864691135000000000n + BigInt(i)) as Id);
  const latest = (request: HttpRequest) =>
    json({ is_latest: (JSON.parse(bodyOf(request)) as { node_ids: string[] }).node_ids.map(() => true) });
  test('currency of 10,000 ids is one request, of 400,001 two in one round trip', () => {
    expect(play(isLatest(STACK, many, AT), latest).sent).toHaveLength(1);
    const more = Array.from({ length: 400_001 }, (_, i) => String(i) as Id);
    const { value, sent, roundTrips } = play(isLatest(STACK, more, AT), latest);
    expect([sent.length, roundTrips, value.size]).toEqual([2, 1, 400_001]);
  });
  test('nothing asked, nothing sent', () => {
    expect(play(isLatest(STACK, [], AT), latest).sent).toHaveLength(0);
    expect(play(rootOfEach(STACK, [], AT), latest).sent).toHaveLength(0);
  });
  test('250,001 owners are two requests of packed ids, joined in order', () => {
    const nodes = BigUint64Array.from({ length: 250_001 }, (_, i) => BigInt(i + 1));
    const { value, sent } = play(rootsOf(STACK, nodes, AT), (incoming) => ({
      body: incoming.body as Uint8Array,
    }));
    expect(sent.map((incoming) => incoming.body!.length)).toEqual([2_000_000, 8]);
    expect(Buffer.compare(Buffer.from(value.buffer), Buffer.from(nodes.buffer))).toBe(0);
  });
});

test('slices', () => {
  expect(slices([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(slices([], 2)).toEqual([]);
});

describe('against the sandbox', () => {
  let cave: TestEnvironment;
  beforeAll(() => {
    cave = testEnvironment();
  });
  const now = NOW / 1000;

  test('currency and owners are what the world holds', () => {
    const { truth } = cave.sandbox;
    const stack = cave.stack();
    const roots = [...truth.sampleStale(40), ...truth.sampleCurrent(40)] as Id[];
    const latest = cave.run(isLatest(stack, roots, now));
    for (const id of roots) expect([id, latest.get(id)]).toEqual([id, truth.isLatest(id)]);
    const some = roots.slice(30, 50);
    const supervoxels = some.flatMap((id) => truth.supervoxels(id).slice(0, 20)) as Id[];
    for (const [id, root] of cave.run(rootOfEach(stack, supervoxels, now))) {
      expect(root).toBe(truth.rootOfSupervoxel(id));
    }
  });

  test('an id that does not exist is not current', () => {
    const stack = cave.stack();
    const nobody = ids('720575999999999999');
    expect(cave.run(isLatest(stack, nobody, now)).get(nobody[0]!)).toBe(false);
  });

  test('questions about the past are answered from the past', () => {
    const stack = cave.stack();
    const { truth } = cave.sandbox;
    const stale = truth.sampleStale(20) as Id[];
    for (const id of stale) {
      const retired = truth.root(id).retiredBy!.time;
      expect(cave.run(isLatest(stack, [id], (retired - 1) / 1000)).get(id)).toBe(true);
      expect(cave.run(isLatest(stack, [id], (retired + 1) / 1000)).get(id)).toBe(false);
    }
  });
});
