/** Arguments of a formula or a form against what a tool declares. */

import { cellError, readCell } from '../../../src/core/cells/id-cell';
import type { TtError } from '../../../src/core/errors';
import { readArgs } from '../../../src/tools/declaration/args';
import { DATASTACK, IDS, type Param, tableTool } from '../../../src/tools/declaration/declare';
import { errorOf } from '../../support/sandbox-driver';

const ID = '720575941473274509';
const make = (...params: Param[]) =>
  tableTool({
    name: 'made',
    formula: 'TT_MADE',
    family: 'get',
    summary: '',
    details: '',
    params,
    returns: '',
    example: { formula: '', shows: '' },
    surfaces: ['formula'],
    outputs: 'data',
    cacheSeconds: 0,
    *answer() {
      return [];
    },
  });
const param = (kind: Param['kind'], more: Partial<Param> = {}): Param => ({
  name: 'p',
  kind,
  description: 'some words',
  ...more,
});
const read = (declared: Param, value: unknown) => readArgs(make(declared), [value]).p;

test('no rows are no argument: neither an empty list nor a fault of the function', () => {
  for (const kind of ['points', 'range'] as const) {
    expect(() => read(param(kind), [])).toThrow(/^p is missing/);
    expect(read(param(kind, { optional: true }), [])).toBeUndefined();
  }
});

describe('values', () => {
  test.each<[Param['kind'], unknown, unknown]>([
    ['text', 'a b', 'a b'],
    ['text', 5, '5'],
    ['text', [['one cell']], 'one cell'],
    ['boolean', true, true],
    ['boolean', false, false],
    ['boolean', 'TRUE', true],
    ['boolean', 'no', false],
    ['boolean', 'Yes', true],
    ['boolean', 1, true],
    ['boolean', 0, false],
    ['number', 5, 5],
    ['number', '2.5', 2.5],
    ['number', 0, 0],
    ['id', ID, ID],
    ['id', ` ${ID}`, ID],
    ['id', 42, '42'],
  ])('%s from %p', (kind, value, expected) => {
    expect(read(param(kind), value)).toBe(expected);
  });
  test('a choice in any case is the declared word', () => {
    expect(read(param('choice', { choices: ['Point', 'line'] }), 'POINT')).toBe('Point');
  });
  test('ids are not read here, points and ranges stay rows', () => {
    expect(readArgs(make(IDS), [[['x']]])).toEqual({});
    expect(
      read(param('range'), [
        [1, 2],
        [3, 4],
      ]),
    ).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(read(param('points'), '1, 2, 3')).toEqual([['1, 2, 3']]);
  });
});

describe('refusals name the argument', () => {
  test.each<[string, Param, unknown, string, string]>([
    ['a range for one cell', param('text'), [[1], [2]], 'INPUT', 'p: one cell, not a range'],
    ['a word for a boolean', param('boolean'), 'maybe', 'INPUT', 'p: TRUE or FALSE, not "maybe"'],
    ['a word for a number', param('number'), 'x', 'INPUT', 'p: a number, not "x"'],
    ['infinity for a number', param('number'), Number.POSITIVE_INFINITY, 'INPUT', 'p: a number'],
    ['another choice', param('choice', { choices: ['a', 'b'] }), 'c', 'INPUT', 'p: one of a, b'],
    ['a choice of none', param('choice'), 'c', 'INPUT', 'p: one of'],
    ['a rounded id', param('id'), 7.2e17, 'ROUNDED', 'format the column as plain text'],
    ['a word for an id', param('id'), 'abc', 'ID', '"abc" is not a segment id'],
    ['spaces for an id', param('id'), '  ', 'INPUT', 'p is blank'],
    ['nothing', param('text'), undefined, 'INPUT', 'p is missing: some words'],
    ['blank', param('text'), '', 'INPUT', 'p is missing: some words'],
    ['null', param('id'), null, 'INPUT', 'p is missing: some words'],
    ['a blank cell', param('text'), [['']], 'INPUT', 'p is missing: some words'],
  ])('%s', (_words, declared, value, code, says) => {
    const error = errorOf(() => read(declared, value)) as TtError;
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(says)]);
  });
  test('a long value is cut', () => {
    const error = errorOf(() => read(param('number'), 'x'.repeat(500))) as TtError;
    expect(error.message.length).toBeLessThan(80);
  });
});

describe('by the locale of the spreadsheet', () => {
  const DE = { locale: 'de_DE' };
  const readIn = (declared: Param, value: unknown) => readArgs(make(declared), [value], DE).p;
  test('texts of numbers get decimal points, other texts stay', () => {
    expect(readIn(param('text', { numeric: true }), '0,5, auto, 12000')).toBe('0.5, auto, 12000');
    expect(
      readIn(param('range', { numeric: true }), [['4,5; 4,5; 45'], ['brain_and_nerve_cord'], [4.5]]),
    ).toEqual([['4.5; 4.5; 45'], ['brain_and_nerve_cord'], [4.5]]);
    expect(readIn(param('text'), 'a 1,5')).toBe('a 1,5');
    expect(readIn(param('range'), [['size > 1,5']])).toEqual([['size > 1,5']]);
  });
  test('a point in two notations fails in its own row', () => {
    expect(readIn(param('points'), [['1,5; 2; 3'], ['125.283, 118.263, 2.860']])).toEqual([
      ['1.5; 2; 3'],
      [expect.stringMatching(/^#TT INPUT: p, row 2: "125.283, 118.263, 2.860" can be read in two ways/)],
    ]);
  });
  test('an error of another formula is the answer, whichever argument holds it', () => {
    for (const kind of ['text', 'number', 'boolean', 'time', 'id', 'range', 'points'] as const) {
      expect(errorOf(() => readIn(param(kind), '#TT NONE: no such table'))).toMatchObject({
        code: 'NONE',
        shown: '#TT NONE: no such table',
      });
    }
  });
});

describe('omitted and extra', () => {
  const tool = make(
    IDS,
    param('boolean', { name: 'split', optional: true, defaultValue: false }),
    param('text', { name: 'key', optional: true }),
    DATASTACK,
  );
  test('what is omitted has its initial value, or none', () => {
    expect(readArgs(tool, [[['1']]])).toEqual({ split: false });
    expect(readArgs(tool, [[['1']], null, '', undefined])).toEqual({ split: false });
    expect(readArgs(tool, [[['1']], true, 'k', 'banc'])).toEqual({
      split: true,
      key: 'k',
      datastack: 'banc',
    });
  });
  test('one argument too many is said', () => {
    expect(errorOf(() => readArgs(tool, [1, true, 'k', 'd', 5]))).toMatchObject({
      code: 'INPUT',
      message: 'TT_MADE takes 4 arguments at most',
    });
  });
  test('empty places at the end are not arguments', () => {
    expect(readArgs(tool, [1, true, 'k', 'd', undefined, '', null])).toMatchObject({ key: 'k' });
  });
});

test('cellError tells apart what cannot be looked up', () => {
  expect(cellError(readCell(ID))).toBeNull();
  expect(cellError(readCell(''))).toBeNull();
  expect(cellError(readCell(7.2e17))).toMatchObject({ code: 'ROUNDED' });
  expect(cellError(readCell('x'))).toMatchObject({ code: 'ID' });
});
