/** Tables as formulas, from the built bundle: names, records, rows, filters, live, limits and what is cut. */
import { type Workbench, workbench } from '../../workbench/addon/workbench';

let bench: Workbench;
beforeAll(() => {
  bench = workbench();
});

function spill(formula: string): unknown[][] {
  const { grid } = bench;
  grid.clear({ row: 1, column: 5, rows: grid.maxRows, columns: grid.maxColumns - 4 }, { contents: true });
  bench.formula(1, 5, formula);
  const rows = grid.values({ row: 1, column: 5, rows: grid.lastRow(), columns: grid.lastColumn() - 4 });
  // Other columns may reach further down than what was spilled.
  while (rows.length > 1 && rows[rows.length - 1]!.every((cell) => cell === null || cell === '')) rows.pop();
  return rows;
}

const column = (rows: unknown[][], name: string) => {
  const at = (rows[0] as string[]).indexOf(name);
  if (at < 0) throw new Error(`no column ${name} in ${String(rows[0])}`);
  return rows.slice(1).map((row) => row[at]);
};

test('TT_STACK_TABLES', () => {
  expect(spill('=TT_STACK_TABLES()').flat()).toEqual(
    expect.arrayContaining(['backbone_proofread', 'cell_ids', 'cell_info', 'synapses_v2']),
  );
});

test('TT_TABLE_INFO: the published record', () => {
  const info = new Map(spill('=TT_TABLE_INFO("cell_info")').map((row) => [row[0], row[1]]));
  expect(info.get('id')).toBe(18382);
  expect(info.get('schema')).toBe('bound_double_tag_user');
  expect(info.get('user_id')).toBe('4741');
  expect(info.get('voxel_resolution')).toBe('4, 4, 45');
  expect(info.get('last_modified')).toBe('2026-06-09T02:34:36.131912');
});

test('rows: headers, ids as text, positions in three columns, times as dates', () => {
  const rows = spill('=TT_TABLE("cell_info", "tag2 = super class",, 12)');
  expect(rows).toHaveLength(13);
  expect(rows[0]).toEqual([
    ...['id', 'valid', 'pt_position_x', 'pt_position_y', 'pt_position_z'],
    ...['pt_supervoxel_id', 'pt_root_id', 'tag2', 'tag', 'user_id'],
  ]);
  // A merged version knows no times of creation; an unmerged one does.
  const dated = spill('=TT_TABLE("cell_info", "created > 2024-01-16", "id, created", 12, 888)');
  expect(dated).toHaveLength(13);
  expect(column(dated, 'created').every((value) => value instanceof Date)).toBe(true);
  expect(column(rows, 'pt_root_id').every((value) => /^[0-9]{18}$/.test(String(value)))).toBe(true);
  expect(column(rows, 'pt_position_x').every((value) => Number.isInteger(value))).toBe(true);
  expect(new Set(column(rows, 'tag2'))).toEqual(new Set(['super class']));
});

test('filters from a range, columns from a range, what the server ignores done here', () => {
  const { truth } = bench.cave;
  const ids = truth.sampleCurrent(3);
  bench.put(1, 1, [
    ['pt_root_id', 'in', `'${ids[0]}`],
    ['', '', `'${ids[1]}`],
    ['tag2', 'not in', 'cell type'],
  ]);
  const rows = spill('=TT_TABLE("cell_info", A1:C3, "tag, pt_root_id, tag2",,"live")');
  expect(rows[0]).toEqual(['tag', 'pt_root_id', 'tag2']);
  expect(rows.length).toBeGreaterThan(1);
  expect(column(rows, 'pt_root_id').every((id) => ids.slice(0, 2).includes(String(id)))).toBe(true);
  expect(column(rows, 'tag2')).not.toContain('cell type');
});

test('counts agree with the synapse formula', () => {
  const id = '720575941609391725';
  expect(spill(`=TT_TABLE("synapses_v2", "pre_pt_root_id = ${id}", "count")`)).toEqual([[291]]);
  expect(spill(`=TT_TABLE("synapses_v2", "post_pt_root_id = ${id}", "count",, "live")`)).toEqual([[45]]);
});

test('a box is in viewer voxels', () => {
  const [, first] = spill('=TT_TABLE("cell_info", "id = 3", "pt_position")') as [unknown, number[]];
  const [x, y, z] = first;
  const box = `${x! - 1}, ${y! - 1}, ${z! - 1} to ${x! + 1}, ${y! + 1}, ${z! + 1}`;
  expect(column(spill(`=TT_TABLE("cell_info", "pt_position box ${box}", "id")`), 'id')).toContain('3');
});

test('a long table ends in a line that says so', () => {
  bench.grid.insertRows(bench.grid.maxRows, 26_000 - bench.grid.maxRows);
  const rows = spill('=TT_TABLE("synapses_v2",, "id, pre_pt_root_id, post_pt_root_id, size")');
  const last = String(rows[rows.length - 1]![0]);
  expect(last).toMatch(/^#TT SHORT: first 25,000 of [0-9]{2,3},[0-9]{3} rows/);
  expect(rows).toHaveLength(25_002);
});

test('the server’s cap is said, not taken for the whole', () => {
  bench.cave.setFaults({ rowCap: 40 });
  const rows = spill('=TT_TABLE("backbone_proofread",, "id, proofread")');
  bench.cave.setFaults({});
  expect(rows).toHaveLength(42);
  expect(String(rows[41]![0])).toMatch(/^#TT SHORT: first 40 of [0-9,]+ rows/);
});

test.each([
  ['=TT_TABLE("nope")', /^#TT NONE: .*nope/],
  ['=TT_TABLE("cell_info", "pt_root_id = 7.2E+17")', /^#TT ROUNDED: filters, pt_root_id/],
  ['=TT_TABLE("cell_info", "sice > 1")', /^#TT INPUT: filters: there is no column "sice"/],
  ['=TT_TABLE("cell_info", "tag > 1", "colour")', /^#TT INPUT: columns: there is no column "colour"/],
  ['=TT_TABLE("cell_info",,,, "next week")', /^#TT INPUT: as_of/],
  ['=TT_TABLE()', /^#TT INPUT: table is missing/],
])('%s', (formula, expected) => {
  expect(String(spill(formula)[0]![0])).toMatch(expected);
});

test('one request for a question once the table is known', () => {
  spill('=TT_TABLE("cell_info", "tag = motor", "id, tag")');
  bench.requests();
  spill('=TT_TABLE("cell_info", "tag = sensory", "id, tag")');
  expect(bench.requests()).toBe(1);
});
