/** Originals against the sandbox's own history and the published example; unknown ids fail alone. */
import { lineageOf, originalsOf } from '../../../src/cave/graph/lineage';
import { type Id, toId } from '../../../src/core/ids';
import { EXAMPLES } from '../../support/facts';
import { testEnvironment } from '../../support/sandbox-driver';

const b = testEnvironment();
const { truth } = b.sandbox;
const sortIds = (ids: readonly string[]) => [...ids].sort();

describe('published originals', () => {
  test.each(Object.entries(EXAMPLES.get_original_seg_ids))('%s', (id, originals) => {
    const root = toId(id);
    const { lineage } = b.run(lineageOf(b.stack(), [root]));
    expect(sortIds(originalsOf(lineage, root))).toEqual(sortIds(originals));
  });
});

test('originals of 100 stale and current ids in one request equal the history', () => {
  const stack = b.stack();
  const ids = [...truth.sampleStale(50), ...truth.sampleCurrent(50)].map(toId);
  const { value, counts } = b.counted(lineageOf(stack, ids));
  expect(counts.requests).toBe(1);
  for (const id of ids) expect(sortIds(originalsOf(value.lineage, id))).toEqual(sortIds(truth.originals(id)));
  const edited = ids.filter((id) => truth.operations(id).length > 0);
  expect(edited.length).toBeGreaterThan(20);
});

test('nobody walks into the future: a stale id brings no successor', () => {
  const [stale] = truth.sampleStale(1).map(toId);
  const { lineage } = b.run(lineageOf(b.stack(), [stale!]));
  const successors = truth.root(stale!).retiredBy!.after.map((root) => root.id as Id);
  expect(successors.length).toBeGreaterThan(0);
  for (const id of successors) expect(lineage.has(id)).toBe(false);
});

test('two unknown ids among twelve: each named, the ten answered', () => {
  const good = truth.sampleCurrent(10).map(toId);
  const bad = ['720575940000000007', '720575940000000011'].map(toId);
  const ids = [...good.slice(0, 3), bad[0]!, ...good.slice(3), bad[1]!];
  const { value, counts } = b.counted(lineageOf(b.stack(), ids));
  expect(sortIds([...value.failures.keys()])).toEqual(sortIds(bad));
  expect(good.every((id) => value.lineage.has(id))).toBe(true);
  expect(counts.roundTrips).toBeLessThanOrEqual(5);
});

test('an original is its own original', () => {
  const [id] = truth.sampleCurrent(40).map(toId);
  const [original] = truth.originals(id!).map(toId);
  const { lineage } = b.run(lineageOf(b.stack(), [original!]));
  expect(originalsOf(lineage, original!)).toEqual([original]);
});

test('a token that is not known is said, not taken for an unknown id', () => {
  const stack = { ...b.stack(), access: { server: b.stack().access.server, token: b.sandbox.invalidToken } };
  expect(() => b.run(lineageOf(stack, truth.sampleCurrent(2).map(toId)))).toThrow(/does not know this token/);
});
