/** Scheduled refreshes: whose they are, when they are due, and what is said of the last one. */
import { answerCall } from '../../src/addon/calls';
import {
  addSchedule,
  changeSchedule,
  HOURLY_HANDLER,
  hourly,
  removeSchedule,
  schedules,
  startSchedule,
} from '../../src/addon/schedule';
import type { FakeHost } from '../support/fake-host';
import { testEnvironment } from '../support/sandbox-driver';
import { fill, hostOver, planOf } from './support';

const HOUR = 3_600_000;
const cave = testEnvironment();
const [ID] = cave.sandbox.truth
  .sampleCurrent(50)
  .filter((id) => cave.sandbox.truth.supervoxelCount(id) < 5000) as [string];

function sheetOf(): FakeHost {
  const host = hostOver(cave);
  fill(host, ['root_id'], [[ID]]);
  return host;
}

test.each([0, -1, 1.5, 169, Number.NaN])('every %p hours is refused, and leaves no trigger', (every) => {
  const host = sheetOf();
  expect(() => addSchedule(planOf(host), every, false, host)).toThrow('from 1 hour to 168 hours');
  expect([schedules(host), [...host.handlers]]).toEqual([[], []]);
});

test('added, due, run, and not again before its time', () => {
  const host = sheetOf();
  const [added] = addSchedule(planOf(host, { replace: false }), 24, false, host);
  expect(added).toMatchObject({ column: 'root_id', mine: true, paused: false, lastRun: '', lastResult: '' });
  expect([...host.handlers]).toEqual([HOURLY_HANDLER]);
  hourly(host);
  expect(schedules(host)[0]).toMatchObject({ lastResult: 'None of 1 id was newly out of date' });
  const { lastRun } = schedules(host)[0]!;
  cave.driver.sleep(HOUR);
  hourly(host);
  expect(schedules(host)[0]!.lastRun).toBe(lastRun);
  cave.driver.sleep(23 * HOUR);
  hourly(host);
  expect(schedules(host)[0]!.lastRun > lastRun).toBe(true);
});

test('a paused one does not run; a column that is gone says so', () => {
  const host = sheetOf();
  const { id } = addSchedule(planOf(host), 1, false, host)[0]!;
  changeSchedule(id, { paused: true }, host);
  hourly(host);
  expect(schedules(host)[0]).toMatchObject({ lastRun: '', nextRun: '' });
  changeSchedule(id, { paused: false }, host);
  host.tab.put(1, 1, [['renamed']]);
  hourly(host);
  expect(schedules(host)[0]!.lastResult).toBe('the column "root_id" is no longer in the tab Neurons');
});

test('only its owner changes or removes it, and the last one takes the trigger along', () => {
  const host = sheetOf();
  const { id } = addSchedule(planOf(host), 1, false, host)[0]!;
  host.who = 'ed@example.org';
  expect(() => changeSchedule(id, { paused: true }, host)).toThrow('only they can change it');
  expect(() => removeSchedule(id, host)).toThrow('only they can change it');
  hourly(host);
  expect(schedules(host)[0]).toMatchObject({ mine: false, lastRun: '' });
  host.who = schedules(host)[0]!.owner;
  expect(() => changeSchedule('x', {}, host)).toThrow('no longer there');
  expect(removeSchedule(id, host)).toEqual([]);
  expect([...host.handlers]).toEqual([]);
});

test('a cancelled refresh does not stay "running" in the list', () => {
  const host = sheetOf();
  const { id } = addSchedule(planOf(host), 1, false, host)[0]!;
  const job = startSchedule(id, host);
  expect(schedules(host)[0]!.lastResult).toBe('running');
  answerCall('cancelJob', JSON.stringify([job.id]), host);
  expect(schedules(host)[0]!.lastResult).toBe('cancelled: nothing was written');
});
