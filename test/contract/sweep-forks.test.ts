/** Plays that start at a call of the add-on end as complete ones do, and shorter plays hide no error. */
import { createCaveSandbox } from '@tracer-tools/cave';
import { CAVE_ORIGIN as ORIGIN, START, workbench } from '../../workbench/addon/workbench';
import { casesOf, LONG } from '../../workbench/long';
import { random } from '../../workbench/random';
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
const SEED = Number(process.env.FIRST_SEED ?? 12);
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
      expect({ at, wrong: forks.play(freeze, phase, at, at).wrong }).toEqual({ at, wrong: [] });
      expect(forks.play(harm, phase, at, at).wrong.join()).toContain('pct is 99');
      expect({ at, wrong: forks.play(freeze, phase, at, at).wrong }).toEqual({ at, wrong: [] });
    }
  }
  expect(forks.known).toBeGreaterThan(3);
});

test('an event that waits for a call has its places at such calls', () => {
  const fetches = forks.calls('run').filter(([service]) => service === 'UrlFetchApp').length;
  expect(forks.places(named('quota'), 'run')).toHaveLength(fetches);
  expect(forks.places(harm, 'run')).toHaveLength(forks.calls('run').length);
});

/** Of many kinds: what changes nothing that the run sees, rows, columns, ids, records, another run, kills. */
const SAMPLED = [
  'freeze rows',
  'kill',
  'insert a row above',
  'swap two ids',
  'type into a cell of ours',
  'delete TT report',
  'move the key column',
  'somebody runs over other columns',
  'Ctrl+Z of what was written',
  'change the datastack',
];
const SAMPLES = casesOf(10, 400);

test(`at ${SAMPLES} places, seed ${SEED}: an event has the same effect as at the last place that is left out for it`, () => {
  const next = random(SEED);
  let [compared, tries] = [0, 0];
  while (compared < SAMPLES) {
    const event = LONG ? EVENTS[Math.floor(next() * EVENTS.length)]! : named(SAMPLED[compared]!);
    const phase = next() < 0.6 ? 'run' : 'undo';
    const at = 1 + Math.floor(next() * forks.calls(phase).length);
    const seed = at + tries++;
    const { equalTo } = forks.play(event, phase, at, seed);
    if (equalTo === at) continue;
    compared++;
    const end = (place: number) => ({
      name: event.name,
      phase,
      at,
      end: forks.endOf(event, phase, place, seed),
    });
    expect(end(equalTo)).toEqual(end(at));
  }
});

test('an event before a call that sees it, or that changes what it changes, is not the same as one after it', () => {
  const calls = forks.calls('run').map(([service, method]) => `${service}.${method}`);
  const row = named('insert a row above');
  const [look, write] = [calls.indexOf('Range.getValues') + 1, calls.indexOf('Range.setValues') + 1];
  expect(forks.play(row, 'run', look, 1).equalTo).toBe(look);
  expect(forks.play(row, 'run', write, 1).equalTo).toBe(write);
  const property = calls.indexOf('Properties.setProperty') + 1;
  expect(forks.play(row, 'run', property, 1).equalTo).toBeGreaterThan(property);
  expect(forks.play(named('kill'), 'run', property, 1).equalTo).toBe(property);
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
