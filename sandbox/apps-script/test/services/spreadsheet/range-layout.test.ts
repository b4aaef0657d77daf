/** Merging, shifting, moving and grouping through Range. */
import { ADA, BOB, bench } from '../../bench-host';

const CODE = `
  const tab = () => SpreadsheetApp.getActiveSheet();
  const at = (a1) => tab().getRange(a1);
  function values(a1) { return at(a1).getValues(); }
  function merged() {
    at('A1:B2').setValues([['a', 'b'], ['c', 'd']]).merge();
    at('B2').setValue('lost');
    return [at('A1:B2').getValues(), at('B1').isPartOfMerge(), at('A1:C9').getMergedRanges().map((r) => r.getA1Notation())];
  }
  function across() { at('D1:E2').mergeAcross(); at('F1:G2').mergeVertically(); return at('D1:G2').getMergedRanges().map((r) => r.getA1Notation()); }
  function apart() { at('A1:B2').breakApart(); return at('A1').isPartOfMerge(); }
  function cells() {
    at('A1:A2').setValues([['x'], ['y']]);
    at('A1').insertCells(SpreadsheetApp.Dimension.ROWS);
    at('A2').insertCells(SpreadsheetApp.Dimension.COLUMNS);
    at('A3').deleteCells(SpreadsheetApp.Dimension.COLUMNS);
    return at('A1:B3').getValues();
  }
  function moved(from, to) { at(from).moveTo(at(to)); return 1; }
  function groups() {
    at('2:4').shiftRowGroupDepth(1); at('C:C').shiftColumnGroupDepth(1);
    const group = tab().getRowGroup(3, 1).collapse();
    return [group.getRange().getA1Notation(), group.isCollapsed(), tab().isRowHiddenByUser(3), tab().getColumnGroupDepth(3), tab().getRowGroupDepth(5)];
  }
  function noGroup() { tab().getRowGroup(9, 1); }
  function filter() {
    at('A1:A3').setValues([['h'], ['p'], ['q']]);
    const filter = at('A1:A3').createFilter();
    filter.setColumnFilterCriteria(1, SpreadsheetApp.newFilterCriteria().setHiddenValues(['p']).build());
    return [tab().isRowHiddenByFilter(2), tab().isRowHiddenByUser(2), tab().getFilter().getRange().getA1Notation(), at('A1:A3').getValues()];
  }
  function unfilter() { tab().getFilter().remove(); return [tab().getFilter(), tab().isRowHiddenByFilter(2)]; }`;

function bed() {
  const { host, workbook } = bench(CODE);
  const run = (fn: string, args: unknown[] = [], user = ADA) => {
    const outcome = host.run(fn, args, { user });
    return outcome.ok ? outcome.value : outcome.message;
  };
  return { run, grid: workbook.grids()[0]! };
}

test('merged cells', () => {
  const { run } = bed();
  expect(run('merged')).toEqual([
    [
      ['a', ''],
      ['', ''],
    ],
    true,
    ['A1:B2'],
  ]);
  expect(run('across')).toEqual(['D1:E1', 'D2:E2', 'F1:F2', 'G1:G2']);
  expect(run('apart')).toBe(false);
});

test('cells inserted, deleted and moved', () => {
  const { run, grid } = bed();
  expect(run('cells')).toEqual([
    ['', ''],
    ['', 'x'],
    ['', ''],
  ]);
  expect(run('moved', ['B2', 'D5'])).toBe(1);
  expect(run('values', ['D5'])).toEqual([['x']]);
  grid.protect({ row: 9, column: 1, rows: 1, columns: 9 }, [ADA]);
  expect(run('moved', ['D5', 'A9'], BOB)).toMatch(/^You are trying to edit a protected cell/);
});

test('groups', () => {
  const { run } = bed();
  expect(run('groups')).toEqual(['A2:Z4', true, true, 1, 0]);
  expect(run('noGroup')).toBe('A row group does not exist at index 9 and group depth 1');
});

test('a filter', () => {
  const { run } = bed();
  expect(run('filter')).toEqual([true, false, 'A1:A3', [['h'], ['p'], ['q']]]);
  expect(run('filter')).toMatch(/already has a filter/);
  expect(run('unfilter')).toEqual([null, false]);
});
