/** Many formulas into one and back, on the real bundle: what is offered, what is refused, what people changed between. */
import { toolsOn } from '../../src/tools/registry';
import { type Workbench, workbench } from '../../workbench/addon/workbench';

const ROWS = 8;
const LAST = ROWS + 1;

let bench: Workbench;
beforeAll(() => {
  bench = workbench();
});
beforeEach(() => {
  bench.put(
    1,
    1,
    Array.from({ length: LAST + 8 }, () => new Array<string>(12).fill('')),
  );
  const ids = [...bench.cave.truth.sampleCurrent(ROWS / 2), ...bench.cave.truth.sampleStale(ROWS / 2)];
  bench.put(1, 1, [['root_id'], ...ids.map((id) => [`'${id}`])]);
});

const fill = (column: number, formula: (row: number) => string, rows = ROWS): void => {
  bench.put(
    2,
    column,
    Array.from({ length: rows }, (_x, i) => [formula(i + 2)]),
  );
  bench.book.settle();
};
const offers = () => bench.call('formulas', []).tabs.flatMap(({ joinable }) => joinable);
const formulas = (column: number): string[] =>
  Array.from({ length: ROWS }, (_x, i) => bench.grid.view(i + 2, column).formula ?? '');
const shown = (column: number, columns = 1) => bench.shown(2, column, ROWS, columns);
const join = (seen = offers()[0]!) => bench.attempt('joinFormulas', [bench.grid.id, seen]);
const cellRuns = () => bench.host.ran.filter(({ entry }) => entry === 'cell').length;

test.each<[string, (row: number) => string, string, number]>([
  ['one column', (row) => `=TT_IS_CURRENT(A${row})`, `=TT_IS_CURRENT(A2:A${LAST})`, 1],
  [
    'options and a fixed column',
    (row) => `=TT_CURRENT_ID($A${row}, TRUE)`,
    `=TT_CURRENT_ID($A2:$A${LAST}, TRUE)`,
    2,
  ],
  ['small letters', (row) => `=tt_is_current( a${row} )`, `=TT_IS_CURRENT(A2:A${LAST})`, 1],
])('%s: the same answers from one run of the script, and Undo', (_words, formula, joined, columns) => {
  fill(3, formula);
  const [before, typed] = [shown(3, columns), formulas(3)];
  expect(before.flat().every((cell) => cell !== '' && !cell.startsWith('#'))).toBe(true);
  expect(offers()).toEqual([{ cells: ROWS, a1: `C2:C${LAST}`, joined, refusal: '' }]);
  const ran = cellRuns();
  expect(join()).toMatchObject({ ok: true, value: { state: 'done', canUndo: true } });
  bench.book.settle();
  expect(cellRuns() - ran).toBe(1);
  expect(formulas(3)).toEqual([joined, ...new Array(ROWS - 1).fill('')]);
  expect(shown(3, columns)).toEqual(before);
  expect(offers()).toEqual([]);
  expect(bench.call('undo', [])).toMatchObject({
    restored: ROWS,
    left: 0,
    message: `${ROWS} formulas are back`,
  });
  bench.book.settle();
  expect(formulas(3)).toEqual(typed);
  expect(shown(3, columns)).toEqual(before);
});

test('blank ids between and below stay blank', () => {
  bench.put(5, 1, [['']]);
  bench.put(LAST, 1, [['']]);
  fill(3, (row) => `=TT_IS_CURRENT(A${row})`);
  const before = shown(3);
  expect([before[3], before[ROWS - 1]]).toEqual([[''], ['']]);
  expect(join()).toMatchObject({ ok: true });
  bench.book.settle();
  expect(shown(3)).toEqual(before);
});

test('a formula that was changed, filled or moved since the offer: nothing is written', () => {
  fill(3, (row) => `=TT_IS_CURRENT(A${row})`);
  const seen = offers()[0]!;
  bench.put(4, 3, [['mine']]);
  const before = formulas(3);
  expect(join(seen)).toMatchObject({ ok: false, error: { code: 'INPUT' } });
  expect([formulas(3), bench.shown(4, 3, 1, 1)]).toEqual([before, [['mine']]]);
  // Two runs are left, above and below.
  expect(offers().map(({ a1 }) => a1)).toEqual(['C2:C3', `C5:C${LAST}`]);
  fill(3, (row) => `=TT_IS_CURRENT(A${row})`);
  bench.grid.insertRows(1, 1);
  expect(join(seen)).toMatchObject({ ok: false, error: { code: 'INPUT' } });
  bench.grid.deleteRows(1, 1);
  expect(join({ ...seen, joined: '=IMPORTXML("https://elsewhere.example",A2:A9)' })).toMatchObject({
    ok: false,
  });
  expect(formulas(3)[0]).toBe('=TT_IS_CURRENT(A2)');
});

