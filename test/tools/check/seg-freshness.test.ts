/** Freshness of a column: one request, and no failure written as FALSE. */
import { errorOf, type TestEnvironment, testEnvironment } from '../../support/sandbox-driver';
import { rowsOf, tool } from '../support';

let cave: TestEnvironment;
beforeAll(() => {
  cave = testEnvironment();
});

test('10,000 ids are one request', () => {
  const { truth } = cave.sandbox;
  const ids = [...truth.sampleStale(200), ...truth.sampleCurrent(200)];
  const result = Array.from({ length: 10_000 - ids.length }, (_, i) =>
    String(720575950000000000n + BigInt(i)),
  );
  cave.forget();
  const rows = rowsOf(cave, 'TT_IS_CURRENT', [...ids, ...result]);
  // Two open the datastack.
  expect(cave.sent.map((request) => request.route).slice(2)).toEqual(['chunkedgraph is_latest_roots']);
  expect(rows.flat()).toEqual([...ids.map((id) => truth.isLatest(id)), ...result.map(() => false)]);
});

test('what is no segment says so in its own row', () => {
  const [id] = cave.sandbox.truth.sampleCurrent(1) as [string];
  const supervoxel = cave.sandbox.truth.supervoxels(id)[0]!;
  expect(rowsOf(cave, 'TT_IS_CURRENT', [supervoxel, id])).toEqual([
    [`ID: ${supervoxel} is a supervoxel, not a segment. TT_ID_FROM_SUPERVOXEL gives its segment`],
    [true],
  ]);
});

test('a failed question is an error, never FALSE', () => {
  const ids = cave.sandbox.truth.sampleCurrent(3);
  expect(
    errorOf(() => rowsOf(cave, 'TT_IS_CURRENT', ids, { token: cave.sandbox.invalidToken })),
  ).toMatchObject({
    code: 'TOKEN',
  });
  const [, , nobody, terms] = cave.sandbox.users;
  expect(errorOf(() => rowsOf(cave, 'TT_IS_CURRENT', ids, { token: nobody!.token }))).toMatchObject({
    code: 'PERMISSION',
  });
  expect(errorOf(() => rowsOf(cave, 'TT_IS_CURRENT', ids, { token: terms!.token }))).toMatchObject({
    code: 'TERMS',
  });
  expect(errorOf(() => rowsOf(cave, 'TT_IS_CURRENT', ids, { datastack: 'nope' }))).toMatchObject({
    code: 'NONE',
  });
  cave.sandbox.setFaults({ rate: 1, kinds: ['503'] });
  expect(errorOf(() => rowsOf(cave, 'TT_IS_CURRENT', ids))).toMatchObject({ code: 'DOWN' });
  cave.sandbox.setFaults({});
});

test('a stale id is remembered for ever, a current one briefly', () => {
  const freshness = tool('TT_IS_CURRENT');
  const [stale] = cave.sandbox.truth.sampleStale(1) as [string];
  const [current] = cave.sandbox.truth.sampleCurrent(1) as [string];
  if (freshness.kind !== 'rows') throw new Error('rows');
  const answers = cave.run(freshness.answer([stale, current] as never, {}, cave.ctx()));
  expect([...answers.values()]).toMatchObject([{ cacheSeconds: 365 * 86_400 }, { cacheSeconds: 300 }]);
});
