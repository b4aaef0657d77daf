/** What the table form is offered by the built add-on, and that what it writes is what the function reads. */
import { type FormFilter, writeFilters } from '../../sidebar/functions/table-filters';
import { type Workbench, workbench } from '../../workbench/addon/workbench';

let bench: Workbench;
beforeAll(() => {
  bench = workbench();
});

test('names alone without a table, of the spreadsheet’s datastack', () => {
  const { tables, columns } = bench.call('tableForm', ['']);
  expect(tables).toEqual(expect.arrayContaining(['cell_ids', 'cell_info', 'synapses_v2']));
  expect(tables).toEqual([...tables].sort());
  expect(columns).toEqual([]);
});

test('columns of a table, with known texts', () => {
  const { columns } = bench.call('tableForm', ['cell_info']);
  expect(columns.map((column) => column.name)).toContain('pt_root_id');
  expect(columns.find((column) => column.name === 'tag2')).toMatchObject({
    kind: 'text',
    values: ['cell type', 'super class'],
    more: false,
  });
  expect(columns.find((column) => column.name === 'pt_position')).toMatchObject({ comparisons: ['box'] });
});

test('what is not there is said', () => {
  expect(bench.attempt('tableForm', ['nope'])).toMatchObject({ ok: false, error: { code: 'NONE' } });
  expect(bench.attempt('tableForm', ['cell_info', 'no_such_stack'])).toMatchObject({ ok: false });
});

test('filters and columns that the form writes are run', () => {
  const written: FormFilter[] = [
    { column: 'tag2', comparison: 'in', values: ['super class', 'none, such'] },
    { column: 'tag', comparison: '!=', values: ['a; "b"'] },
  ];
  const filters = writeFilters(written);
  const table = bench.call('runTool', [
    'TT_TABLE',
    { table: 'cell_info', filters, columns: 'tag2,', limit: '3' },
  ]);
  expect(table.cells).toEqual([['tag2'], ['super class'], ['super class'], ['super class']]);
});
