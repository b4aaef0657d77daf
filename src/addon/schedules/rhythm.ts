/** When a schedule is due: every few hours, or at an hour on chosen days in the spreadsheet's time zone. */
import { TtError } from '../../core/errors';
import type { RhythmView } from '../interfaces/api';

/** `yyyy-MM-dd HH:mm:ss` of an instant in the spreadsheet's time zone. */
export type LocalTime = (at: number) => string;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The hourly trigger drifts within its hour: a run that is early by less than this is not delayed by an hour. */
const SLACK = 20 * 60_000;
const MOST_HOURS = 168;
const ALL_DAYS = [0, 1, 2, 3, 4, 5, 6];

/** Throws INPUT for an invalid rhythm. Returns its days sorted, without duplicates. */
export function checkRhythm(rhythm: RhythmView): RhythmView {
  if (rhythm.kind === 'hours') {
    const { hours } = rhythm;
    if (!isWhole(hours, 1, MOST_HOURS)) {
      throw new TtError('INPUT', 'how often: from 1 hour to 168 hours (a week)');
    }
    return { kind: 'hours', hours };
  }
  const { hour, days } = rhythm;
  if (!isWhole(hour, 0, 23)) throw new TtError('INPUT', 'the hour of the day: from 0 to 23');
  if (!days.every((day) => isWhole(day, 0, 6))) throw new TtError('INPUT', 'that is no day of the week');
  if (days.length === 0) throw new TtError('INPUT', 'choose at least one day of the week');
  return { kind: 'days', hour, days: ALL_DAYS.filter((day) => days.includes(day)) };
}

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/**
 * `lastRun` is 0 if there was none. A schedule by hours is due at once. A schedule by days waits for its first hour
 * after `since`, when it was created. A missed night is made up for once.
 */
export function isDue(
  rhythm: RhythmView,
  lastRun: number,
  since: number,
  now: number,
  local: LocalTime,
): boolean {
  if (rhythm.kind === 'hours') return now >= lastRun + rhythm.hours * HOUR - SLACK;
  return latestSlot(rhythm, now, local) > Math.max(lastRun, since);
}

/** When it is due next; `now` if it is already due. */
export function nextRun(
  rhythm: RhythmView,
  lastRun: number,
  since: number,
  now: number,
  local: LocalTime,
): number {
  if (rhythm.kind === 'hours') return Math.max(now, lastRun + rhythm.hours * HOUR);
  return isDue(rhythm, lastRun, since, now, local) ? now : nextSlot(rhythm, now, local);
}

type Daily = Extract<RhythmView, { kind: 'days' }>;

/** The latest hour of the rhythm that began at or before `now`. */
function latestSlot(rhythm: Daily, now: number, local: LocalTime): number {
  for (let back = 0; back <= 8; back++) {
    const at = slotOf(rhythm, now, -back, local);
    if (at !== null && at <= now) return at;
  }
  throw new Error('a week without a day of the rhythm');
}

function nextSlot(rhythm: Daily, now: number, local: LocalTime): number {
  for (let on = 0; on <= 8; on++) {
    const at = slotOf(rhythm, now, on, local);
    if (at !== null && at > now) return at;
  }
  throw new Error('a week without a day of the rhythm');
}

/** Start of the rhythm's hour on the day `ahead` days from today; null if the rhythm does not include that day. */
function slotOf({ hour, days }: Daily, now: number, ahead: number, local: LocalTime): number | null {
  const today = wallOf(now, local);
  const midnight = today - (today % DAY) + ahead * DAY;
  return days.includes(new Date(midnight).getUTCDay()) ? instantOf(midnight + hour * HOUR, local) : null;
}

/** What the zone's clock shows, as milliseconds since its own 1 January 1970. */
function wallOf(at: number, local: LocalTime): number {
  // biome-ignore lint/plugin: the host writes this time
  return Date.parse(`${local(at).replace(' ', 'T')}Z`);
}

/**
 * When the zone's clock shows `wall`. In autumn, the first of two instants; in spring's gap, the instant as long after
 * the gap's start as `wall`.
 */
function instantOf(wall: number, local: LocalTime): number {
  const offset = (at: number) => wallOf(at, local) - at;
  // No zone is further than 14 hours from UTC, so the two instants lie on either side of any clock change near `wall`.
  const early = wall - offset(wall - DAY);
  const late = wall - offset(wall + DAY);
  for (const at of [Math.min(early, late), Math.max(early, late)]) if (at + offset(at) === wall) return at;
  return Math.max(early, late);
}
