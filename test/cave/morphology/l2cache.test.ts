/** The L2 cache: values by id, nodes without data, and requests of bounded size. */
import { l2Data } from '../../../src/cave/morphology/l2cache';
import type { HttpRequest } from '../../../src/http/request';
import { errorOf, testEnvironment } from '../../support/sandbox-driver';
import { bodyOf, json, play, STACK } from '../support';

const IDS = [160032475051983415n, 160032475051983999n];
const BODY =
  '{"160032475051983415":{"rep_coord_nm":[674304.0,658496.0,820160.0],"size_nm3":89410560},"160032475051983999":{}}';

test('the recorded exchange', () => {
  const { value, sent } = play(l2Data(STACK, IDS, ['size_nm3', 'rep_coord_nm']), () => ({ body: BODY }));
  expect([...value]).toEqual([
    ['160032475051983415', { rep_coord_nm: [674304, 658496, 820160], size_nm3: 89410560 }],
  ]);
  expect(sent[0]!.url).toBe(
    'https://local.test/l2cache/api/v1/table/minnie3_v1/attributes?attribute_names=size_nm3%2Crep_coord_nm',
  );
  expect(bodyOf(sent[0]!)).toBe('{"l2_ids":["160032475051983415","160032475051983999"]}');
});

test('a node without data, and one without one of the values', () => {
  const body = '{"1":{},"2":{"size_nm3":5},"3":{"size_nm3":0,"max_dt_nm":1.5}}';
  expect([...play(l2Data(STACK, [1n, 2n, 3n], ['size_nm3', 'max_dt_nm']), () => ({ body })).value]).toEqual([
    ['2', { size_nm3: 5 }],
    ['3', { size_nm3: 0, max_dt_nm: 1.5 }],
  ]);
});

test.each([
  '{}',
  '{"1":null}',
  '{"1":{"size_nm3":NaN}}',
  '{"1":{"size_nm3":null}}',
  '{"1":{"size_nm3":-5}}',
  '{"1":{"size_nm3":"5"}}',
  '{"1":{"size":5}}',
  '{"1":{"rep_coord_nm":[1,2]}}',
  '{"1":{"rep_coord_nm":[1,2,NaN]}}',
  '{"1":{"rep_coord_nm":[1,2,Infinity]}}',
  '{"1":{"rep_coord_nm":[1,2,"3"]}}',
  '{"1.0":{"size_nm3":5}}',
  '{"2":{"size_nm3":5}}',
  '{"1":{"size_nm3":5},"2":{"size_nm3":5}}',
])('%s is a damaged answer about node 1', (body) => {
  expect(
    errorOf(() => play(l2Data(STACK, [1n], ['size_nm3', 'rep_coord_nm']), () => ({ body }))),
  ).toMatchObject({
    code: 'DOWN',
    message: expect.stringContaining('l2cache'),
  });
});

test('many ids are several requests in one round trip', () => {
  const ids = Array.from({ length: 100_000 }, (_, i) => BigInt(i));
  const empty = (request: HttpRequest) => {
    const { l2_ids: nodes } = JSON.parse(bodyOf(request)) as { l2_ids: string[] };
    return json(Object.fromEntries(nodes.map((id) => [id, {}])));
  };
  const { sent, roundTrips } = play(l2Data(STACK, ids, ['size_nm3', 'max_dt_nm']), empty);
  const sizes = sent.map((request) => (JSON.parse(bodyOf(request)) as { l2_ids: string[] }).l2_ids.length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(100_000);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(30_000);
  expect(roundTrips).toBe(1);
  expect(play(l2Data(STACK, [], ['size_nm3']), () => json({})).sent).toHaveLength(0);
});

test.each(['[]', 'null', '{"160032475051983415":{"size_nm3"'])('%s is a damaged answer', (body) => {
  expect(errorOf(() => play(l2Data(STACK, IDS, ['size_nm3']), () => ({ body })))).toMatchObject({
    code: 'DOWN',
  });
});

test('a graph without a cache says so', () => {
  const body = '{"code":500,"message":"Dataset minnie3_v1 does not have an L2 Cache."}';
  const work = l2Data(STACK, IDS, ['size_nm3']);
  expect(errorOf(() => play(work, () => ({ status: 500, body })))).toMatchObject({ code: 'NONE' });
});

test('where many requests fail, the list of tables is asked for once', () => {
  const ids = Array.from({ length: 100_000 }, (_, i) => BigInt(i));
  const urls: string[] = [];
  const work = l2Data(STACK, ids, ['size_nm3', 'max_dt_nm']);
  const error = errorOf(() =>
    play(work, ({ url }) => {
      urls.push(url);
      return url.endsWith('/table_mapping') ? json({ other: {} }) : { status: 500, body: '<!doctype html>' };
    }),
  );
  expect(error).toMatchObject({ code: 'NONE', message: 'minnie65_public has no L2 cache' });
  expect(urls.filter((url) => url.endsWith('/table_mapping'))).toHaveLength(1);
  expect(urls).toHaveLength(5);
});

test('volumes of the sandbox’s segments add up to what the world holds', () => {
  const cave = testEnvironment();
  const { truth } = cave.sandbox;
  const stack = cave.stack();
  for (const id of truth.sampleCurrent(10)) {
    const nodes = truth.level2(id).map(BigInt);
    const data = cave.run(l2Data(stack, nodes, ['size_nm3']));
    const sum = [...data.values()].reduce((total, { size_nm3 = 0 }) => total + size_nm3, 0);
    expect([data.size, sum]).toEqual([nodes.length, truth.volume(id)]);
  }
});
