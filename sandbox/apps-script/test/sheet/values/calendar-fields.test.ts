/** Calendar fields of an instant, by zone. */
import { calendarFields } from '../../../src/sheet/values/calendar-fields';

const at = (text: string) => Date.parse(text);

test.each<[zone: string, instant: string, wall: string, offset: number, weekday: number]>([
  ['Etc/UTC', '2026-01-02T03:04:05.678Z', '2026-1-2 3:4:5.678', 0, 5],
  ['America/New_York', '2026-01-01T02:00:00Z', '2025-12-31 21:0:0.0', -300, 3],
  // Clocks go forward at 7:00 UTC and back at 6:00 UTC.
  ['America/New_York', '2026-03-08T06:59:59Z', '2026-3-8 1:59:59.0', -300, 0],
  ['America/New_York', '2026-03-08T07:00:00Z', '2026-3-8 3:0:0.0', -240, 0],
  ['America/New_York', '2026-11-01T05:30:00Z', '2026-11-1 1:30:0.0', -240, 0],
  ['America/New_York', '2026-11-01T06:30:00Z', '2026-11-1 1:30:0.0', -300, 0],
  ['Asia/Kolkata', '2026-06-30T20:00:00Z', '2026-7-1 1:30:0.0', 330, 3],
  ['GMT+2', '2026-01-01T23:00:00Z', '2026-1-2 1:0:0.0', 120, 5],
  ['GMT-03:30', '2026-01-01T00:00:00Z', '2025-12-31 20:30:0.0', -210, 3],
  ['Etc/UTC', '1969-12-31T23:59:59.250Z', '1969-12-31 23:59:59.250', 0, 3],
])('%s at %s is %s', (zone, instant, wall, offset, weekday) => {
  const fields = calendarFields(zone, at(instant));
  const { year, month, day, hour, minute, second, milli } = fields;
  expect(`${year}-${month}-${day} ${hour}:${minute}:${second}.${milli}`).toBe(wall);
  expect([fields.offset, fields.weekday]).toEqual([offset, weekday]);
});

test('an unknown zone is refused', () => {
  expect(() => calendarFields('Mars/Olympus', 0)).toThrow(RangeError);
});
