/** What people do with the menus of Sheets while a run writes, and before its Undo: no answer stands beside another id. */
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
import { CAVE_ORIGIN, EDITOR, OWNER, START, workbench } from '../../workbench/addon/workbench';
import { snapshotOf } from '../../workbench/sweep/snapshot';

const cave = createCaveSandbox({ origin: CAVE_ORIGIN, now: () => START });
const small = isSmallIn(cave);
const IDS = cave.truth.findCurrent(5, small);
const [A, B, C, D, E] = IDS as [string, string, string, string, string];
const only = { headers: ['current_id'] };
const HEADERS = ['root_id', 'notes', 'pct', 'current_id'];

const filled = (ids = [A, B, C, D]): Tab =>
  filledTab(
    [
      HEADERS,
      ...rowsOf(
        ids,
        (i) => i / 4,
        (i) => `old ${i}`,
      ),
    ],
    workbench({ cave }),
  );
const ids = (tab: Tab) => tab.column('root_id');
const box = (row: number, column: number, rows: number, columns: number) => ({ row, column, rows, columns });

/** Values that cells of a box take, one below the other; the rest of the box becomes blank. */
function refill({ grid, put }: Tab, column: number, values: readonly string[], rows: number): void {
  grid.clear(box(2, column, rows, 1), { contents: true });
  if (values.length > 0)
    put(
      2,
      column,
      values.map((value) => [text(value)]),
    );
}

/** What happens, and what the id column holds afterwards. Answers follow the ids. */
const HABITS: [string, (tab: Tab) => void, string[]][] = [
  [
    'the spreadsheet gets another locale',
    ({ bench }) => void Object.assign(bench.book, { locale: 'de_DE' }),
    [A, B, C, D],
  ],
  [
    'rows are inserted above the header, which stays frozen',
    ({ grid }) => {
      grid.frozen.set('rows', 1, grid.maxRows);
      grid.insertRows(1, 2);
      grid.frozen.set('rows', 3, grid.maxRows);
    },
    [A, B, C, D],
  ],
  [
    'a group of columns is folded',
    ({ grid }) => {
      grid.columnStates.shiftDepth(2, 3, 1);
      grid.columnStates.setHidden(2, 3, true);
    },
    [A, B, C, D],
  ],
  [
    'the tab is hidden',
    ({ bench, grid }) => {
      bench.book.addGrid('Another');
      grid.hidden = true;
    },
    [A, B, C, D],
  ],
  ['cells beside our header are merged', ({ grid }) => grid.merge(box(1, 2, 1, 2)), [A, B, C, D]],
  ['ids are pasted over the id column', (tab) => refill(tab, 1, [D, A, E, B], 4), [D, A, E, B]],
  ['fewer ids are pasted over it', (tab) => refill(tab, 1, [C, B], 4), [C, B, '', '']],
  [
    'ids are replaced with find and replace',
    (tab) =>
      refill(
        tab,
        1,
        ids(tab).map((id) => (id === B ? E : id)),
        4,
      ),
    [A, E, C, D],
  ],
  [
    'whitespace is trimmed',
    (tab) =>
      refill(
        tab,
        1,
        ids(tab).map((id) => id.trim()),
        4,
      ),
    [A, B, C, D],
  ],
  [
    'a filter view is sorted: nothing moves',
    ({ grid }) => void grid.filters.views.push({ title: 'mine', box: box(1, 1, 5, 4) }),
    [A, B, C, D],
  ],
  ['the columns of ids and notes are swapped', ({ grid }) => grid.moveColumns(1, 1, 3), [A, B, C, D]],
];

describe.each(HABITS)('%s', (_what, happen, expected) => {
  const answers = expected.map((id, i) => (id === '' ? `old ${i}` : id));
  test.each([1, 2, 3])('at write %i of a run, and Undo', (n) => {
    const tab = filled();
    const { id } = tab.start(only);
    strike(tab.bench, 'setValues', n, () => happen(tab));
    expect(tab.drive(id)).toMatchObject({ state: 'done' });
    calm(tab);
    expect([ids(tab), tab.column('current_id')]).toEqual([expected, answers]);
    tab.bench.call('undo', []);
    expect([ids(tab), tab.column('current_id')]).toEqual([expected, ['old 0', 'old 1', 'old 2', 'old 3']]);
    expect(tab.column('notes')).toEqual(['note 0', 'note 1', 'note 2', 'note 3']);
  });

  test('before Undo, and at its first write', () => {
    for (const isBefore of [true, false]) {
      const tab = filled();
      tab.drive(tab.start(only).id);
      if (isBefore) happen(tab);
      else strike(tab.bench, 'setValues', 1, () => happen(tab));
      tab.bench.call('undo', []);
      calm(tab);
      expect([ids(tab), tab.column('current_id')]).toEqual([expected, ['old 0', 'old 1', 'old 2', 'old 3']]);
    }
  });
});

