// What the table form writes is what the table's reader reads, whatever the values hold.

import { isReference, writeFormula } from '../../../sidebar/formula';
import {
  type FormFilter,
  filterProblem,
  splitIds,
  writeColumns,
  writeFilters,
} from '../../../sidebar/functions/table-filters';
import { readFilters } from '../../../src/tools/tables/table-filters';

/** As the sheet hands the text over: through the formula's quotes, and trimmed by the form. */
const back = (filters: FormFilter[]) => readFilters([[writeFilters(filters).trim()]]);
const one = (comparison: string, values: string[]) => back([{ column: 'tag', comparison, values }]);

const AWKWARD = [
  'GNG104',
  'cell type',
  'a, b',
  'a; b',
  ' leading',
  'trailing ',
  '\u00a0hard space',
  '"quoted"',
  'say "hi"',
  '"',
  '""',
  '= 5',
  '=1+1',
  '==',
  '>= 3',
  '~x',
  'tag = x; id > 3',
  'in box',
  'box',
  'boxer',
  'in',
  'not in',
  '(L)',
  'DNa02 (L)',
  '[1, 2]',
  "it's",
  '^GNG[0-9]+$|(a|b);?',
  'C2:C40',
  'ünïcode ≠ 5 %',
  '720575941441350235',
];

test.each(AWKWARD)('%j is read back under every comparison', (value) => {
  for (const comparison of ['!=', '>', '<', '>=', '<=', '~']) {
    const by = comparison === '!=' ? 'not in' : comparison;
    expect(one(comparison, [value])).toEqual([{ column: 'tag', by, values: [value] }]);
  }
  expect(one('=', [value])).toEqual([{ column: 'tag', by: 'in', values: [value] }]);
  for (const by of ['in', 'not in']) {
    expect(one(by, [value])).toEqual([{ column: 'tag', by, values: [value] }]);
    expect(one(by, ['x', value, 'y'])).toEqual([{ column: 'tag', by, values: ['x', value, 'y'] }]);
    expect(one(by, [value, 'z'])).toEqual([{ column: 'tag', by, values: [value, 'z'] }]);
  }
});

test('2,000 random lists of filters, seed 20260620', () => {
  let state = 20260620;
  const random = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const letters = [
    'a',
    'b',
    ' ',
    ',',
    ';',
    '"',
    '=',
    '>',
    '<',
    '!',
    '~',
    '(',
    ')',
    '[',
    ']',
    "'",
    'in',
    'box',
    'is',
  ];
  const text = () => Array.from({ length: 1 + random(6) }, () => letters[random(letters.length)]).join('');
  for (let run = 0; run < 2000; run++) {
    const filters = Array.from({ length: 1 + random(3) }, (_, i): FormFilter => {
      const comparison = ['=', 'in', 'not in', '~', '>'][random(5)]!;
      const list = comparison === 'in' || comparison === 'not in';
      return {
        column: `col_${i}`,
        comparison,
        values: Array.from({ length: list ? 1 + random(3) : 1 }, text),
      };
    });
    const expected = filters.map(({ column, comparison, values }) => ({
      column,
      by: comparison === '=' ? 'in' : comparison,
      values,
    }));
    expect(back(filters)).toEqual(expected);
    // Never taken for an address, by the formula or by the form.
    expect(isReference(writeFilters(filters))).toBe(false);
  }
});

test('plain values stay plain, so that the formula can be read', () => {
  const filters = [
    { column: 'tag2', comparison: '=', values: ['cell type'] },
    { column: 'tag', comparison: '~', values: ['^GNG'] },
    { column: 'pt_root_id', comparison: 'in', values: ['5', '6'] },
    { column: 'pt_position', comparison: 'box', values: ['(1; 2; -3)', '4.5,5,6'] },
    { column: 'note', comparison: '=', values: [] },
  ];
  expect(writeFilters(filters)).toBe(
    'tag2 = cell type; tag ~ ^GNG; pt_root_id in 5, 6; pt_position box 1, 2, -3 to 4.5, 5, 6',
  );
  expect(back(filters)[3]).toEqual({
    column: 'pt_position',
    by: 'box',
    values: ['1, 2, -3 to 4.5, 5, 6'],
  });
});

test('a column whose name looks like a cell is written as text', () => {
  const params = [{ name: 'columns', kind: 'points' as const, description: '', optional: true }];
  const formula = (names: string[]) =>
    writeFormula({ formula: 'TT_TABLE', params }, { columns: writeColumns(names) });
  expect(formula(['tag2'])).toBe('=TT_TABLE("tag2,")');
  expect(formula(['tag2', 'tag'])).toBe('=TT_TABLE("tag2, tag")');
  expect(formula([])).toBe('=TT_TABLE()');
});

test('a filter that is not whole is said', () => {
  expect(filterProblem({ column: 'tag', comparison: '=', values: [] })).toMatch(/^tag = has no value/);
  expect(filterProblem({ column: 'p', comparison: 'box', values: ['1, 2, 3', '4, 5'] })).toMatch(/x, y, z/);
  expect(filterProblem({ column: 'p', comparison: 'box', values: ['1, 2, 3', '4, 5, 6'] })).toBeNull();
  expect(filterProblem({ column: 'tag', comparison: '=', values: ['x'] })).toBeNull();
});

test('one paste of many ids is many values', () => {
  expect(splitIds(' 5, 6;7\t8 ')).toEqual(['5', '6', '7', '8']);
});
