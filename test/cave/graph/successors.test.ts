/** Successors against the sandbox, which counts supervoxels for itself; and how few requests they take. */

import { between, pick, rng } from '@tracer-tools/cave/rng';
import type { Datastack } from '../../../src/cave/client/datastack';
import { rootOfEach } from '../../../src/cave/graph/chunkedgraph';
import { type Succession, type SuccessorOptions, successions } from '../../../src/cave/graph/successors';
import type { VoteUnit } from '../../../src/cave/graph/votes';
import { TtError } from '../../../src/core/errors';
import type { Id } from '../../../src/core/ids';
import { NOW, type TestEnvironment, testEnvironment } from '../../support/sandbox-driver';

const AT = NOW / 1000;
let cave: TestEnvironment;
let stack: Datastack;
beforeAll(() => {
  cave = testEnvironment();
  stack = cave.stack();
});

/** Successions without failed ids. */
function whole(answers: Map<Id, Succession | TtError>): Map<Id, Succession> {
  for (const answer of answers.values()) if (answer instanceof TtError) throw answer;
  return answers as Map<Id, Succession>;
}
const find = (ids: readonly Id[], ballot: VoteUnit, more: Partial<SuccessorOptions> = {}) =>
  whole(cave.run(successions(stack, ids, { timestamp: AT, voteUnit: ballot, ...more })));
const exactOf = (id: Id) => cave.sandbox.truth.candidates(id, undefined, NOW);
/** All supervoxels may be asked for: every share is exact. */
const NO_LIMIT = { supervoxels: Number.POSITIVE_INFINITY };

describe('300 stale segments of the seeded world (seed 1)', () => {
  let stale: Id[];
  let exact: Map<Id, Succession>;
  beforeAll(() => {
    stale = cave.sandbox.truth.sampleStale(300) as Id[];
    exact = find(stale, 'supervoxels', NO_LIMIT);
  });

  test('by supervoxels: ids, order and shares are exactly the count', () => {
    expect(stale).toHaveLength(300);
    for (const id of stale) {
      const found = exact.get(id)!;
      const expected = exactOf(id).map(({ id: candidate, share }) => ({ id: candidate, share }));
      expect([id, found.candidates]).toEqual([id, expected]);
      expect(found).toMatchObject({ state: 'stale', exact: true, anchored: false });
      expect(found.ambiguous).toBe(expected[0]!.share < 0.7);
    }
  });

  test('asked one by one the answer is the same', () => {
    for (const id of stale.slice(0, 25)) {
      expect(find([id], 'supervoxels').get(id)).toEqual(exact.get(id));
    }
  });

  test.each<VoteUnit>(['level2', 'chunks'])(
    'by %s: the same winner wherever the count is not close',
    (ballot) => {
      const found = find(stale, ballot);
      let decided = 0;
      let same = 0;
      for (const id of stale) {
        const [best, second] = exactOf(id);
        const { candidates, exact: isExact } = found.get(id)!;
        // A close vote is weighed by supervoxels, and is then the exact count.
        if (isExact) expect(found.get(id)).toEqual(exact.get(id));
        const total = candidates.reduce((sum, { share }) => sum + share, 0);
        expect(total).toBeLessThan(1 + 1e-9);
        if (ballot === 'level2') expect(total).toBeGreaterThan(1 - 1e-9);
        if (best!.share - (second?.share ?? 0) < 0.1) continue;
        decided++;
        if (candidates[0]!.id === best!.id) same++;
      }
      expect(decided).toBeGreaterThan(200);
      expect(same).toBe(decided);
    },
  );

  test('beyond the supervoxels that may be asked for, shares are level 2 and say so', () => {
    const found = find(stale.slice(0, 40), 'supervoxels', { supervoxels: 20_000 });
    const messages = stale.slice(0, 40).map((id) => found.get(id)!.exact);
    expect(messages).toContain(true);
    expect(messages).toContain(false);
    for (const id of stale.slice(0, 40)) {
      if (found.get(id)!.exact) expect(found.get(id)).toEqual(exact.get(id));
      else expect(found.get(id)!.candidates).toEqual(find([id], 'level2').get(id)!.candidates);
    }
  });

  test('the world has what makes this hard: close splits, replaced level-2 nodes, many candidates', () => {
    const counts = stale.map((id) => exactOf(id));
    expect(counts.filter((list) => list[0]!.share < 0.7).length).toBeGreaterThan(5);
    expect(counts.filter((list) => list.length > 2).length).toBeGreaterThan(5);
    const { truth } = cave.sandbox;
    const nodes = stale.slice(0, 60).flatMap((id) => truth.level2(id)) as Id[];
    const owners = cave.run(rootOfEach(stack, nodes, AT));
    expect([...owners.values()].some((owner) => owner !== null && !truth.isLatest(owner))).toBe(true);
  });
});

