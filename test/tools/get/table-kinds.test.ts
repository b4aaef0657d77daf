/** TT_TABLE and TT_TABLE_INFO on tables of every kind: versions of both forms, views, coarse voxels, ids past 2^53, gaps. */
import { TtError } from '../../../src/core/errors';
import { readArgs } from '../../../src/tools/declaration/args';
import type { OutputCell, TableTool } from '../../../src/tools/declaration/declare';
import { caveTable } from '../../../src/tools/get/cave-table';
import { caveTableInfo } from '../../../src/tools/get/cave-table-info';
import { errorOf, testEnvironment } from '../../support/sandbox-driver';

const b = testEnvironment();
const ctx = b.ctx();
const { truth } = b.sandbox;
const [expired, middle, newest] = truth.versions;
const ask = (tool: TableTool, ...args: unknown[]): OutputCell[][] =>
  b.run(tool.answer(readArgs(tool, args), ctx));
const table = (...args: unknown[]) => ask(caveTable, ...args);
const column = (rows: OutputCell[][], name: string): OutputCell[] => {
  const at = rows[0]!.indexOf(name);
  expect([name, at]).not.toEqual([name, -1]);
  return rows.slice(1).map((row) => row[at]!);
};
const codes = (cells: OutputCell[]) => cells.map((cell) => (cell instanceof TtError ? cell.code : 'ok'));

test('one session over two versions: each has its own columns', () => {
  expect(table('neuron_tags', '', '', 3)[0]).not.toContain('created');
  expect(table('neuron_tags', '', '', 3, String(middle!.version))[0]).toEqual(
    expect.arrayContaining(['created', 'superceded_id']),
  );
  expect(table('neuron_tags', '', '', 3)[0]).not.toContain('created');
  expect(table('neuron_tags', '', '', 3, 'live')[0]).not.toContain('superceded_id');
});

test('a table that refers to another, whole, from a version of either form and live', () => {
  const notes = (as_of: string) => table('neuron_tag_notes', '', '', 20_000, as_of);
  for (const { version, time } of [middle!, newest!]) {
    const there = new Set(truth.tableRows('neuron_tags', time).map(({ cells }) => cells.id));
    const expected = truth
      .tableRows('neuron_tag_notes', time)
      .filter(({ cells }) => there.has(cells.target_id!))
      .map(({ cells }) => cells.id);
    expect(column(notes(String(version)), 'id').sort()).toEqual(expected.sort());
  }
  const live = notes('live');
  expect(live[0]).toEqual(expect.arrayContaining(['tag_ref', 'pt_root_id']));
  expect(column(live, 'tag').filter((tag) => /^new note/.test(String(tag))).length).toBeGreaterThan(5);
});

test('rows not looked up and rows outside the segmentation say so in their own cell', () => {
  const rows = table('neuron_tags', 'id > 1000', 'id, pt_root_id', 5000, String(middle!.version));
  const kinds = codes(column(rows, 'pt_root_id'));
  expect(kinds.filter((code) => code === 'PENDING')).toHaveLength(4);
  expect(kinds).toContain('NONE');
  expect(column(rows, 'pt_root_id')).not.toContain('1');
  expect(column(rows, 'pt_root_id')).not.toContain('0');
  const live = table('neuron_tags', '', 'id, pt_root_id', 5000, 'live');
  expect(String(live.at(-1)![0])).toMatch(/10 rows are left out until CAVE has looked them up/);
});

test('live filters on columns that are not shown: rows and count', () => {
  const filters = 'tag = motor; score > 100; user_id >= 1; checked = TRUE; note ~ ^see';
  const rows = table('neuron_tags', filters, 'note', 5000, 'live');
  expect(rows[0]).toEqual(['note']);
  expect(rows.length).toBeGreaterThan(1);
  expect(table('neuron_tags', filters, 'count', '', 'live')).toEqual([[rows.length - 1]]);
  for (const filter of ['tag = motor', 'tag in motor, sensory', 'score > 10', 'id < 200']) {
    const [[count]] = table('neuron_tags', filter, 'count', '', 'live') as [[number]];
    expect(count).toBe(table('neuron_tags', filter, 'id, tag', 20_000, 'live').length - 1);
  }
});

test('a supervoxel column alone, live', () => {
  const rows = table('backbone_proofread', '', 'pt_supervoxel_id', 5, 'live');
  expect(rows[0]).toEqual(['pt_supervoxel_id']);
  expect(rows).toHaveLength(6);
});

