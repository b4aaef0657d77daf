/** When schedules are due, against a walk through every quarter of an hour of a year in zones with odd clocks. */

import type { RhythmView } from '../../../src/addon/interfaces/api';
import { checkRhythm, isDue, type LocalTime, nextRun } from '../../../src/addon/schedules/rhythm';

const HOUR = 3_600_000;
const QUARTER = HOUR / 4;

function zone(timeZone: string): LocalTime {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return (at) => format.format(at);
}

const vienna = zone('Europe/Vienna');
const nights: RhythmView = { kind: 'days', hour: 2, days: [1, 2, 3, 4, 5] };
const at = (iso: string) => Date.parse(iso);

test('a schedule by hours is due at once, then after its hours, a drift of the trigger allowed', () => {
  const six: RhythmView = { kind: 'hours', hours: 6 };
  const now = at('2026-11-30T12:00:00Z');
  expect(isDue(six, 0, now, now, vienna)).toBe(true);
  expect(isDue(six, now, now, now + 6 * HOUR - 21 * 60_000, vienna)).toBe(false);
  expect(isDue(six, now, now, now + 6 * HOUR - 19 * 60_000, vienna)).toBe(true);
  expect(nextRun(six, now, now, now + HOUR, vienna)).toBe(now + 6 * HOUR);
});

test('a schedule by days waits for its hour, runs once, and makes up for a missed night once', () => {
  // Monday 30 November, 15:00 in Vienna.
  const result = at('2026-11-30T14:00:00Z');
  expect(isDue(nights, 0, result, result, vienna)).toBe(false);
  const tuesday = at('2026-12-01T01:00:00Z');
  expect(nextRun(nights, 0, result, result, vienna)).toBe(tuesday);
  expect(isDue(nights, 0, result, tuesday - 1, vienna)).toBe(false);
  expect(isDue(nights, 0, result, tuesday + 40 * 60_000, vienna)).toBe(true);
  expect(isDue(nights, tuesday + 40 * 60_000, result, tuesday + 10 * HOUR, vienna)).toBe(false);
  // The night to Wednesday was missed: due in the morning, and not again before Thursday's.
  const morning = at('2026-12-02T08:00:00Z');
  expect(isDue(nights, tuesday, result, morning, vienna)).toBe(true);
  expect(nextRun(nights, tuesday, result, morning, vienna)).toBe(morning);
  expect(nextRun(nights, morning, result, morning, vienna)).toBe(at('2026-12-03T01:00:00Z'));
});

test('over the weekend it rests', () => {
  const friday = at('2026-12-04T01:10:00Z');
  expect(isDue(nights, friday, 0, at('2026-12-06T22:00:00Z'), vienna)).toBe(false);
  expect(nextRun(nights, friday, 0, friday, vienna)).toBe(at('2026-12-07T01:00:00Z'));
});

describe.each([
  ['Europe/Vienna', 2],
  ['Europe/Vienna', 3],
  ['America/New_York', 1],
  ['America/Sao_Paulo', 0],
  ['Australia/Lord_Howe', 2],
  ['Asia/Kathmandu', 23],
  ['Pacific/Chatham', 3],
  ['America/St_Johns', 2],
])('%s, hour %i', (name, hour) => {
  const local = zone(name);

  test('each day of 2026 that the rhythm names has one start: the first quarter of an hour at or after the hour', () => {
    const rhythm: RhythmView = { kind: 'days', hour, days: [0, 3, 6] };
    const starts: number[] = [];
    const seen = new Set<string>();
    for (let now = at('2026-01-03T00:00:00Z'); now < at('2026-12-29T00:00:00Z'); now += QUARTER) {
      const text = local(now);
      const day = text.slice(0, 10);
      const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
      if (![0, 3, 6].includes(weekday) || seen.has(day) || Number(text.slice(11, 13)) < hour) continue;
      seen.add(day);
      starts.push(now);
    }
    // The first day may have begun before the walk.
    let now = starts[1]!;
    for (const start of starts.slice(2)) {
      const next = nextRun(rhythm, now, 0, now, local);
      // In spring's gap the hour is as long after the gap as it would be in it.
      expect(next - start).toBeGreaterThanOrEqual(0);
      expect(next - start).toBeLessThanOrEqual(HOUR);
      if (local(next).slice(11, 13) === String(hour).padStart(2, '0')) expect(next).toBe(start);
      expect(isDue(rhythm, now, 0, next - 1, local)).toBe(false);
      expect(isDue(rhythm, now, 0, next, local)).toBe(true);
      now = next;
    }
    expect(starts.length).toBeGreaterThan(150);
  });
});

test.each<RhythmView>([
  { kind: 'hours', hours: 0 },
  { kind: 'hours', hours: 169 },
  { kind: 'hours', hours: 1.5 },
  { kind: 'hours', hours: Number.NaN },
  { kind: 'days', hour: 24, days: [1] },
  { kind: 'days', hour: -1, days: [1] },
  { kind: 'days', hour: 2, days: [] },
  { kind: 'days', hour: 2, days: [7] },
])('%j is refused', (rhythm) => {
  expect(() => checkRhythm(rhythm)).toThrow(expect.objectContaining({ code: 'INPUT' }));
});
