/** Converts between serial days (local time) and timestamps, in the workbook's time zone. */
import { calendarFields } from './calendar-fields';

const DAY = 86_400_000;
// Serial 0 is 1899-12-30, which lies 25,569 days before 1970.
const EPOCH = 25_569;

/** Milliseconds by which the zone's local time is ahead of UTC at a timestamp. */
function offsetAt(instant: number, zone: string): number {
  if (zone === 'Etc/UTC' || zone === 'UTC') return 0;
  return calendarFields(zone, instant).offset * 60_000;
}

export function serialOf(date: Date, zone: string): number {
  const instant = date.getTime();
  return (instant + offsetAt(instant, zone)) / DAY + EPOCH;
}

export function dateOf(serial: number, zone: string): Date {
  const wall = Math.round((serial - EPOCH) * DAY);
  const guess = wall - offsetAt(wall, zone);
  return new Date(wall - offsetAt(guess, zone));
}

/** The serial of a calendar day, or null for a day that does not exist. */
export function serialOfDay(year: number, month: number, day: number): number | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.getTime() / DAY + EPOCH;
}

/** The local time of a serial as a Date; read its UTC fields. */
export function wallClock(serial: number): Date {
  return new Date(Math.round((serial - EPOCH) * DAY));
}
