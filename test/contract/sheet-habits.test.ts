/** What people do to a sheet besides sorting: they exchange ids, copy tabs and files, and rename columns. */
import type { CellValue } from '@tracer-tools/apps-script/sheet';
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
import {
  type BenchOptions,
  CAVE_ORIGIN,
  EDITOR,
  START,
  signIn,
  workbench,
} from '../../workbench/addon/workbench';

const cave = createCaveSandbox({ origin: CAVE_ORIGIN, now: () => START });
const small = isSmallIn(cave);
const [A, B, C, D] = cave.truth.findCurrent(4, small) as [string, string, string, string];

const tabOf = (rows: Parameters<typeof filledTab>[0], options: BenchOptions = {}): Tab =>
  filledTab(rows, workbench({ cave, ...options }));
const filled = (ids = [A, B, C]) =>
  tabOf([['root_id', 'notes', 'current_id'], ...rowsOf(ids, (i) => `old ${i}`)]);
const bare = (ids = [A, B, C]) =>
  tabOf([['root_id', 'current_id'], ...ids.map((id, i) => [text(id), `old ${i}`])]);
const swap = ({ put, shown }: Tab, a = 2, b = 3) => {
  const [one, other] = [shown(a, 1, 1, 1)[0]![0]!, shown(b, 1, 1, 1)[0]![0]!];
  put(a, 1, [[text(other)]]);
  put(b, 1, [[text(one)]]);
};
const OLD = ['old 0', 'old 1', 'old 2'];
const only = { headers: ['current_id'] };

describe.each([
  ['with other columns', filled],
  ['in a tab of nothing else', bare],
])('ids change places by hand, %s', (_what, tabWith) => {
  test('before Undo: each cell has what it held', () => {
    const tab = tabWith();
    tab.drive(tab.start(only).id);
    swap(tab);
    expect(tab.bench.call('undo', [])).toMatchObject({ restored: 3, left: 0 });
    expect(tab.column('current_id')).toEqual(OLD);
  });

  test('the ids alone are sorted before Undo', () => {
    const tab = tabWith([C, A, B]);
    tab.drive(tab.start(only).id);
    tab.grid.sort({ row: 2, column: 1, rows: 3, columns: 1 }, { column: 1, ascending: true });
    expect(tab.bench.call('undo', [])).toMatchObject({ restored: 3, left: 0 });
    expect(tab.column('current_id')).toEqual(OLD);
  });

  test.each([1, 2, 3, 4])(
    'at write %i of a run: no answer stands beside another id, and Undo is exact',
    (n) => {
      const tab = tabWith();
      const { id } = tab.start(only);
      strike(tab.bench, 'setValues', n, () => swap(tab));
      expect(tab.drive(id)).toMatchObject({ state: 'done' });
      calm(tab);
      // The fourth write is the log's, after the last look.
      if (n < 4) expect(tab.column('current_id')).toEqual(tab.column('root_id'));
      tab.bench.call('undo', []);
      // The third write is that of the cells: if the rows hold nothing else, the result is the same as after a sort.
      const isSort = n === 3 && tabWith === bare;
      expect(tab.column('current_id')).toEqual(isSort ? [OLD[1], OLD[0], OLD[2]] : OLD);
    },
  );

  test('between two runs: the second one’s Undo gives back the first one’s answers', () => {
    const tab = tabWith();
    tab.drive(tab.start(only).id);
    swap(tab);
    tab.drive(tab.start(only).id);
    expect(tab.column('current_id')).toEqual([B, A, C]);
    tab.bench.call('undo', []);
    expect(tab.column('current_id')).toEqual([A, B, C]);
    tab.bench.call('undo', []);
    expect(tab.column('current_id')).toEqual(OLD);
  });
});

