/** Plays that start at a call of the add-on end as complete ones do, and shorter plays hide no error. */
import { createCaveSandbox } from '@tracer-tools/cave';
import { CAVE_ORIGIN as ORIGIN, START, workbench } from '../../workbench/addon/workbench';
import { checkCopies, copyIds } from '../../workbench/sweep/checks/lines';
import { answersOf } from '../../workbench/sweep/drive';
import { newEventLog } from '../../workbench/sweep/event-log';
import { EVENTS } from '../../workbench/sweep/events/events';
import { ForkedPlays } from '../../workbench/sweep/forked-plays';
import { newStage } from '../../workbench/sweep/play';
import { smallNeurons } from '../../workbench/sweep/pool';
import type { EventKind } from '../../workbench/sweep/scene';
import { sheetCases } from '../../workbench/sweep/sheets';
import { snapshotOf, stateText } from '../../workbench/sweep/snapshot';

const cave = createCaveSandbox({ origin: ORIGIN, now: () => START });
const pool = smallNeurons(cave, 4, 3);
const bench = workbench({ cave });
const sheet = sheetCases(pool).find(({ name }) => name === 'filled')!;
const forks = new ForkedPlays(bench, answersOf(bench, pool), { sheet, pool });
const named = (name: string) => EVENTS.find((event) => event.name === name)!;
/** The checks do not know about this event. */
const harm: EventKind = {
  name: 'change a foreign cell',
  happen: ({ grid }) => grid.write({ row: 3, column: 4, rows: 1, columns: 1 }, [[99]]),
};

test('what is wrong is seen wherever it happens, also after plays that ended well', () => {
  const freeze = named('freeze rows');
  for (const phase of ['run', 'undo'] as const) {
    const last = forks.calls(phase).length;
    for (const at of [1, Math.ceil(last / 2), last]) {
      expect({ at, wrong: forks.play(freeze, phase, at, at) }).toEqual({ at, wrong: [] });
      expect(forks.play(harm, phase, at, at).join()).toContain('pct is 99');
      expect({ at, wrong: forks.play(freeze, phase, at, at) }).toEqual({ at, wrong: [] });
    }
  }
  expect(forks.known).toBeGreaterThan(3);
});

test('places at which an event gives what it gave before are left out', () => {
  const calls = forks.calls('run');
  expect(forks.places(harm, 'run').length).toBeLessThan(calls.length);
  expect(forks.places(named('a schedule runs'), 'run')).toHaveLength(calls.length);
  const fetches = calls.filter(([service]) => service === 'UrlFetchApp').length;
  expect(forks.places(named('quota'), 'run')).toHaveLength(fetches);
});

test('an id of a copied row is seen if something else than an event has changed it', () => {
  const { grid } = newStage(bench, { sheet, pool });
  const happened = newEventLog();
  happened.copies.set('note 0', 1);
  happened.copyIds = copyIds(grid, happened);
  expect(checkCopies(grid, happened)).toEqual([]);
  grid.write({ row: 2, column: 1, rows: 1, columns: 1 }, [["'1"]]);
  expect(checkCopies(grid, happened)).toEqual([`note 0, copied: root_id is 1, not ${sheet.rows[0]!.id}`]);
});

test('a snapshot is taken back in place, with everything that came or went since', () => {
  const shared = { value: 1 };
  const root = { list: [1, shared], map: new Map<string, unknown>([['a', shared]]), set: new Set([shared]) };
  const [before, restore] = [stateText([root]), snapshotOf([root])];
  Object.assign(root, { more: [1] });
  root.list.push(3);
  root.map.clear();
  root.set.add({ value: 2 });
  shared.value = 7;
  expect(stateText([root])).not.toBe(before);
  restore();
  expect(stateText([root])).toBe(before);
  expect(root.list[1]).toBe(shared);
  expect(stateText([{ a: shared, b: shared }])).not.toBe(stateText([{ a: shared, b: { value: 1 } }]));
});