describe('duplicates are removed', () => {
  const twice = () => filled([A, B, A, C]);
  // The range closes up: what was below moves into the cells, and nothing else does.
  const close = (tab: Tab, columns: number) => {
    const rest = tab.grid.values(box(5, 1, 1, columns))[0]!;
    tab.put(4, 1, [rest.map((cell) => (typeof cell === 'string' ? text(cell) : cell))]);
    tab.grid.clear(box(5, 1, 1, columns), { contents: true });
  };
  test.each([1, 2, 3])('in the whole table, at write %i', (n) => {
    const tab = twice();
    const { id } = tab.start(only);
    strike(tab.bench, 'setValues', n, () => close(tab, 4));
    expect(tab.drive(id)).toMatchObject({ state: 'done' });
    calm(tab);
    expect([ids(tab), tab.column('current_id')]).toEqual([
      [A, B, C],
      [A, B, C],
    ]);
    tab.bench.call('undo', []);
    expect(tab.column('current_id')).toEqual(['old 0', 'old 1', 'old 3']);
  });

  test.each([1, 2, 3])('in the id column alone, at write %i', (n) => {
    const tab = twice();
    const { id } = tab.start(only);
    strike(tab.bench, 'setValues', n, () => close(tab, 1));
    expect(tab.drive(id)).toMatchObject({ state: 'done' });
    calm(tab);
    expect([ids(tab), tab.column('current_id')]).toEqual([
      [A, B, C, ''],
      [A, B, C, 'old 3'],
    ]);
    tab.bench.call('undo', []);
    expect(tab.column('current_id')).toEqual(['old 0', 'old 1', 'old 2', 'old 3']);
  });
});

test.each([1, 2, 3])(
  'the id column is split into columns at write %i: what became a number is refused',
  (n) => {
    const tab = filled();
    const { id } = tab.start(only);
    strike(tab.bench, 'setValues', n, () => tab.put(2, 1, [[Number(A)], [Number(B)]]));
    expect(tab.drive(id)).toMatchObject({ state: 'done' });
    calm(tab);
    const damaged = expect.stringMatching(/^#TT ROUNDED/);
    expect(tab.column('current_id')).toEqual([damaged, damaged, C, D]);
    tab.bench.call('undo', []);
    expect(tab.column('current_id')).toEqual(['old 0', 'old 1', 'old 2', 'old 3']);
  },
);

test.each([1, 2, 3])(
  'a file replaces the tab at write %i: its table is answered or the run stops, nothing of it is lost',
  (n) => {
    const tab = filled();
    const { grid } = tab;
    const { id } = tab.start(only);
    strike(tab.bench, 'setValues', n, () => {
      grid.clear(box(1, 1, 10, 6), { contents: true, formats: true, notes: true });
      tab.put(1, 1, [
        ['notes', 'size', 'root_id'],
        ['mine 0', 7, text(E)],
        ['mine 1', 8, text(B)],
      ]);
    });
    const end = tab.drive(id);
    calm(tab);
    expect(tab.shown(1, 1, 3, 3)).toEqual([
      ['notes', 'size', 'root_id'],
      ['mine 0', '7', E],
      ['mine 1', '8', B],
    ]);
    if (end.state !== 'done')
      expect(end).toMatchObject({ state: 'failed', message: expect.stringMatching(/removed|no longer/) });
    tab.bench.attempt('undo', []);
    expect(tab.shown(1, 1, 3, 3).flat()).toEqual([
      'notes',
      'size',
      'root_id',
      'mine 0',
      '7',
      E,
      'mine 1',
      '8',
      B,
    ]);
  },
);

describe('an earlier version is restored', () => {
  test.each([1, 2, 3, 4])(
    'at write %i of a run: it stops in words, or answers the rows that are there',
    (n) => {
      const tab = filled();
      const restore = snapshotOf([tab.bench.book]);
      const { id } = tab.start(only);
      tab.bench.call('stepJob', [id]);
      tab.bench.call('resumeJob', [id]);
      strike(tab.bench, 'setValues', n, restore);
      tab.bench.attempt('stepJob', [id]);
      calm(tab);
      const cells = tab.column('current_id');
      for (const [i, cell] of cells.entries()) expect([`old ${i}`, ids(tab)[i]]).toContain(cell);
      const end = tab.drive(id);
      expect(end).toMatchObject(
        end.state === 'failed' ? { message: expect.stringContaining('TT changes') } : { state: 'done' },
      );
    },
  );

  test('after a run: Undo says that its record is gone, and a new run works', () => {
    const tab = filled();
    const restore = snapshotOf([tab.bench.book]);
    tab.drive(tab.start(only).id);
    restore();
    expect(tab.bench.attempt('undo', [])).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('TT changes') },
    });
    expect(tab.column('current_id')).toEqual(['old 0', 'old 1', 'old 2', 'old 3']);
    expect(tab.drive(tab.start(only).id)).toMatchObject({ state: 'done' });
    tab.bench.call('undo', []);
    expect(tab.column('current_id')).toEqual(['old 0', 'old 1', 'old 2', 'old 3']);
  });
});