test.each([3, 4, 5])('ids swapped at write %i where an array fills another column of ours', (n) => {
  const rows = rowsOf(
    [A, B, C, D],
    (i) => `old ${i}`,
    (i) => (i === 1 ? '=ARRAYFORMULA({7;8;9})' : null) as CellValue,
  );
  const tab = tabOf([['root_id', 'notes', 'current_id', 'share'], ...rows]);
  const { id } = tab.start();
  strike(tab.bench, 'setValues', n, () => swap(tab, 4, 5));
  expect(tab.drive(id)).toMatchObject({ state: 'done' });
  calm(tab);
  expect(tab.column('current_id')).toEqual(tab.column('root_id'));
  tab.bench.call('undo', []);
  expect(tab.column('current_id')).toEqual([...OLD, 'old 3']);
  expect(tab.column('share')).toEqual(['', '7', '8', '9']);
});

describe('an id is moved to a row without one', () => {
  const withBlank = () => filled([A, B, '']);
  const move = ({ put }: Tab) => {
    put(2, 1, [['']]);
    put(4, 1, [[text(A)]]);
  };
  test('before Undo: each cell has what it held', () => {
    const tab = withBlank();
    tab.drive(tab.start(only).id);
    move(tab);
    expect(tab.bench.call('undo', [])).toMatchObject({ restored: 2, left: 0 });
    expect(tab.column('current_id')).toEqual(OLD);
  });
  test.each([1, 2, 3])('at write %i of a run: its answer goes along, and Undo is exact', (n) => {
    const tab = withBlank();
    const { id } = tab.start(only);
    strike(tab.bench, 'setValues', n, () => move(tab));
    expect(tab.drive(id)).toMatchObject({ state: 'done' });
    calm(tab);
    expect(tab.column('current_id')).toEqual(['old 0', B, A]);
    tab.bench.call('undo', []);
    expect(tab.column('current_id')).toEqual(OLD);
  });
});

test('two people’s runs over two id columns while columns are moved: each writes and gives back its own', () => {
  const tab = tabOf([
    ['root_id', 'notes', 'comparison_root_id', 'current_id', 'latest'],
    ...[0, 1].map((i) => [text([A, B][i]!), `note ${i}`, text([C, D][i]!), `old ${i}`, `before ${i}`]),
  ]);
  const { bench, grid } = tab;
  bench.call('saveToken', [cave.token], EDITOR);
  const mine = tab.start(only);
  const targets = { current_id: 'latest' };
  const theirs = bench.call('startJob', [tab.plan({ column: 'C', ...only, targets })], EDITOR);
  strike(bench, 'setValues', 2, () => grid.moveColumns(3, 1, 1));
  bench.call('stepJob', [mine.id]);
  strike(bench, 'setValues', 2, () => grid.moveColumns(5, 1, 1));
  bench.call('stepJob', [theirs.id], EDITOR);
  calm(tab);
  expect([tab.drive(mine.id), tab.drive(theirs.id, EDITOR)]).toMatchObject([
    { state: 'done' },
    { state: 'done' },
  ]);
  const both = () => [tab.column('current_id'), tab.column('latest')];
  expect([tab.column('root_id'), tab.column('comparison_root_id'), ...both()]).toEqual([
    [A, B],
    [C, D],
    [A, B],
    [C, D],
  ]);
  bench.call('undo', [mine.id]);
  grid.moveColumns(1, 1, 4);
  bench.call('undo', [theirs.id]);
  expect(both()).toEqual([
    ['old 0', 'old 1'],
    ['before 0', 'before 1'],
  ]);
});

test.each([1, 2, 3, 4, 5])('a column that the person chose gets another header at write %i', (n) => {
  const tab = tabOf([['root_id', 'notes', 'my ids'], ...rowsOf([A, B], (i) => `old ${i}`)]);
  const { id } = tab.start({ ...only, targets: { current_id: 'my ids' } });
  strike(tab.bench, 'setValues', n, () => tab.put(1, 3, [['newest ids']]));
  expect(tab.drive(id)).toMatchObject({ state: 'done' });
  calm(tab);
  const header = tab.shown(1, 3, 1, 2)[0]!;
  expect([tab.column(header[0]!), header[1]]).toEqual([[A, B], '']);
  tab.bench.call('undo', []);
  expect(tab.column(header[0]!)).toEqual(['old 0', 'old 1']);
  expect(tab.bench.call('preview', [tab.plan(only)])).toMatchObject({ writes: 'C', newColumns: [] });
});

