/** Serial days, instants and typed dates, against the platform's own calendar. */
import { dateOf, serialOf, serialOfDay, wallClock } from '../../../src/sheet/values/dates';
import { formatNumber } from '../../../src/sheet/values/number-format';
import { readEntryText } from '../../../src/sheet/values/typed';
import { Day } from '../../../src/sheet/values/values';
import { random } from '../helpers';

const ZONES = [
  'Etc/UTC',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
];

test.each(ZONES)('instants survive in %s, seed 7', (zone) => {
  const pick = random(7);
  for (let i = 0; i < 300; i++) {
    const instant = new Date(Date.UTC(1975 + pick(60), pick(12), 1 + pick(28), pick(24), pick(60), pick(60)));
    const serial = serialOf(instant, zone);
    const back = dateOf(serial, zone);
    // The hour that the clocks repeat in autumn names two instants.
    if (Math.abs(back.getTime() - instant.getTime()) > 3_600_000 || serialOf(back, zone) !== serial) {
      throw new Error(`${instant.toISOString()} came back as ${back.toISOString()}`);
    }
    const wall = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    expect(formatNumber(serial, 'yyyy-mm-dd hh:mm:ss')).toBe(wall.format(instant));
  }
});

test('days that exist, and days that do not', () => {
  expect([serialOfDay(1899, 12, 30), serialOfDay(1970, 1, 1), serialOfDay(2024, 2, 29)]).toEqual([
    0, 25_569, 45_351,
  ]);
  expect([serialOfDay(2023, 2, 29), serialOfDay(2026, 13, 1), serialOfDay(2026, 4, 31)]).toEqual([
    null,
    null,
    null,
  ]);
  expect(wallClock(45_351.75).toISOString()).toBe('2024-02-29T18:00:00.000Z');
});

test('typed dates read what is shown, in every pattern that typing gives, seed 11', () => {
  const pick = random(11);
  for (let i = 0; i < 500; i++) {
    const day = serialOfDay(2000 + pick(60), 1 + pick(12), 1 + pick(28))!;
    const serial = pick(2) ? day : day + (pick(24) * 3600 + pick(60) * 60 + pick(60)) / 86_400;
    const date = ['yyyy-mm-dd', 'm/d/yyyy', 'yyyy/m/d', 'd-mmm-yyyy', 'mmmm d, yyyy'][pick(5)]!;
    const pattern = serial === day ? date : `${date} ${pick(2) ? 'h:mm:ss' : 'h:mm:ss am/pm'}`;
    const text = formatNumber(serial, pattern);
    const entry = readEntryText(text, 46_000);
    expect(entry?.value).toBeInstanceOf(Day);
    expect((entry!.value as Day).serial).toBeCloseTo(serial, 6);
    expect(formatNumber((entry!.value as Day).serial, pattern)).toBe(text);
  }
});
