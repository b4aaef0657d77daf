/** Instants as people read them. */
import { utcText } from '../../src/core/time';

test.each([
  [0, '1970-01-01 00:00:00'],
  [Date.UTC(2026, 0, 31, 9, 5, 0, 999), '2026-01-31 09:05:00'],
  [Date.UTC(2024, 1, 29, 23, 59, 59), '2024-02-29 23:59:59'],
])('%d', (at, text) => expect(utcText(at)).toBe(text));
