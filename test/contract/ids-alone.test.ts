/** The ids alone are sorted, columns move, and the step is killed, all in the moment of one write. */
import { Kill } from '@tracer-tools/apps-script';
import { createCaveSandbox } from '@tracer-tools/cave';
import {
  calm,
  tabOf as filledTab,
  isSmallIn,
  idRowsWith as rowsOf,
  strike,
  type Tab,
} from '../../workbench/addon/filled-tab';
import { CAVE_ORIGIN, START, workbench } from '../../workbench/addon/workbench';
import { driveToEnd } from '../../workbench/sweep/drive';

const cave = createCaveSandbox({ origin: CAVE_ORIGIN, now: () => START });
const IDS = cave.truth.findCurrent(4, isSmallIn(cave)).sort().reverse();
const OLD = IDS.map((_id, i) => `old ${i}`);

const filled = (old = OLD): Tab =>
  filledTab(
    [
      ['root_id', 'notes', 'current_id', 'mine', 'type', 'side'],
      ...rowsOf(
        IDS,
        (i) => old[i]!,
        (i) => `mine ${i}`,
        (i) => `type ${i}`,
        (i) => `side ${i}`,
      ),
    ],
    workbench({ cave }),
  );

const only = { headers: ['current_id'] };

type Event = (tab: Tab) => void;
const sortIds: Event = ({ grid }) =>
  grid.sort({ row: 2, column: 1, rows: 4, columns: 1 }, { column: 1, ascending: true });
const COLUMNS: [string, Event][] = [
  ['inserted left of ours', ({ grid }) => grid.insertColumns(2, 1)],
  ['inserted right of ours', ({ grid }) => grid.insertColumns(4, 1)],
  ['deleted left of ours', ({ grid }) => grid.deleteColumns(2, 1)],
  ['of ours moved to the end', ({ grid }) => grid.moveColumns(3, 1, 7)],
];

/** Before the n-th write the ids are sorted alone and the columns change; the step is killed before its flush. */
function strikeAndKill(tab: Tab, n: number, change: Event, isLost: boolean): void {
  tab.bench.host.world.switches.killLosesBufferedWrites = isLost;
  strike(tab.bench, 'setValues', n, () => {
    sortIds(tab);
    change(tab);
    tab.bench.host.hooks.beforeCall = (_service, method) => {
      if (method !== 'flush') return;
      calm(tab);
      throw new Kill();
    };
  });
}

const MINE = IDS.map((_id, i) => `mine ${i}`);
const SORTED = [...IDS].reverse();

/** Each answer beside its id, nothing of the user's changed; and after Undo, what the rows held. */
function expectRight(tab: Tab, id: string, old: string[]): void {
  expect(driveToEnd(tab.bench, id)).toMatchObject({ state: 'done' });
  calm(tab);
  expect([tab.column('root_id'), tab.column('current_id')]).toEqual([SORTED, SORTED]);
  const notes = tab.column('notes');
  expect(tab.column('mine')).toEqual(MINE);
  tab.bench.call('undo', []);
  expect([tab.column('root_id'), tab.column('current_id')]).toEqual([SORTED, old]);
  expect([tab.column('mine'), tab.column('notes')]).toEqual([MINE, notes]);
}

describe.each(COLUMNS)('ids sorted alone, a column %s', (_what, change) => {
  test.each([
    [1, true],
    [1, false],
    [2, true],
    [2, false],
    [3, true],
    [3, false],
  ])('write %i of a run, then a kill; buffered writes are lost: %p', (n, isLost) => {
    const tab = filled();
    const { id } = tab.start(only);
    strikeAndKill(tab, n, change, isLost);
    expectRight(tab, id, OLD);
  });

  test('our column was blank before', () => {
    const blank = OLD.map(() => '');
    const tab = filled(blank);
    const { id } = tab.start(only);
    strikeAndKill(tab, 3, change, false);
    expectRight(tab, id, blank);
  });

  test.each([1, 2])('write %i of Undo, then a kill, and Undo again', (n) => {
    const tab = filled();
    const { id } = tab.start(only);
    tab.drive(id);
    const notes = tab.column('notes');
    strikeAndKill(tab, n, change, false);
    for (let tries = 0; tries < 5 && tab.column('current_id').join() !== OLD.join(); tries++)
      tab.bench.attempt('undo', [id]);
    expect([tab.column('root_id'), tab.column('current_id'), tab.column('mine')]).toEqual([
      SORTED,
      OLD,
      MINE,
    ]);
    expect([notes, []]).toContainEqual(tab.column('notes'));
  });
});
