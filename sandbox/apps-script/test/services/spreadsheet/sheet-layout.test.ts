/** Rows and columns of a tab: moved, hidden, frozen; a tab that goes while a script holds it. */
import { Kill } from '../../../src/platform/errors';
import { ADA, BOB, bench } from '../../bench-host';

const CODE = `
  const tab = () => SpreadsheetApp.getActiveSheet();
  function move(from, to) { tab().moveColumns(tab().getRange(from), to); return tab().getRange('A1:E1').getValues()[0]; }
  function moveRow(from, to) { tab().moveRows(tab().getRange(from), to); return 1; }
  function fill() { tab().getRange('A1:E1').setValues([['a', 'b', 'c', 'd', 'e']]); }
  function hide() {
    const s = tab();
    s.hideRows(2, 2); s.hideColumns(3); s.hideRow(s.getRange('9:9'));
    const before = [2, 3, 4, 9].map((row) => s.isRowHiddenByUser(row));
    s.showRows(2); s.unhideRow(s.getRange('9:9'));
    return [before, s.isRowHiddenByUser(2), s.isRowHiddenByUser(9), s.isColumnHiddenByUser(3)];
  }
  function freeze() { tab().setFrozenRows(1); tab().setFrozenColumns(2); tab().insertRowBefore(1); return [tab().getFrozenRows(), tab().getFrozenColumns()]; }
  function later() { const s = tab(); s.getRange('A1').setValue('x'); SpreadsheetApp.getUi(); s.getRange('A1').getValue(); }`;

function bed() {
  const { host, workbook } = bench(CODE);
  const run = (fn: string, args: unknown[] = [], user = ADA) => {
    const outcome = host.run(fn, args, { user });
    return outcome.ok ? outcome.value : outcome.message;
  };
  return { host, workbook, run, grid: workbook.grids()[0]! };
}

test('moved columns: the destination counts as before the move', () => {
  const { run, grid } = bed();
  run('fill');
  expect(run('move', ['B:C', 5])).toEqual(['a', 'd', 'b', 'c', 'e']);
  expect(run('move', ['E:E', 1])).toEqual(['e', 'a', 'd', 'b', 'c']);
  grid.protect({ row: 1, column: 1, rows: 1, columns: 1 }, [ADA]);
  expect(run('move', ['A:A', 4], BOB)).toMatch(/^You are trying to edit a protected cell/);
  expect(run('moveRow', ['3:4', 9], BOB)).toBe(1);
});

test('hidden and frozen lines', () => {
  const { run } = bed();
  expect(run('hide')).toEqual([[true, true, false, true], false, false, true]);
  expect(run('freeze')).toEqual([2, 2]);
});

test('a buffered write to a tab that somebody deletes fails, and nothing is written elsewhere', () => {
  const { host, workbook, run, grid } = bed();
  const other = workbook.addGrid('Other');
  host.hooks.beforeCall = (_service, method) => {
    if (method === 'getUi') workbook.removeGrid(grid.id);
  };
  expect(run('later')).toBe(`Sheet ${grid.id} not found`);
  expect(other.lastRow()).toBe(0);
});

test('a kill loses a buffered write, not a moved column', () => {
  const { host, run, grid } = bed();
  run('fill');
  host.hooks.beforeCall = (_service, method) => {
    if (method === 'getValues') throw new Kill();
  };
  run('move', ['B:B', 5]);
  expect(grid.shown({ row: 1, column: 1, rows: 1, columns: 4 })).toEqual([['a', 'c', 'd', 'b']]);
});
