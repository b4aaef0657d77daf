/** Synapse counts against the sandbox's own: frozen, live, and where the server cuts its tables. */
import type { Id } from '../../../src/core/ids';
import { synapseCounts } from '../../../src/tools/count/synapses';
import { errorOf, memory, NOW, type TestEnvironment, testEnvironment } from '../../support/sandbox-driver';
import { rowsOf } from '../support';

let cave: TestEnvironment;
beforeAll(() => {
  cave = testEnvironment();
});
afterEach(() => cave.sandbox.setFaults({}));

const count = (ids: Id[], policy = {}) =>
  cave.counted(synapseCounts(cave.stack(), ids, NOW / 1000, memory()), policy);
const countFor = (ids: Id[]) =>
  new Map(
    ids.map((id) => [
      id,
      cave.sandbox.truth.isLatest(id) ? cave.sandbox.truth.synapses(id)! : { in: 0, out: 0 },
    ]),
  );

test('40 current, 10 outdated and 2 unknown segments', () => {
  const { truth } = cave.sandbox;
  const unknown = ['720575940380379900', '720575940380379901'] as Id[];
  const known = [...truth.sampleCurrent(40), ...truth.sampleStale(10)] as Id[];
  const { value, counts } = count([...known, ...unknown]);
  for (const id of unknown) expect(value.get(id)).toMatchObject({ code: 'UNKNOWN' });
  for (const [id, { in: incoming, out }] of countFor(known)) {
    expect([id, value.get(id)]).toEqual([id, { in: incoming, out }]);
  }
  expect(counts.requests).toBeLessThanOrEqual(12);
});

test('a segment made since the newest version is counted live', () => {
  const { truth } = cave.sandbox;
  const newest = truth.versions.at(-1)!.time;
  const young = (truth.sampleCurrent(250) as Id[]).filter((id) => !truth.isLatest(id, undefined, newest));
  const ids = young.slice(0, 5);
  expect(ids.length).toBeGreaterThan(0);
  const { value } = count(ids);
  for (const [id, found] of countFor(ids)) expect(value.get(id)).toEqual({ in: found.in, out: found.out });
});

test('a table that the server cuts is asked again in parts, and is never short', () => {
  const ids = cave.sandbox.truth.sampleCurrent(12) as Id[];
  const largest = Math.max(...[...countFor(ids).values()].flatMap((one) => [one.in, one.out]));
  cave.sandbox.setFaults({ rowCap: largest + 50 });
  const { value } = count(ids);
  for (const [id, found] of countFor(ids)) expect(value.get(id)).toEqual({ in: found.in, out: found.out });
  cave.sandbox.setFaults({ rowCap: 10 });
  expect(count(ids).value).toEqual(value);
});

test('half of the requests failing changes nothing', () => {
  const ids = cave.sandbox.truth.sampleCurrent(8) as Id[];
  const plain = count(ids).value;
  const stack = cave.stack();
  cave.sandbox.setFaults({ rate: 0.5, kinds: ['mat429', '502', '504', 'cut', 'reset'] });
  expect(cave.run(synapseCounts(stack, ids, NOW / 1000, memory()), { maxAttempts: 14 })).toEqual(plain);
});

test('a datastack without a synapse table says so', () => {
  const datastack = 'stroeh_mouse_retina';
  const ids = cave.sandbox.truth.sampleCurrent(1, datastack);
  expect(errorOf(() => rowsOf(cave, 'TT_SYNAPSES', ids, { datastack }))).toMatchObject({
    code: 'NONE',
    message: 'stroeh_mouse_retina has no synapse table',
  });
});

test('an unknown id is no 0, and costs a request where there is one', () => {
  const { truth } = cave.sandbox;
  const [current] = truth.sampleCurrent(1) as [string];
  const [stale] = truth.sampleStale(1) as [string];
  const found = truth.synapses(current)!;
  expect(rowsOf(cave, 'TT_SYNAPSES', [stale, '720575940380379900', current])).toEqual([
    [0],
    ['UNKNOWN: no such segment in brain_and_nerve_cord'],
    [found.in + found.out],
  ]);
  const alone = count([current as Id]).counts.requests;
  const known = cave.counted(synapseCounts(cave.stack(), [current as Id], NOW / 1000, memory(), true)).counts
    .requests;
  expect(alone - known).toBe(1);
});

test('other ids fail in their own row', () => {
  const [id] = cave.sandbox.truth.sampleCurrent(1) as [string];
  const [wrong, right] = rowsOf(cave, 'TT_SYNAPSES', ['42', id]);
  expect(wrong).toEqual(['ID: 42 is not a segment id of brain_and_nerve_cord']);
  const found = cave.sandbox.truth.synapses(id)!;
  expect(right).toEqual([found.in + found.out]);
});
