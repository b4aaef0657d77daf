// Formats numbers, durations and times for people.

import { groupedNumber } from '../src/core/grouped-number';

/** 12345 → "12,345". */
export function numberText(n: number): string {
  const [whole, rest] = String(n).split('.');
  const grouped = groupedNumber(whole!);
  return rest === undefined ? grouped : `${grouped}.${rest}`;
}

/** 1 → "1 row", 3 → "3 rows". */
export function countText(n: number, one: string, many = `${one}s`): string {
  return `${numberText(n)} ${n === 1 ? one : many}`;
}

/** Rows per second, with few digits. */
export function rate(perSecond: number): string {
  if (!(perSecond > 0)) return '';
  if (perSecond >= 10) return `${numberText(Math.round(perSecond))}/s`;
  return perSecond >= 0.1 ? `${perSecond.toFixed(1)}/s` : `${numberText(Math.round(perSecond * 60))}/min`;
}

/** Seconds as "40 s", "3 min", "2 h". */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} days`;
}

/** Milliseconds of a time that the add-on wrote; NaN for ''. */
export const timeOf = (iso: string): number => new Date(iso).getTime();

/** An ISO time relative to now: "3 min ago", "in 2 h". Returns any other text unchanged. */
export function relativeTime(iso: string, now: number): string {
  const at = timeOf(iso);
  if (iso === '' || Number.isNaN(at)) return iso;
  const seconds = (at - now) / 1000;
  if (Math.abs(seconds) < 5) return 'now';
  return seconds < 0 ? `${duration(-seconds)} ago` : `in ${duration(seconds)}`;
}

/** A tab's name as written in a formula, in quotes if necessary. */
export function quoteSheet(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `'${name.replace(/'/g, "''")}'`;
}
