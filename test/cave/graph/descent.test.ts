/** Heirs and disjoint groups by a small lineage, and against the history of the sandbox. */
import { descentOf, disjointGroups } from '../../../src/cave/graph/descent';
import type { Id } from '../../../src/core/ids';
import type { RecordedReply } from '../../../src/http/drivers/recorded';
import type { HttpRequest } from '../../../src/http/request';
import { NOW, testEnvironment } from '../../support/sandbox-driver';
import { bodyOf, json, play, STACK } from '../support';

const id = (n: number) => String(864691135000000000n + BigInt(n)) as Id;

/** Edits as [before, after, time in s]. */
type Edit = [number[], number[], number];

/** A lineage as the service writes it: forth from the asked ids, one step past the limit. */
function lineage(edits: readonly Edit[]) {
  return (request: HttpRequest): RecordedReply => {
    const until = Number(/timestamp_future=([0-9.]+)/.exec(request.url)![1]);
    const requestIds = (JSON.parse(bodyOf(request)) as { root_ids: string[] }).root_ids;
    const born = (n: string) => edits.find(([, after]) => after.map(id).includes(n as Id))?.[2] ?? 1;
    const nodes = new Set(requestIds);
    const links: { source: string; target: string }[] = [];
    for (const at of nodes) {
      if (born(at) > until) continue;
      for (const [before, after] of edits) {
        if (!before.map(id).includes(at as Id)) continue;
        for (const next of after.map(id)) {
          links.push({ source: at, target: next });
          nodes.add(next);
        }
      }
    }
    return json({ nodes: [...nodes].map((node) => ({ id: node, timestamp: born(node) })), links });
  };
}

const EDITS: Edit[] = [
  [[1, 2], [3], 10],
  [[3], [4, 5], 20],
  [[5, 6], [7], 30],
  [[7], [8], 40],
];
const descent = (requests: number[], until: number) =>
  play(descentOf(STACK, requests.map(id), until), lineage(EDITS));

test('heirs: all that hold something at an instant', () => {
  const late = descent([1, 6, 3], 100).value;
  expect(late.heirs(id(1))).toEqual([id(4), id(8)]);
  expect(late.heirs(id(6))).toEqual([id(8)]);
  expect(late.heirs(id(99))).toBeNull();
  // What came after the instant is none, though the walk goes one step past it.
  expect(descent([1], 25).value.heirs(id(1))).toEqual([id(4), id(5)]);
  expect(descent([1], 20).value.heirs(id(1))).toEqual([id(4), id(5)]);
  expect(descent([1], 19).value.heirs(id(1))).toEqual([id(3)]);
});

test('groups: as many as the longest way has ids, and nobody beside an ancestor', () => {
  const { value, sent } = descent([1, 2, 3, 5, 6], 100);
  expect(sent).toHaveLength(1);
  const groups = value.groups([1, 2, 3, 5, 6, 7, 8, 4].map(id));
  expect(groups.map((group) => group.map((one) => Number(BigInt(one) - BigInt(id(0)))).sort())).toEqual([
    [4, 8],
    [7],
    [5, 6],
    [3],
    [1, 2],
  ]);
});

test('an id whose lineage takes too long stands alone', () => {
  const answers = lineage(EDITS);
  const { value } = play(descentOf(STACK, [id(3), id(2), id(6)], 100), (request) =>
    bodyOf(request).includes(id(3)) || bodyOf(request).includes(id(2)) ? { status: 504 } : answers(request),
  );
  expect(value.heirs(id(3))).toBeNull();
  expect(value.heirs(id(6))).toEqual([id(8)]);
  expect(value.groups([id(2), id(3), id(6)])).toEqual([[id(6)], [id(2)], [id(3)]]);
});

describe('against the sandbox', () => {
  const cave = testEnvironment();
  const stack = cave.stack();
  const { truth } = cave.sandbox;

  test('one heir holds all, and all holders are heirs: 300 stale ids', () => {
    const stale = truth.sampleStale(300) as Id[];
    const { value, counts } = cave.counted(descentOf(stack, stale, NOW / 1000));
    expect(counts.requests).toBe(1);
    let whole = 0;
    for (const one of stale) {
      const heirs = value.heirs(one)!;
      const expected = truth.candidates(one).map((candidate) => candidate.id);
      expect(heirs).toEqual(expect.arrayContaining(expected));
      if (heirs.length === 1) whole++;
    }
    expect(whole).toBeGreaterThan(50);
  });

  test('current ids are one group without a lineage; a stale one among them costs one request more', () => {
    const current = truth.sampleCurrent(40) as Id[];
    cave.forget();
    expect(cave.run(disjointGroups(stack, current, NOW / 1000))).toEqual([current]);
    expect(cave.sent.map(({ route: what }) => what)).toEqual(['chunkedgraph is_latest_roots']);
    const stale = truth.sampleStale(1)[0] as Id;
    const heir = truth.candidates(stale)[0]!.id as Id;
    cave.forget();
    const groups = cave.run(disjointGroups(stack, [stale, heir, ...current], NOW / 1000));
    expect(groups).toHaveLength(2);
    expect(groups[1]).toEqual([stale]);
    expect(cave.sent).toHaveLength(2);
  });

  test('one id, however often it stands, asks nothing', () => {
    cave.forget();
    const one = truth.sampleStale(1)[0] as Id;
    expect(cave.run(disjointGroups(stack, [one, one], NOW / 1000))).toEqual([[one]]);
    expect(cave.sent).toHaveLength(0);
  });
});
