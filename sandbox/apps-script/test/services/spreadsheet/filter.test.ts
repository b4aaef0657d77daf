/** Filters through Range, Sheet and Filter. */
import { ADA, BOB, bench } from '../../bench-host';

const CODE = `
  const tab = () => SpreadsheetApp.getActiveSheet();
  function make() {
    tab().getRange('A1:B4').setValues([['type', 'n'], ['x', 5], ['', 7], ['y', 1]]).createFilter();
  }
  function hidden() { return [1, 2, 3, 4].filter((row) => tab().isRowHiddenByFilter(row)); }
  function where(method, value, column) {
    const builder = SpreadsheetApp.newFilterCriteria();
    const criteria = (value === null ? builder[method]() : builder[method](value)).build();
    tab().getFilter().setColumnFilterCriteria(column, criteria);
    const kept = tab().getFilter().getColumnFilterCriteria(column).copy().build();
    const rows = hidden();
    tab().getFilter().removeColumnFilterCriteria(column);
    return [rows, kept.getCriteriaValues(), hidden(), tab().getFilter().getColumnFilterCriteria(column)];
  }
  function sort() { tab().getFilter().sort(2, true); return tab().getRange('A1:B4').getValues(); }
  function stale() { const filter = tab().getFilter(); filter.remove(); filter.getRange(); }`;

function bed() {
  const { host, workbook } = bench(CODE);
  const run = (fn: string, args: unknown[] = [], user = ADA) => {
    const outcome = host.run(fn, args, { user });
    return outcome.ok ? outcome.value : outcome.message;
  };
  run('make');
  return { run, grid: workbook.grids()[0]! };
}

test.each<[string, unknown, number, number[]]>([
  ['whenCellEmpty', null, 1, [2, 4]],
  ['whenCellNotEmpty', null, 1, [3]],
  ['whenNumberEqualTo', 5, 2, [3, 4]],
  ['whenNumberGreaterThan', 4, 2, [4]],
  ['whenNumberLessThan', 6, 2, [3]],
  ['whenTextContains', 'x', 1, [3, 4]],
  ['whenTextEqualTo', 'y', 1, [2, 3]],
])('%s(%j) of column %i', (method, value, column, rows) => {
  const values = value === null ? [] : [value];
  expect(bed().run('where', [method, value, column])).toEqual([rows, values, [], null]);
});

test('sorting leaves the header; a protected row stops it', () => {
  const { run, grid } = bed();
  expect(run('sort')).toEqual([
    ['type', 'n'],
    ['y', 1],
    ['x', 5],
    ['', 7],
  ]);
  grid.protect({ row: 3, column: 1, rows: 1, columns: 1 }, [ADA]);
  expect(run('sort', [], BOB)).toMatch(/^You are trying to edit a protected cell/);
  expect(run('where', ['whenCellEmpty', null, 1], BOB)).toMatch(/^You are trying to edit a protected cell/);
});

test('a column outside, and a filter that is gone', () => {
  const { run } = bed();
  expect(run('where', ['whenCellEmpty', null, 3])).toBe('The column is outside the range of the filter.');
  expect(run('stale')).toBe('The filter no longer exists.');
});
