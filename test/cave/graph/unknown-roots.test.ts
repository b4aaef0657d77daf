/** Which roots do not exist: one request where all do, one more for each that does not; and what skeletons make of it. */
import { unknownRoots } from '../../../src/cave/graph/unknown-roots';
import type { Id } from '../../../src/core/ids';
import type { RecordedReply } from '../../../src/http/drivers/recorded';
import { errorOf, testEnvironment } from '../../support/sandbox-driver';
import { rowsOf, tableOf } from '../../tools/support';
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

test.each<[string, RecordedReply, string]>([
  ['fails', { status: 503, body: '' }, 'DOWN'],
  ['fails in other words', { status: 500, body: '{"code":500,"message":"out of memory"}' }, 'DOWN'],
  ['gives fewer times', { body: '{"timestamp":[1.5]}' }, 'DOWN'],
  ['gives no times', { body: '{"timestamp":[null,null]}' }, 'DOWN'],
  ['gives a page', { body: '<html>' }, 'DOWN'],
])('a route that %s says nothing of any id', (_words, answer, code) => {
  expect(errorOf(() => play(unknownRoots(STACK, manyIds(2)), () => answer))).toMatchObject({ code });
});

test('more unknown ids than requests are found by their nodes', () => {
  const ids = Array.from({ length: 20 }, (_, i) => String(720575941499999000n + BigInt(i)) as Id);
  cave.forget();
  expect([...cave.run(unknownRoots(stack, [...there, ...ids]))].sort()).toEqual(ids);
  expect(cave.sent.length).toBeLessThanOrEqual(12);
});

describe('functions of skeletons, of an id that CAVE does not have', () => {
  const unknown = '720575940380379900';
  test.each([1, 8])('TT_CABLE_LENGTH says UNKNOWN, and nothing is queued: %i unknown ids', (count) => {
    const ids = Array.from({ length: count }, (_, i) => String(BigInt(unknown) + BigInt(i)));
    const missing = cave.sandbox.truth.sampleStale(6);
    cave.forget();
    const rows = rowsOf(cave, 'TT_CABLE_LENGTH', [...ids, ...missing]);
    for (const row of rows.slice(0, count)) expect(row).toEqual([expect.stringMatching(/^UNKNOWN: /)]);
    const queued = cave.sent.filter(({ url }) => url.endsWith('/gen_skeletons'));
    for (const { body } of queued) for (const id of ids) expect(String(body)).not.toContain(id);
  });
  test('TT_SKELETON and TT_BONES', () => {
    for (const formula of ['TT_SKELETON', 'TT_BONES']) {
      const error = errorOf(() => tableOf(cave, formula, [unknown]));
      expect(error).toMatchObject({ code: 'UNKNOWN' });
    }
  });
});
