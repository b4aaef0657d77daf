/** What people do to a sheet while the add-on writes, each as it was seen to go wrong once. */
import { failures, Kill } from '@tracer-tools/apps-script';
import type { CellValue, Grid } from '@tracer-tools/apps-script/sheet';
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
import { sweepLayout } from '../../workbench/sweep/layout';

const cave = createCaveSandbox({ origin: CAVE_ORIGIN, now: () => START });
const small = isSmallIn(cave);
const IDS = cave.truth.findCurrent(6, small);
const [A, B, C, D] = IDS as [string, string, string, string];

const tabOf = (rows: (CellValue | null)[][], bench = workbench({ cave })) => filledTab(rows, bench);

describe('1: a column is inserted or deleted while a step writes', () => {
  test.each([1, 2, 3, 4, 5])('at write %i of a step, and of Undo', (n) => {
    const tab = tabOf([
      ['root_id', 'notes', 'pct', 'current_id', 'share'],
      ...rowsOf(
        [A, B, C],
        (i) => i + 0.5,
        (i) => `old ${i}`,
        () => '',
      ),
    ]);
    const { id } = tab.start();
    strike(tab.bench, 'setValues', n, () => tab.grid.insertColumns(3, 1));
    expect(tab.drive(id)).toMatchObject({ state: 'done' });
    calm(tab);
    expect([tab.column('root_id'), tab.column('notes'), tab.column('pct')]).toEqual([
      [A, B, C],
      ['note 0', 'note 1', 'note 2'],
      ['0.5', '1.5', '2.5'],
    ]);
    expect(tab.column('current_id')).toEqual([A, B, C]);
    strike(tab.bench, 'setValues', n, () => tab.grid.deleteColumns(2, 1));
    tab.bench.call('undo', []);
    calm(tab);
    expect([tab.column('root_id'), tab.column('pct')]).toEqual([
      [A, B, C],
      ['0.5', '1.5', '2.5'],
    ]);
    expect(tab.column('current_id')).toEqual(['old 0', 'old 1', 'old 2']);
  });
});

test.each([4, 5, 6, 7, 8, 9])(
  '1: a column is inserted at look %i of a step, or deleted at one of Undo',
  (n) => {
    const filled = rowsOf(
      [A, B, C],
      (i) => i + 0.5,
      (i) => `old ${i}`,
    );
    const tab = tabOf([['root_id', 'notes', 'pct', 'current_id'], ...filled]);
    const { id } = tab.start({ headers: ['current_id'] });
    strike(tab.bench, 'getDataRange', n, () => tab.grid.insertColumns(3, 1));
    expect(tab.drive(id)).toMatchObject({ state: 'done' });
    calm(tab);
    expect([tab.column('pct'), tab.column('current_id')]).toEqual([
      ['0.5', '1.5', '2.5'],
      [A, B, C],
    ]);
    strike(tab.bench, 'getDataRange', n, () => tab.grid.deleteColumns(2, 1));
    tab.bench.call('undo', []);
    calm(tab);
    expect([tab.column('pct'), tab.column('current_id')]).toEqual([
      ['0.5', '1.5', '2.5'],
      ['old 0', 'old 1', 'old 2'],
    ]);
  },
);

test('2: a title row holds the text of the header in another column', () => {
  const tab = tabOf([
    ['', 'notes on', 'root_id'],
    ['root_id', 'notes', 'points'],
    ...rowsOf([A, B], () => 7),
  ]);
  expect(tab.drive(tab.start({ firstRow: 3 }).id)).toMatchObject({ state: 'done', done: 2 });
  expect([tab.column('points'), tab.shown(3, 4, 2, 1)]).toEqual([
    ['7', '7'],
    [[A], [B]],
  ]);
});

test('3: a column without a header is refused, whatever stands above its first entry', () => {
  const ids = tabOf([['', 'notes'], ['NA', 'x'], ...rowsOf([A, B])]);
  expect(ids.bench.attempt('startJob', [ids.plan()])).toMatchObject({ ok: false, error: { code: 'INPUT' } });
  const links = tabOf([[''], [''], ['https://a.example/#!1'], ['https://a.example/#!2']]);
  const answer = links.bench.attempt('startJob', [links.plan({ kind: 'doctor', headers: ['link_verdict'] })]);
  expect(answer).toMatchObject({ ok: false, error: { message: expect.stringContaining('has no header') } });
  expect([ids.grid.lastColumn(), links.grid.lastColumn()]).toEqual([2, 1]);
});

