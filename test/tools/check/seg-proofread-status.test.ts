/** Proofreading status: every listed row must say so, and FALSE is never a failure. */
import type { Id } from '../../../src/core/ids';
import { asOf, proofread } from '../../../src/tools/check/seg-proofread-status';
import { json, play, reply, STACK } from '../../cave/support';
import { errorOf, memory, NOW, type TestEnvironment, testEnvironment } from '../../support/sandbox-driver';
import { rowsOf } from '../support';

const [A, B, C] = ['864691135122603047', '864691135987654321', '864691135000000007'] as [Id, Id, Id];
const status = (rows: string, stack = STACK) =>
  Object.fromEntries(
    play(proofread(stack, [A, B, C], { version: 1 }, memory()), () => ({ body: rows })).value,
  );

test('every row that lists an id must say yes, in every order', () => {
  let rowId = 0;
  const row = (id: string, axon: boolean) =>
    `{"id":${++rowId},"pt_root_id":${id},"status_dendrite":true,"status_axon":${axon}}`;
  const yes = (id: string) => row(id, true);
  const half = (id: string) => row(id, false);
  expect(status(`[${yes(A)},${half(B)}]`)).toEqual({ [A]: true, [B]: false, [C]: false });
  expect(status(`[${yes(A)},${half(A)},${yes(A)}]`)[A]).toBe(false);
  expect(status(`[${half(A)},${yes(A)}]`)[A]).toBe(false);
  expect(status(`[${yes(A)},${yes(A)}]`)[A]).toBe(true);
  expect(status('[]')).toEqual({ [A]: false, [B]: false, [C]: false });
});

test.each<[string, boolean]>([
  ['true', true],
  ['false', false],
  ['"t"', true],
  ['"f"', false],
  ['"False"', false],
  ['"extended"', true],
  ['"non"', false],
  ['""', false],
])('a status of %s means %p', (value, expected) => {
  expect(status(`[{"id":1,"pt_root_id":${A},"status":${value}}]`)[A]).toBe(expected);
});

test.each(['null', 'NaN', '1', '[true]'])('a status of %s is neither yes nor no', (value) => {
  const rows = `[{"id":1,"pt_root_id":${A},"status":${value}},{"id":2,"pt_root_id":${B},"status":true}]`;
  expect(status(rows)).toMatchObject({ [A]: { code: 'FAULT' }, [B]: true, [C]: false });
});

test.each([
  '[5]',
  '[{}]',
  '{}',
  'null',
  '',
  '<html></html>',
  `[{"id":1,"pt_root":${A},"status":true}]`,
  '[{"id":1,"pt_root_id":8.6e17,"status":true}]',
  `[{"id":1,"pt_root_id":${A}.0,"status":true}]`,
  '[{"id":1,"pt_root_id":null,"status":true}]',
  '[{"id":1,"pt_root_id":5,"status":true}]',
  `[{"id":1,"pt_root_id":${A},"status":true},{"id":1,"pt_root_id":${A},"status":true}]`,
])('%s says nothing of any id', (body) => {
  expect(errorOf(() => status(body))).toMatchObject({
    code: 'DOWN',
    message: expect.stringContaining('materialize'),
  });
});

test('a table without a status column, or no table, is said', () => {
  expect(errorOf(() => status(`[{"id":1,"pt_root_id":${A},"x":true}]`))).toMatchObject({ code: 'NONE' });
  const without = { ...STACK, record: { ...STACK.record, proofreading_status_table: null } };
  expect(errorOf(() => status('[]', without))).toMatchObject({
    code: 'NONE',
    message: 'minnie65_public has no proofreading table',
  });
});

test('ids are asked 10,000 at a time', () => {
  const ids = Array.from({ length: 20_001 }, (_, i) => String(864691135000000000n + BigInt(i)) as Id);
  const { sent, roundTrips } = play(proofread(STACK, ids, { live: 1 }, memory()), () => json([]));
  expect([sent.length, roundTrips]).toEqual([3, 1]);
});

test('as_of', () => {
  const cave = testEnvironment();
  const as = (as_of?: string) =>
    cave.run(asOf(cave.stack(), as_of === undefined ? {} : { as_of }, cave.ctx()));
  for (const live of [undefined, 'live']) expect(as(live)).toEqual({ live: NOW / 1000 });
  expect(as(' 902 ')).toEqual({ version: 902, seconds: expect.any(Number) });
  for (const wrong of ['yesterday', '-1', '9.5', '1234567']) {
    expect(errorOf(() => as(wrong))).toMatchObject({ code: 'INPUT' });
  }
  expect(errorOf(() => as('626'))).toMatchObject({
    code: 'NONE',
    message: 'version 626 of brain_and_nerve_cord has expired or never was. There are 902, 888',
  });
});

test('a failed look-up is an error', () => {
  const answerWhenDown = () => play(proofread(STACK, [A], { live: 1 }, memory()), () => ({ status: 503 }));
  expect(errorOf(answerWhenDown)).toMatchObject({ code: 'DOWN' });
  expect(reply({ status: 503 }).status).toBe(503);
});

describe('on the sandbox', () => {
  let cave: TestEnvironment;
  beforeAll(() => {
    cave = testEnvironment();
  });
  test('current segments, live: as the world says', () => {
    const { truth } = cave.sandbox;
    const ids = truth.sampleCurrent(60);
    const target = ids.map((id) => {
      const rows = truth.proofread(id, undefined, NOW) ?? [];
      return rows.length > 0 && rows.every((says) => says);
    });
    expect(rowsOf(cave, 'TT_IS_PROOFREAD', ids).flat()).toEqual(target);
    expect(target).toContain(false);
  });
  test('an id that CAVE does not know, or not yet then, is no FALSE', () => {
    const { truth } = cave.sandbox;
    const v888 = truth.versions.find(({ version }) => version === 888)!.time;
    const stale = truth.sampleStale(200);
    const then = stale.filter((id) => truth.isLatest(id, undefined, v888));
    const young = truth.sampleCurrent(200).filter((id) => !truth.isLatest(id, undefined, v888));
    expect([then.length > 0, young.length > 0]).toEqual([true, true]);
    expect(rowsOf(cave, 'TT_IS_PROOFREAD', [then[0]!, young[0]!, '720575940380379900'])).toEqual([
      [false],
      [expect.any(Boolean)],
      [expect.stringMatching(/^UNKNOWN/)],
    ]);
    expect(rowsOf(cave, 'TT_IS_PROOFREAD', [then[0]!, young[0]!], { args: ['v888'] })).toEqual([
      [expect.any(Boolean)],
      [expect.stringMatching(/^UNKNOWN: no such segment at version 888: it is younger/)],
    ]);
  });
  test('an unknown version and a datastack without the table are said', () => {
    const ids = cave.sandbox.truth.sampleCurrent(1);
    expect(errorOf(() => rowsOf(cave, 'TT_IS_PROOFREAD', ids, { args: ['999'] }))).toMatchObject({
      code: 'NONE',
    });
    const mouse = cave.sandbox.truth.sampleCurrent(1, 'stroeh_mouse_retina');
    const datastack = 'stroeh_mouse_retina';
    expect(errorOf(() => rowsOf(cave, 'TT_IS_PROOFREAD', mouse, { datastack }))).toMatchObject({
      code: 'NONE',
    });
  });
});
