import { partsOf, planFor } from '../../../sidebar/sheet/prepare-plan';
import { findings, headLine, stackLine } from '../../../sidebar/sheet/prepare-words';
import { survey } from '../../../sidebar/sheet/survey';
import type { TabView } from '../../../src/addon/interfaces/api';

const A = '720575941413124779';
const B = '720575941473274509';
const C = '720575940621280688';
const SV = '76773549793628147';

Object.assign(globalThis, {
  CATALOGUE: {
    tools: [],
    jobs: [{ details: [{ header: 'volume_um3', format: '#,##0.000 "µm³"' }, { header: 'current_id' }] }],
  },
});

const tab = (values: TabView['values'], more: Partial<TabView> = {}): TabView => ({
  sheetId: 7,
  sheet: 'Neurons',
  values,
  computed: values[0]!.map(() => false),
  formats: values[0]!.map(() => ['General']),
  widths: values[0]!.map(() => 100),
  frozen: 0,
  marks: values[0]!.map(String),
  ...more,
});

test('the id column by the form of its cells, never counts or coordinates', () => {
  const found = survey(
    tab([
      ['x', 'n', 'neuron', 'point'],
      [125283, 12345678901234, A, '1, 2, 3'],
      [118263, 98765432109876, B, '4, 5, 6'],
    ]),
  );
  expect(found).toMatchObject({ headerRow: 1, main: { column: 3, header: 'neuron', filled: 2 } });
  expect(found.columns).toHaveLength(1);
  expect(
    survey(
      tab([
        ['x', 'y'],
        [125283, 118263],
      ]),
    ).main,
  ).toBeNull();
  expect(headLine(survey(tab([['a'], [1]])), [])).toBe('No column of segment ids was found in this tab.');
});

test('answers and supervoxels stand behind the ids they belong to', () => {
  const found = survey(
    tab([
      ['current_id', 'supervoxel_id', 'root_id'],
      [B, SV, A],
      [C, SV, B],
    ]),
  );
  expect(found.main!.header).toBe('root_id');
  expect(found.columns.map(({ header }) => header)).toEqual(['current_id', 'supervoxel_id', 'root_id']);
  expect(survey(tab([['sv'], [SV]])).main).toMatchObject({ pieces: 1 });
  expect(headLine(survey(tab([['sv'], [SV]])), [])).toBe(
    'Column A (sv) looks like supervoxels: 1 of 1 cell.',
  );
});

test('rounded ids say so at once, also in a column that holds nothing else', () => {
  const found = survey(
    tab([
      ['root_id'],
      [720575941413124700],
      [720575941473274500],
      ['7.20576E+17'],
      ['#TT ROUNDED: 7.2E+17 is a rounded number'],
    ]),
  );
  expect(found.main).toMatchObject({ rounded: ['A2', 'A3', 'A4', 'A5'], ids: [] });
  expect(findings(found.main!)[0]).toMatchObject({
    text: expect.stringMatching(/^4 ids were rounded: the sheet held them as a number/),
    wrong: true,
  });
});

test('ids that stand twice, pieces, other texts and doubtful ids are named with their cells', () => {
  const found = survey(tab([['root_id'], [A], [B], [A], [SV], ['abc'], ['720575941413124000']]));
  expect(headLine(found, [{ name: 'brain_and_nerve_cord', display: 'BANC' }])).toBe(
    'Column A (root_id) looks like BANC segment ids: 4 of 6 cells.',
  );
  expect(findings(found.main!).map(({ text, cells }) => [text.slice(0, 40), cells])).toEqual([
    ['1 id looks as if rounded before it becam', ['A7']],
    ['1 is a piece of a segment (supervoxels o', []],
    ['1 id stands in more than one row', ['A2', 'A4']],
    ['1 cell holds something else', ['A6']],
  ]);
});

test('the datastack of the sidebar is only spoken of where it does not know the ids', () => {
  const banc = [{ name: 'brain_and_nerve_cord', display: 'BANC' }];
  expect(stackLine(banc, 'brain_and_nerve_cord')).toBe('');
  expect(stackLine([], 'minnie65_phase3_v1')).toBe('');
  expect(stackLine(banc, 'minnie65_phase3_v1')).toContain('does not know these ids');
});

test('a list from A1 gets a row of headers on top; each part can be left out', () => {
  const view = tab([
    [A, 'x'],
    [B, 'y'],
  ]);
  const found = survey(view);
  expect(partsOf(view, found).map(({ name }) => name)).toEqual(['text', 'header', 'widths', 'frozen']);
  expect(planFor(view, found, new Set(['text', 'header', 'widths', 'frozen']))).toEqual({
    sheetId: 7,
    marks: view.marks,
    topRow: true,
    headers: [{ row: 1, column: 1, text: 'root_id' }],
    formats: [{ column: 1, header: 'root_id', first: 2, format: '@' }],
    widths: [{ column: 1, header: 'root_id', pixels: 160 }],
    frozen: 1,
  });
  expect(planFor(view, found, new Set())).toMatchObject({
    topRow: false,
    headers: [],
    formats: [],
    widths: [],
    frozen: null,
  });
});

test('a blank row above takes the header; numbers get the format of their output; what is done is not proposed', () => {
  const low = tab([
    ['', ''],
    [A, 1],
    [B, 2],
  ]);
  expect(planFor(low, survey(low), new Set(['header']))).toMatchObject({
    topRow: false,
    headers: [{ row: 1, column: 1 }],
  });
  const view = tab([
    ['root_id', 'volume_um3', 'n'],
    [A, 12.3456, 3],
  ]);
  expect(planFor(view, survey(view), new Set(['formats'])).formats).toEqual([
    { column: 2, header: 'volume_um3', first: 2, format: '#,##0.000 "µm³"' },
  ]);
  const done = tab([['root_id'], [A]], { formats: [['@']], widths: [160], frozen: 1 });
  expect(partsOf(done, survey(done))).toEqual([]);
  const formulas = tab(
    [
      ['root_id', 'current_id'],
      [A, B],
    ],
    { computed: [false, true] },
  );
  expect(planFor(formulas, survey(formulas), new Set(['text'])).formats.map(({ column }) => column)).toEqual([
    1,
  ]);
});
