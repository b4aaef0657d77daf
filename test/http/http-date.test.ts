/** Dates of HTTP are read in three forms, and no other text is a date. */
import { httpDate } from '../../src/http/http-date';
import { random } from '../../workbench/random';

const AT = Date.UTC(1994, 10, 6, 8, 49, 37);

test.each([
  ['Sun, 06 Nov 1994 08:49:37 GMT', AT],
  ['Sun, 6 Nov 1994 08:49:37 GMT', AT],
  ['Sun Nov  6 08:49:37 1994', AT],
  ['Monday, 30-Nov-26 16:00:00 GMT', Date.UTC(2026, 10, 30, 16)],
  ['Mon, 30-Nov-2026 16:00:00 GMT', Date.UTC(2026, 10, 30, 16)],
  ['Thu, 29 Feb 2024 23:59:60 GMT', Date.UTC(2024, 2, 1)],
])('%s', (text, at) => {
  // A leap second of a month's last day belongs to the next month: refused rather than read wrong.
  expect(httpDate(text)).toBe(text.includes(':60') ? Number.NaN : at);
});

test.each([
  '',
  '-3',
  '40',
  'Mon 5',
  'Mon, 30 Feb 2026 10:00:00 GMT',
  'Sun, 06 Nov 1994 24:00:00 GMT',
  'Sun, 06 Nov 1994 08:49:37 PST',
  'Sun, 06 Nov 1994 08:49:37 +0200',
  'Sun, 06 nov 1994 08:49:37 GMT',
  'Sun, 06 anF 1994 08:49:37 GMT',
  '2026-11-30T10:00:00Z',
  '11/30/2026',
  'Sunday',
])('%j is no date', (text) => expect(httpDate(text)).toBeNaN());

test('what the platform writes is read as it was, seed 13', () => {
  const next = random(13);
  for (let i = 0; i < 10_000; i++) {
    const at = Math.floor(next() * 4e9) * 1000;
    expect(httpDate(new Date(at).toUTCString())).toBe(at);
  }
});
