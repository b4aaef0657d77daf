/** Paste, preparation, recipes and ready sheets of the built bundle, on the spreadsheet's own rules for typed text. */
import { performAction } from '@tracer-tools/apps-script/sheet';
import { readPasted } from '../../src/core/cells/pasted';
import { EDITOR, workbench } from '../../workbench/addon/workbench';

const A = '720575941473274509';
const B = '720575941524660200';

function pasteInto(bench: ReturnType<typeof workbench>, text: string) {
  const { cells, columns } = readPasted(text);
  const place = bench.call('pastePlace', [cells.length, columns.length]);
  return bench.call('paste', [place, columns.map(({ header }) => header), cells, false]);
}

test('pasted texts stay what they are: ids, dates, formulas, leading zeros; Undo leaves a blank tab', () => {
  const bench = workbench();
  const job = pasteInto(bench, `${A}\t=1+1\t1/2\t007\n"${B}"\t+x\tTRUE\t7.20576E+17`);
  expect(job).toMatchObject({ kind: 'edit', state: 'done', canUndo: true });
  expect(bench.shown(1, 1, 3, 4)).toEqual([
    ['root_id', '', '', ''],
    [A, '=1+1', '1/2', '007'],
    [B, '+x', 'TRUE', '7.20576E+17'],
  ]);
  expect(bench.grid.formulas({ row: 2, column: 1, rows: 2, columns: 4 }).flat().join('')).toBe('');
  bench.call('undo', []);
  expect(bench.shown(1, 1, 3, 4).flat().join('')).toBe('');
});

test('a tab is prepared and given back; the ids’ datastack is known by their form', () => {
  const bench = workbench();
  bench.put(1, 1, [[`'${A}`], [`'${B}`]]);
  const view = bench.call('tabView', []);
  expect(view).toMatchObject({ values: [[A], [B]], frozen: 0, widths: [100] });
  expect(bench.call('idStacks', [[A, B]])).toEqual([{ name: 'brain_and_nerve_cord', display: 'BANC' }]);
  const header = 'root_id';
  bench.call('prepare', [
    {
      sheetId: view.sheetId,
      marks: view.marks,
      topRow: true,
      headers: [{ row: 1, column: 1, text: header }],
      formats: [{ column: 1, header, first: 2, format: '@' }],
      widths: [{ column: 1, header, pixels: 160 }],
      frozen: 1,
    },
  ]);
  expect(bench.shown(1, 1, 3, 1)).toEqual([[header], [A], [B]]);
  expect(bench.call('tabView', [])).toMatchObject({ frozen: 1, widths: [160] });
  bench.call('undo', []);
  expect(bench.call('tabView', [])).toMatchObject({ values: [[A], [B]], frozen: 0, widths: [100] });
});

describe.each([
  ['setNumberFormat', 1],
  ['setNumberFormat', 2],
  ['setColumnWidth', 1],
  ['setColumnWidth', 2],
])('somebody moves the id column at call %s %i of a preparation', (method, n) => {
  test('its look goes with it, and no other column gets it', () => {
    const bench = workbench();
    bench.put(1, 1, [
      ['root_id', 'type', 'side', 'n'],
      [`'${A}`, 'DNa02', 'left', 1],
      [`'${B}`, 'DNp01', 'right', 2],
    ]);
    const { sheetId, marks } = bench.call('tabView', []);
    const header = 'root_id';
    let calls = 0;
    bench.host.hooks.beforeCall = (_service, called) => {
      if (called !== method || ++calls !== n) return;
      bench.host.hooks.beforeCall = undefined;
      const move = { do: 'moveColumns', tab: sheetId, at: 1, count: 1, before: 4 } as const;
      performAction(bench.book, move, EDITOR);
    };
    const plan = {
      sheetId,
      marks,
      topRow: false,
      headers: [],
      formats: [{ column: 1, header, first: 2, format: '@' }],
      widths: [{ column: 1, header, pixels: 160 }],
      frozen: null,
    };
    expect(bench.call('prepare', [plan])).toMatchObject({ state: 'done' });
    const isStruck = bench.host.hooks.beforeCall === undefined;
    bench.host.hooks.beforeCall = undefined;
    if (!isStruck) return;
    expect(bench.shown(1, 1, 1, 4)).toEqual([['type', 'side', 'root_id', 'n']]);
    const view = bench.call('tabView', []);
    expect(view.widths).toEqual([100, 100, 160, 100]);
    // Typed below: kept whole where the column is plain text.
    bench.put(900, 1, [[A, A, A, A]]);
    bench.book.settle();
    expect(bench.shown(900, 1, 1, 4)[0]!.map((text) => text === A)).toEqual([false, false, true, false]);
    bench.put(900, 1, [['', '', '', '']]);
    expect(view.formats.map((formats) => formats.includes('@'))).toEqual([false, false, true, false]);
    bench.call('undo', []);
    expect(bench.call('tabView', []).widths).toEqual([100, 100, 100, 100]);
  });
});

test('a ready sheet’s recipe runs on its examples', () => {
  const bench = workbench();
  const step = { kind: 'details', headers: ['current_id'] };
  const { tab } = bench.call('makeReady', [
    {
      tab: 'Census',
      headers: ['root_id', 'current_id'].map((text) => ({ text, format: '@', pixels: 160 })),
      rows: [[A], [B]],
      recipes: [{ column: 'root_id', name: 'Cell census', step }],
      datastack: 'brain_and_nerve_cord',
      schedule: true,
    },
  ]);
  const [recipe] = bench.call('recipes', []);
  const selection = bench.call('selection', []);
  expect([tab, selection.sheet, selection.ids]).toEqual(['Census', 'Census', 2]);
  const { sheetId, column, header, firstRow, lastRow } = selection;
  const place = {
    sheetId,
    column,
    header,
    firstRow,
    lastRow,
    datastack: 'brain_and_nerve_cord',
    replace: true,
  };
  let job = bench.call('startRecipes', [[recipe!.id], place]);
  for (let i = 0; job.state === 'running' && i < 50; i++) job = bench.call('stepJob', [job.id]);
  expect(job).toMatchObject({ state: 'done', done: 2 });
  expect(bench.call('boot', []).schedules).toMatchObject([{ steps: [{ sheet: 'Census' }], mail: 'digest' }]);
});
