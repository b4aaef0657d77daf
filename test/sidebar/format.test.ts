import { countText, duration, numberText, quoteSheet, rate, relativeTime } from '../../sidebar/format';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1234567, '1,234,567'],
  [-12345, '-12,345'],
  [1234.56789, '1,234.56789'],
])('numberText(%p)', (n, text) => expect(numberText(n)).toBe(text));

test('count knows one from many', () => {
  expect(countText(1, 'row')).toBe('1 row');
  expect(countText(0, 'row')).toBe('0 rows');
  expect(countText(2000, 'entry', 'entries')).toBe('2,000 entries');
});

test.each([
  [0, ''],
  [Number.NaN, ''],
  [123.4, '123/s'],
  [9.24, '9.2/s'],
  [0.05, '3/min'],
])('rate(%p)', (n, text) => expect(rate(n)).toBe(text));

test.each([
  [0.2, '1 s'],
  [40, '40 s'],
  [120, '2 min'],
  [7200, '2 h'],
  [3 * 86400, '3 days'],
])('duration(%p)', (n, text) => expect(duration(n)).toBe(text));

test('a time is told beside now; what is no time stays as it is', () => {
  const now = Date.parse('2026-06-01T12:00:00Z');
  expect(relativeTime('2026-06-01T09:00:00Z', now)).toBe('3 h ago');
  expect(relativeTime('2026-06-01T12:10:00Z', now)).toBe('in 10 min');
  expect(relativeTime('2026-06-01T12:00:01Z', now)).toBe('now');
  expect(relativeTime('', now)).toBe('');
  expect(relativeTime('soon', now)).toBe('soon');
});

test.each([
  ['Neurons', 'Neurons'],
  ['My tab', "'My tab'"],
  ["Bo's", "'Bo''s'"],
  ['2024', "'2024'"],
])('quoteSheet(%p)', (name, text) => expect(quoteSheet(name)).toBe(text));
