/** The graph's wire forms by the recorded exchanges, and its answers against the sandbox's own knowledge. */
import { isLatest, leavesOfMany, rootOfEach, rootsOf, slices } from '../../src/cave/chunkedgraph';
import type { Id } from '../../src/core/ids';
import type { Recorded } from '../../src/exchange/drivers/recorded';
import type { HttpRequest } from '../../src/exchange/request';
import { packIds } from '../support/packIds';
import { type Bench, bench, NOW, thrown } from '../support/sandboxDriver';
import { sharedJson } from '../support/sharedData';
import { bodyOf, json, play, STACK } from './support';

const ids = (...texts: string[]) => texts as Id[];
const AT = 1735689600;
const BASE = 'https://local.test/segmentation/api/v1/table/minnie3_v1';

describe('the recorded exchanges', () => {
  test('bulk root look-up', () => {
    const asked = '\xd0\xe0\x02\x48\x40\x98\x5a\x01';
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
    expect([...(sent[0]!.body as Uint8Array).slice(0, 8)]).toEqual([...asked].map((c) => c.charCodeAt(0)));
  });

  test('currency check', () => {
    const asked = ids('864691135122603047', '864691135987654321', '160032475051983415', '1');
    const { value, sent } = play(isLatest(STACK, asked, AT), () => ({
      body: '{"is_latest":[false,true,true,false]}\n',
    }));
    expect([...value.values()]).toEqual([false, true, true, false]);
    expect(sent[0]!.url).toBe(`${BASE}/is_latest_roots?timestamp=1735689600`);
    expect(bodyOf(sent[0]!)).toBe(`{"node_ids":["${asked.join('","')}"]}`);
  });

  test('leaves, in any order of keys', () => {
    const { value, sent } = play(
      leavesOfMany(STACK, ids('864691135122603047', '160032475051983415', '42'), 2, () => 100),
      () => ({
        body: '{"160032475051983415":["160032475051983415"],"42":[],"864691135122603047":[160032475051983415,160032475051983999]}\n',
      }),
    );
    expect([...value].map(([id, list]) => [id, Array.from(list, String)])).toEqual([
      ['160032475051983415', ['160032475051983415']],
      ['42', []],
      ['864691135122603047', ['160032475051983415', '160032475051983999']],
    ]);
    expect(sent[0]!.url).toBe(`${BASE}/node/leaves_many?stop_layer=2`);
  });

  test('the published currency reply', () => {
    const recorded = sharedJson('cave/is-latest-roots.json') as {
      request: { node_ids: Id[] };
      response: { is_latest: boolean[] };
    } | null;
    if (!recorded) return;
    const { value } = play(isLatest(STACK, recorded.request.node_ids, AT), () => json(recorded.response));
    expect([...value]).toEqual([
      ['164471821834388001', false],
      ['864691135776832352', true],
    ]);
  });
});

describe('answers that are not whole', () => {
  const one = ids('864691135122603047');
  test.each<[string, Recorded]>([
    ['fewer flags', { body: '{"is_latest":[]}' }],
    ['more flags', { body: '{"is_latest":[true,true]}' }],
    ['no flags', { body: '{}' }],
    ['a list', { body: '[true]' }],
    ['half a document', { body: '{"is_latest":[tr' }],
  ])('is_latest_roots with %s', (_words, answer) => {
    expect(thrown(() => play(isLatest(STACK, one, AT), () => answer))).toMatchObject({ code: 'DOWN' });
  });
  test.each([0, 7, 16])('roots_binary of %i bytes for one id', (length) => {
    const answer = { body: new Uint8Array(length) };
    expect(thrown(() => play(rootOfEach(STACK, one, AT), () => answer))).toMatchObject({ code: 'DOWN' });
  });
  test.each(['{}', '{"1":[]}', '{"864691135122603047":[1', '[]'])('leaves_many of %s', (body) => {
    const work = leavesOfMany(STACK, one, 1, () => 9);
    expect(thrown(() => play(work, () => ({ body })))).toMatchObject({ code: 'DOWN' });
  });
});

