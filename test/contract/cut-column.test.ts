/**
 * Our columns, their headers or the row of headers go in the very moment of a write: no value of ours stays without a
 * header, none of the user's is lost, and the run or Undo says what it did not do.
 */
import { Kill } from '@tracer-tools/apps-script';
import { createCaveSandbox } from '@tracer-tools/cave';
import {
  calm,
  tabOf as filledTab,
  isSmallIn,
  idRowsWith as rowsOf,
  strike,
  type Tab,
  typedText as text,
} from '../../workbench/addon/filled-tab';
import { CAVE_ORIGIN, START, workbench } from '../../workbench/addon/workbench';

const cave = createCaveSandbox({ origin: CAVE_ORIGIN, now: () => START });
const IDS = cave.truth.findCurrent(4, isSmallIn(cave));
const OLD = IDS.map((_id, i) => `old ${i}`);
const SHARES = IDS.map((_id, i) => `share ${i}`);
const ROWS = IDS.length + 1;
const box = (row: number, column: number, rows: number, columns: number) => ({ row, column, rows, columns });

/** Our columns C and D: the last of the tab, or followed by one of the user's. */
function filled(isLast: boolean): Tab {
  const cells = rowsOf(
    IDS,
    (i) => OLD[i]!,
    (i) => SHARES[i]!,
    ...(isLast ? [] : [(i: number) => `mine ${i}`]),
  );
  const header = ['root_id', 'notes', 'current_id', 'share', ...(isLast ? [] : ['mine'])];
  return filledTab([header, ...cells], workbench({ cave }));
}

const both = { headers: ['current_id', 'share'] };

/** The cells go to another tab, as with Ctrl+X there and Ctrl+V. */
function cut({ bench, grid }: Tab, area: ReturnType<typeof box>): void {
  const cells = grid.values(area).map((row) => row.map((cell) => text(`${cell}`)));
  bench.book.addGrid('Other').write({ ...area, row: 1, column: 1 }, cells);
  grid.clear(area, { contents: true });
}
const otherTab = ({ bench }: Tab) => JSON.stringify(bench.book.grid('Other')?.values(box(1, 1, ROWS, 3)));
const columnAt = (tab: Tab, column: number) => tab.shown(1, column, ROWS, 1).flat();
const foreign = (tab: Tab) => [tab.column('root_id'), tab.column('notes'), tab.column('mine')];

/** Strikes at the n-th write; the tab as it is after it. */
function struck(tab: Tab, n: number, happen: () => void): { end: () => ReturnType<Tab['drive']> } {
  const { id } = tab.start(both);
  strike(tab.bench, 'setValues', n, happen);
  return { end: () => tab.drive(id) };
}

// Of such a run: the third is that of the cells.
const WRITES = [1, 2, 3];
const LATE = WRITES.slice(1);

describe.each([
  ['the last ones of the tab', true],
  ['followed by another', false],
] as [string, boolean][])('our columns are %s', (_where, isLast) => {
  test.each(WRITES)('one is cut at write %i: it stays blank, and the run stops in words', (n) => {
    const tab = filled(isLast);
    const was = foreign(tab);
    const run = struck(tab, n, () => cut(tab, box(1, 3, ROWS, 1)));
    expect(run.end()).toMatchObject({ state: 'failed', message: expect.stringContaining('was removed') });
    calm(tab);
    const other = otherTab(tab);
    expect([columnAt(tab, 3).join(''), foreign(tab)]).toEqual(['', was]);
    tab.bench.call('undo', []);
    expect([columnAt(tab, 3).join(''), tab.column('share')]).toEqual(['', SHARES]);
    expect([otherTab(tab), foreign(tab)]).toEqual([other, was]);
  });
});

