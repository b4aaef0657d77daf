/** When triggers are due, hour by hour. */

import { calendarFields } from '../../src/sheet/values/calendar-fields';
import { seededRandom } from '../../src/world/random';
import { type Schedule, Triggers } from '../../src/world/triggers';

const HOUR = 3600_000;
const START = Date.UTC(2026, 2, 1, 10, 17);

/** All times at which a schedule fires within some days. */
function firings(schedule: Schedule, days: number, seed = 1): number[] {
  let now = START;
  const triggers = new Triggers(seededRandom(seed), () => now);
  const record = triggers.add({ user: 'a', fn: 'f', event: 'CLOCK', workbook: 'w', schedule });
  const times: number[] = [];
  while (record.due !== null && record.due <= START + days * 24 * HOUR) {
    now = record.due;
    times.push(now);
    triggers.passed(record);
  }
  return times;
}

test.each([1, 2, 3, 4, 5])('hourly: the minute is random and kept, seed %i', (seed) => {
  const times = firings({ kind: 'hours', every: 1 }, 3, seed);
  expect(times.length).toBe(72);
  expect(new Set(times.map((time) => time % HOUR)).size).toBe(1);
  expect(times[0]! - START).toBeGreaterThan(0);
  expect(times[0]! - START).toBeLessThanOrEqual(HOUR);
});

test('different seeds, different minutes', () => {
  const minutes = [1, 2, 3, 4, 5, 6].map((seed) => firings({ kind: 'hours', every: 1 }, 1, seed)[0]! % HOUR);
  expect(new Set(minutes).size).toBeGreaterThan(3);
});

const daily = (more: Partial<Extract<Schedule, { kind: 'days' }>>): Schedule => ({
  kind: 'days',
  every: 1,
  hour: 2,
  weekday: null,
  monthDay: null,
  zone: 'UTC',
  ...more,
});

test.each(['UTC', 'America/New_York', 'Europe/Vienna', 'Asia/Kolkata'])(
  'daily at 2 in %s, over a change of the clocks',
  (zone) => {
    const times = firings(daily({ zone }), 60);
    const hours = times.map((time) => calendarFields(zone, time).hour);
    // On the spring day without a 2 o'clock nothing fires.
    const skippedHours = zone === 'America/New_York' || zone === 'Europe/Vienna' ? 1 : 0;
    expect(hours.every((hour) => hour === 2)).toBe(true);
    expect(Math.abs(times.length - (60 - skippedHours))).toBeLessThanOrEqual(1);
  },
);

test('every third day', () => {
  const times = firings(daily({ every: 3 }), 30);
  expect(times.slice(1).map((time, k) => time - times[k]!)).toEqual(
    new Array(times.length - 1).fill(72 * HOUR),
  );
});

test('weekly on Friday', () => {
  const times = firings(daily({ every: 7, weekday: 5 }), 35);
  expect(times.map((time) => new Date(time).getUTCDay())).toEqual([5, 5, 5, 5, 5]);
});

test('monthly on the 31st skips short months', () => {
  const months = firings(daily({ monthDay: 31 }), 200).map((time) => new Date(time).getUTCMonth());
  expect(months).toEqual([2, 4, 6, 7]);
});

test('a clock that jumped fires once and goes on from there', () => {
  let now = START;
  const triggers = new Triggers(seededRandom(9), () => now);
  const record = triggers.add({
    user: 'a',
    fn: 'f',
    event: 'CLOCK',
    workbook: 'w',
    schedule: { kind: 'hours', every: 1 },
  });
  now = record.due! + 10.5 * HOUR;
  triggers.passed(record);
  expect(record.due!).toBeGreaterThan(now);
  expect(record.due! - now).toBeLessThanOrEqual(HOUR);
});

test('the earliest due comes first; once is once', () => {
  const triggers = new Triggers(seededRandom(1), () => START);
  const add = (user: string, at: number) =>
    triggers.add({ user, fn: 'f', event: 'CLOCK', workbook: 'w', schedule: { kind: 'once', at } });
  const late = add('a', START + 2000);
  const soon = add('b', START + 1000);
  expect(triggers.dueBy(START + 500)).toBeNull();
  expect(triggers.dueBy(START + 5000)).toBe(soon);
  triggers.passed(soon);
  expect(triggers.dueBy(START + 5000)).toBe(late);
  expect(triggers.list('b')).toEqual([soon]);
  expect(triggers.remove(soon.id)).toBe(true);
  expect(triggers.remove(soon.id)).toBe(false);
  expect(triggers.get(late.id)).toBe(late);
});

test.each([
  ['UTC', '2026-07-04T00:00:00Z', [2026, 7, 4, 0, 6, 0]],
  ['America/New_York', '2026-07-04T00:00:00Z', [2026, 7, 3, 20, 5, -240]],
  ['America/New_York', '2026-01-04T00:00:00Z', [2026, 1, 3, 19, 6, -300]],
  ['Asia/Kolkata', '2026-12-31T20:00:00Z', [2027, 1, 1, 1, 5, 330]],
  ['GMT-5', '2026-01-01T02:00:00Z', [2025, 12, 31, 21, 3, -300]],
])('%s at %s', (zone, instant, [year, month, day, hour, weekday, offset]) => {
  expect(calendarFields(zone, Date.parse(instant))).toMatchObject({
    year,
    month,
    day,
    hour,
    weekday,
    offset,
  });
});

test('times before 1970 keep their milliseconds', () => {
  expect(calendarFields('UTC', -1)).toMatchObject({ year: 1969, second: 59, milli: 999 });
});
