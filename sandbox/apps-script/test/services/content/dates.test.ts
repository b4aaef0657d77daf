/** Utilities.formatDate. */

import { formatDate } from '../../../src/services/content/dates';
import { messageOf, resultOf } from '../../bench-host';

describe('dates', () => {
  const time = Date.UTC(2026, 6, 4, 13, 5, 9, 42);
  test.each([
    ['UTC', 'yyyy-MM-dd HH:mm:ss.SSS', '2026-07-04 13:05:09.042'],
    ['UTC', "yyyy-MM-dd'T'HH:mm:ss'Z'", '2026-07-04T13:05:09Z'],
    ['UTC', 'd MMM yy, h:mm a', '4 Jul 26, 1:05 PM'],
    ['UTC', 'EEEE EEE u D w MMMM k K', 'Saturday Sat 6 185 27 July 13 1'],
    ['UTC', "''yy 'it''s'", "'26 it's"],
    ['Europe/Vienna', 'HH:mm Z XXX', '15:05 +0200 +02:00'],
    ['Asia/Kolkata', 'HH:mm X', '18:35 +05'],
    ['America/New_York', 'yyyy-MM-dd HH z', '2026-07-04 09 EDT'],
    ['GMT+2', 'HH:mm Z', '15:05 +0200'],
    ['GMT-03:30', 'HH:mm', '09:35'],
    ['Nowhere/Land', 'HH X', '13 Z'],
  ])('%s %s', (zone, format, text) => {
    expect(formatDate(time, zone, format)).toBe(text);
  });
  test('through the service', () => {
    expect(resultOf(`return Utilities.formatDate(new Date(0), 'GMT', 'yyyy');`)).toBe('1970');
    expect(messageOf(`Utilities.formatDate(0, 'GMT', 'yyyy')`)).toMatch(/don't match the method signature/);
  });
  test('a wrong letter', () => {
    expect(() => formatDate(time, 'UTC', 'b')).toThrow('Invalid argument: format');
  });
});