test.each([true, false])(
  'a tab is copied during a run, its columns’ names %p: each has runs and Undo of its own',
  (kept) => {
    const tab = filled();
    const { bench, grid } = tab;
    Object.assign((bench.book as unknown as { settings: object }).settings, { duplicatesCopyMetadata: kept });
    const { id } = tab.start(only);
    let copy = grid;
    strike(bench, 'flush', 3, () => {
      copy = bench.book.duplicateGrid(grid.id, 'Copy');
    });
    expect(tab.drive(id)).toMatchObject({ state: 'done' });
    calm(tab);
    const cells = () => copy.shown({ row: 2, column: 3, rows: 3, columns: 1 }).flat();
    const asCopied = cells();
    copy.sort({ row: 2, column: 1, rows: 3, columns: 3 }, { column: 2, ascending: false });
    const second = tab.drive(tab.start({ ...only, sheetId: copy.id }).id);
    expect(second).toMatchObject({ state: 'done', done: 3 });
    expect(cells()).toEqual([C, B, A]);
    expect(tab.bench.call('undo', [id])).toMatchObject({ restored: 3, left: 0 });
    expect([tab.column('current_id'), cells()]).toEqual([OLD, [C, B, A]]);
    bench.call('undo', [second.id]);
    expect([tab.column('current_id'), cells()]).toEqual([OLD, [...asCopied].reverse()]);
  },
);

test('a spreadsheet is copied with an unfinished run: the copy has its record and no run, and starts anew', () => {
  const tab = filled();
  const { bench } = tab;
  const { id } = tab.start(only);
  bench.call('stepJob', [id]);
  const written = tab.column('current_id');
  // A copy has tabs and their names, but no document properties.
  const store = bench.host.world.properties.named(`document ${bench.book.id}`);
  for (const key of Object.keys(store.all())) store.delete(key);
  signIn(bench);
  expect(bench.call('jobs', [])).toEqual([]);
  expect(bench.attempt('undo', [])).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('no run') },
  });
  const again = tab.drive(tab.start(only).id);
  expect(again).toMatchObject({ state: 'done', done: 3 });
  expect(tab.column('current_id')).toEqual([A, B, C]);
  bench.call('undo', []);
  expect(tab.column('current_id')).toEqual(written);
});

test.each([1, 3, 5])('ids that an array formula gives: a row inserted at write %i, and Undo', (n) => {
  const tab = tabOf([
    ['root_id', 'notes', 'current_id'],
    [`=ARRAYFORMULA({"${A}";"${B}";"${C}"})`, 'note 0', 'old 0'],
    [null, 'note 1', 'old 1'],
    [null, 'note 2', 'old 2'],
  ]);
  const { id } = tab.start(only);
  strike(tab.bench, 'setValues', n, () => tab.grid.insertRows(1, 1));
  expect(tab.drive(id)).toMatchObject({ state: 'done', done: 3 });
  calm(tab);
  tab.bench.book.settle();
  expect([tab.column('root_id'), tab.column('current_id')]).toEqual([
    [A, B, C],
    [A, B, C],
  ]);
  tab.bench.call('undo', []);
  expect([tab.column('root_id'), tab.column('current_id')]).toEqual([[A, B, C], OLD]);
});

