/** The info service's records, and how nested values become rows. */
import {
  flatten,
  readStackNames,
  readStackRecord,
  recordedResolution,
  type StackRecord,
  stackNames,
  stackRecord,
} from '../../../src/cave/client/info';
import type { Json } from '../../../src/core/json';
import { errorOf } from '../../support/sandbox-driver';
import { ACCESS, json, RECORD, reply } from '../support';

test('asks the global server', () => {
  expect(stackNames(ACCESS).url).toBe('https://global.test/info/api/v2/datastacks');
  expect(stackRecord(ACCESS, 'x').url).toBe('https://global.test/info/api/v2/datastack/full/x');
});

test('reads names and a record', () => {
  expect(readStackNames(reply(json(['a', 'b'])))).toEqual(['a', 'b']);
  expect(readStackRecord(reply(json(RECORD)), 'minnie65_public')).toEqual(RECORD);
});

test.each<unknown>([{}, null, [], { aligned_volume: null, viewer_resolution_x: 4 }, { aligned_volume: {} }])(
  '%p is no record',
  (value) => {
    expect(errorOf(() => readStackRecord(reply(json(value)), 'x'))).toMatchObject({ code: 'DOWN' });
  },
);

test('a record may have nothing set but its keys', () => {
  const unset = Object.fromEntries(Object.keys(RECORD).map((key) => [key, null]));
  expect(readStackRecord(reply(json(unset)), 'x')).toEqual(unset);
  expect(recordedResolution(unset as unknown as StackRecord)).toBeNull();
  expect(recordedResolution(RECORD)).toEqual([4, 4, 40]);
});

test.each<unknown>([{}, null, 'a'])('%p is no list of names', (value) => {
  expect(errorOf(() => readStackNames(reply(json(value))))).toMatchObject({ code: 'DOWN' });
});

test('an unknown datastack is named in its error', () => {
  const body = '{"error":"invalid_table_id","message":"Invalid table_id for service","data":{}}';
  expect(errorOf(() => readStackRecord(reply({ status: 400, body }), 'nope'))).toMatchObject({
    code: 'NONE',
    message: 'CAVE has no datastack nope',
  });
});

describe('flatten', () => {
  test.each<[string, Json, unknown[]]>([
    [
      'plain keys',
      { a: 1, b: 'x', c: true },
      [
        ['a', 1],
        ['b', 'x'],
        ['c', true],
      ],
    ],
    ['null is blank', { a: null }, [['a', '']]],
    ['nested keys are dotted', { a: { b: { c: 1 } } }, [['a.b.c', 1]]],
    ['a list of values is one text', { a: [4, 4, 45] }, [['a', '4, 4, 45']]],
    ['a list with nulls', { a: [null, 1] }, [['a', ', 1']]],
    ['an empty list', { a: [] }, [['a', '']]],
    ['an empty object has no rows', { a: {}, b: 1 }, [['b', 1]]],
    [
      'a list of objects is numbered',
      { a: [{ b: 1 }, { b: 2 }] },
      [
        ['a.0.b', 1],
        ['a.1.b', 2],
      ],
    ],
    ['an id keeps its digits', { a: '864691135122603047' }, [['a', '864691135122603047']]],
  ])('%s', (_words, value, rows) => {
    expect(flatten(value)).toEqual(rows);
  });
  test('an official record', () => {
    const rows = new Map(flatten(RECORD as unknown as Json));
    expect(rows.get('aligned_volume.name')).toBe('minnie65_phase3');
    expect(rows.get('viewer_resolution_z')).toBe(40);
    expect(rows.get('skeleton_source')).toBe('');
    expect(rows.size).toBe(5 + Object.keys(RECORD).length - 1);
  });
});
