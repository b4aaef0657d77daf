/** Every published BANC figure that these tools cover, from the built bundle, exactly. */
import { type Workbench, workbench } from '../../workbench/addon/workbench';

let bench: Workbench;
beforeAll(() => {
  bench = workbench();
});

const quoted = (id: string) => `"${id}"`;
const row = (formula: string, columns: number) => {
  bench.grid.clear({ row: 1, column: 1, rows: 300, columns: 20 }, { contents: true });
  const first = bench.formula(1, 1, formula);
  return columns === 1 ? [first] : bench.grid.values({ row: 1, column: 1, rows: 1, columns })[0];
};

// Columns as published: input id, current id, volume in µm³, cable length in nm, synapses in, out, total.
const DETAILS = [
  ['720575941473274509', '720575941441350235', 523.49226624, 2453811.5, 945, 5893, 6838],
  ['720575941524660200', '720575941519923628', 158.71888512, 587790.9375, 257, 1614, 1871],
  ['720575941565377335', '720575941703820762', 770.08292352, 2826879.75, 1662, 7469, 9131],
];

test.each(DETAILS)('TT_DETAILS(%s)', (...cells) => {
  expect(row(`=TT_DETAILS(${quoted(String(cells[0]))})`, 7)).toEqual(cells);
});

test.each([
  ['=TT_VOLUME("720575941703820762")', [770.08292352]],
  ['=TT_CABLE_LENGTH("720575941490813872")', [1712022.370770976]],
  ['=TT_CABLE_LENGTH("720575941533316995")', [2109110.992525338]],
  ['=TT_SYNAPSES("720575941609391725", TRUE)', [45, 291, 336]],
  ['=TT_SYNAPSES("720575940380068115", TRUE)', [0, 0, 0]],
  ['=TT_SYNAPSES("720575941609391725")', [336]],
  ['=TT_IS_PROOFREAD("720575941609391725")', [true]],
  ['=TT_IS_PROOFREAD("720575941535667946")', [false]],
  ['=TT_IS_PROOFREAD("720575940379940739")', [false]],
  ['=TT_ID_FROM_SUPERVOXEL("76919154560765265")', ['720575941703820762']],
  ['=TT_SUPERVOXEL_COUNT("720575941413124779")', [846443]],
  ['=TT_CONFIG("resolution")', ['4, 4, 45']],
  ['=TT_STACK_INFO("synapse_table")', ['synapses_v2']],
] as [string, unknown[]][])('%s', (formula, expected) => {
  expect(row(formula, expected.length)).toEqual(expected);
});

test('lists: configs, stacks, supervoxels over the cap', () => {
  row('=TT_CONFIGS()', 1);
  expect(bench.shown(1, 1, 7, 1).flat()).toEqual([
    'brain_and_nerve_cord',
    'flywire_fafb_production',
    'male_adult_nerve_cord',
    'minnie65_phase3_v1',
    'mrgd',
    'stroeh_mouse_retina',
    'zheng_ca3',
  ]);
  expect(row('=TT_STACKS()', 1)).toEqual(['brain_and_nerve_cord']);
  expect(String(row('=TT_SUPERVOXELS("720575941413124779")', 1)?.[0])).toMatch(
    /^#TT BIG: 846,443 supervoxels/,
  );
});

test('a coordinate of a segment lies in it', () => {
  const point = row('=TT_COORDS("720575941703820762")', 3) as number[];
  expect(point.every((x) => Number.isInteger(x) && x > 0)).toBe(true);
});

test.each([
  ['720575941441350235', 274],
  ['720575941519923628', 99],
  ['720575941703820762', 505],
])('TT_SKELETON(%s) has the published number of vertices, TT_BONES one edge less', (id, vertices) => {
  bench.grid.clear({ row: 1, column: 1, rows: 600, columns: 20 }, { contents: true });
  bench.formula(1, 1, `=TT_SKELETON(${quoted(id)})`);
  bench.formula(1, 9, `=TT_BONES(${quoted(id)})`);
  const filled = (column: number) =>
    bench.grid.values({ row: 1, column, rows: 600, columns: 1 }).filter(([cell]) => cell !== '').length;
  expect([filled(1), filled(9)]).toEqual([vertices, vertices - 1]);
});
