/**
 * Reads a time from a cell: an ISO date or time, a date cell, or a date in local notation if the locale defines the
 * order of day and month.
 */
import { plainSigns, reasonNotTyped, shownCell } from './foreign';
import { dateOrder, type Region } from './region';

/** The reason why a cell does not hold a time, as the end of a sentence. */
export interface UnreadableTime {
  reason: string;
}

const EXAMPLE = 'such as 2026-06-01 or 2026-06-01 09:40 (UTC), or 2026-06-01T09:40+02:00';

const CLOCK = '([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?';
const ZONE = '(?:\\s*(Z|UTC|GMT)|\\s*([+-])([0-9]{2})(?::?([0-9]{2}))?)?';
const ISO = new RegExp(`^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:(?:T|\\s+)${CLOCK}${ZONE})?$`, 'i');
const YEAR_FIRST = new RegExp(`^([0-9]{4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,2})(?:\\s+${CLOCK}${ZONE})?$`, 'i');
const YEAR_LAST = new RegExp(`^([0-9]{1,2})([/.-])([0-9]{1,2})\\2([0-9]{4})(?:\\s+${CLOCK}${ZONE})?$`, 'i');

/**
 * Milliseconds since the epoch. A text without a time zone is UTC; a date cell means the instant in the sheet's time
 * zone.
 */
export function readTime(cell: unknown, region: Region): number | UnreadableTime {
  if (cell instanceof Date) {
    const at = cell.getTime();
    return Number.isNaN(at) ? { reason: `is no date. Write a time ${EXAMPLE}` } : at;
  }
  const own = reasonNotTyped(cell, 'time');
  if (own !== '') return { reason: own };
  const none: UnreadableTime = { reason: `"${shownCell(cell)}" is not a time. Write one ${EXAMPLE}` };
  if (typeof cell !== 'string') return none;
  const text = plainSigns(cell).replace(/[\u2010-\u2013\u2212]/g, '-');
  const iso = ISO.exec(text);
  if (iso) return instant(iso.slice(1, 4), iso.slice(4)) ?? none;
  const order = YEAR_FIRST.test(text) || YEAR_LAST.test(text) ? dateOrder(region) : null;
  const first = YEAR_FIRST.exec(text);
  if (first) return (order === 'year' ? instant(first.slice(1, 4), first.slice(4)) : null) ?? none;
  const last = YEAR_LAST.exec(text);
  if (!last) return none;
  const [, one = '', separator, two = '', year = ''] = last;
  if (order === null || order === 'year' || (order === 'month' && separator === '.')) {
    return {
      reason: `"${shownCell(text)}" does not say which is the day and which the month. Write a time ${EXAMPLE}`,
    };
  }
  const [day, month] = order === 'day' ? [one, two] : [two, one];
  return instant([year, month, day], last.slice(5)) ?? none;
}

/**
 * Milliseconds since the epoch, or null for an impossible date. `clock` holds hours, minutes, seconds, their fraction,
 * zone word, and the zone's sign, hours and minutes.
 */
function instant(
  date: readonly (string | undefined)[],
  clock: readonly (string | undefined)[],
): number | null {
  const [year = 0, month = 0, day = 0] = date.map(Number);
  const [hours, minutes, seconds, fraction, word, sign, zoneHours, zoneMinutes] = clock;
  const [h, m, s, zh, zm] = [hours, minutes, seconds, zoneHours, zoneMinutes].map((part) =>
    Number(part ?? 0),
  ) as [number, number, number, number, number];
  const midnight = Date.UTC(year, month - 1, day);
  const real = new Date(midnight);
  // Date.UTC turns 30 February into 1 or 2 March.
  if (year < 1000 || real.getUTCMonth() !== month - 1 || real.getUTCDate() !== day) return null;
  if (h > 23 || m > 59 || s > 59 || zh > 14 || zm > 59 || (zh === 14 && zm > 0)) return null;
  const ms = Number((fraction ?? '').padEnd(3, '0').slice(0, 3));
  const zone = word || !sign ? 0 : (sign === '+' ? 1 : -1) * (zh * 60 + zm);
  return midnight + ((h * 60 + m - zone) * 60 + s) * 1000 + ms;
}

/** The moment at which tables are read: the newest version, a numbered version, now, or a time. */
export type AsOf = { latest: true } | { version: number } | { live: true } | { time: number };

const VERSION = /^(?:v(?:ersion)?\s*)?0*([1-9][0-9]{0,5})$/i;

export function readAsOf(cell: unknown, region: Region): AsOf | UnreadableTime {
  const text = typeof cell === 'number' && Number.isSafeInteger(cell) ? String(cell) : cell;
  if (typeof text === 'string') {
    const word = plainSigns(text).toLowerCase();
    if (word === 'latest') return { latest: true };
    if (word === 'live') return { live: true };
    const version = VERSION.exec(word);
    if (version) return { version: Number(version[1]) };
  }
  const time = readTime(text, region);
  if (typeof time === 'number') return { time };
  const words = time.reason.replace(
    'is not a time. Write one',
    'is neither a version nor a time. Write latest, live, v3, or a time',
  );
  return { reason: words };
}

/** The same moment as a text that every shell reads alike. */
export function asOfText(at: AsOf): string {
  if ('latest' in at) return 'latest';
  if ('live' in at) return 'live';
  return 'version' in at ? `v${at.version}` : new Date(at.time).toISOString();
}
