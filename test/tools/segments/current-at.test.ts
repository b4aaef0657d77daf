/** Ids that CAVE does not know, or not yet at a version: UNKNOWN; outdated ids are not among them. */
import { knownVersions } from '../../../src/cave/tables/materialize';
import type { Id } from '../../../src/core/ids';
import { unknownAt, unknownNow } from '../../../src/tools/segments/current-at';
import { memory, NOW, testEnvironment } from '../../support/sandbox-driver';

const cave = testEnvironment();
const { truth } = cave.sandbox;
const stack = cave.stack();
const NEVER = '720575940380379900' as Id;
const codes = (found: ReadonlyMap<Id, Error>) =>
  new Map([...found].map(([id, { message }]) => [id, message]));

test('now: the unknown alone, for one request more where an id is not current', () => {
  const [current, stale] = [truth.sampleCurrent(1)[0], truth.sampleStale(1)[0]] as [Id, Id];
  const count = (ids: Id[]) => cave.counted(unknownNow(stack, ids, NOW / 1000));
  expect(count([current])).toMatchObject({ value: new Map(), counts: { requests: 1 } });
  const { value, counts } = count([current, stale, NEVER]);
  expect(codes(value)).toEqual(new Map([[NEVER, 'no such segment in brain_and_nerve_cord']]));
  expect(counts.requests).toBeLessThanOrEqual(3);
});

test('at a version: what is younger too', () => {
  const { version, timestamp } = cave.run(knownVersions(stack, memory())).find((one) => one.version === 888)!;
  const young = truth.sampleCurrent(200).find((id) => !truth.isLatest(id, undefined, timestamp * 1000)) as Id;
  const stale = truth.sampleStale(200) as Id[];
  const then = stale.find((id) => truth.isLatest(id, undefined, timestamp * 1000))!;
  const never = stale.find((id) => !truth.isLatest(id, undefined, timestamp * 1000))!;
  const at = { version, seconds: timestamp };
  expect(codes(cave.run(unknownAt(stack, [young, then, never, NEVER], at, NOW / 1000)))).toEqual(
    new Map([
      [NEVER, 'no such segment in brain_and_nerve_cord'],
      [young, 'no such segment at version 888: it is younger. Ask live'],
    ]),
  );
});
