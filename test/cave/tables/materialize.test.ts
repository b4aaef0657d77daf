/** Materialize: the bodies it must be asked with, the ways it cuts tables, and counting without rows in memory. */

import { between, rng } from '@tracer-tools/cave/rng';
import { ReplyParts } from '../../../src/cave/client/reply-parts';
import {
  newestVersion,
  tableInfo,
  tableQuery,
  utcSeconds,
  versions,
} from '../../../src/cave/tables/materialize';
import type { Id } from '../../../src/core/ids';
import type { RecordedReply } from '../../../src/http/drivers/recorded';
import { errorOf, memory, testEnvironment } from '../../support/sandbox-driver';
import { bodyOf, json, play, STACK, TABLE_RECORD } from '../support';

const PARTS = new ReplyParts({ route: 'materialize versions', datastack: 'minnie65_public' });
const M3 = 'https://local.test/materialize/api/v3/datastack/minnie65_public';
const TABLE = 'synapses_pni_2';
const ID = '864691135122603047' as Id;
const version = (number: number, more: object = {}) => ({
  id: 912,
  datastack: 'minnie65_public',
  version: number,
  time_stamp: '2025-06-06T10:10:00.123456',
  valid: true,
  expires_on: '2121-11-10T07:10:00.123456',
  status: 'AVAILABLE',
  is_merged: true,
  ...more,
});
describe('times', () => {
  test.each<[string, number]>([
    ['2025-06-06T10:10:00.123456', 1749204600.123456],
    ['2025-06-06 10:10:00.5', 1749204600.5],
    ['2025-06-06T10:10:00', 1749204600],
    ['2025-06-06T10:10:00.123456Z', 1749204600.123456],
    ['1970-01-01T00:00:00.000000', 0],
  ])('%s', (text, seconds) => {
    expect(utcSeconds(text, PARTS)).toBeCloseTo(seconds, 6);
  });
  test.each(['', 'soon', '2025-13-41T00:00:00', '06/06/2025'])('"%s" is no time', (text) => {
    expect(errorOf(() => utcSeconds(text, PARTS))).toMatchObject({ code: 'DOWN' });
  });
});

describe('versions', () => {
  const list = [
    version(626, { time_stamp: '2025-01-01T07:10:00.000001' }),
    version(902),
    version(903, { status: 'RUNNING' }),
    version(888, { valid: false }),
  ];
  test('only those that can be asked, newest first', () => {
    const { value, sent } = play(versions(STACK), () => json(list));
    expect(value.map((at) => at.version)).toEqual([902, 626]);
    expect(sent[0]!.url).toBe(`${M3}/metadata`);
    expect(errorOf(() => play(versions(STACK), () => json({})))).toMatchObject({ code: 'DOWN' });
  });
  test('the newest at a moment, remembered', () => {
    const kept = memory();
    const newest = play(newestVersion(STACK, kept, utcSeconds('2025-03-01T00:00:00', PARTS)), () =>
      json(list),
    );
    expect(newest.value.version).toBe(626);
    expect(play(newestVersion(STACK, kept, 2e9), () => json(list))).toMatchObject({ sent: [] });
  });
  test('a memory that is damaged is asked again', () => {
    const kept = memory();
    for (const damaged of ['{', 'null', '{}', '[]', '[5]']) {
      kept.put('version:https://global.test:minnie65_public', damaged, 1);
      expect(play(newestVersion(STACK, kept, 2e9), () => json(list)).value.version).toBe(902);
    }
  });
  test('none at all', () => {
    const before = newestVersion(STACK, memory(), 0);
    expect(errorOf(() => play(before, () => json(list)))).toMatchObject({ code: 'NONE' });
    const none: RecordedReply = { status: 404, body: '"No valid versions found"' };
    expect(errorOf(() => play(versions(STACK), () => none))).toMatchObject({ code: 'NONE' });
  });
});

test('a table’s description', () => {
  const { value, sent } = play(tableInfo(STACK, 'a b', 902), () => json(TABLE_RECORD));
  expect([value, sent[0]!.url]).toEqual([TABLE_RECORD, `${M3}/version/902/table/a%20b/metadata`]);
  expect(errorOf(() => play(tableInfo(STACK, 'x', 1), () => json([])))).toMatchObject({ code: 'DOWN' });
});

describe('queries', () => {
  const among = { pre_pt_root_id: [ID] };
  test('frozen: ids leave as bare numbers', () => {
    const request = tableQuery(STACK, {
      table: TABLE,
      instant: { version: 1412 },
      idFilters: among,
      columns: ['id', 'x'],
    });
    expect(request.url).toBe(
      `${M3}/version/1412/table/${TABLE}/query?return_pyarrow=false&direct_sql_pandas=true&split_positions=true`,
    );
    expect(bodyOf(request)).toBe(
      `{"filter_in_dict":{"${TABLE}":{"pre_pt_root_id":[${ID}]}},"select_columns":["id","x"]}`,
    );
  });
  test('a count', () => {
    const request = tableQuery(STACK, { table: TABLE, instant: { version: 1 }, count: true });
    expect([request.url.endsWith('&count=true'), bodyOf(request)]).toEqual([true, '{}']);
  });
  test('live: at datastack level, with table and time in the body', () => {
    const request = tableQuery(STACK, {
      table: TABLE,
      instant: { live: 1767225600 },
      idFilters: among,
      columns: ['id', 'x'],
    });
    expect(request.url).toBe(
      `${M3}/query?return_pyarrow=false&direct_sql_pandas=true&split_positions=true&allow_missing_lookups=true&allow_invalid_root_ids=true`,
    );
    expect(bodyOf(request)).toBe(
      `{"filter_in_dict":{"${TABLE}":{"pre_pt_root_id":[${ID}]}},"table":"${TABLE}","timestamp":"2026-01-01T00:00:00.000+00:00","select_columns":{"${TABLE}":["id","x"]}}`,
    );
  });
  test('a live moment is the graph’s moment to the millisecond (seed 8)', () => {
    const random = rng(8);
    for (let i = 0; i < 4000; i++) {
      const ms = 1_700_000_000_000 + between(random, 0, 200_000_000) * 1000 + between(random, 0, 999);
      const request = tableQuery(STACK, { table: 't', instant: { live: ms / 1000 } });
      const { timestamp } = JSON.parse(bodyOf(request)) as { timestamp: string };
      expect(Date.parse(timestamp)).toBe(ms);
    }
  });
});

test('the sandbox’s versions and rows', () => {
  const cave = testEnvironment();
  const stack = cave.stack();
  const { truth } = cave.sandbox;
  const found = cave.run(versions(stack));
  expect(found.map(({ version: number, timestamp }) => [number, Math.floor(timestamp * 1000)])).toEqual(
    truth.versions
      .filter(({ valid }) => valid)
      .reverse()
      .map(({ version: number, time }) => [number, time]),
  );
  const info = cave.run(tableInfo(stack, 'synapses_v2', found[0]!.version));
  expect(info.table_name).toBe('synapses_v2');
  const unknown = tableInfo(stack, 'nope', found[0]!.version);
  expect(errorOf(() => cave.run(unknown))).toMatchObject({ code: 'NONE' });
});
