/** Cells of an answer's columns: types, ids, exact integers, positions, and columns that the server left out. */
import type { ArrowColumn, ArrowKind } from '../../../src/cave/tables/arrow';
import { cellsOf, jsonKind } from '../../../src/cave/tables/row-cells';
import type { ColumnKind, TableColumn, TableShape } from '../../../src/cave/tables/table-shape';

type Value = ReturnType<ArrowColumn['at']>;

const arrow = (name: string, kind: ArrowKind, values: Value[]): ArrowColumn => ({
  name,
  kind,
  at: (row) => values[row]!,
});
const column = (name: string, kind: ColumnKind, more: Partial<TableColumn> = {}): TableColumn => ({
  name,
  kind,
  table: 't',
  column: name,
  ...more,
});
const LABEL = { route: 'table t', datastack: 'd' };
const read = (columns: ArrowColumn[], target: TableColumn, rows: number, live = false) => {
  const cell = cellsOf(columns, target, LABEL, live);
  return Array.from({ length: rows }, (_, row) => cell(row));
};

test('ids are text; another text in an id column is damage', () => {
  const ids = ['720575941535667946', null, '0'];
  expect(read([arrow('pt_root_id', 'int64', ids)], column('pt_root_id', 'id'), 3)).toEqual(ids);
  for (const value of ['-1', '7.2e17', 'x'])
    expect(() => read([arrow('id', 'int64', [value])], column('id', 'id'), 1)).toThrow('table t');
});

test('whole numbers are exact: as numbers to 2^53, above it as their digits; a fraction is damage', () => {
  const size = column('size', 'int');
  expect(read([arrow('size', 'int64', ['9007199254740991', '9007199254740993', null])], size, 3)).toEqual([
    9007199254740991,
    '9007199254740993',
    null,
  ]);
  expect(read([arrow('size', 'float', [3])], size, 1)).toEqual([3]);
  expect(() => read([arrow('size', 'float', [3.5])], size, 1)).toThrow('table t');
});

test('positions have all three axes or none', () => {
  const axes = (z: Value) => [
    arrow('pt_position_x', 'int', [1]),
    arrow('pt_position_y', 'int64', ['2']),
    arrow('pt_position_z', 'float', [z]),
  ];
  const position = column('pt_position', 'position');
  expect(read(axes(3.5), position, 1)).toEqual([[1, 2, 3.5]]);
  expect(() => read(axes(null), position, 1)).toThrow('table t');
  const blank = axes(null).map((axis) => ({ ...axis, at: () => null }));
  expect(read(blank, position, 1)).toEqual([null]);
});

test('a type that the column cannot have is damage, unless its type is not known', () => {
  const flags = [arrow('valid', 'text', ['t'])];
  expect(() => read(flags, column('valid', 'bool'), 1)).toThrow('table t');
  expect(read(flags, column('valid', 'text', { untyped: true }), 1)).toEqual(['t']);
});

test('a name without the suffix of its table is found; an absent column is damage, but not superceded_id in a live answer', () => {
  const joined = column('tag_ref', 'text', { column: 'tag' });
  expect(read([arrow('tag', 'text', ['a'])], joined, 1)).toEqual(['a']);
  expect(() => read([arrow('id', 'int64', ['1'])], joined, 1)).toThrow('table t');
  const superceded = column('superceded_id', 'id');
  expect(read([arrow('id', 'int64', ['1'])], superceded, 1, true)).toEqual([null]);
  expect(() => read([arrow('id', 'int64', ['1'])], superceded, 1)).toThrow('table t');
});

test('types of a JSON answer come from the shape: axes are floats, unknown names have none', () => {
  const shape = {
    columns: [
      column('pt_position', 'position'),
      column('id_ref', 'id', { column: 'id' }),
      column('n', 'int'),
    ],
  } as unknown as TableShape;
  const names = ['pt_position_x', 'pt_position_xy', 'id', 'id_ref', 'n', 'm'];
  expect(names.map((name) => jsonKind(shape, name))).toEqual([
    'float',
    null,
    'int64',
    'int64',
    'int64',
    null,
  ]);
});
