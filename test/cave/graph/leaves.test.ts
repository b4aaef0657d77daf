/** Leaves by the recorded exchanges, in requests whose ids share no node, and against the sandbox. */
import { disjointGroups } from '../../../src/cave/graph/descent';
import { disjoint, leavesOfMany, level2OfMany, oneByOne, range } from '../../../src/cave/graph/leaves';
import type { Id } from '../../../src/core/ids';
import type { RecordedReply } from '../../../src/http/drivers/recorded';
import type { HttpRequest } from '../../../src/http/request';
import { heldBytes } from '../../support/heap';
import { errorOf, NOW, testEnvironment } from '../../support/sandbox-driver';
import { bodyOf, json, play, STACK } from '../support';

const BASE = 'https://local.test/segmentation/api/v1/table/minnie3_v1';
const ids = (...texts: string[]) => texts as Id[];
const many = Array.from({ length: 10_000 }, (_, i) => String(864691135000000000n + BigInt(i)) as Id);
const idsOf = (request: HttpRequest) => (JSON.parse(bodyOf(request)) as { node_ids: Id[] }).node_ids;
/** One node of the requested layer for each id. */
const listLeaves = (request: HttpRequest) => {
  const layer = BigInt(/stop_layer=([0-9]+)/.exec(request.url)![1]!);
  const node = (id: Id) => String((layer << 56n) + (BigInt(id) & 0xffffffffffn));
  return json(Object.fromEntries(idsOf(request).map((id) => [id, [node(id)]])));
};

test('leaves in the order of the ids, whatever the order of the reply', () => {
  const requestIds = ids('864691135122603047', '160032475051983415', '42');
  const { value, sent } = play(
    leavesOfMany(STACK, disjoint(requestIds), 2, () => 100),
    () => ({
      body: '{"160032475051983415":["160032475051983415"],"42":[],"864691135122603047":[160032475051984001,160032475051983999]}\n',
    }),
  );
  expect([...value].map(([id, list]) => [id, Array.from(list, String)])).toEqual([
    ['864691135122603047', ['160032475051984001', '160032475051983999']],
    ['160032475051983415', ['160032475051983415']],
    ['42', []],
  ]);
  expect(sent[0]!.url).toBe(`${BASE}/node/leaves_many?stop_layer=2`);
});

const NODE = '76492475061776745';
test.each([
  '',
  '{}',
  '{"1":[]}',
  `{"864691135122603047":[${NODE}`,
  '[]',
  `{"864691135122603047":[${NODE}],"42":[]}`,
  `{"864691135122603047":[${NODE},${NODE}]}`,
  `{"864691135122603047":[${NODE},160032475051983415]}`,
  `{"864691135122603047":[${NODE.slice(1)}]}`,
  `{"864691135122603047":[${NODE}.0]}`,
  '{"864691135122603047":[7.6e16]}',
  '{"864691135122603047":null}',
  '<html>{"864691135122603047":[]}</html>',
])('leaves_many of %s is no answer', (body) => {
  const work = leavesOfMany(STACK, oneByOne(ids('864691135122603047')), 1, () => 9);
  expect(errorOf(() => play(work, () => ({ body })))).toMatchObject({ code: 'DOWN' });
});

test('a list lets go of its reply', () => {
  const read = () => {
    const body = `{"864691135122603047":[${NODE}${' '.repeat(2e7)}]}`;
    const work = leavesOfMany(STACK, oneByOne(ids('864691135122603047')), 1, () => 9);
    return play(work, () => ({ body })).value;
  };
  const before = heldBytes();
  const lists = read();
  expect(heldBytes() - before).toBeLessThan(1e7);
  expect(lists.size).toBe(1);
});

describe('requests', () => {
  test('nothing asked, nothing sent', () => {
    const nothing = leavesOfMany(STACK, disjoint([]), 1, () => 1);
    expect(play(nothing, listLeaves).sent).toHaveLength(0);
  });

  test("no id twice in one request, no group in another group's request", () => {
    const [a, b, c, d] = many as [Id, Id, Id, Id];
    const groups = [
      [a, b, a],
      [c, d],
    ];
    const { sent } = play(
      leavesOfMany(STACK, groups, 2, () => 1),
      listLeaves,
    );
    expect(sent.map(idsOf)).toEqual([
      [a, b],
      [c, d],
    ]);
  });

  test('12 MB of answer each', () => {
    const { sent, value } = play(
      leavesOfMany(STACK, disjoint(many.slice(0, 1000)), 2, () => 40_000),
      listLeaves,
    );
    expect(sent.map((incoming) => incoming.expectedBytes)).toEqual([12e6, 12e6, 12e6, 4e6]);
    expect(value.size).toBe(1000);
  });

  test.each<[string, RecordedReply]>([
    ['413', { status: 413, body: '<html>' }],
    ['504', { status: 504 }],
    ['cut', { failure: 'cut' }],
  ])('an answer that is too large (%s) is asked again in halves', (_words, tooLarge) => {
    const group = many.slice(0, 7);
    const { value, sent } = play(
      leavesOfMany(STACK, disjoint(group), 1, () => 1),
      (incoming) => (idsOf(incoming).length > 2 ? tooLarge : listLeaves(incoming)),
    );
    expect([...value.keys()]).toEqual(group);
    // 7 → 3 + 4 → 1 + 2 + 2 + 2.
    expect(sent).toHaveLength(7);
  });

  test('one segment that stays too large is refused in words', () => {
    const work = leavesOfMany(STACK, oneByOne(many.slice(0, 1)), 1, () => 1);
    expect(errorOf(() => play(work, () => ({ status: 413 })))).toMatchObject({ code: 'BIG' });
  });

  test('a sample of a hundred tells how many of the others a request holds, group by group', () => {
    const groups = [many.slice(0, 150), many.slice(150, 400)];
    const { sent, value } = play(level2OfMany(STACK, groups), listLeaves);
    expect(sent.map((incoming) => idsOf(incoming).length)).toEqual([100, 50, 250]);
    expect([...value.keys()]).toEqual(many.slice(0, 400));
  });
});

test('a range counts over all groups and leaves each id in its own', () => {
  const [a, b, c, d] = many as [Id, Id, Id, Id];
  const groups = [[a, b], [c], [d]];
  expect(range(groups, 1, 3)).toEqual([[b], [c]]);
  expect(range(groups, 2)).toEqual([[c], [d]]);
  expect(range(groups, 4)).toEqual([]);
});

test('level 1 and 2 of stale and current segments together are what the world holds', () => {
  const cave = testEnvironment();
  const stack = cave.stack();
  const { truth } = cave.sandbox;
  const roots = [...truth.sampleStale(40), ...truth.sampleCurrent(40)] as Id[];
  const groups = cave.run(disjointGroups(stack, roots, NOW / 1000));
  for (const [layer, expected] of [
    [1, (id: string) => truth.supervoxels(id)],
    [2, (id: string) => truth.level2(id)],
  ] as const) {
    const found = cave.run(leavesOfMany(stack, groups, layer, () => 1e5));
    expect(found.size).toBe(new Set(roots).size);
    for (const [id, list] of found) expect(Array.from(list, String).sort()).toEqual([...expected(id)].sort());
  }
});