describe('states', () => {
  test('a current segment is its own successor, with nothing asked but its currency', () => {
    const ids = cave.sandbox.truth.sampleCurrent(50) as Id[];
    cave.forget();
    for (const [id, found] of find(ids, 'supervoxels')) {
      expect(found).toEqual({
        state: 'current',
        candidates: [{ id, share: 1 }],
        exact: true,
        ambiguous: false,
        anchored: false,
      });
    }
    expect(cave.sent.length).toBe(1);
  });

  test.each<VoteUnit>(['supervoxels', 'level2', 'chunks'])(
    'unknown, by %s, alone and among others',
    (ballot) => {
      const nobody = '720575999999999999' as Id;
      const [stale] = cave.sandbox.truth.sampleStale(1) as [Id];
      expect(find([nobody], ballot).get(nobody)).toMatchObject({ state: 'unknown', candidates: [] });
      const found = find([stale, nobody], ballot);
      expect([found.get(nobody)!.state, found.get(stale)!.state]).toEqual(['unknown', 'stale']);
    },
  );

  test('what is no segment is told by its layer, without a request', () => {
    const { truth } = cave.sandbox;
    const root = truth.sampleCurrent(1)[0]!;
    const ids = [truth.supervoxels(root)[0], truth.level2(root)[0], '42', '0', '864691135122603047'] as Id[];
    cave.forget();
    const found = find(ids, 'level2');
    expect(ids.map((id) => found.get(id)!.state)).toEqual(Array(5).fill('notSegment'));
    expect(cave.sent.length).toBe(0);
  });

  test('an id that is asked twice is looked up once', () => {
    const [id] = cave.sandbox.truth.sampleStale(1) as [Id];
    cave.forget();
    find([id], 'level2');
    const once = cave.sent.length;
    cave.forget();
    expect(find(Array(50).fill(id), 'level2')).toEqual(find([id], 'level2'));
    expect(cave.sent.length).toBe(2 * once);
  });

  test('nothing asked, nothing sent', () => {
    cave.forget();
    expect(find([], 'level2').size).toBe(0);
    expect(cave.sent.length).toBe(0);
  });

  test('the threshold of ambiguity is the caller’s', () => {
    const stale = cave.sandbox.truth.sampleStale(60) as Id[];
    const at = (ambiguousBelow: number) =>
      [...find(stale, 'level2', { ambiguousBelow }).values()].filter((found) => found.ambiguous).length;
    expect(at(0)).toBe(0);
    // What one segment alone can hold is never in doubt.
    expect(at(1.1)).toBeGreaterThanOrEqual(stale.filter((id) => exactOf(id).length > 1).length);
    expect(at(1.1)).toBeLessThan(60);
    const usual = at(0.7);
    expect(usual).toBeGreaterThan(0);
    expect(usual).toBeLessThan(30);
  });

  test('equal shares are ordered by id', () => {
    for (const [, found] of find(cave.sandbox.truth.sampleStale(80) as Id[], 'level2')) {
      for (let i = 1; i < found.candidates.length; i++) {
        const [a, b] = [found.candidates[i - 1]!, found.candidates[i]!];
        expect(a.share > b.share || (a.share === b.share && BigInt(a.id) < BigInt(b.id))).toBe(true);
      }
    }
  });
});

