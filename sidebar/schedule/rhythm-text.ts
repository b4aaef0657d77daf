// A rhythm in words, and what Google's hourly trigger makes of it.
import type { RhythmView } from '../../src/addon/interfaces/api';

/** Monday first; a value is JavaScript's day of the week. */
const WEEK_FROM_MONDAY = [1, 2, 3, 4, 5, 6, 0];
/** From Sunday. */
export const DAY_NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Such as "Every 6 hours", "Every day about 02:00", "Monday to Friday about 02:00". */
export function rhythmText(rhythm: RhythmView): string {
  if (rhythm.kind === 'hours') {
    const { hours } = rhythm;
    if (hours === 1) return 'Every hour';
    return hours % 24 === 0
      ? hours === 24
        ? 'Every day'
        : `Every ${hours / 24} days`
      : `Every ${hours} hours`;
  }
  return `${daysText(rhythm.days)} about ${String(rhythm.hour).padStart(2, '0')}:00`;
}

/** When Google's hourly trigger will run it. */
export function triggerText(rhythm: RhythmView, zone: string): string {
  if (rhythm.kind === 'hours') return 'Google looks once an hour, at a minute of its own.';
  const clock = (hour: number) => `${String(hour % 24).padStart(2, '0')}:00`;
  return `Google starts it at a minute of its own between ${clock(rhythm.hour)} and ${clock(rhythm.hour + 1)}, ${zone}.`;
}

function daysText(days: readonly number[]): string {
  if (days.length === 7) return 'Every day';
  const order = WEEK_FROM_MONDAY.filter((day) => days.includes(day));
  const first = WEEK_FROM_MONDAY.indexOf(order[0]!);
  const row = order.every((day, i) => WEEK_FROM_MONDAY[first + i] === day);
  const names = order.map((day) => DAY_NAMES[day]!);
  return row && names.length > 2 ? `${names[0]} to ${names[names.length - 1]}` : names.join(', ');
}
