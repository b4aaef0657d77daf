/** Which roots do not exist: one request where all do, one more for each that does not. */
import { unknownRoots } from '../../../src/cave/graph/unknown-roots';
import type { Id } from '../../../src/core/ids';
import { testEnvironment } from '../../support/sandbox-driver';
import { manyIds } from '../skeleton-support';
import { play, STACK } from '../support';

const cave = testEnvironment();
const stack = cave.stack();
const there = [...cave.sandbox.truth.sampleCurrent(30), ...cave.sandbox.truth.sampleStale(30)] as Id[];
const nowhere = ['720575941499999991', '720575941499999992', '720575941499999993'] as Id[];

test.each<[string, Id[], Id[], number]>([
  ['all exist, stale ones too', there, [], 1],
  ['one of them does not', [...there, nowhere[0]!], [nowhere[0]!], 2],
  ['three of them do not', [nowhere[2]!, ...there, nowhere[0]!, nowhere[1]!], nowhere, 4],
  ['none exists', nowhere, nowhere, 1],
  ['none is asked about', [], [], 0],
])('%s', (_words, ids, unknown, requests) => {
  cave.forget();
  expect([...cave.run(unknownRoots(stack, ids))].sort()).toEqual(unknown);
  expect(cave.sent.length).toBe(requests);
});

test('a failure of the route says nothing of any id, and many unknown ones are not all told', () => {
  const ids = manyIds(20);
  expect(play(unknownRoots(STACK, ids), () => ({ status: 503, body: '' })).value.size).toBe(0);
  const { value, sent } = play(unknownRoots(STACK, ids), (_request, i) => ({
    status: 500,
    body: JSON.stringify({ code: 500, message: ids[i] }),
  }));
  expect([[...value], sent.length]).toEqual([ids.slice(0, 5), 5]);
});