test('Undo leaves what people changed since: a value in a row, another formula, rows that moved', () => {
  fill(3, (row) => `=TT_IS_CURRENT(A${row})`);
  join();
  bench.book.settle();
  bench.put(4, 3, [['mine']]);
  bench.book.settle();
  const before = formulas(3);
  expect(bench.call('undo', [])).toMatchObject({ restored: 0, left: ROWS });
  expect([formulas(3), bench.shown(4, 3, 1, 1)]).toEqual([before, [['mine']]]);

  fill(3, (row) => `=TT_IS_CURRENT(A${row})`);
  join();
  bench.grid.insertRows(1, 1);
  bench.book.settle();
  expect(bench.call('undo', [])).toMatchObject({ restored: 0, left: ROWS });
  expect(bench.grid.view(3, 3).formula).toBe(`=TT_IS_CURRENT(A3:A${LAST + 1})`);
  bench.grid.deleteRows(1, 1);
});

test.each<[string, () => void]>([
  ['a row is inserted above', () => bench.grid.insertRows(2, 1)],
  ['a row is inserted inside', () => bench.grid.insertRows(5, 1)],
  ['a row is deleted', () => bench.grid.deleteRows(4, 1)],
  ['a column is inserted', () => bench.grid.insertColumns(2, 1)],
])('%s in the moment of the write: it is said, with what the rows held', (_what, happen) => {
  fill(3, (row) => `=TT_IS_CURRENT(A${row})`);
  const offer = offers()[0]!;
  bench.host.hooks.beforeCall = (_service, method, args) => {
    if (method !== 'setValues' || !JSON.stringify(args).includes(offer.joined)) return;
    // The same text stands in the record, in another tab.
    if (JSON.stringify(args).includes('planned') || JSON.stringify(args).includes('done')) return;
    bench.host.hooks.beforeCall = undefined;
    happen();
  };
  expect(join(offer)).toMatchObject({
    ok: false,
    error: {
      code: 'INPUT',
      message: expect.stringMatching(/moved in the moment .* C2:C9 .*=TT_IS_CURRENT\(A2\)/),
    },
  });
  expect(bench.host.hooks.beforeCall).toBeUndefined();
});

test.each<[string, (row: number) => string, RegExp]>([
  ['options of the row', (row) => `=TT_CURRENT_ID(A${row}, B${row})`, /options differ/],
  ['a header row', (row) => `=TT_DETAILS(A${row}, TRUE)`, /names of the columns/],
  ['a table', (row) => `=TT_EDITS(A${row})`, /gives no row for each id/],
  ['no function of ours', (row) => `=TT_NOTHING(A${row})`, /gives no row for each id/],
])('%s: refused with the reason, and nothing is written', (_words, formula, reason) => {
  fill(3, formula, 3);
  const [offer] = offers();
  expect(offer?.refusal).toMatch(reason);
  const before = formulas(3);
  expect(join(offer)).toMatchObject({ ok: false, error: { code: 'INPUT' } });
  expect(formulas(3)).toEqual(before);
});

test('an answer that finds no room beside it: refused, and the cell is named', () => {
  bench.put(5, 4, [['a note']]);
  fill(3, (row) => `=TT_CURRENT_ID(A${row}, TRUE)`);
  expect(bench.grid.view(5, 3).error?.code ?? bench.shown(5, 3, 1, 1)[0]![0]).toContain('#REF!');
  expect(offers()).toMatchObject([{ refusal: expect.stringContaining('C5') }]);
  expect(join()).toMatchObject({ ok: false });
  expect(bench.shown(5, 4, 1, 1)).toEqual([['a note']]);
});

test.each([
  '=TT_IS_CURRENT(A1)',
  '=TT_IS_CURRENT($A$2)',
  '=TT_IS_CURRENT(A{row}:A{row})',
  '=TT_IS_CURRENT(Other!A{row})',
  '=IF(A{row}="","",TT_IS_CURRENT(A{row}))',
  '=TT_IS_CURRENT(A{row})&""',
  '=TT_CURRENT_ID(A{row}, TRUE)&LEFT("x",1)',
  '=TT_CURRENT_ID(A{row}, NOT(FALSE))',
  '=TT_IS_CURRENT("A{row}")',
])('%s in each row is not offered', (formula) => {
  fill(3, (row) => formula.replaceAll('{row}', String(row)), 3);
  expect(offers()).toEqual([]);
});

test('each function that gives a row for each id takes them first, as a range', () => {
  const rows = toolsOn('formula').filter(({ kind }) => kind === 'rows');
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter(({ params }) => params[0]?.kind !== 'ids').map(({ formula }) => formula)).toEqual([]);
});
