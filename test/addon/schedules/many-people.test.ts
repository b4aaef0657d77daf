/**
 * 1,000 spreadsheets with hourly schedules on one script, for two days, by simulation: Google's quotas, the minutes that
 * the add-on asks for, and the requests that rounds were measured to make (test/contract/incremental, npm run bench).
 */
import { HOURLY_MS } from '../../../src/addon/jobs/round-time';
import { minuteOf } from '../../../src/addon/schedules/minute';
import { random } from '../../../workbench/random';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Google's: runs of a script at once, of a user at once, requests of a consumer account in a day, trigger time. */
const SCRIPT_RUNS = 1000;
const USER_RUNS = 30;
const DAILY_REQUESTS = 20_000;
const DAILY_TRIGGER_MS = 90 * MINUTE;
/** `nearMinute` keeps within 15 minutes of what was asked for. */
const JITTER = 15 * MINUTE;
/** Details of 10,000 ids took 231 requests. A round without edits takes 3 to open the datastack, and 1 for 2,000 rows. */
const FIRST_REQUESTS = 231 / 10_000;
const OPENING = 3;
const STEP_ROWS = 2000;
const FIRST_MS_AN_ID = 8;
const ROUND_MS = 20_000;
/** Of a column's neurons: edited in an hour. */
const EDITED = 0.002;

interface Sheet {
  id: string;
  user: number;
  rows: number;
}

interface Run {
  user: number;
  start: number;
  end: number;
}

/** A few people have many spreadsheets; most have one or two. Columns have 100 to 10,000 rows. */
function sheetsOf(next: () => number): Sheet[] {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return Array.from({ length: 1000 }, (_x, i) => ({
    id: Array.from({ length: 44 }, () => alphabet[Math.floor(next() * 64)]).join(''),
    user: i < 20 ? 0 : Math.floor(500 * next() ** 2),
    rows: Math.round(100 * 100 ** next()),
  }));
}

interface Load {
  /** The most at once. */
  script: number;
  user: number;
  /** The most of any user in the second day, when every column has had its first round. */
  requests: number;
  firstRequests: number;
  triggerMinutes: number;
}

function simulate(seed: number, minute: (id: string) => number, jitter = JITTER): Load {
  const next = random(seed);
  const runs: Run[] = [];
  const requests = [new Map<number, number>(), new Map<number, number>()];
  const worked = new Map<number, number>();
  for (const { id, user, rows } of sheetsOf(next)) {
    let left = rows * FIRST_MS_AN_ID;
    let isFirst = true;
    for (let hour = 0; hour < 48; hour++) {
      const start = hour * HOUR + minute(id) * MINUTE + (2 * next() - 1) * jitter;
      const edited = rows * EDITED;
      const ms = isFirst
        ? Math.min(left, HOURLY_MS)
        : Math.min(ROUND_MS + edited * FIRST_MS_AN_ID, HOURLY_MS);
      const asked = isFirst
        ? OPENING + (ms / FIRST_MS_AN_ID) * FIRST_REQUESTS
        : OPENING + Math.ceil(rows / STEP_ROWS) + Math.ceil(edited);
      if (isFirst) left -= ms;
      isFirst &&= left > 0;
      runs.push({ user, start, end: start + ms });
      const day = requests[hour < 24 ? 0 : 1]!;
      day.set(user, (day.get(user) ?? 0) + asked);
      if (hour >= 24) worked.set(user, (worked.get(user) ?? 0) + ms);
    }
  }
  const users = new Map<number, Run[]>();
  for (const run of runs) {
    const known = users.get(run.user);
    if (known) known.push(run);
    else users.set(run.user, [run]);
  }
  return {
    script: mostAtOnce(runs),
    user: Math.max(...[...users.values()].map(mostAtOnce)),
    firstRequests: Math.ceil(Math.max(...requests[0]!.values())),
    requests: Math.ceil(Math.max(...requests[1]!.values())),
    triggerMinutes: Math.ceil(Math.max(...worked.values()) / MINUTE),
  };
}

function mostAtOnce(runs: readonly Run[]): number {
  const starts = Float64Array.from(runs, ({ start }) => start).sort();
  const ends = Float64Array.from(runs, ({ end }) => end).sort();
  let ended = 0;
  let most = 0;
  starts.forEach((start, i) => {
    while (ends[ended]! <= start) ended++;
    most = Math.max(most, i + 1 - ended);
  });
  return most;
}

test.each([1, 2])('seed %i: spread over the minutes, within every quota', (seed) => {
  const load = simulate(seed, minuteOf);
  if (process.env.SHOW_LOAD) console.log(load);
  expect(load.script).toBeLessThan(SCRIPT_RUNS / 5);
  expect(load.user).toBeLessThan(USER_RUNS);
  expect(Math.max(load.firstRequests, load.requests)).toBeLessThan(DAILY_REQUESTS);
});

test('without the spread, and a Google that keeps the minute, all would meet', () => {
  expect(simulate(1, () => 0, 0).script).toBe(1000);
  expect(simulate(1, minuteOf, 0).script).toBeLessThan(SCRIPT_RUNS / 5);
});

test('20 hourly spreadsheets of one person take more trigger time than a consumer account has: Google stops them for the day', () => {
  expect(simulate(1, minuteOf).triggerMinutes * MINUTE).toBeGreaterThan(DAILY_TRIGGER_MS);
});

test('spreadsheets whose ids differ in one place get minutes of their own, all 60 of them', () => {
  const minutes = Array.from({ length: 6000 }, (_x, i) => minuteOf(`1AbCdEf${i}`));
  const counts = Array.from({ length: 60 }, (_x, minute) => minutes.filter((each) => each === minute).length);
  expect(Math.min(...counts)).toBeGreaterThan(50);
  expect(Math.max(...counts)).toBeLessThan(150);
});
