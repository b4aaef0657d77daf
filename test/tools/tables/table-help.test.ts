/** What a table's form offers: its own columns, their comparisons, and the texts that occur in them. */
import { tableHelp } from '../../../src/tools/tables/table-help';
import { errorOf, testEnvironment } from '../../support/sandbox-driver';

const b = testEnvironment();
const column = (table: string, name: string) =>
  b.run(tableHelp(table, b.ctx())).columns.find((one) => one.name === name)!;

test('columns with their kinds and comparisons', () => {
  const help = b.run(tableHelp('cell_info', b.ctx()));
  expect(help).toMatchObject({ table: 'cell_info', view: false, reference: null });
  expect(help.columns.map((one) => [one.name, one.kind])).toEqual([
    ['id', 'id'],
    ['valid', 'bool'],
    ['pt_position', 'position'],
    ['pt_supervoxel_id', 'id'],
    ['pt_root_id', 'id'],
    ['tag2', 'text'],
    ['tag', 'text'],
    ['user_id', 'int'],
  ]);
  expect(column('cell_info', 'pt_position').comparisons).toEqual(['box']);
  expect(column('cell_info', 'tag').comparisons).toContain('~');
});

test('the texts that occur, sorted', () => {
  expect(column('cell_info', 'tag2')).toMatchObject({ values: ['cell type', 'super class'], more: false });
  const tags = column('cell_info', 'tag').values;
  expect(tags).toContain('motor');
  expect(tags).toEqual([...tags].sort());
  expect(column('cell_info', 'pt_root_id').values).toEqual([]);
});

test('texts of the table that is referred to, under its column’s name here', () => {
  expect(column('cell_ids', 'tag_ref').values).toContain('motor');
  expect(column('cell_ids', 'tag').values).not.toContain('motor');
});

test('an unknown table is said', () => {
  expect(errorOf(() => b.run(tableHelp('nope', b.ctx())))).toMatchObject({ code: 'NONE' });
});
