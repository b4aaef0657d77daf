/** Utilities.formatDate, with the letters of Java's SimpleDateFormat. */

import { ScriptError } from '../../platform/errors';
import { type CalendarFields, calendarFields } from '../../sheet/values/calendar-fields';

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

const pad = (value: number, length: number) => String(value).padStart(length, '0');

function offsetText(minutes: number, colon: boolean): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60), 2)}${colon ? ':' : ''}${pad(size % 60, 2)}`;
}

function zoneName(zone: string, time: number, long: boolean): string {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      timeZoneName: long ? 'long' : 'short',
    });
    return format.formatToParts(time).find((part) => part.type === 'timeZoneName')?.value ?? zone;
  } catch {
    return zone;
  }
}

function dayOfYear(parts: CalendarFields): number {
  return (Date.UTC(parts.year, parts.month - 1, parts.day) - Date.UTC(parts.year, 0, 1)) / 86_400_000 + 1;
}

function piece(run: string, zone: string, time: number, parts: CalendarFields): string {
  const size = run.length;
  const hour12 = parts.hour % 12 === 0 ? 12 : parts.hour % 12;
  const month = MONTHS[parts.month - 1] ?? '';
  const day = DAYS[parts.weekday] ?? '';
  switch (run[0]) {
    case 'G':
      return 'AD';
    case 'y':
      return size === 2 ? pad(parts.year % 100, 2) : pad(parts.year, size);
    case 'M':
    case 'L':
      return size >= 4 ? month : size === 3 ? month.slice(0, 3) : pad(parts.month, size);
    case 'd':
      return pad(parts.day, size);
    case 'D':
      return pad(dayOfYear(parts), size);
    case 'E':
      return size >= 4 ? day : day.slice(0, 3);
    case 'u':
      return pad(parts.weekday === 0 ? 7 : parts.weekday, size);
    case 'w': {
      const firstDay = new Date(Date.UTC(parts.year, 0, 1)).getUTCDay();
      return pad(Math.floor((dayOfYear(parts) - 1 + firstDay) / 7) + 1, size);
    }
    case 'a':
      return parts.hour < 12 ? 'AM' : 'PM';
    case 'H':
      return pad(parts.hour, size);
    case 'k':
      return pad(parts.hour === 0 ? 24 : parts.hour, size);
    case 'h':
      return pad(hour12, size);
    case 'K':
      return pad(parts.hour % 12, size);
    case 'm':
      return pad(parts.minute, size);
    case 's':
      return pad(parts.second, size);
    case 'S':
      return pad(parts.milli, size);
    case 'z':
      return zoneName(zone, time, size >= 4);
    case 'Z':
      return offsetText(parts.offset, false);
    case 'X':
      if (parts.offset === 0) return 'Z';
      return size === 1 ? offsetText(parts.offset, false).slice(0, 3) : offsetText(parts.offset, size === 3);
    default:
      throw new ScriptError(`Invalid argument: format`);
  }
}

export function formatDate(time: number, zone: string, format: string): string {
  if (Number.isNaN(time)) throw new ScriptError('Invalid argument: date');
  let parts: CalendarFields;
  let zoneName = zone;
  try {
    parts = calendarFields(zone, time);
  } catch {
    // Java silently reads an unknown zone as GMT.
    zoneName = 'GMT';
    parts = calendarFields('GMT', time);
  }
  return format.replace(/''|'((?:[^']|'')*)'|([A-Za-z])\2*/g, (run, literal: string | undefined) => {
    if (run === "''") return "'";
    if (literal !== undefined) return literal.replace(/''/g, "'");
    return piece(run, zoneName, time, parts);
  });
}
