/** Times and versions: a strict grammar, and everything else refused with an example. */
import { asOfText, readAsOf, readTime } from '../../../src/core/cells/time-text';
import { random } from '../../../workbench/random';

const NOWHERE = { locale: '' };
const GB = { locale: 'en_GB' };
const US = { locale: 'en_US' };
const JP = { locale: 'ja_JP' };
const utc = (...at: [number, number, number, number?, number?, number?, number?]): number =>
  Date.UTC(at[0], at[1] - 1, ...(at.slice(2) as [number]));

test.each<[unknown, { locale: string }, number]>([
  ['2026-06-01', NOWHERE, utc(2026, 6, 1)],
  [' 2026-06-01\u00a0', NOWHERE, utc(2026, 6, 1)],
  ['2024-01-15 9:40', NOWHERE, utc(2024, 1, 15, 9, 40)],
  ['2024-01-15T09:40', NOWHERE, utc(2024, 1, 15, 9, 40)],
  ['2024-01-15 09:40:30', NOWHERE, utc(2024, 1, 15, 9, 40, 30)],
  ['2024-01-15 09:40:30.123456', NOWHERE, utc(2024, 1, 15, 9, 40, 30, 123)],
  ['2024-01-15T09:40Z', NOWHERE, utc(2024, 1, 15, 9, 40)],
  ['2024-01-15 09:40 UTC', NOWHERE, utc(2024, 1, 15, 9, 40)],
  ['2024-01-15T09:40+02:00', NOWHERE, utc(2024, 1, 15, 7, 40)],
  ['2024-01-15T09:40-0530', NOWHERE, utc(2024, 1, 15, 15, 10)],
  ['2024-01-15T09:40+14', NOWHERE, utc(2024, 1, 14, 19, 40)],
  ['2024-02-29', NOWHERE, utc(2024, 2, 29)],
  ['01/06/2026', GB, utc(2026, 6, 1)],
  ['01/06/2026', US, utc(2026, 1, 6)],
  ['1/6/2026 9:40', GB, utc(2026, 6, 1, 9, 40)],
  ['1.6.2026', { locale: 'de_DE' }, utc(2026, 6, 1)],
  ['1-6-2026', { locale: 'nl_NL' }, utc(2026, 6, 1)],
  ['2026/06/01', JP, utc(2026, 6, 1)],
  [new Date(5), NOWHERE, 5],
])('%p in %j', (cell, region, time) => expect(readTime(cell, region)).toBe(time));

test.each<[unknown, { locale: string }]>([
  ['01/06/2026', NOWHERE],
  ['01/06/2026', { locale: 'en' }],
  ['01/06/2026', JP],
  ['25/06/2026', US],
  ['25/06/2026', NOWHERE],
  ['1.6.2026', US],
  ['01/06/26', GB],
  ['1/6', GB],
  ['2026/06/01', GB],
  ['2026-06-31', GB],
  ['2023-02-29', GB],
  ['2026-13-01', GB],
  ['2026-6-1', GB],
  ['2026-06-01 24:00', GB],
  ['2026-06-01 09:60', GB],
  ['2026-06-01 9', GB],
  ['2026-06-01 09:40 CET', GB],
  ['2026-06-01 09:40+25:00', GB],
  ['2026-06-01 9:40 AM', GB],
  ['2026-06', GB],
  ['20260601', GB],
  ['9:40', GB],
  ['version 3', GB],
  ['1 June 2026', GB],
  ['Jun 1, 2026', US],
  ['yesterday', GB],
  ['Sat May 02 2026 00:00:00 GMT+0200', GB],
  ['', GB],
  [46_000, GB],
  [true, GB],
  [null, GB],
  ['#N/A', GB],
  [new Date(Number.NaN), GB],
])('%p in %j is refused', (cell, region) => {
  expect(readTime(cell, region)).toEqual({
    reason: expect.stringMatching(/such as 2026-06-01|mend its formula/),
  });
});

