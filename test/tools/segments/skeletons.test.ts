/** Why a segment has no skeleton: being made, never made, refused, unknown; each in its own row. */
import { skeletonCableLength } from '../../../src/cave/morphology/skeleton';
import { TtError } from '../../../src/core/errors';
import type { Id } from '../../../src/core/ids';
import { skeletonsOf } from '../../../src/tools/segments/skeletons';
import { memory, testEnvironment } from '../../support/sandbox-driver';

const MINUTE = 60_000;
const UNKNOWN = '720575941499999999' as Id;
/** Its layer is right, and the service has given it up. */
const REFUSED = String((10n << 56n) + 12_345n) as Id;

function setup() {
  const cave = testEnvironment();
  const stack = cave.stack();
  const asker = { cache: memory(), now: () => cave.sandbox.now(), interactive: true };
  const cells = (ids: readonly Id[], more: { known?: boolean } = {}) => {
    cave.forget();
    const found = cave.run(skeletonsOf(stack, ids, asker, skeletonCableLength, more));
    return ids.map((id) => {
      const answer = found.get(id);
      return answer instanceof TtError ? `${answer.code}: ${answer.message}` : answer;
    });
  };
  const [newRoots] = cave.sandbox.edit({ kind: 'split', share: 0.7 }).after as Id[];
  return { cave, cells, made: newRoots!, truth: cave.sandbox.truth };
}

test('what is being made is there later', () => {
  const { cave, cells, made, truth } = setup();
  expect(cells([made])).toEqual(['PENDING: the skeleton is being made, about 1 min. Refresh then']);
  cave.sandbox.advance(MINUTE);
  expect(cells([made])[0]).toBeCloseTo(truth.cable(made).length, 3);
});

test('a skeleton whose generation is lost is PENDING for half an hour, then says so; and comes where it is made', () => {
  const { cave, cells, made } = setup();
  cave.sandbox.setFaults({ loseSkeletons: true });
  for (let minute = 0; minute <= 30; minute += 10) {
    expect(cells([made])[0]).toMatch(/^PENDING: the skeleton is being made/);
    cave.sandbox.advance(10 * MINUTE);
  }
  const overdue = 'NONE: the skeleton was ordered 40 min ago and is not made. Tell the datastack’s owners';
  expect(cells([made])).toEqual([overdue]);
  // One that is wanted for the first time has its half hour.
  const [other] = cave.sandbox.edit({ kind: 'split', share: 0.6 }).after as Id[];
  expect(cells([made, other!])).toEqual([overdue, expect.stringMatching(/^PENDING/)]);
  cave.sandbox.setFaults({});
  expect(cells([made])).toEqual([overdue]);
  cave.sandbox.advance(MINUTE);
  expect(typeof cells([made])[0]).toBe('number');
});

test('an id that CAVE does not know is UNKNOWN and not queued; a refused one says NONE', () => {
  const { cave, cells, made, truth } = setup();
  expect(cells([UNKNOWN])).toEqual(['UNKNOWN: no such segment in brain_and_nerve_cord']);
  expect(cave.sent.some(({ url }) => url.includes('gen_skeletons'))).toBe(false);
  const [there] = truth.sampleCurrent(40).filter((id) => typeof cells([id as Id])[0] === 'number') as Id[];
  expect(cells([there!, UNKNOWN, made])).toEqual([
    expect.any(Number),
    expect.stringMatching(/^UNKNOWN/),
    expect.stringMatching(/^PENDING/),
  ]);
  const queue = cave.sent.find(({ url }) => url.includes('gen_skeletons'))!;
  expect(String(queue.body)).toContain(`[${made}]`);
  expect(cells([REFUSED], { known: true })[0]).toMatch(/^NONE: brain_and_nerve_cord makes no skeleton/);
});

test('a queue that fails is told in the rows that wait for it alone', () => {
  const { cave, cells, made, truth } = setup();
  const there = truth.sampleCurrent(3).filter((id) => typeof cells([id as Id])[0] === 'number') as Id[];
  cave.sandbox.setFaults({ rate: 1, kinds: ['503'], routes: /gen_skeletons/ });
  const shown = cells([...there, made]);
  expect(shown.slice(0, -1).every((cell) => typeof cell === 'number')).toBe(true);
  expect(shown.at(-1)).toMatch(/^DOWN: skeleton queue fails/);
});

test('skeletons that the bucket does not show and the service has are read from the service', () => {
  const { cave, cells, truth } = setup();
  const ids = truth.sampleCurrent(20) as Id[];
  cells(ids);
  cave.sandbox.advance(MINUTE);
  const lengths = cells(ids);
  const { send } = cave.driver;
  cave.driver.send = (requests) =>
    send(
      requests.map((request) =>
        request.url.includes('cave-skeletons')
          ? { ...request, url: request.url.replace('rid-', 'elsewhere-') }
          : request,
      ),
    );
  expect(cells(ids)).toEqual(lengths);
  expect(lengths.every((length) => typeof length === 'number')).toBe(true);
});

test('what was wanted first is remembered in one short text, without end', () => {
  const cave = testEnvironment();
  const stack = cave.stack();
  const asker = { cache: memory(), now: () => cave.sandbox.now() };
  cave.sandbox.setFaults({ loseSkeletons: true });
  const roots = cave.sandbox.truth.sampleCurrent(300) as Id[];
  cave.run(skeletonsOf(stack, roots, asker, skeletonCableLength));
  const kept = [...asker.cache.kept].filter(([key]) => key.startsWith('skeletons wanted'));
  expect(kept.length).toBe(1);
  expect(kept[0]![1].length).toBeLessThan(90_000);
  asker.cache.put(kept[0]![0], 'damaged', 60);
  cave.run(skeletonsOf(stack, roots, asker, skeletonCableLength));
  expect(JSON.parse(asker.cache.get(kept[0]![0])!)).toBeInstanceOf(Object);
});
