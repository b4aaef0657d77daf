import { isFailedRow, rowFormat, tableOf, withoutNotes, writeRows } from '../../../src/cli/output/rows';
import { TtError } from '../../../src/core/errors';
import type { AnyTool, OutputCell } from '../../../src/tools/declaration/declare';
import { findTool } from '../../../src/tools/registry';

const ID = '720575941609391725';
const table = (rows: OutputCell[][], columns: string[] = []) => ({ columns, rows, hasOwnHeaders: false });
const tool = (name: string): AnyTool => findTool('commandLine', name) as AnyTool;

const ROW: OutputCell[] = [
  ID,
  true,
  1.5,
  null,
  new Date(Date.UTC(2026, 0, 2)),
  'a "b", c',
  'tab\there\nline',
];

test.each([
  ['tsv', `${ID}\ttrue\t1.5\t\t2026-01-02T00:00:00.000Z\ta "b", c\ttab here line\n`],
  ['csv', `${ID},true,1.5,,2026-01-02T00:00:00.000Z,"a ""b"", c","tab\there\nline"\n`],
  ['json', `[["${ID}",true,1.5,null,"2026-01-02T00:00:00.000Z","a \\"b\\", c","tab\\there\\nline"]]\n`],
  ['ndjson', `["${ID}",true,1.5,null,"2026-01-02T00:00:00.000Z","a \\"b\\", c","tab\\there\\nline"]\n`],
] as const)('%s', (format, text) => {
  expect(writeRows(table([ROW]), format, false)).toBe(text);
});

test('notes are no rows: a program that reads numbers meets none', () => {
  const note = new TtError('NOTE', 'The mesh: a face is not flat');
  const short = new TtError('SHORT', 'first 2 of 9 rows');
  expect(withoutNotes([[1, 2], [short], [note]])).toEqual([
    ['The mesh: a face is not flat'],
    [[1, 2], [short]],
  ]);
});

test('headers: a row of names, or objects; every column has a name of its own', () => {
  const named = table([[ID, 2], ['abc']], ['id', 'n']);
  expect(writeRows(named, 'csv', true)).toBe(`id,n\n${ID},2\nabc,\n`);
  expect(writeRows(named, 'ndjson', true)).toBe(`{"id":"${ID}","n":2}\n{"id":"abc","n":null}\n`);
  expect(writeRows(table([[1, 2, 3]], ['a', 'a']), 'json', true)).toBe('[{"a":1,"a_2":2,"column_3":3}]\n');
});

test('an error is its text, and fails its row', () => {
  const row = ['abc', new TtError('ID', '"abc" is not a segment id')];
  expect(writeRows(table([row]), 'tsv', false)).toBe('abc\t#TT ID: "abc" is not a segment id\n');
  expect([row, ['a', '#TT PENDING: wait'], ['a', 'b'], []].map(isFailedRow)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test.each(['=1+1', '  =1+1', '@SUM(A1)', '+1+cmd', '-cmd', '\t=1'])('%j is no formula in a table', (text) => {
  expect(writeRows(table([[text]]), 'tsv', false)).toMatch(/^'/);
  expect(writeRows(table([[text]]), 'csv', false)).toMatch(/^"?'/);
  expect(JSON.parse(writeRows(table([[text]]), 'json', false))).toEqual([[text]]);
});

test.each(['-5', '+1.5e-3', '-1, 2, 3', '-1, -2; 3, 4', 'a=b', '1-2'])('%j is left as it is', (text) => {
  expect(writeRows(table([[text]]), 'tsv', false)).toBe(`${text}\n`);
});

test('no control character goes out, whatever the format', () => {
  const text = 'a\u001b]0;title\u0007b\u009b31mc\u0000d\u007f\u0085';
  for (const format of ['tsv', 'csv', 'json', 'ndjson'] as const) {
    const written = writeRows(table([[text]], [text]), format, true);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
    expect(written.slice(0, -1).replace(/\n/g, '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  }
  expect(JSON.parse(writeRows(table([[text]]), 'json', false))).toEqual([[text]]);
});

test('columns of tools: of rows, of tables with and without their own headers, of reports', () => {
  const of = (name: string, rows: OutputCell[][], columns: string[] = []) =>
    tableOf(tool(name), { columns, rows, files: [], link: '' });
  expect(of('check_seg_freshness', [[ID, true]], ['id', 'is_current'])).toMatchObject({
    columns: ['id', 'is_current'],
  });
  expect(of('get_seg_skeletons', [[1, 0, 1, 2, 3, 4, -1]]).columns).toHaveLength(7);
  expect(of('get_original_seg_ids', [[ID, ID]]).columns).toEqual(['id', 'original_id']);
  expect(of('calc_skeleton_mesh_intersect', [[1, 2, 3]]).columns).toEqual(['x', 'y', 'z']);
  const named = of('get_cave_table', [
    ['id', 'tag'],
    ['1', 'a'],
  ]);
  expect(named).toEqual({ columns: ['id', 'tag'], rows: [['1', 'a']], hasOwnHeaders: true });
  expect(of('get_cave_table', [[4245]])).toEqual({ columns: [], rows: [[4245]], hasOwnHeaders: false });
  const report = tableOf(tool('get_seg_mesh'), {
    columns: [],
    rows: [['vertices'], [4]],
    files: [],
    link: 'https://x',
  });
  expect(report).toEqual({ columns: ['vertices'], rows: [[4], ['link', 'https://x']], hasOwnHeaders: true });
});

test('the format: as said, else as the file is called', () => {
  const rows = tool('check_seg_freshness');
  expect(rowFormat({}, rows)).toBe('tsv');
  expect(rowFormat({ out: 'a.CSV' }, rows)).toBe('csv');
  expect(rowFormat({ out: 'a.jsonl' }, rows)).toBe('ndjson');
  expect(rowFormat({ out: 'a.csv', format: 'JSON' }, rows)).toBe('json');
  expect(rowFormat({ json: true }, rows)).toBe('json');
  expect(rowFormat({ out: 'a.json' }, tool('get_seg_mesh'))).toBe('tsv');
});