describe('requests are few and large', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => String(864691135000000000n + BigInt(i)) as Id);
  const latest = (request: HttpRequest) =>
    json({ is_latest: (JSON.parse(bodyOf(request)) as { node_ids: string[] }).node_ids.map(() => true) });
  const listed = (request: HttpRequest) =>
    json(
      Object.fromEntries(
        (JSON.parse(bodyOf(request)) as { node_ids: string[] }).node_ids.map((id) => [id, [7]]),
      ),
    );

  test('currency of 10,000 ids is one request, of 400,001 two in one round trip', () => {
    expect(play(isLatest(STACK, many, AT), latest).sent).toHaveLength(1);
    const more = Array.from({ length: 400_001 }, (_, i) => String(i) as Id);
    const { value, sent, roundTrips } = play(isLatest(STACK, more, AT), latest);
    expect([sent.length, roundTrips, value.size]).toEqual([2, 1, 400_001]);
  });
  test('nothing asked, nothing sent', () => {
    expect(play(isLatest(STACK, [], AT), latest).sent).toHaveLength(0);
    expect(play(rootOfEach(STACK, [], AT), latest).sent).toHaveLength(0);
    expect(
      play(
        leavesOfMany(STACK, [], 1, () => 1),
        latest,
      ).sent,
    ).toHaveLength(0);
  });
  test('250,001 owners are two requests of packed ids, joined in order', () => {
    const nodes = BigUint64Array.from({ length: 250_001 }, (_, i) => BigInt(i + 1));
    const { value, sent } = play(rootsOf(STACK, nodes, AT), (asked) => ({ body: asked.body as Uint8Array }));
    expect(sent.map((asked) => asked.body!.length)).toEqual([2_000_000, 8]);
    expect(Buffer.compare(Buffer.from(value.buffer), Buffer.from(nodes.buffer))).toBe(0);
  });
  test('leaves are asked in groups of 12 MB of answer', () => {
    const { sent, value } = play(
      leavesOfMany(STACK, many.slice(0, 1000), 2, () => 40_000),
      listed,
    );
    expect(sent.map((asked) => asked.expects)).toEqual([12e6, 12e6, 12e6, 4e6]);
    expect(value.size).toBe(1000);
  });

  test.each<[string, Recorded]>([
    ['413', { status: 413, body: '<html>' }],
    ['504', { status: 504 }],
    ['cut', { failure: 'cut' }],
  ])('an answer that is too large (%s) is asked again in halves', (_words, tooLarge) => {
    const group = many.slice(0, 7);
    const { value, sent } = play(
      leavesOfMany(STACK, group, 1, () => 1),
      (asked) =>
        (JSON.parse(bodyOf(asked)) as { node_ids: string[] }).node_ids.length > 2 ? tooLarge : listed(asked),
    );
    expect([...value.keys()]).toEqual(group);
    // 7 → 3 + 4 → 1 + 2 + 2 + 2.
    expect(sent).toHaveLength(7);
  });
  test('one segment that stays too large is refused in words', () => {
    const work = leavesOfMany(STACK, many.slice(0, 1), 1, () => 1);
    expect(thrown(() => play(work, () => ({ status: 413 })))).toMatchObject({ code: 'BIG' });
  });
});

test('slices', () => {
  expect(slices([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(slices([], 2)).toEqual([]);
});

describe('against the sandbox', () => {
  let cave: Bench;
  beforeAll(() => {
    cave = bench();
  });
  const now = NOW / 1000;

  test('currency, leaves and owners are what the world holds', () => {
    const { truth } = cave.sandbox;
    const stack = cave.stack();
    const roots = [...truth.sampleStale(40), ...truth.sampleCurrent(40)] as Id[];
    const latest = cave.run(isLatest(stack, roots, now));
    for (const id of roots) expect([id, latest.get(id)]).toEqual([id, truth.isLatest(id)]);
    const some = roots.slice(30, 50);
    for (const [layer, wanted] of [
      [1, (id: string) => truth.supervoxels(id)],
      [2, (id: string) => truth.level2(id)],
    ] as const) {
      for (const [id, list] of cave.run(leavesOfMany(stack, some, layer, () => 1e6))) {
        expect(Array.from(list, String).sort()).toEqual([...wanted(id)].sort());
      }
    }
    const supervoxels = some.flatMap((id) => truth.supervoxels(id).slice(0, 20)) as Id[];
    for (const [id, root] of cave.run(rootOfEach(stack, supervoxels, now))) {
      expect(root).toBe(truth.rootOfSupervoxel(id));
    }
  });

  test('an id that does not exist is not current and has no leaves', () => {
    const stack = cave.stack();
    const nobody = ids('720575999999999999');
    expect(cave.run(isLatest(stack, nobody, now)).get(nobody[0]!)).toBe(false);
    expect(cave.run(leavesOfMany(stack, nobody, 2, () => 1)).get(nobody[0]!)).toHaveLength(0);
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