test('4: a formula in a column of ours, a sort and a kill', () => {
  const rows = rowsOf([C, A, B], (i) => (i === 1 ? '=40+2' : ''));
  const tab = tabOf([['root_id', 'notes', 'current_id'], ...rows]);
  const { id } = tab.start({ headers: ['current_id'] });
  strike(tab.bench, 'setValues', 3, () => {
    tab.grid.sort({ row: 2, column: 1, rows: 3, columns: 3 }, { column: 1, ascending: true });
    strike(tab.bench, 'getDataRange', 1, () => {
      throw new Kill('power loss');
    });
  });
  tab.bench.attempt('stepJob', [id]);
  calm(tab);
  tab.bench.call('resumeJob', [id]);
  expect(tab.drive(id)).toMatchObject({ state: 'done' });
  const byId = new Map(tab.column('root_id').map((key, i) => [key, tab.grid.view(i + 2, 3)]));
  expect(byId.get(A)).toMatchObject({ formula: '=40+2', value: 42 });
  expect([byId.get(B)!.value, byId.get(C)!.value]).toEqual([B, C]);
});

test('5: "keep filled cells" keeps one whose value was written elsewhere', () => {
  const tab = tabOf([
    ['root_id', 'notes', 'share'],
    ...rowsOf([A, A, B], (i) => (i === 1 ? 1 : i === 2 ? true : '')),
  ]);
  const job = tab.drive(tab.start({ headers: ['share'], replace: false }).id);
  expect(job).toMatchObject({ state: 'done', skipped: 2 });
  expect(tab.grid.values({ row: 2, column: 3, rows: 3, columns: 1 })).toEqual([[1], [1], [true]]);
  tab.bench.call('undo', []);
  expect(tab.grid.values({ row: 2, column: 3, rows: 3, columns: 1 })).toEqual([[''], [1], [true]]);
});

test('5: also one that holds what the run has written beside another id', () => {
  const tab = tabOf([['root_id', 'notes', 'current_id'], ...rowsOf([A, B], (i) => (i === 1 ? text(A) : ''))]);
  const job = tab.drive(tab.start({ headers: ['current_id'], replace: false }).id);
  expect(job).toMatchObject({ state: 'done', skipped: 1 });
  expect(tab.column('current_id')).toEqual([A, A]);
  tab.bench.call('undo', []);
  expect(tab.column('current_id')).toEqual(['', A]);
});

test('6: TT changes is deleted during a run: it stops in words; after a run: Undo says so, and does not count', () => {
  const tab = tabOf([['root_id', 'notes'], ...rowsOf([A, B, C])]);
  const first = tab.drive(tab.start().id);
  tab.bench.book.removeGrid(tab.bench.book.grid('TT changes')!.id);
  const undo = tab.bench.attempt('undo', []);
  expect(undo).toMatchObject({
    ok: false,
    error: { message: expect.stringMatching(/TT changes.*deleted or changed/) },
  });
  expect(tab.bench.call('jobs', [])[0]).toMatchObject({ id: first.id, undone: false });
  const { id } = tab.start({ kind: 'anchors', headers: ['anchor_supervoxel', 'point'] });
  tab.bench.call('stepJob', [id]);
  tab.bench.book.removeGrid(tab.bench.book.grid('TT changes')!.id);
  expect(tab.drive(id)).toMatchObject({ state: 'failed', message: expect.stringContaining('TT changes') });
});

test('7: a row is inserted during Undo: every row is given back, and Undo may be taken again', () => {
  const tab = tabOf([['root_id', 'notes', 'current_id'], ...rowsOf([A, B, C], (i) => `old ${i}`)]);
  const { id } = tab.start({ headers: ['current_id'] });
  tab.drive(id);
  strike(tab.bench, 'setValues', 2, () => tab.grid.insertRows(2, 1));
  expect(tab.bench.call('undo', [])).toMatchObject({ restored: 3, left: 0 });
  calm(tab);
  expect(tab.column('current_id')).toEqual(['', 'old 0', 'old 1', 'old 2']);
  expect(tab.bench.call('undo', [id])).toMatchObject({ restored: 0, left: 0 });
});

test('8: a run that is killed at any write can be cancelled and undone', () => {
  for (let n = 1; n <= 8; n++) {
    const tab = tabOf([['root_id', 'notes', 'current_id'], ...rowsOf([A, B], (i) => `old ${i}`)]);
    tab.bench.host.world.switches.killLosesBufferedWrites = n % 2 === 0;
    const { id } = tab.start({ headers: ['current_id'] });
    strike(tab.bench, n > 4 ? 'flush' : 'setValues', n > 4 ? n - 4 : n, () => {
      throw new Kill('power loss');
    });
    tab.bench.attempt('stepJob', [id]);
    calm(tab);
    const replaced = tab.column('current_id').some((cell) => !cell.startsWith('old'));
    const job = tab.bench.call('cancelJob', [id]);
    expect({ n, canUndo: job.canUndo || !replaced }).toEqual({ n, canUndo: true });
    if (job.canUndo) tab.bench.call('undo', []);
    expect({ n, cells: tab.column('current_id') }).toEqual({ n, cells: ['old 0', 'old 1'] });
  }
});