test('ids past 2^53 keep every digit', () => {
  const ids = column(table('neuron_tags', 'id > 9007199254740992', 'id', 5000, 'live'), 'id').map(String);
  expect(ids.some((id) => BigInt(id) % 2n === 1n)).toBe(true);
  expect(table('neuron_tags', `id = ${ids.at(-1)}`, 'id, tag', 5, 'live')[1]![0]).toBe(ids.at(-1));
});

test('positions of a coarser table in viewer voxels, points without position blank, boxes where they are', () => {
  const [, first] = table('nuclei_v1', 'id = 2', 'pt_position');
  const [row] = truth.tableRows('nuclei_v1', newest!.time).filter(({ cells }) => cells.id === '2');
  const [x, y, z] = row!.cells.pt_position as [number, number, number];
  expect(first).toEqual([x * 2, y * 2, z]);
  expect(table('nuclei_v1', 'id = 1', 'bb_start_position')[1]).toEqual([null, null, null]);
  const box = `${x * 2 - 4}, ${y * 2 - 4}, ${z - 2} to ${x * 2 + 4}, ${y * 2 + 4}, ${z + 2}`;
  expect(column(table('nuclei_v1', `pt_position box ${box}`, 'id'), 'id')).toContain('2');
});

test('views: kinds of columns from their schema, also of one without rows', () => {
  const counts = table('neuron_tag_counts', 'n > 5');
  expect(counts[0]).toEqual([
    'pt_root_id',
    'n',
    'share',
    'tag',
    ...'xyz'.split('').map((k) => `pt_position_${k}`),
  ]);
  expect(column(counts, 'n').every((n) => typeof n === 'number' && n > 5)).toBe(true);
  expect(
    column(counts, 'pt_root_id').every((id) => /^[0-9]{18}$/.test(String(id)) || id instanceof TtError),
  ).toBe(true);
  expect(table('unused_tags')).toHaveLength(1);
  expect(table('unused_tags', '', 'count')).toEqual([[0]]);
  expect(errorOf(() => table('unused_tags', '', '', '', 'live'))).toMatchObject({ code: 'INPUT' });
});

test('a table without rows, in a version and live', () => {
  expect(table('empty_tags')).toHaveLength(1);
  expect(table('empty_tags', '', '', '', 'live')).toHaveLength(1);
});

test.each<[string, unknown[], string, RegExp]>([
  [
    'an expired version',
    ['cell_info', '', '', 5, String(expired!.version)],
    'NONE',
    /has expired or never was/,
  ],
  ['a table of no version', ['young_tags'], 'NONE', /young_tags/],
  ['a private table', ['private_tags'], 'PERMISSION', /permission/],
  ['an expression that is none', ['cell_info', 'tag ~ (a'], 'INPUT', /refuses.*regular expression/],
  ['one that only JavaScript knows', ['cell_info', 'tag ~ \\p{L}'], 'INPUT', /refuses.*regular expression/],
  [
    'two on one column, one of which cannot be done here',
    ['cell_info', 'tag ~ a; tag ~ \\p{L}'],
    'INPUT',
    /cannot be compared here/,
  ],
])('%s is refused for good', (_, args, code, words) => {
  const error = errorOf(() => table(...args));
  expect(error).toMatchObject({ code, transient: false });
  expect((error as Error).message).toMatch(words);
});

test('expressions are PostgreSQL’s here and there', () => {
  const here = table('neuron_tags', 'note ~ .; note ~ \\yb7\\y', 'id, note', 5000);
  const there = table('neuron_tags', 'note ~ \\yb7\\y', 'id, note', 5000);
  expect(here).toEqual(there);
  expect(there.length).toBeGreaterThan(10);
});

describe('TT_TABLE_INFO', () => {
  const info = (name: string) => new Map(ask(caveTableInfo, name) as [string, OutputCell][]);

  test('a table of no version: its own name, no id or time of another record', () => {
    const record = info('young_tags');
    expect(record.get('table_name')).toBe('young_tags');
    expect(record.get('schema_type')).toBe('tag_score_user');
    for (const key of ['id', 'created']) expect(record.has(key)).toBe(false);
  });

  test('a view', () => {
    expect(info('neuron_tag_counts').get('description')).toBe('Tags of each neuron');
  });

  test('neither: for good', () => {
    expect(errorOf(() => info('nope'))).toMatchObject({
      code: 'NONE',
      transient: false,
      message: 'brain_and_nerve_cord has no table or view "nope"',
    });
  });
});
