/** Servers whose Arrow is not read here: the table is asked for again as JSON, and gives the same rows. */
import { Field, Int32, List, Table, tableToIPC, vectorFromArray } from 'apache-arrow';
import { isUnreadArrow, readArrow } from '../../../src/cave/tables/arrow';
import { readJsonTable } from '../../../src/cave/tables/json-table';
import type { HttpReply, HttpRequest } from '../../../src/http/request';
import { errorOf, testEnvironment } from '../../support/sandbox-driver';
import { tableOf } from '../../tools/support';
import { ASKED, json, reply } from '../support';

/** A column of lists, which no reader here knows. */
const lists = vectorFromArray([[1, 2], [3]], new List(new Field('item', new Int32())));
const UNREAD = tableToIPC(new Table({ lists }), 'stream');

test('an unread type and a damaged stream are told apart', () => {
  expect(isUnreadArrow(reply({ body: UNREAD }))).toBe(true);
  expect(isUnreadArrow(reply({ body: UNREAD.slice(0, -9) }))).toBe(true);
  expect(isUnreadArrow(reply({ body: UNREAD.slice(0, 30) }))).toBe(false);
  expect(isUnreadArrow(reply({ body: '<html>' }))).toBe(false);
  expect(() => readArrow(UNREAD)).toThrow(/of an Arrow type that is not read here/);
});

describe('a server that sends such a column', () => {
  const cave = testEnvironment();
  const { send } = cave.driver;
  let calls: HttpRequest[] = [];
  const unread = (requests: HttpRequest[]): HttpReply[] => {
    calls.push(...requests);
    const replies = send(requests);
    return replies.map((one, i) =>
      /arrow_format=true/.test(requests[i]!.url) && one.status === 200
        ? { ...one, text: () => '', bytes: () => UNREAD }
        : one,
    );
  };
  /** With nothing remembered of the table. */
  const both = (values: unknown[]) => {
    const other = testEnvironment();
    other.driver.send = unread;
    calls = [];
    const expected = tableOf(cave, 'TT_TABLE', values);
    return { wanted: expected, found: tableOf(other, 'TT_TABLE', values) };
  };

  test.each<[string, unknown[]]>([
    ['a version', ['cell_info', 'tag2 = cell type', undefined, 40]],
    ['some columns', ['cell_info', undefined, 'pt_root_id, tag, pt_position', 25]],
    ['a table that refers to another', ['cell_ids', undefined, undefined, 10]],
    ['live', ['cell_info', 'id < 400', undefined, undefined, 'live']],
    ['a count', ['cell_info', 'tag2 = cell type', 'count']],
  ])('%s', (_name, values) => {
    const { wanted, found } = both(values);
    expect(wanted.length).toBeGreaterThan(0);
    expect(found).toEqual(wanted);
    expect(calls.some(({ url }) => /return_pyarrow=false/.test(url))).toBe(true);
    expect(calls.filter(({ url }) => /arrow_format=true/.test(url)).length).toBeLessThanOrEqual(2);
  });
});

test.each(['{}', '[5]', '[{"id":1},{"ids":2}]', '[{"id":1.5}]', '[{"id":true}]', '<html>'])(
  '%s is damaged',
  (body) => {
    expect(errorOf(() => readJsonTable(reply({ body }), ASKED, () => 'int64'))).toMatchObject({
      code: 'DOWN',
    });
  },
);

test('kinds of columns by name and value', () => {
  const row = {
    id: 5,
    pt_root_id: '720575941473274509',
    created: 1600000000123,
    size: 2,
    tag: 'x',
    ok: true,
    none: null,
  };
  const { columns } = readJsonTable(reply(json([row])), ASKED);
  expect(columns.map(({ name, kind, at }) => [name, kind, at(0)])).toEqual([
    ['id', 'int64', '5'],
    ['pt_root_id', 'int64', '720575941473274509'],
    ['created', 'time', 1600000000123],
    ['size', 'float', 2],
    ['tag', 'text', 'x'],
    ['ok', 'bool', true],
    ['none', 'null', null],
  ]);
});