test('9: somebody starts a run between two steps of mine: nothing is thrown away, and each sees whose it is', () => {
  const tab = tabOf([['root_id', 'notes', 'current_id'], ...rowsOf([A, B], (i) => `old ${i}`)]);
  const { bench } = tab;
  bench.call('saveToken', [cave.token], EDITOR);
  const mine = tab.start({ headers: ['current_id'] });
  const same = bench.attempt('startJob', [tab.plan({ headers: ['current_id'] })], EDITOR);
  expect(same).toMatchObject({
    ok: false,
    error: {
      code: 'BUSY',
      message: expect.stringMatching(new RegExp(`of ${OWNER} is not finished in current_id .*0 of 2`)),
    },
  });
  const beside = bench.call('startJob', [tab.plan({ kind: 'anchors', headers: ['point'] })], EDITOR);
  expect(tab.drive(beside.id, EDITOR)).toMatchObject({ state: 'done' });
  expect(tab.drive(mine.id)).toMatchObject({ state: 'done', done: 2 });
  expect(bench.call('jobs', []).map(({ id, startedBy }) => [id, startedBy])).toEqual([
    [beside.id, EDITOR],
    [mine.id, OWNER],
  ]);
  bench.call('undo', [mine.id]);
  expect([tab.column('current_id'), tab.column('point').every((cell) => cell !== '')]).toEqual([
    ['old 0', 'old 1'],
    true,
  ]);
});

test('9: an earlier run is undone where no later one touched its cells', () => {
  const tab = tabOf([['root_id', 'notes', 'current_id'], ...rowsOf([A, B, C], (i) => `old ${i}`)]);
  const first = tab.drive(tab.start({ headers: ['current_id'] }).id);
  tab.put(3, 3, [['typed']]);
  const later = tab.drive(tab.start({ headers: ['current_id'], firstRow: 3, lastRow: 3 }).id);
  expect(later).toMatchObject({ state: 'done', done: 1 });
  expect(tab.bench.call('undo', [first.id])).toMatchObject({ restored: 2, left: 1 });
  expect(tab.column('current_id')).toEqual(['old 0', B, 'old 2']);
});

describe('10: an id in several rows', () => {
  const filled = () =>
    tabOf([['root_id', 'notes', 'current_id'], ...rowsOf([A, B, A, A], (i) => `old ${i}`)]);
  test('Undo after a sort gives each copy its own', () => {
    const tab = filled();
    tab.drive(tab.start({ headers: ['current_id'] }).id);
    tab.grid.sort({ row: 2, column: 1, rows: 4, columns: 3 }, { column: 2, ascending: false });
    expect(tab.bench.call('undo', [])).toMatchObject({ restored: 4 });
    expect(tab.shown(2, 2, 4, 2)).toEqual([3, 2, 1, 0].map((i) => [`note ${i}`, `old ${i}`]));
  });
  test('and after one copy is deleted', () => {
    const tab = filled();
    tab.drive(tab.start({ headers: ['current_id'] }).id);
    tab.grid.deleteRows(2, 1);
    tab.bench.call('undo', []);
    expect(tab.column('current_id')).toEqual(['old 1', 'old 2', 'old 3']);
  });
  test('copies that nobody can tell apart are left alone and counted, where one is gone', () => {
    const tab = tabOf([
      ['root_id', 'current_id'],
      [text(A), 'old a'],
      [text(A), 'old b'],
      [text(B), 'old c'],
    ]);
    tab.drive(tab.start({ headers: ['current_id'] }).id);
    tab.grid.deleteRows(2, 1);
    expect(tab.bench.call('undo', [])).toMatchObject({ restored: 1, left: 1 });
    expect(tab.column('current_id')).toEqual([A, 'old c']);
  });
});

describe('10: an id is edited', () => {
  test.each(['insertRowsAfter', 'setValues'])(
    'while the report is written (%s): it is answered before the run ends',
    (method) => {
      const [stale] = cave.truth.sampleStale(300).filter(small);
      const tab = tabOf([['root_id', 'notes', 'current_id'], ...rowsOf([stale!, B], () => '')]);
      const { id } = tab.start({ headers: ['current_id'] });
      let isReport = false;
      tab.bench.host.hooks.beforeCall = (_service, called) => {
        isReport ||= tab.bench.book.grid('TT report') !== null;
        if (!isReport || called !== method) return;
        tab.bench.host.hooks.beforeCall = undefined;
        tab.put(3, 1, [[text(A)]]);
      };
      expect(tab.drive(id)).toMatchObject({ state: 'done' });
      expect(tab.column('current_id')[1]).toBe(A);
      const report = tab.bench.book.grid('TT report')!;
      expect(report.lastRow()).toBe(2);
    },
  );

  /** Its answer has no share. */
  const unclear = cave.truth.findStale(1, small)[0]!;
  const filled = () => {
    const tab = tabOf([
      ['root_id', 'notes', 'share'],
      ...rowsOf([unclear, B, ''], (i) => (i < 2 ? i + 5 : '')),
    ]);
    return { tab, id: tab.start().id };
  };

  test.each([1, 2, 3, 4])(
    'after the run wrote a blank beside it, at flush %i: Undo gives the old value',
    (n) => {
      const { tab, id } = filled();
      strike(tab.bench, 'flush', n, () => tab.put(2, 1, [[text(A)]]));
      tab.drive(id);
      calm(tab);
      tab.bench.call('undo', []);
      expect(tab.column('share')).toEqual(['5', '6', '']);
    },
  );

  test('before Undo, to an id that stands elsewhere: a blank cell stays blank', () => {
    const { tab, id } = filled();
    tab.drive(id);
    expect(tab.column('share')).toEqual(['', '1', '']);
    tab.put(4, 1, [[text(unclear)]]);
    tab.bench.call('undo', []);
    expect(tab.column('share')).toEqual(['5', '6', '']);
  });
});