describe('our column is cut and pasted into another tab', () => {
  const cut = ({ bench, grid }: Tab) => {
    const other = bench.book.grid('Other') ?? bench.book.addGrid('Other');
    const cells = grid.values(box(1, 4, 5, 1)).map((row) => row.map((cell) => text(String(cell))));
    other.write(box(1, 1, 5, 1), cells);
    grid.clear(box(1, 4, 5, 1), { contents: true });
    return other;
  };
  test.each([1, 2])(
    'at write %i: the run says that the column is gone, and the other tab stays as it is',
    (n) => {
      const tab = filled();
      const { id } = tab.start(only);
      let other = tab.grid;
      strike(tab.bench, 'setValues', n, () => {
        other = cut(tab);
      });
      const end = tab.drive(id);
      calm(tab);
      const was = JSON.stringify(other.values(box(1, 1, 5, 2)));
      expect(end).toMatchObject({ state: 'failed', message: expect.stringContaining('was removed') });
      expect(tab.shown(1, 4, 5, 1).flat().join('')).toBe('');
      tab.bench.attempt('undo', []);
      expect(JSON.stringify(other.values(box(1, 1, 5, 2)))).toBe(was);
      expect(tab.shown(1, 4, 5, 1).flat().join('')).toBe('');
    },
  );
});

describe('the tab is protected by its owner', () => {
  const editors = (): Tab => {
    const tab = filled();
    tab.bench.call('saveToken', [cave.token], EDITOR);
    return tab;
  };
  const start = (tab: Tab) => tab.bench.call('startJob', [tab.plan(only)], EDITOR);
  const protect = ({ grid }: Tab, warningOnly = false) =>
    grid.protections.add({ box: null, editors: [OWNER], description: '', warningOnly, unprotected: [] });

  test.each([1, 2, 3, 4])(
    'at write %i of an editor’s run: it is said, and Undo leaves what it cannot write',
    (n) => {
      const tab = editors();
      const { id } = start(tab);
      strike(tab.bench, 'setValues', n, () => void protect(tab));
      const end = tab.drive(id, EDITOR);
      calm(tab);
      const written = tab.column('current_id').filter((cell, i) => cell === IDS[i]).length;
      const count = end.leftBy.find(({ reason }) => reason === 'protected')?.count ?? 0;
      expect(end).toMatchObject({ state: 'done' });
      expect(written + count).toBe(4);
      expect(tab.bench.call('undo', [], EDITOR)).toMatchObject({ restored: 0, left: written });
      expect(tab.column('current_id').filter((cell, i) => cell === IDS[i])).toHaveLength(written);
      tab.bench.call('undo', [id]);
      expect(tab.column('current_id')).toEqual(['old 0', 'old 1', 'old 2', 'old 3']);
    },
  );

  test('before: the run does not start, and says whose columns they are', () => {
    const tab = editors();
    protect(tab);
    expect(() => start(tab)).toThrow(/PERMISSION: column D of .* is protected from you/);
    expect(tab.grid.lastColumn()).toBe(4);
  });

  test('with a warning only: everything is written', () => {
    const tab = editors();
    protect(tab, true);
    expect(tab.drive(start(tab).id, EDITOR)).toMatchObject({ state: 'done', leftBy: [] });
    expect(tab.column('current_id')).toEqual([A, B, C, D]);
  });
});

test('a tab of 300 columns, ours among them, and a column inserted at the left', () => {
  const tab = filled();
  const { grid } = tab;
  grid.insertColumns(grid.maxColumns, 300 - grid.maxColumns);
  const wide = Array.from({ length: 290 }, (_x, i) => `h${i}`);
  tab.put(1, 6, [wide, ...IDS.slice(0, 4).map((_id, r) => wide.map((header) => `${header} of ${r}`))]);
  const { id } = tab.start(only);
  strike(tab.bench, 'setValues', 2, () => grid.insertColumns(1, 1));
  expect(tab.drive(id)).toMatchObject({ state: 'done' });
  expect([tab.column('current_id'), tab.column('h7')]).toEqual([
    [A, B, C, D],
    [0, 1, 2, 3].map((r) => `h7 of ${r}`),
  ]);
  tab.bench.call('undo', []);
  expect(tab.column('current_id')).toEqual(['old 0', 'old 1', 'old 2', 'old 3']);
});

test('ids that were typed with an apostrophe stay text, and so do their answers', () => {
  const tab = filledTab(
    [
      ['root_id', 'notes'],
      [`'${A}`, 'n'],
      [`''${B}`, 'm'],
    ],
    workbench({ cave }),
  );
  expect(tab.drive(tab.start(only).id)).toMatchObject({ state: 'done' });
  expect(tab.column('current_id')[0]).toBe(A);
  expect(tab.grid.view(2, 3).value).toBe(A);
  expect(tab.grid.view(3, 1).value).toBe(`'${B}`);
});
