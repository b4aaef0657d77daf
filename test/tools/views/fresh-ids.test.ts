/** What ids are now, for views: against the graph's own history. */
import type { Id } from '../../../src/core/ids';
import { freshIds, freshnessText } from '../../../src/tools/views/fresh-ids';
import { testEnvironment } from '../../support/sandbox-driver';

const cave = testEnvironment();
const { truth } = cave.sandbox;

test('every stale id of a sample has its clear successor, or is said to have none', () => {
  const ids = [...truth.sampleStale(40), ...truth.sampleCurrent(10)] as Id[];
  const fresh = cave.run(freshIds(ids, cave.ctx()));
  for (const id of ids) {
    const [best] = truth.isLatest(id) ? [{ id, share: 1 }] : truth.candidates(id);
    const clear = best!.share >= 0.7;
    expect([id, fresh.now.get(id)]).toEqual([id, clear ? best!.id : undefined]);
    expect([id, fresh.stale.has(id)]).toEqual([id, !clear]);
  }
  expect(fresh.problem).toBe('');
});

test('words: none where all is well, one of each kind where it is not', () => {
  const none = { now: new Map<Id, Id>(), stale: new Set<Id>(), unknown: new Set<Id>(), problem: '' };
  const [a, b] = ['720575940000000001', '720575940000000002'] as [Id, Id];
  expect(freshnessText(none, [a])).toBe('');
  const mixed = { ...none, stale: new Set([a]), unknown: new Set([b]), problem: 'DOWN' };
  expect(freshnessText(mixed, [a, b])).toBe(
    `STALE: ${a} is out of date, shown in red; ${b} is not known to CAVE; not checked whether the ids are current (DOWN)`,
  );
  expect(freshnessText(mixed, [])).toBe('not checked whether the ids are current (DOWN)');
});
