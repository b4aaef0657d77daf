/** A thousand spreadsheets on one script: their hourly runs are spread, and stay within Google's quotas. */
import { minuteOf } from '../../../src/addon/schedules/minute';
import { seeded } from '../../companion/support/fleet';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const SHEETS = 1000;
/** Google's: runs of one script at once, of one user at once; minutes of triggers and requests of one user a day. */
const QUOTAS = { script: 1000, user: 30, triggerMinutes: 90, requests: 20_000 };
/** A run's time budget, minutes: `hourly` begins no step after it. */
const RUN_MINUTES = 3.5;

const idsOf = (random: () => number): string[] =>
  Array.from({ length: SHEETS }, () =>
    Array.from({ length: 44 }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join(''),
  );

/** The most runs under way at once, where each begins at its minute. */
function mostAtOnce(starts: readonly number[]): number {
  let most = 0;
  for (let minute = 0; minute < 60; minute++) {
    const underWay = starts.filter((start) => (minute - start + 60) % 60 < RUN_MINUTES).length;
    most = Math.max(most, underWay);
  }
  return most;
}

test.each([1, 2, 3])(
  'every minute has its share; far fewer run at once than a script may (seed %i)',
  (seed) => {
    const random = seeded(seed);
    const ids = idsOf(random);
    const minutes = ids.map(minuteOf);
    const counts = Array.from(
      { length: 60 },
      (_v, minute) => minutes.filter((each) => each === minute).length,
    );
    expect(Math.min(...counts)).toBeGreaterThan(2);
    expect(Math.max(...counts)).toBeLessThan(40);
    // Google runs them up to 15 minutes earlier or later.
    const late = minutes.map((minute) => (minute + Math.floor(random() * 31) - 15 + 60) % 60);
    for (const starts of [minutes, late]) expect(mostAtOnce(starts)).toBeLessThan(QUOTAS.script / 8);
    // All in one minute, they would meet the quota.
    expect(mostAtOnce(Array(SHEETS).fill(0))).toBe(QUOTAS.script);
  },
);

test('one user with many spreadsheets: runs at once stay under 30, and idle hours cost seconds of the 90 minutes', () => {
  const random = seeded(4);
  const mine = idsOf(random).slice(0, 100).map(minuteOf);
  expect(mostAtOnce(mine)).toBeLessThan(QUOTAS.user);
  // A day's run that asks nobody (nothing is due) takes about two seconds: reading the properties.
  const idleMinutes = (sheets: number) => (sheets * 24 * 2) / 60;
  expect(idleMinutes(100)).toBeLessThan(QUOTAS.triggerMinutes);
});

test('the same spreadsheet has the same minute', () => {
  expect(minuteOf('1abc')).toBe(minuteOf('1abc'));
  expect(minuteOf('')).toBe(0x811c9dc5 % 60);
});