test.each<[unknown, string]>([
  ['v3', 'v3'],
  ['V3', 'v3'],
  ['version 3', 'v3'],
  ['Version  783', 'v783'],
  ['3', 'v3'],
  [783, 'v783'],
  [' latest ', 'latest'],
  ['Live', 'live'],
  ['2026-06-01 09:40', '2026-06-01T09:40:00.000Z'],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
])('the moment %p is %s', (cell, text) => {
  const at = readAsOf(cell, NOWHERE);
  expect(at).not.toHaveProperty('reason');
  expect(asOfText(at as never)).toBe(text);
  expect(readAsOf(text, NOWHERE)).toEqual(at);
});

test.each([
  'version',
  'version three',
  'v',
  'v0',
  '0',
  '-1',
  '9.5',
  '3.0',
  'v3.1',
  '1234567',
  'now',
  'today',
  'vlatest',
  9.5,
])('%p is no moment', (cell) =>
  expect(readAsOf(cell, NOWHERE)).toEqual({
    reason: expect.stringMatching(
      /is neither a version nor a time\. Write latest, live, v3, or a time such as/,
    ),
  }),
);

describe('seed 15: 20,000 times, drawn first and then written', () => {
  const next = random(15);
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
  const two = (n: number): string => String(n).padStart(2, '0');

  test('every certain spelling is its instant', () => {
    const wrong: unknown[] = [];
    for (let i = 0; i < 15_000; i++) {
      const at = utc(whole(1990, 2030), whole(1, 12), whole(1, 28), whole(0, 23), whole(0, 59), whole(0, 59));
      const shift = pick([0, 0, 60, 120, -300, 330, 765, -570]);
      // The clock of that zone, written by hand.
      const local = new Date(at + shift * 60_000);
      const [y, m, d] = [local.getUTCFullYear(), local.getUTCMonth() + 1, local.getUTCDate()];
      const clock = `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`;
      const size = Math.abs(shift);
      const zone =
        shift === 0
          ? pick(['', 'Z', ' UTC', '+00:00'])
          : `${shift < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${pick([':', ''])}${two(size % 60)}`;
      const [day, region] = pick([
        [`${y}-${two(m)}-${two(d)}`, NOWHERE],
        [`${y}-${two(m)}-${two(d)}`, US],
        [`${d}/${m}/${y}`, GB],
        [`${two(m)}/${two(d)}/${y}`, US],
        [`${two(d)}.${two(m)}.${y}`, { locale: 'de' }],
        [`${y}/${two(m)}/${two(d)}`, JP],
      ] as const);
      const text = `${day}${/^[0-9]{4}-/.test(day) ? pick(['T', ' ']) : ' '}${clock}${zone}`;
      if (readTime(text, region) !== at)
        wrong.push([text, region, new Date(at).toISOString(), readTime(text, region)]);
    }
    expect(wrong).toEqual([]);
  });

  test('a text with any sign put in, taken out or changed is an instant that it spells, or refused', () => {
    const SIGNS = [...'0123456789-/:. TZ+ap,'];
    const wrong: unknown[] = [];
    for (let i = 0; i < 10_000; i++) {
      const text = pick(['2024-01-15 09:40', '2024-01-15T09:40:30Z', '2024-01-15', '2024-01-15T09:40+02:00']);
      const where = whole(0, text.length);
      const changed = text.slice(0, where) + pick(['', pick(SIGNS)]) + text.slice(where + whole(0, 1));
      const read = readTime(changed, NOWHERE);
      if (typeof read !== 'number') continue;
      // Taken apart by place: ten signs of date, a clock up to a sign, a zone.
      const plain = changed.trim();
      const rest = plain.slice(11).trim();
      const sign = rest.search(/[+-]/);
      const [h = 0, min = 0, sec = 0] = (sign < 0 ? rest : rest.slice(0, sign))
        .split(':')
        .map(Number.parseFloat);
      const zone = sign < 0 ? '' : rest.slice(sign + 1).replace(':', '');
      const minutes = (rest[sign] === '-' ? -1 : 1) * (Number(zone.slice(0, 2)) * 60 + Number(zone.slice(2)));
      const [y, m, d] = plain.slice(0, 10).split('-').map(Number);
      const expected = Date.UTC(y!, m! - 1, d, h || 0, (min || 0) - minutes, sec || 0);
      if (Math.abs(read - expected) >= 1000) wrong.push([changed, new Date(read).toISOString()]);
    }
    expect(wrong).toEqual([]);
  });
});