test.each([1, 2, 3, 4])(
  'rows are sorted at write %i: notes, colours, formats and links of other cells go with them',
  (n) => {
    const tab = tabOf([
      ['root_id', 'notes', 'pct', 'current_id'],
      ...rowsOf(
        [A, B, C],
        (i) => i / 4,
        (i) => `old ${i}`,
      ),
    ]);
    const { grid } = tab;
    [0, 1, 2].forEach((i) => {
      const box = { row: 2 + i, column: 3, rows: 1, columns: 1 };
      grid.setNotes(box, [[`comment ${i}`]]);
      grid.setBackgrounds(box, [[`#00000${i}`]]);
      grid.setNumberFormats(box, [[['0.00%', '0.0', '@'][i]!]]);
      grid.setRichText(2 + i, 2, `note ${i}`, [{ start: 0, end: 6, url: `https://a.example/${i}` }]);
      grid.setRichText(2 + i, 1, [A, B, C][i]!, [{ start: 0, end: 5, url: `https://b.example/${i}` }]);
    });
    const looks = () =>
      [2, 3, 4]
        .map((row) => {
          const { note, background, numberFormat } = grid.view(row, 3);
          const links = [1, 2].map((column) => grid.view(row, column).links[0]?.url);
          return [grid.view(row, 2).value, note, background, numberFormat, links];
        })
        .sort();
    const before = looks();
    const sort = () => grid.sort({ row: 2, column: 1, rows: 3, columns: 4 }, { column: 2, ascending: false });
    const { id } = tab.start(only);
    strike(tab.bench, 'setValues', n, sort);
    tab.drive(id);
    calm(tab);
    expect([looks(), tab.column('current_id')]).toEqual([before, tab.column('root_id')]);
    strike(tab.bench, 'setValues', n, () =>
      grid.sort({ row: 2, column: 1, rows: 3, columns: 4 }, { column: 2, ascending: true }),
    );
    tab.bench.call('undo', []);
    expect(looks()).toEqual(before);
    expect(tab.column('notes').map((note) => note.replace('note', 'old'))).toEqual(tab.column('current_id'));
  },
);

describe('links behind parts of a text that a run replaces', () => {
  const linksAt = ({ grid }: Tab, row: number, column = 3) =>
    grid.view(row, column).links.map(({ start, end, url }) => [start, end, url]);
  const linked = (): Tab => {
    const tab = filled();
    tab.grid.setRichText(2, 3, 'old 0', [{ start: 0, end: 3, url: 'https://a.example/0' }]);
    tab.grid.setRichText(4, 3, 'old 2', [
      { start: 0, end: 1, url: 'https://a.example/1' },
      { start: 4, end: 5, url: 'https://a.example/2' },
    ]);
    return tab;
  };
  const LINKS = [
    [[0, 3, 'https://a.example/0']],
    [],
    [
      [0, 1, 'https://a.example/1'],
      [4, 5, 'https://a.example/2'],
    ],
  ];

  test('Undo gives them back, also after a sort', () => {
    const tab = linked();
    tab.drive(tab.start(only).id);
    expect([2, 3, 4].flatMap((row) => linksAt(tab, row))).toEqual([]);
    tab.grid.sort({ row: 2, column: 1, rows: 3, columns: 3 }, { column: 2, ascending: false });
    tab.bench.call('undo', []);
    expect(tab.column('current_id')).toEqual([...OLD].reverse());
    expect([4, 3, 2].map((row) => linksAt(tab, row))).toEqual(LINKS);
  });

  test.each([1, 2, 3, 4])(
    'rows are sorted at write %i of a run, and of Undo: none is on another row',
    (n) => {
      const tab = linked();
      const { id } = tab.start(only);
      const sort = (ascending: boolean) =>
        strike(tab.bench, 'setValues', n, () =>
          tab.grid.sort({ row: 2, column: 1, rows: 3, columns: 3 }, { column: 2, ascending }),
        );
      sort(false);
      tab.drive(id);
      sort(true);
      tab.bench.call('undo', []);
      calm(tab);
      const byNote = tab.column('notes').map((note, i) => [note, linksAt(tab, 2 + i)] as const);
      for (const [note, links] of byNote) {
        const own = LINKS[Number(note.slice(5))]!;
        expect([own, []]).toContainEqual(links);
      }
      expect(tab.column('notes').map((note) => note.replace('note', 'old'))).toEqual(
        tab.column('current_id'),
      );
    },
  );
});