describe.each([1, 2, 3, 4])('1: killed at flush %i', (n) => {
  const filled = () => tabOf([['root_id', 'notes', 'current_id'], ...rowsOf([A, B, C], (i) => `old ${i}`)]);
  const killAnd = ({ bench }: Tab, happen: () => void) =>
    strike(bench, 'flush', n, () => {
      happen();
      throw new Kill('power loss');
    });

  test('ids that somebody exchanges or clears, and that our column holds too, stay as they are', () => {
    const tab = filled();
    const { id } = tab.start();
    killAnd(tab, () => tab.put(2, 1, [[text(B)], [''], [text(A)]]));
    tab.bench.attempt('stepJob', [id]);
    tab.bench.attempt('resumeJob', [id]);
    tab.drive(id);
    calm(tab);
    expect(tab.column('root_id')).toEqual([B, '', A]);
    killAnd(tab, () => tab.put(2, 1, [[''], [text(C)], ['']]));
    tab.bench.attempt('undo', []);
    tab.bench.attempt('undo', []);
    calm(tab);
    expect(tab.column('root_id')).toEqual(['', C, '']);
  });

  // The fourth is that of the cells. Where it is carried out beside our column, nothing tells the rows.
  test.each(n < 4 ? [true, false] : [true])(
    'ids sorted alone and a column inserted stay so, buffered writes lost: %p',
    (lost) => {
      const tab = filled();
      const ids = [A, B, C].sort().reverse();
      tab.put(
        2,
        1,
        ids.map((each) => [text(each)]),
      );
      tab.bench.host.world.switches.killLosesBufferedWrites = lost;
      const sortAnd = (ascending: boolean, column: number) =>
        killAnd(tab, () => {
          tab.grid.sort({ row: 2, column, rows: 3, columns: 1 }, { column, ascending });
          tab.grid.insertColumns(1, 1);
        });
      const { id } = tab.start({ headers: ['current_id'] });
      sortAnd(true, 1);
      tab.bench.attempt('stepJob', [id]);
      tab.bench.attempt('resumeJob', [id]);
      expect(tab.drive(id)).toMatchObject({ state: 'done' });
      calm(tab);
      const moved = tab.shown(1, 1, 1, 1)[0]![0] === '';
      expect(tab.column('root_id')).toEqual(moved ? [...ids].reverse() : ids);
      sortAnd(false, moved ? 2 : 1);
      tab.bench.attempt('undo', []);
      tab.bench.attempt('undo', []);
      calm(tab);
      expect(tab.column('root_id')).toEqual(ids);
      expect(tab.column('notes')).toEqual(['note 0', 'note 1', 'note 2']);
    },
  );
});

test.each([1, 2, 3])(
  '1: a column is inserted at write %i, which is killed, and taken out again before the run goes on',
  (n) => {
    const tab = tabOf([['root_id', 'notes', 'current_id'], ...rowsOf([A, B, C], (i) => `old ${i}`)]);
    const { id } = tab.start({ headers: ['current_id'] });
    tab.bench.host.world.switches.killLosesBufferedWrites = false;
    strike(tab.bench, 'setValues', n, () => {
      tab.grid.insertColumns(1, 1);
      strike(tab.bench, 'flush', 1, () => {
        throw new Kill('power loss');
      });
    });
    tab.bench.attempt('stepJob', [id]);
    calm(tab);
    tab.grid.deleteColumns(1, 1);
    tab.bench.attempt('resumeJob', [id]);
    expect(tab.drive(id)).toMatchObject({ state: 'done' });
    expect(tab.column('notes')).toEqual(['note 0', 'note 1', 'note 2']);
    expect(tab.column('current_id')).toEqual([A, B, C]);
  },
);

test.each([1, 2, 3, 4])(
  '10: a column of ours is deleted, and a step killed at flush %i: Undo gives back the others',
  (n) => {
    const rows = rowsOf(
      [A, B],
      (i) => `old ${i}`,
      (i) => i + 5,
    );
    const tab = tabOf([['root_id', 'notes', 'current_id', 'share'], ...rows]);
    const { id } = tab.start();
    strike(tab.bench, 'flush', n, () => {
      tab.grid.deleteColumns(4, 1);
      throw new Kill('power loss');
    });
    tab.bench.attempt('stepJob', [id]);
    tab.bench.attempt('resumeJob', [id]);
    expect(tab.drive(id)).toMatchObject({ state: 'failed' });
    tab.bench.call('undo', []);
    expect(tab.column('current_id')).toEqual(['old 0', 'old 1']);
  },
);

