/** The same question through formula, sidebar, command line and companion: the same rows, or the same refusal. */
import { type ToolAnswer, unpackCell } from '../../../src/tools/companion/wire';
import { BANC } from '../../support/sandbox-driver';
import {
  byCommandLine,
  byCompanion,
  byFormula,
  bySidebar,
  cave,
  inRows,
  inTerminal,
  openShells,
  type ShownCell as Shown,
  shownCellOf,
  trimRows,
  type Values,
  withoutIds,
} from '../../support/shells';

let ids: string[];
beforeEach(() => {
  openShells();
  ids = [...cave.sandbox.truth.sampleCurrent(2), '720575941473274509'];
});
afterEach(() => jest.restoreAllMocks());

const ROW_TOOLS: [formula: string, values: Values][] = [
  ['TT_IS_CURRENT', {}],
  ['TT_CURRENT_ID', { include_ratio: 'TRUE' }],
  ['TT_CURRENT_ID', {}],
  ['TT_VOLUME', {}],
];

describe.each(ROW_TOOLS)('%s %j', (formula, values) => {
  test('ids, one of them twice, one unknown, one that is no segment', async () => {
    const supervoxel = '76492475061776745';
    const column = [ids[0]!, ids[2]!, ids[0]!, '720575940000000001', ids[1]!, supervoxel];
    const rows = byFormula(formula, column, values);
    expect(rows).toHaveLength(6);
    expect((rows as Shown[][])[2]).toEqual((rows as Shown[][])[0]);
    // From the cache.
    expect(byFormula(formula, column, values)).toEqual(rows);
    const inSidebar = bySidebar(formula, column, values);
    expect(withoutIds(inSidebar)).toEqual(rows);
    expect((inSidebar as Shown[][]).map(([id]) => id)).toEqual(column);
    expect(await byCommandLine(formula, column, values)).toEqual(inTerminal(inSidebar));
    expect(inRows(await byCompanion(formula, column, values), column)).toEqual(rows);
  });

  test('blanks and damaged cells keep their rows; the companion refuses them in the same words', async () => {
    const column = ['7.20576E+17', ids[0]!, '', 'abc', ids[0]!];
    const rows = byFormula(formula, column, values) as Shown[][];
    expect(rows.map(([cell = 'blank']) => String(cell).slice(0, 11))).toEqual([
      '#TT ROUNDED',
      expect.not.stringContaining('#TT'),
      'blank',
      '#TT ID: "ab',
      String(rows[1]![0]).slice(0, 11),
    ]);
    const inSidebar = bySidebar(formula, column, values) as Shown[][];
    expect(withoutIds(inSidebar)).toEqual(rows);
    expect(inSidebar.map(([id = '']) => id)).toEqual(column);
    // Its list of ids has no blank items.
    const listed = column.filter((cell) => cell !== '');
    expect(await byCommandLine(formula, listed, values)).toEqual(
      inTerminal(inSidebar.filter(({ length }) => length > 0)),
    );
    expect(await byCompanion(formula, column, values)).toBe(rows[0]![0]);
    expect(await byCompanion(formula, ['abc', ids[0]!], values)).toBe(rows[3]![0]);
  });

  test('nothing but damaged cells: their reasons, and no request', async () => {
    const column = ['abc', '7.20576E+17'];
    const rows = byFormula(formula, column, values);
    const inSidebar = bySidebar(formula, column, values);
    expect(withoutIds(inSidebar)).toEqual(rows);
    expect(await byCommandLine(formula, column, values)).toEqual(inTerminal(inSidebar));
    expect(cave.sent).toEqual([]);
  });

  test('an unknown datastack is refused in the same words', async () => {
    const wrong = { ...values, datastack: 'nope' };
    const column = [ids[0]!];
    const refusal = '#TT NONE: CAVE has no datastack nope';
    // A formula's step fails its rows, and others may have been answered before it.
    expect([refusal, [[refusal]]]).toContainEqual(byFormula(formula, column, wrong));
    expect(bySidebar(formula, column, wrong)).toBe(refusal);
    expect(await byCommandLine(formula, column, wrong)).toBe(refusal);
  });
});

test.each<[string, Values]>([
  ['TT_CURRENT_ID', { include_ratio: 'perhaps' }],
  ['TT_CONVERT_COLONS', {}],
  ['TT_CONVERT_COLONS', { path: 'a:1', to_windows: 'x' }],
])('%s %j is refused in the same words', async (formula, values) => {
  const column = formula === 'TT_CURRENT_ID' ? ['720575941473274509'] : null;
  const refusal = byFormula(formula, column, values);
  expect(refusal).toMatch(/^#TT INPUT: /);
  expect(bySidebar(formula, column, values)).toBe(refusal);
  expect(await byCommandLine(formula, column, values)).toBe(refusal);
  expect(await byCompanion(formula, column, values)).toBe(refusal);
  expect(cave.sent).toEqual([]);
});

test.each<[string, Values]>([
  ['TT_CONVERT_COLONS', { path: 'x/1:2' }],
  ['TT_STACKS', {}],
  ['TT_STACK_INFO', { datastack: BANC }],
])('%s %j gives the same table', async (formula, values) => {
  const rows = byFormula(formula, null, values) as Shown[][];
  expect(rows[0]!.length).toBeGreaterThan(0);
  expect(bySidebar(formula, null, values)).toEqual(rows);
  expect(await byCommandLine(formula, null, values)).toEqual(rows);
  const answer = await byCompanion(formula, null, formula === 'TT_STACK_INFO' ? {} : values);
  const { table } = answer as Extract<ToolAnswer, { table: unknown }>;
  expect(trimRows(table.map((row) => row.map((cell) => shownCellOf(unpackCell(cell)))))).toEqual(rows);
});