describe('our columns are followed by another', () => {
  test.each(LATE)('both are cut at write %i', (n) => {
    const tab = filled(false);
    const was = foreign(tab);
    const run = struck(tab, n, () => cut(tab, box(1, 3, ROWS, 2)));
    expect(run.end()).toMatchObject({ state: 'failed', message: expect.stringContaining('was removed') });
    tab.bench.attempt('undo', []);
    expect([columnAt(tab, 3).join(''), columnAt(tab, 4).join(''), foreign(tab)]).toEqual(['', '', was]);
  });

  test.each([1, 2])('a header alone is cut at write %i: its column has it again', (n) => {
    const tab = filled(false);
    const run = struck(tab, n, () => cut(tab, box(1, 3, 1, 1)));
    expect(run.end()).toMatchObject({ state: 'done' });
    expect(columnAt(tab, 3)).toEqual(['current_id', ...IDS]);
    tab.bench.call('undo', []);
    expect([columnAt(tab, 3), tab.column('share')]).toEqual([['current_id', ...OLD], SHARES]);
  });

  test('at the write of all its cells it looks as if the column was cut: with its header, Undo gives back what it held', () => {
    const tab = filled(false);
    const run = struck(tab, 3, () => cut(tab, box(1, 3, 1, 1)));
    expect(run.end()).toMatchObject({ state: 'failed', message: expect.stringContaining('was removed') });
    expect(columnAt(tab, 3).join('')).toBe('');
    tab.put(1, 3, [['current_id']]);
    expect(tab.bench.call('undo', [])).toMatchObject({ restored: 8, left: 0 });
    expect([columnAt(tab, 3), tab.column('share')]).toEqual([['current_id', ...OLD], SHARES]);
  });

  test('where the write leaves out a filled cell, the column has its header again', () => {
    const tab = filled(false);
    tab.put(2, 3, [[text(IDS[0]!)]]);
    const run = struck(tab, 3, () => cut(tab, box(1, 3, 1, 1)));
    expect(run.end()).toMatchObject({ state: 'done' });
    expect(columnAt(tab, 3)).toEqual(['current_id', ...IDS]);
  });

  test.each(LATE)('one is moved within the tab at write %i: it is written where it is', (n) => {
    const tab = filled(false);
    const run = struck(tab, n, () => tab.grid.cutAndPaste(box(1, 3, ROWS, 1), 1, 7));
    expect(run.end()).toMatchObject({ state: 'done' });
    expect([columnAt(tab, 3).join(''), columnAt(tab, 7)]).toEqual(['', ['current_id', ...IDS]]);
    tab.bench.call('undo', []);
    expect([columnAt(tab, 3).join(''), columnAt(tab, 7)]).toEqual(['', ['current_id', ...OLD]]);
  });

  test.each(LATE)(
    'the row of headers is deleted at write %i: it is said, and Undo works once it is there again',
    (n) => {
      const tab = filled(false);
      const header = tab.shown(1, 1, 1, 5);
      const run = struck(tab, n, () => tab.grid.deleteRows(1, 1));
      const said = expect.stringContaining('has lost its header');
      expect(run.end()).toMatchObject({ state: 'failed', message: said });
      calm(tab);
      for (const [i, cell] of columnAt(tab, 3).entries())
        expect([IDS[i] ?? '', OLD[i] ?? '']).toContain(cell);
      expect(tab.bench.attempt('undo', [])).toMatchObject({ ok: false, error: { message: said } });
      tab.grid.insertRows(1, 1);
      tab.put(1, 1, header);
      tab.bench.attempt('undo', []);
      expect([tab.column('current_id'), tab.column('share')]).toEqual([OLD, SHARES]);
    },
  );

  test.each([1, 2])('at write %i of Undo: a column that is cut stays blank, a header its own', (n) => {
    for (const rows of [ROWS, 1]) {
      const tab = filled(false);
      tab.drive(tab.start(both).id);
      strike(tab.bench, 'setValues', n, () => cut(tab, box(1, 3, rows, 1)));
      const { left } = tab.bench.call('undo', []);
      // The second is that of the cells: there, a header alone looks as if the column was cut.
      expect([left, columnAt(tab, 3)]).toEqual(rows > 1 || n === 2 ? [4, ROWS_BLANK] : [0, ['', ...OLD]]);
      expect(tab.column('share')).toEqual(SHARES);
    }
  });

  test.each(LATE)('one is cut at write %i, and the run is killed there', (n) => {
    const tab = filled(false);
    const { id } = tab.start(both);
    strike(tab.bench, 'setValues', n, () => {
      cut(tab, box(1, 3, ROWS, 1));
      strike(tab.bench, 'flush', 1, () => {
        throw new Kill('power loss');
      });
    });
    tab.bench.attempt('stepJob', [id]);
    calm(tab);
    tab.bench.call('resumeJob', [id]);
    const { state } = tab.drive(id);
    // After a kill nobody can tell that the whole column went: then what stands there has its header.
    const cells = columnAt(tab, 3);
    expect(cells[0] === '' ? cells.join('') : cells[0]).toBe(state === 'failed' ? '' : 'current_id');
    expect(foreign(tab).flat()).toEqual(foreign(filled(false)).flat());
  });
});

const ROWS_BLANK = Array.from({ length: ROWS }, () => '');

test('a new column whose header is cut at its first write is gone, as a blank column is', () => {
  const tab = filledTab([['root_id', 'notes'], ...rowsOf(IDS)], workbench({ cave }));
  const { id } = tab.start({ headers: ['current_id'] });
  strike(tab.bench, 'setValues', 2, () => cut(tab, box(1, 3, 1, 1)));
  expect(tab.drive(id)).toMatchObject({ state: 'failed', message: expect.stringContaining('was removed') });
  expect(columnAt(tab, 3).join('')).toBe('');
});
