/** The menu: built before anything is allowed, and each item's deed. */
import { drive, fillTab, plan } from '../../workbench/addon/jobs';
import { EDITOR, OWNER, workbench } from '../../workbench/addon/workbench';
import { MENU_ITEMS } from '../support/menu-items';

const choose = (bench: ReturnType<typeof workbench>, call: string, user = OWNER) =>
  bench.host.run(call, [], { user, entry: 'menu' });

test.each(['NONE', 'LIMITED', 'FULL'] as const)('the menu stands in AuthMode %s', (mode) => {
  const bench = workbench({ bare: true });
  expect(bench.host.open(OWNER, mode)).toMatchObject({ ok: true });
  expect(bench.host.menu(OWNER).map((item) => item.caption)).toEqual(MENU_ITEMS);
});

test('the menu’s jobs open the sidebar with the job chosen', () => {
  const bench = workbench();
  expect(choose(bench, 'ttBringUpToDate')).toMatchObject({ ok: true });
  expect(bench.host.ui.sidebar(OWNER)?.html).toContain('Tracer Tools');
  expect(bench.call('boot', []).open).toEqual({ tab: 'run', job: 'current' });
  expect(bench.call('boot', []).open).toEqual({ tab: 'run' });
});

test('refresh asks again, freeze leaves values', () => {
  const bench = workbench();
  const { truth } = bench.cave;
  const [id] = truth.findCurrent(1, (root) => truth.supervoxelCount(root) > 2000);
  fillTab(bench, [id!, '720575941473274509']);
  bench.formula(2, 3, '=TT_CURRENT_ID(A2:A3, TRUE)');
  expect(bench.grid.values({ row: 2, column: 3, rows: 1, columns: 2 })[0]).toEqual([id, 1]);
  bench.cave.edit({ root: id!, kind: 'split', share: 0.9 });
  bench.host.ui.select(OWNER, bench.grid, { row: 2, column: 3, rows: 1, columns: 1 });
  expect(choose(bench, 'ttRefreshFormulas')).toMatchObject({ ok: true });
  bench.book.settle();
  const best = bench.cave.truth.candidates(id!)[0]!;
  expect(bench.grid.values({ row: 2, column: 3, rows: 1, columns: 2 })[0]).toEqual([best.id, best.share]);
  choose(bench, 'ttFreezeFormulas');
  bench.book.settle();
  expect(bench.grid.formulas({ row: 2, column: 3, rows: 2, columns: 2 }).flat()).toEqual(['', '', '', '']);
  expect(bench.grid.values({ row: 2, column: 3, rows: 2, columns: 2 })).toEqual([
    [best.id, best.share],
    ['720575941441350235', 0.9747508490618563],
  ]);
});

test('undo from the menu says what it did, and says when there is nothing', () => {
  const bench = workbench();
  fillTab(bench, bench.cave.truth.sampleStale(3));
  expect(choose(bench, 'ttUndo')).toMatchObject({ ok: true });
  expect(JSON.stringify(bench.host.ui.dialogs)).toMatch(/no run to undo/);
  drive(bench, bench.call('startJob', [plan(bench)]).id);
  choose(bench, 'ttUndo');
  expect(bench.host.ui.toasts.at(-1)!.text).toMatch(/^5 cells are as they were before/);
  expect(bench.shown(1, 3, 4, 2).flat().join('')).toBe('');
});

test('another user sees the job, not the owner’s token', () => {
  const bench = workbench();
  fillTab(bench, bench.cave.truth.sampleStale(3));
  drive(bench, bench.call('startJob', [plan(bench)]).id);
  const boot = bench.call('boot', [], EDITOR);
  expect(boot).toMatchObject({
    who: null,
    settings: { hasToken: false },
    job: { state: 'done', startedBy: OWNER },
  });
  expect(bench.attempt('startJob', [plan(bench)], EDITOR)).toMatchObject({
    ok: false,
    error: { code: 'TOKEN' },
  });
});
