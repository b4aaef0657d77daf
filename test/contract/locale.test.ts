/** Formulas that the sidebar writes, inserted by the built add-on into spreadsheets of several locales. */

import { localFormula, writeFormula } from '../../sidebar/formula';
import { toolViews } from '../../src/addon/tools/tool-views';
import { workbench } from '../../workbench/addon/workbench';
import { LONG } from '../../workbench/long';

const LOCALES = ['en_US', 'en_GB', 'de_DE', 'fr_FR', 'pt_BR'];
const bench = workbench();
const { book, grid } = bench;
const A1 = { row: 1, column: 1, rows: 40, columns: 12 };

/** What a formula in A1 gives, as values: the same in every locale. */
function answers(formula: string) {
  grid.clear({ row: 1, column: 1, rows: grid.maxRows, columns: grid.maxColumns }, { contents: true });
  bench.host.ui.select('owner@example.org', grid, { row: 1, column: 1, rows: 1, columns: 1 });
  bench.call('insertFormula', [formula]);
  book.settle();
  const { error } = grid.view(1, 1);
  return error ? error : grid.values(A1);
}

afterEach(() => {
  book.locale = 'en_US';
});

test('the sidebar learns the locale when it opens', () => {
  book.locale = 'de_DE';
  expect(bench.call('boot', []).locale).toBe('de_DE');
});

test.each(LOCALES)('%s: a form with a fraction, an array of ids and a choice left out', (locale) => {
  const param = (name: string, kind: 'ids' | 'number' | 'boolean') => ({
    name,
    kind,
    description: '',
    optional: true,
  });
  const half = locale === 'en_US' || locale === 'en_GB' ? '0.5' : '0,5';
  const sum = { formula: 'SUM', params: [param('a', 'number'), param('b', 'boolean'), param('c', 'number')] };
  const rows = { formula: 'ROWS', params: [param('ids', 'ids')] };
  book.locale = locale;
  bench.put(1, 1, [
    [writeFormula(sum, { a: half, c: '2' }, locale), writeFormula(rows, { ids: '1, 2, 3' }, locale)],
  ]);
  book.settle();
  expect(grid.values({ row: 1, column: 1, rows: 1, columns: 2 })).toEqual([[2.5, 3]]);
});

const examples = toolViews()
  .map(({ example }) => example)
  .filter((example) => example.startsWith('='));

/** Each example in two locales, other ones than its neighbours; in npm run test:long in all of them. */
const localesOf = (n: number): string[] =>
  LONG ? LOCALES : [LOCALES[n % LOCALES.length]!, LOCALES[(n + 2) % LOCALES.length]!];
const NUMBERED = examples.map((example, n): [string, string[]] => [example, localesOf(n)]);

test.each(NUMBERED)('%s gives the same in %j', (example, locales) => {
  const expected = answers(example);
  expect(expected).not.toMatchObject({ note: 'Formula parse error.' });
  for (const locale of locales) {
    book.locale = locale;
    expect([locale, answers(localFormula(example, locale))]).toEqual([locale, expected]);
    book.locale = 'en_US';
  }
});
