/** Filters as people write them, in text and in cells; values by the column's type; what is wrong is named. */
import type { TableColumn } from '../../../src/cave/tables/table-shape';
import type { Cell } from '../../../src/core/table';
import { readFilters, typedFilter } from '../../../src/tools/tables/table-filters';
import { errorOf } from '../../support/sandbox-driver';

const column = (name: string, kind: TableColumn['kind']): TableColumn => ({
  name,
  kind,
  table: 't',
  column: name,
});
const COLUMNS = [
  column('id', 'id'),
  column('created', 'time'),
  column('valid', 'bool'),
  column('pt_position', 'position'),
  column('pt_root_id', 'id'),
  column('size', 'float'),
  column('tag', 'text'),
  column('island', 'text'),
];

const read = (...rows: Cell[][]) =>
  readFilters(rows).map((written) => {
    const { column: found, comparison: by, values } = typedFilter(written, COLUMNS, () => [1, 1, 0.5]);
    return [found.name, by, values];
  });

test.each<[string, unknown[]]>([
  ['tag = GNG104', [['tag', 'in', ['GNG104']]]],
  ['tag == GNG104 or so, and more', [['tag', 'in', ['GNG104 or so, and more']]]],
  ['tag is "a; b"', [['tag', 'in', ['a; b']]]],
  ['tag equals "say ""hi"""', [['tag', 'in', ['say "hi"']]]],
  ['tag in a, b,"c, d"', [['tag', 'in', ['a', 'b', 'c, d']]]],
  ['tag in [a, b]', [['tag', 'in', ['a', 'b']]]],
  ['tag not in (a, b)', [['tag', 'not in', ['a', 'b']]]],
  ['tag != a', [['tag', 'not in', ['a']]]],
  ['tag <> a', [['tag', 'not in', ['a']]]],
  ['tag is not a', [['tag', 'not in', ['a']]]],
  ['tag is nothing', [['tag', 'in', ['nothing']]]],
  ['island is land', [['island', 'in', ['land']]]],
  ['tag inside', []],
  ['tag ~ ^GNG[0-9]+$', [['tag', '~', ['^GNG[0-9]+$']]]],
  ['tag matches ^a|b$', [['tag', '~', ['^a|b$']]]],
  ['size>100', [['size', '>', [100]]]],
  [
    'size ≥ 1.5; size<=2',
    [
      ['size', '>=', [1.5]],
      ['size', '<=', [2]],
    ],
  ],
  ['size greater than -3', [['size', '>', [-3]]]],
  ['pt_root_id = 720575941703820762', [['pt_root_id', 'in', ['720575941703820762']]]],
  [
    "pt_root_id in '720575941703820762\n tag = x",
    [
      ['pt_root_id', 'in', ['720575941703820762']],
      ['tag', 'in', ['x']],
    ],
  ],
  ['valid = TRUE', [['valid', 'in', [true]]]],
  ['created > 2026-06-01', [['created', '>', [Date.UTC(2026, 5, 1)]]]],
  ['created < 2026-06-01 12:30', [['created', '<', [Date.UTC(2026, 5, 1, 12, 30)]]]],
  ['pt_position box 1, 2, 3 to 4, 5, 6', [['pt_position', 'box', [1, 2, 1.5, 4, 5, 3]]]],
  ['pt within [[-1,2,3],[4,5,6]]', [['pt_position', 'box', [-1, 2, 1.5, 4, 5, 3]]]],
  ['TAG = x', [['tag', 'in', ['x']]]],
])('%s', (text, expected) => {
  if (expected.length === 0) expect(errorOf(() => read([text]))).toMatchObject({ code: 'INPUT' });
  else expect(read([text])).toEqual(expected);
});

test('rows of cells: column, comparison, values; a row without a column goes on', () => {
  const day = new Date(Date.UTC(2026, 0, 2));
  expect(
    read(
      ['pt_root_id', 'in', '720575941703820762', ''],
      ['', '', '720575941609391725', null],
      ['', '', '', ''],
      ['size', '>=', 2.5, ''],
      ['created', 'greater', day, ''],
      ['tag', 'in', 'a, b', 'c'],
      ['pt_position', 'box', '1, 2, 3', '4, 5, 6'],
      ['tag ~ x', '', '', ''],
    ),
  ).toEqual([
    ['pt_root_id', 'in', ['720575941703820762', '720575941609391725']],
    ['size', '>=', [2.5]],
    ['created', '>', [day.getTime()]],
    ['tag', 'in', ['a', 'b', 'c']],
    ['pt_position', 'box', [1, 2, 1.5, 4, 5, 3]],
    ['tag', '~', ['x']],
  ]);
});

test.each<[string, Cell[], string, RegExp]>([
  ['a rounded id', ['pt_root_id', '=', 720575941703820800], 'ROUNDED', /pt_root_id.*rounded/],
  ['a rounded id in text', ['pt_root_id = 7.20576E+17'], 'ROUNDED', /rounded/],
  ['no id', ['pt_root_id = abc'], 'ID', /not a segment id/],
  ['an unknown column', ['sice > 1'], 'INPUT', /no column "sice".*size/],
  ['an unknown comparison', ['tag', 'resembles', 'x'], 'INPUT', /"resembles" is not a comparison/],
  ['no comparison', ['tag'], 'INPUT', /"tag" is not a filter/],
  ['no value', ['tag', 'in'], 'INPUT', /tag in has no value/],
  ['text for a number', ['size > large'], 'INPUT', /size holds numbers, not "large"/],
  ['a number for a truth', ['valid = 7'], 'INPUT', /TRUE or FALSE/],
  ['a word for a time', ['created > soon'], 'INPUT', /"soon" is not a time. Write one such as 2026-06-01/],
  ['a pattern on numbers', ['size ~ 1'], 'INPUT', /size holds no text/],
  ['a pattern for numbers', ['size ~ 1'], 'INPUT', /holds no text/],
  ['a box on text', ['tag box 1,2,3,4,5,6'], 'INPUT', /tag is not a position/],
  ['a comparison of positions', ['pt_position > 3'], 'INPUT', /only box/],
  ['a box with five numbers', ['pt_position box 1,2,3,4,5'], 'INPUT', /six numbers/],
  ['an empty box', ['pt_position box 1,2,3,4,2,6'], 'INPUT', /y goes from 2 to 2/],
  ['two bounds', ['size', '>', 1, 2], 'INPUT', /takes one/],
])('%s is refused', (_, cells, code, words) => {
  const error = errorOf(() => read(cells));
  expect(error).toMatchObject({ code });
  expect((error as Error).message).toMatch(words);
});
