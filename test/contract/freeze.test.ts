/** Formulas to values and back, on the real bundle: arrays, moved rows, edited values. */
import { Kill } from '@tracer-tools/apps-script';
import { type Workbench, workbench } from '../../workbench/addon/workbench';

let bench: Workbench;
let ids: string[];
beforeEach(() => {
  bench = workbench();
  ids = bench.cave.truth.sampleCurrent(6);
  bench.put(1, 1, [['root_id', 'note', 'is current'], ...ids.map((id, i) => [`'${id}`, `n${i}`, ''])]);
  bench.formula(2, 3, '=TT_IS_CURRENT(A2:A7)');
});
const shown = () => bench.shown(1, 3, 7, 1).flat();
const freeze = () => bench.call('freezeTab', [bench.grid.id, 'TT_IS_CURRENT']);
const TRUE = new Array(6).fill('TRUE');

test('an array stays as values, which no longer follow an edit; Undo brings the formula back, which does', () => {
  const view = () => bench.call('formulas', []).tabs;
  expect(view()).toMatchObject([
    { formulas: [{ formula: 'TT_IS_CURRENT', cells: 1, requests: expect.any(Number) }] },
  ]);
  const job = freeze();
  expect([job.done, job.canUndo, view()]).toEqual([1, true, []]);
  expect(shown()).toEqual(['is current', ...TRUE]);
  bench.cave.edit({ kind: 'split', root: ids[0]!, share: 0.9 });
  bench.book.recalculate();
  expect(shown()).toEqual(['is current', ...TRUE]);
  expect(bench.call('undo', [])).toMatchObject({ restored: 1, left: 0 });
  expect(bench.grid.view(2, 3).formula).toBe('=TT_IS_CURRENT(A2:A7)');
  expect(bench.call('refreshAll', [])).toBe(1);
  expect(shown()).toEqual(['is current', 'FALSE', ...TRUE.slice(1)]);
  expect(bench.call('job', [])).toMatchObject({ undone: true, canUndo: false });
});

test('the row was moved, or a value was changed: the values stay, and that is said', () => {
  freeze();
  bench.grid.insertRows(2, 2);
  expect(bench.call('undo', [])).toMatchObject({
    restored: 0,
    left: 1,
    message: '0 formulas are back; 1 were changed or moved since and stay as they are',
  });
  bench.put(
    4,
    3,
    TRUE.map(() => ['']),
  );
  bench.formula(4, 3, '=TT_IS_CURRENT(A4:A9)');
  freeze();
  bench.put(5, 3, [['mine']]);
  expect(bench.call('undo', [])).toMatchObject({ restored: 0, left: 1 });
  expect(bench.shown(5, 3, 1, 1)).toEqual([['mine']]);
});

test('columns and rows of somebody that touch an array stay as they are', () => {
  const mine = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7'];
  bench.put(
    2,
    4,
    mine.map((text) => [text]),
  );
  bench.put(8, 3, [['below']]);
  freeze();
  const all = () => [shown(), bench.shown(2, 4, 7, 1).flat(), bench.shown(8, 3, 1, 1).flat()];
  expect(all()).toEqual([['is current', ...TRUE], mine, ['below']]);
  // A user's own column may change, and the formula comes back all the same.
  bench.put(4, 4, [['changed']]);
  expect(bench.call('undo', [])).toMatchObject({ restored: 1, left: 0 });
  expect(bench.grid.view(2, 3).formula).toBe('=TT_IS_CURRENT(A2:A7)');
  mine[2] = 'changed';
  expect(all()).toEqual([['is current', ...TRUE], mine, ['below']]);
});

test('killed at each call: Undo brings the array back, and what touches it stays', () => {
  bench.put(2, 4, [['m1'], ['m2']]);
  for (let call = 0; ; call++) {
    let calls = 0;
    bench.host.hooks.beforeCall = (service) => {
      if (/Sheet|Range/.test(service) && calls++ === call) throw new Kill('power loss');
    };
    const answer = bench.attempt('freezeTab', [bench.grid.id, 'TT_IS_CURRENT']);
    bench.host.hooks.beforeCall = undefined;
    bench.book.settle();
    if (bench.grid.view(2, 3).formula === '') bench.call('undo', []);
    expect([call, bench.grid.view(2, 3).formula]).toEqual([call, '=TT_IS_CURRENT(A2:A7)']);
    expect([shown(), bench.shown(2, 4, 2, 1).flat()]).toEqual([
      ['is current', ...TRUE],
      ['m1', 'm2'],
    ]);
    if (!('killed' in answer)) break;
  }
});

test('what is not there any more is refused', () => {
  expect(bench.attempt('freezeTab', [bench.grid.id, 'TT_LINK'])).toMatchObject({
    ok: false,
    error: { code: 'INPUT' },
  });
});

test('a formula in each row, two functions beside each other: all come back, but not over a formula of somebody', () => {
  for (let row = 2; row <= 7; row++) {
    bench.formula(row, 3, `=TT_IS_CURRENT(A${row})`);
    bench.formula(row, 5, `=TT_CURRENT_ID(A${row}, TRUE)`);
  }
  const before = bench.shown(1, 1, 7, 6);
  const formulas = () => [2, 4, 7].map((row) => [3, 5].map((column) => bench.grid.view(row, column).formula));
  freeze();
  bench.call('freezeTab', [bench.grid.id, 'TT_CURRENT_ID']);
  expect([formulas().flat().join(''), bench.shown(1, 1, 7, 6)]).toEqual(['', before]);
  // It shows what the frozen value was.
  bench.formula(4, 5, `="${ids[2]}"`);
  expect(bench.call('undo', [])).toMatchObject({ restored: 5, left: 1 });
  expect(bench.call('undo', [])).toMatchObject({ restored: 6, left: 0 });
  expect(formulas()).toEqual([
    ['=TT_IS_CURRENT(A2)', '=TT_CURRENT_ID(A2, TRUE)'],
    ['=TT_IS_CURRENT(A4)', `="${ids[2]}"`],
    ['=TT_IS_CURRENT(A7)', '=TT_CURRENT_ID(A7, TRUE)'],
  ]);
  expect(bench.shown(1, 1, 7, 6)).toEqual(before);
});