test.each([1, 2, 3, 4])('11: rows without an id keep their values when rows move at write %i', (n) => {
  const rows = rowsOf([A, '', B, ''], (i) => (i % 2 === 1 ? `heading ${i}` : ''));
  const tab = tabOf([['root_id', 'notes', 'current_id'], ...rows]);
  const { id } = tab.start({ headers: ['current_id'] });
  strike(tab.bench, 'setValues', n, () => tab.grid.deleteRows(2, 1));
  expect(tab.drive(id)).toMatchObject({ state: 'done' });
  expect(tab.column('notes').map((note, i) => [note, tab.column('current_id')[i]])).toEqual([
    ['note 1', 'heading 1'],
    ['note 2', B],
    ['note 3', 'heading 3'],
  ]);
});

describe('12: our column lies in the spill of an array formula', () => {
  test('the array is left alone and counted; below it ours are written', () => {
    const rows = rowsOf([A, B, C, D], (i) => (i === 0 ? '=ARRAYFORMULA({7;8})' : ''));
    const tab = tabOf([['root_id', 'notes', 'share'], ...rows]);
    expect(tab.bench.call('preview', [tab.plan({ headers: ['share'] })])).toMatchObject({
      notWritten: { count: 2, cells: ['C2', 'C3'] },
    });
    const job = tab.drive(tab.start({ headers: ['share'] }).id);
    expect(job).toMatchObject({ state: 'done', left: 2 });
    expect(tab.column('share')).toEqual(['7', '8', '1', '1']);
    tab.bench.call('undo', []);
    expect(tab.column('share')).toEqual(['7', '8', '', '']);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('rows are sorted at flush %i: Undo leaves nothing of ours', (n) => {
    const rows = rowsOf(IDS, (i) => (i === 1 ? '=ARRAYFORMULA({7;8;9})' : ''));
    const tab = tabOf([['root_id', 'notes', 'share'], ...rows]);
    const { id } = tab.start({ headers: ['share'] });
    strike(tab.bench, 'flush', n, () =>
      tab.grid.sort({ row: 2, column: 1, rows: IDS.length, columns: 3 }, { column: 2, ascending: false }),
    );
    expect(tab.drive(id)).toMatchObject({ state: 'done' });
    calm(tab);
    tab.bench.call('undo', []);
    tab.bench.book.settle();
    const at = tab.column('notes').indexOf('note 1');
    expect(tab.column('share').slice(0, IDS.length)).toEqual(
      IDS.map((_id, i) => (i >= at && i < at + 3 ? String(7 + i - at) : '')),
    );
  });

  test('also where it comes from the left, or fills blanks', () => {
    const rows = rowsOf(
      [A, B],
      (i) => (i === 0 ? '=ARRAYFORMULA({1,2;3,4})' : ''),
      () => '',
    );
    const left = tabOf([['root_id', 'notes', 'x', 'share'], ...rows]);
    expect(left.drive(left.start({ headers: ['share'] }).id)).toMatchObject({ state: 'done', left: 2 });
    expect(left.shown(2, 3, 2, 2)).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    const blanks = tabOf([
      ['root_id', 'notes', 'share'],
      ...rowsOf([A, B, C], (i) => (i === 0 ? '=ARRAYFORMULA(IF({1;0;1}=1,"x",""))' : '')),
    ]);
    expect(blanks.drive(blanks.start({ headers: ['share'] }).id)).toMatchObject({ state: 'done', left: 3 });
    expect(blanks.column('share')).toEqual(['x', '', 'x']);
  });
});

test('13: an old text of 49,999 characters is replaced, and given back', () => {
  const long = `x"${'y'.repeat(49_997)}`;
  const tab = tabOf([
    ['root_id', 'notes', 'current_id'],
    ...rowsOf([A, B], (i) => (i === 0 ? text(long) : '')),
  ]);
  expect(tab.drive(tab.start({ headers: ['current_id'] }).id)).toMatchObject({ state: 'done' });
  tab.bench.call('undo', []);
  expect(tab.column('current_id')[0]).toBe(long);
});

test('14: Google’s daily quota is used up: the run waits and says so, and no cell says "permission"', () => {
  const tab = tabOf([['root_id', 'notes'], ...rowsOf(IDS)]);
  const { id } = tab.start();
  let fetches = 0;
  tab.bench.host.hooks.beforeCall = (service) => {
    if (service === 'UrlFetchApp' && ++fetches > 0) throw failures.dailyQuota('urlfetch');
  };
  const job = tab.drive(id);
  calm(tab);
  expect(job).toMatchObject({
    state: 'waiting',
    message: expect.stringContaining('daily quota'),
    failures: [],
  });
  expect(tab.column('current_id').filter((cell) => cell.startsWith('#TT'))).toEqual([]);
  tab.bench.host.clock.advance(24 * 3_600_000);
  tab.bench.call('resumeJob', [id]);
  expect(tab.drive(id)).toMatchObject({ state: 'done', done: IDS.length, failures: [] });
});

test('14: at one request alone: that step writes nothing, and the run waits at once', () => {
  const tab = tabOf([['root_id', 'notes'], ...rowsOf(IDS)]);
  const { id } = tab.start();
  let fetches = 0;
  tab.bench.host.hooks.beforeCall = (service) => {
    if (service === 'UrlFetchApp' && ++fetches === 1) throw failures.dailyQuota('urlfetch');
  };
  expect(tab.bench.call('stepJob', [id])).toMatchObject({ state: 'waiting', done: 0, failures: [] });
  calm(tab);
  expect(tab.column('current_id').join('')).toBe('');
});

test('15: Undo gives back number formats', () => {
  const tab = tabOf([
    ['root_id', 'notes', 'current_id', 'share'],
    ...rowsOf(
      [A, B],
      () => 0.5,
      () => 0.5,
    ),
  ]);
  tab.grid.setNumberFormats({ row: 2, column: 3, rows: 2, columns: 2 }, [
    ['0.00%', '0.00%'],
    ['0.00%', 'yyyy-mm-dd'],
  ]);
  const before = [tab.shown(2, 3, 2, 2), tab.grid.numberFormats({ row: 2, column: 3, rows: 2, columns: 2 })];
  tab.drive(tab.start().id);
  expect(tab.column('current_id')).toEqual([A, B]);
  tab.bench.call('undo', []);
  expect([tab.shown(2, 3, 2, 2), tab.grid.numberFormats({ row: 2, column: 3, rows: 2, columns: 2 })]).toEqual(
    before,
  );
});

test('16: 40 schedules fit, the 41st is refused in words; so is a header of 9,000 characters, with nothing written', () => {
  const tab = tabOf([['root_id', 'notes'], ...rowsOf([A])]);
  for (let i = 0; i < 40; i++)
    tab.bench.call('addSchedule', [tab.plan(), { kind: 'hours', hours: 24 }, 'none']);
  expect(tab.bench.attempt('addSchedule', [tab.plan(), { kind: 'hours', hours: 24 }, 'none'])).toMatchObject({
    ok: false,
    error: { code: 'BIG', message: expect.stringContaining('40 schedules') },
  });
  expect(tab.bench.call('boot', []).schedules).toHaveLength(40);
  tab.put(1, 1, [[`'id ${'x'.repeat(9000)}`]]);
  for (const call of ['startJob', 'preview'] as const) {
    expect(tab.bench.attempt(call, [tab.plan()])).toMatchObject({
      ok: false,
      error: { code: 'BIG', message: expect.stringContaining('shorten it') },
    });
  }
  expect(tab.grid.lastColumn()).toBe(2);
});

test.each([1, 2, 3, 4])('17: a header is renamed after a row was deleted, at write %i', (n) => {
  const tab = tabOf([['root_id', 'notes', 'current_id'], ...rowsOf([A, B, C], (i) => `old ${i}`)]);
  const { id } = tab.start({ headers: ['current_id'] });
  strike(tab.bench, 'setValues', n, () => {
    tab.grid.deleteRows(2, 1);
    tab.put(1, 3, [['latest']]);
  });
  expect(tab.drive(id)).toMatchObject({ state: 'done' });
  expect(tab.shown(1, 1, 3, 3)).toEqual([
    ['root_id', 'notes', 'latest'],
    [B, 'note 1', B],
    [C, 'note 2', C],
  ]);
  tab.bench.call('undo', []);
  expect(tab.column('latest')).toEqual(['old 1', 'old 2']);
});

test('18: a second id column has columns of its own, or the ones that the user names', () => {
  const tab = tabOf([
    ['root_id', 'comparison_root_id'],
    [text(A), text(B)],
    [text(C), text(D)],
  ]);
  tab.drive(tab.start().id);
  const second = tab.bench.call('startJob', [tab.plan({ column: 'B' })]);
  expect(tab.drive(second.id)).toMatchObject({ state: 'done' });
  expect([tab.column('current_id'), tab.column('comparison_root_id_current_id')]).toEqual([
    [A, C],
    [B, D],
  ]);
  const named = { current_id: 'comparison_root_id_latest' };
  const third = tab.bench.call('startJob', [
    tab.plan({ column: 'B', headers: ['current_id'], targets: named }),
  ]);
  expect(tab.drive(third.id)).toMatchObject({ state: 'done' });
  expect(tab.column('comparison_root_id_latest')).toEqual([B, D]);
});

test('18: a column that the user chose by its header is remembered', () => {
  const tab = tabOf([
    ['root_id', 'my ids'],
    [text(A), ''],
    [text(B), ''],
  ]);
  const targets = { current_id: 'my ids' };
  tab.drive(tab.start({ headers: ['current_id'], targets }).id);
  expect(tab.column('my ids')).toEqual([A, B]);
  expect(tab.bench.call('preview', [tab.plan({ headers: ['current_id'] })])).toMatchObject({
    writes: 'B',
    newColumns: [],
  });
});

test('19: damaged ids are counted, and each is refused in its row', () => {
  const tab = tabOf([
    ['root_id', 'notes'],
    [text(A), 'a'],
    [7.2057594e17, 'b'],
    ["'id?", 'c'],
    ['', 'd'],
  ]);
  const job = tab.drive(tab.start().id);
  expect(job).toMatchObject({ state: 'done', done: 3, total: 3 });
  expect(job.failures.map(({ code, count }) => [code, count])).toEqual([
    ['ROUNDED', 1],
    ['ID', 1],
  ]);
  expect(tab.column('current_id')).toEqual([
    A,
    expect.stringMatching(/^#TT ROUNDED/),
    expect.stringMatching(/^#TT ID/),
    '',
  ]);
  tab.bench.call('undo', []);
  expect(tab.grid.lastColumn()).toBe(2);
});

const STRICT = { criterion: 'VALUE_IN_LIST', values: ['yes'], allowInvalid: false, helpText: null };

test('20: filter, hidden and grouped rows, merges, bands, a native table, colours, frozen lines, protection, a checkbox, notes, links', () => {
  const tab = tabOf([
    ['root_id', 'notes', 'current_id', 'share'],
    ...rowsOf(
      IDS.slice(0, 5),
      (i) => `old ${i}`,
      (i) => i + 5,
    ),
  ]);
  const { grid, bench } = tab;
  const all = { row: 1, column: 1, rows: 6, columns: 4 };
  const cell = (row: number, column: number) => ({ row, column, rows: 1, columns: 1 });
  grid.regions.addBanding({ box: all, theme: 'CYAN' });
  grid.regions.addTable({ name: 'Neurons', box: all });
  grid.regions.conditionalFormats = [
    { boxes: [all], criterion: 'CELL_NOT_EMPTY', values: [], background: '#00ff00' },
  ];
  grid.frozen.set('rows', 1, grid.maxRows);
  grid.frozen.set('columns', 1, grid.maxColumns);
  grid.filters.create(all).criteria.set(2, { hiddenValues: ['note 1'], condition: null });
  grid.applyFilter();
  grid.filters.views.push({ title: 'mine', box: all });
  grid.rowStates.shiftDepth(4, 2, 1);
  grid.rowStates.setHidden(4, 2, true);
  grid.columnStates.setHidden(4, 1, true);
  grid.merge({ row: 8, column: 1, rows: 2, columns: 2 });
  grid.setValidation(cell(3, 4), { criterion: 'CHECKBOX', values: [], allowInvalid: false, helpText: null });
  grid.protect(cell(5, 3), ['somebody@example.org']);
  grid.setNotes(cell(2, 3), [['mine']]);
  grid.setRichText(2, 2, 'note 0', [{ start: 0, end: 6, url: 'https://a.example/' }]);
  const before = sweepLayout(grid);
  const link = () => [grid.view(2, 2).links, grid.view(2, 3).note];
  const beside = link();
  const job = tab.drive(tab.start().id);
  expect(job).toMatchObject({ state: 'done', done: 5 });
  expect(job.leftBy).toEqual(
    expect.arrayContaining([
      { reason: 'rule', count: 1 },
      { reason: 'protected', count: 1 },
    ]),
  );
  expect(tab.column('current_id').slice(0, 5)).toEqual(
    IDS.slice(0, 5).map((id, i) => (i === 3 ? 'old 3' : id)),
  );
  expect(tab.column('share').slice(0, 5)).toEqual(['1', '6', '1', '1', '1']);
  expect([sweepLayout(grid), link()]).toEqual([before, beside]);
  bench.call('undo', []);
  expect(tab.column('current_id').slice(0, 5)).toEqual([0, 1, 2, 3, 4].map((i) => `old ${i}`));
  expect(tab.column('share').slice(0, 5)).toEqual(['5', '6', '7', '8', '9']);
  expect([sweepLayout(grid), link()]).toEqual([before, beside]);
});

test.each<[string, (grid: Grid) => void, string[]]>([
  [
    'gets a strict rule',
    (grid) => grid.setValidation({ row: 3, column: 3, rows: 1, columns: 1 }, STRICT),
    [A, 'old 1', C],
  ],
  [
    'is merged into the one above',
    (grid) => grid.merge({ row: 2, column: 3, rows: 2, columns: 1 }),
    [A, '', C],
  ],
])(
  '20: a cell that %s in the moment of the write is given up, the others are written',
  (_what, event, expected) => {
    const tab = tabOf([['root_id', 'notes', 'current_id'], ...rowsOf([A, B, C], (i) => `old ${i}`)]);
    const { id } = tab.start({ headers: ['current_id'] });
    strike(tab.bench, 'setValues', 2, () => event(tab.grid));
    expect(tab.drive(id)).toMatchObject({ state: 'done' });
    calm(tab);
    expect(tab.column('current_id')).toEqual(expected);
    tab.bench.call('undo', []);
    expect(tab.column('current_id').filter((_x, i) => i !== 1)).toEqual(['old 0', 'old 2']);
  },
);

describe('20: a column of ours becomes protected in the moment of the write', () => {
  const OTHERS = ['somebody@example.org'];
  const filled = () =>
    tabOf([
      ['root_id', 'notes', 'current_id', 'share'],
      ...rowsOf(
        [A, B, C],
        (i) => `old ${i}`,
        (i) => i + 5,
      ),
    ]);
  const protect = ({ grid }: Tab, row = 1, rows = 4) =>
    grid.protect({ row, column: 4, rows, columns: 1 }, OTHERS);

  test.each([1, 2, 3, 4])('at write %i: the others are written, and what is not is said', (n) => {
    const tab = filled();
    const { id } = tab.start();
    strike(tab.bench, 'setValues', n, () => protect(tab));
    const job = tab.drive(id);
    calm(tab);
    expect(job).toMatchObject({ state: 'done', done: 3 });
    expect(tab.column('current_id')).toEqual([A, B, C]);
    const isWritten = tab.column('share').join() === '1,1,1';
    if (!isWritten) expect(tab.column('share')).toEqual(['5', '6', '7']);
    expect(job.leftBy).toEqual(isWritten ? [] : [{ reason: 'protected', count: 3 }]);
    const undo = tab.bench.call('undo', []);
    expect(undo).toMatchObject({ restored: 3, left: isWritten ? 3 : 0 });
    expect(tab.column('current_id')).toEqual(['old 0', 'old 1', 'old 2']);
    expect(tab.column('share')).toEqual(isWritten ? ['1', '1', '1'] : ['5', '6', '7']);
    if (isWritten) expect(undo.message).toContain('3 are protected');
  });

  test('one cell alone: its old value and the value that it should have stand in TT changes', () => {
    const tab = filled();
    const { id } = tab.start();
    strike(tab.bench, 'setValues', 2, () => protect(tab, 3, 1));
    expect(tab.drive(id)).toMatchObject({ state: 'done', leftBy: [{ reason: 'protected', count: 1 }] });
    expect(tab.column('share')).toEqual(['1', '6', '1']);
    const record = tab.bench.book.grid('TT changes')!;
    const lines = record.values({ row: 2, column: 1, rows: record.lastRow() - 1, columns: 8 });
    expect(lines.filter((line) => line[5] === 'left').map((line) => [line[3], line[6], line[7]])).toEqual([
      [B, '{"share":6}', '{"share":1}'],
    ]);
  });

  test('and rows are sorted at once: what stands on a wrong row and cannot be set right is named, with what belongs there', () => {
    const tab = filled();
    const { id } = tab.start();
    strike(tab.bench, 'setValues', 3, () => {
      tab.grid.sort({ row: 2, column: 1, rows: 3, columns: 4 }, { column: 2, ascending: false });
      strike(tab.bench, 'getDataRange', 1, () =>
        tab.grid.protect({ row: 1, column: 3, rows: 4, columns: 1 }, OTHERS),
      );
    });
    const job = tab.drive(id);
    calm(tab);
    expect(tab.column('current_id')).toEqual([A, B, C]);
    expect(job).toMatchObject({ state: 'failed', message: expect.stringContaining('C2, C4 could not be') });
    const record = tab.bench.book.grid('TT changes')!;
    const lines = record.values({ row: 2, column: 1, rows: record.lastRow() - 1, columns: 8 });
    expect(lines.filter((line) => line[5] === 'lost').map((line) => line[6])).toEqual([
      '{"C2":"old 2"}',
      '{"C4":"old 0"}',
    ]);
    for (const one of tab.grid.protections.all()) tab.grid.protections.remove(one);
    tab.bench.call('undo', []);
    expect(tab.column('current_id')).toEqual(['old 2', 'old 1', 'old 0']);
  });

  test.each([1, 2, 3, 4, 5])('at write %i of Undo: the others are given back', (n) => {
    const tab = filled();
    tab.drive(tab.start().id);
    strike(tab.bench, 'setValues', n, () => protect(tab));
    const undo = tab.bench.call('undo', []);
    calm(tab);
    expect(tab.column('current_id')).toEqual(['old 0', 'old 1', 'old 2']);
    const given = tab.column('share').filter((cell, i) => cell === `${i + 5}`).length;
    expect([undo.restored, undo.left]).toEqual([3 + given, 3 - given]);
  });
});