describe('anchors', () => {
  test('a supervoxel of any piece decides for that piece', () => {
    const { truth } = cave.sandbox;
    const split = (truth.sampleStale(300) as Id[]).filter((id) => exactOf(id).length > 1).slice(0, 40);
    const random = rng(4);
    const anchors = new Map<Id, Id>(split.map((id) => [id, pick(random, truth.supervoxels(id)) as Id]));
    cave.forget();
    const found = find(split, 'level2', { anchors });
    // Currency and owners: an anchored segment needs no vote.
    expect(cave.sent.length).toBe(2);
    for (const id of split) {
      const owner = truth.rootOfSupervoxel(anchors.get(id)!);
      expect(found.get(id)).toMatchObject({
        state: 'stale',
        candidates: [{ id: owner, share: 1 }],
        ambiguous: false,
        anchored: true,
      });
    }
  });

  test('an anchor that is no supervoxel, or unknown, leaves the segment to its vote', () => {
    const [a, b, c] = cave.sandbox.truth.sampleStale(3) as [Id, Id, Id];
    const anchors = new Map<Id, Id>([
      [a, '42' as Id],
      [b, '76426092181000001' as Id],
    ]);
    const found = find([a, b, c], 'supervoxels', { ...NO_LIMIT, anchors });
    const plain = find([a, b, c], 'supervoxels', NO_LIMIT);
    expect(found).toEqual(plain);
  });

  test('a current segment stays itself whatever its anchor says', () => {
    const [id] = cave.sandbox.truth.sampleCurrent(1) as [Id];
    const [other] = cave.sandbox.truth.sampleStale(1) as [Id];
    const anchors = new Map([[id, cave.sandbox.truth.supervoxels(other)[0] as Id]]);
    expect(find([id], 'level2', { anchors }).get(id)!.candidates).toEqual([{ id, share: 1 }]);
  });
});

describe('round trips', () => {
  test('1,000 stale ids in at most 12 requests', () => {
    const stale = cave.sandbox.truth.sampleStale(1000) as Id[];
    cave.forget();
    const { value, counts } = cave.counted(successions(stack, stale, { timestamp: AT, voteUnit: 'level2' }));
    expect([...whole(value).values()].filter((found) => found.candidates.length > 0)).toHaveLength(1000);
    expect(counts.requests).toBeLessThanOrEqual(12);
    expect(counts.roundTrips).toBeLessThanOrEqual(8);
    expect(
      cave.sent.every(
        (request) => /timestamp(_future)?=1781092800/.test(request.url) || request.url.includes('leaves'),
      ),
    ).toBe(true);
  });

  test('half of the requests failing now and then changes nothing but the time', () => {
    const stale = cave.sandbox.truth.sampleStale(60) as Id[];
    const plain = find(stale, 'level2');
    cave.sandbox.setFaults({
      rate: 0.5,
      kinds: ['429', '502', '503', '504', 'reset', 'cut', 'slow'],
      retryAfter: 2,
    });
    try {
      const options = { timestamp: AT, voteUnit: 'level2' } as const;
      const { value, counts } = cave.counted(successions(stack, stale, options), { maxAttempts: 12 });
      expect(value).toEqual(plain);
      expect(counts.retries).toBeGreaterThan(0);
    } finally {
      cave.sandbox.setFaults({});
    }
  });
});

test('other graphs, shallow and deep, are answered as exactly (seed 1)', () => {
  const random = rng(9);
  for (const name of cave.sandbox.datastacks.slice(1)) {
    const other = cave.stack(name);
    const ids = cave.sandbox.truth.sampleStale(12, name) as Id[];
    expect([name, ids.length]).toEqual([name, 12]);
    const some = ids.slice(between(random, 0, 4));
    const options = { timestamp: AT, voteUnit: 'supervoxels', ...NO_LIMIT } as const;
    const found = whole(cave.run(successions(other, some, options)));
    for (const id of some) {
      const target = cave.sandbox.truth.candidates(id, name, NOW);
      expect(found.get(id)!.candidates).toEqual(target.map(({ id: best, share }) => ({ id: best, share })));
    }
  }
});
