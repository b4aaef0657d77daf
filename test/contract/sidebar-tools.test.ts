/** Functions run from the sidebar's form: ranges, lists, and the two that write. */
import { fillTab } from '../../workbench/addon/jobs';
import { type Workbench, workbench } from '../../workbench/addon/workbench';

let bench: Workbench;
beforeEach(() => {
  bench = workbench();
});

test('ids from a range of the sheet, blank and damaged rows in their place', () => {
  fillTab(bench, ['720575941473274509', '', 'abc', '720575941609391725']);
  const table = bench.call('runTool', ['TT_IS_CURRENT', { ids: 'A2:A5' }]);
  expect(table.header).toEqual(['id', 'is_current']);
  expect(table.cells).toEqual([
    ['720575941473274509', false],
    [''],
    ['abc', '#TT ID: "abc" is not a segment id'],
    ['720575941609391725', true],
  ]);
  expect(bench.call('runTool', ['TT_IS_CURRENT', { ids: 'A:A' }]).rows).toBe(5);
});

test('ids listed in the form; other arguments by their cells', () => {
  bench.put(1, 5, [[true]]);
  const ids = '720575941609391725, 720575941535667946';
  expect(bench.call('runTool', ['TT_SYNAPSES', { ids, split: 'E1' }]).cells[0]).toEqual([
    '720575941609391725',
    45,
    291,
    336,
  ]);
});

test('gsheet_add_column adds a column, ids as text, and refuses a header that is there', () => {
  fillTab(bench, ['5', '6']);
  const values = '720575941609391725\n12.5\n=1+1';
  bench.call('runTool', ['gsheet_add_column', { header: 'mine', values }]);
  expect(bench.grid.values({ row: 1, column: 3, rows: 4, columns: 1 }).flat()).toEqual([
    'mine',
    '720575941609391725',
    12.5,
    '=1+1',
  ]);
  expect(bench.grid.formulas({ row: 4, column: 3, rows: 1, columns: 1 })).toEqual([['']]);
  expect(bench.attempt('runTool', ['gsheet_add_column', { header: 'notes' }])).toMatchObject({
    ok: false,
    error: { code: 'INPUT', message: 'header: column B is already called "notes"' },
  });
});

test('gsheet_add_row adds a row below the last', () => {
  fillTab(bench, ['5', '6']);
  bench.call('runTool', ['gsheet_add_row', { values: '720575941609391725\tnew' }]);
  expect(bench.shown(4, 1, 1, 2)).toEqual([['720575941609391725', 'new']]);
});

test('TT_TAB and TT_COLUMN read another tab', () => {
  fillTab(bench, ['720575941609391725', '6']);
  const name = bench.grid.name;
  expect(bench.call('runTool', ['TT_COLUMN', { tab: name, col: 'root_id' }]).cells).toEqual([
    ['720575941609391725'],
    ['6'],
  ]);
  expect(bench.call('runTool', ['TT_TAB', { tab: name }]).cells[1]).toEqual(['720575941609391725', 'note 0']);
  expect(bench.attempt('runTool', ['TT_TAB', { tab: 'nope' }])).toMatchObject({
    ok: false,
    error: { message: `tab: there is no "nope". There are ${name}` },
  });
});
