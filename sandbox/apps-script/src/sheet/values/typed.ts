/** Reads typed text as Sheets does: digits as numbers, TRUE as a boolean, 1/2 as a date. */
import { serialOfDay, wallClock } from './dates';
import { Day } from './values';

export interface Typed {
  value: number | boolean | Day;
  /** The number format that a cell without one takes, or ''. */
  format: string;
}

const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const GROUPED = /^[+-]?\$?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
const CURRENCY = /^[+-]?\$\d+(?:\.\d*)?$/;
const PERCENT = /^([+-]?(?:\d+\.?\d*|\.\d+))\s?%$/;
const TIME = '(\\d{1,2}):(\\d{2})(?::(\\d{2})(\\.\\d{1,3})?)?(?:\\s?([AaPp][Mm]))?';
const NUMERIC_DATE = new RegExp(`^(\\d{1,4})([-/])(\\d{1,2})(?:\\2(\\d{1,4}))?(?:\\s+${TIME})?$`);
const NAMED_DATE = new RegExp(
  `^(?:([A-Za-z]{3,9})\\.?\\s+(\\d{1,2})|(\\d{1,2})[\\s-]([A-Za-z]{3,9}))(?:,?[\\s-]+(\\d{4}|\\d{2}))?(?:\\s+${TIME})?$`,
);
const TIME_ALONE = new RegExp(`^${TIME}$`);
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH_NAMES =
  /^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sep(t(ember)?)?|oct(ober)?|nov(ember)?|dec(ember)?)$/i;

/** The value that typed text stands for, or null where it stays text. `today` is a serial day. */
export function readTyped(input: string, today: number): Typed | null {
  const first = input.charCodeAt(0);
  // Most text starts with a letter that begins no number, month or boolean: return before any regular expression runs.
  if (first > 64 && !/^(?:true|false|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i.test(input))
    return null;
  const text = input.trim();
  if (text === '' || text.length > 60) return null;
  return readNumber(text) ?? readBoolean(text) ?? readDate(text, today);
}

function readNumber(text: string): Typed | null {
  if (PLAIN.test(text)) return finite(Number(text), /[eE]/.test(text) ? '0.00E+00' : '');
  const percent = PERCENT.exec(text);
  if (percent) return finite(Number(percent[1]) / 100, percent[1]!.includes('.') ? '0.00%' : '0%');
  if (GROUPED.test(text) || CURRENCY.test(text)) {
    const fraction = text.includes('.') ? '.00' : '';
    return finite(Number(text.replace(/[$,]/g, '')), `${text.includes('$') ? '$' : ''}#,##0${fraction}`);
  }
  return null;
}

function finite(value: number, format: string): Typed | null {
  return Number.isFinite(value) ? { value, format } : null;
}

function readBoolean(text: string): Typed | null {
  const upper = text.toUpperCase();
  return upper === 'TRUE' || upper === 'FALSE' ? { value: upper === 'TRUE', format: '' } : null;
}

function readDate(text: string, today: number): Typed | null {
  const thisYear = wallClock(today).getUTCFullYear();
  const numeric = NUMERIC_DATE.exec(text);
  if (numeric) {
    const day = numericDay(numeric, thisYear);
    return day && withTime(day, numeric.slice(5));
  }
  const named = NAMED_DATE.exec(text);
  const month = named && (named[1] ?? named[4]!);
  if (named && month && MONTH_NAMES.test(month)) {
    const number = MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1;
    const year = named[5] ? fullYear(named[5]) : thisYear;
    const serial = serialOfDay(year, number, Number(named[2] ?? named[3]));
    return serial === null ? null : withTime({ serial, format: 'd-mmm-yyyy' }, named.slice(6));
  }
  const time = TIME_ALONE.exec(text);
  return time && withTime({ serial: 0, format: '' }, time.slice(1));
}

function numericDay(match: RegExpExecArray, thisYear: number): { serial: number; format: string } | null {
  const [, a, mark, b, c] = match as unknown as string[];
  let parts: [number, number, number];
  let format = `m${mark}d${mark}yyyy`;
  if (a!.length > 2) {
    if (a!.length !== 4 || (c && c.length > 2)) return null;
    parts = [Number(a), Number(b), c ? Number(c) : 1];
    format = mark === '-' ? 'yyyy-mm-dd' : 'yyyy/m/d';
  } else if (!c) {
    parts = [thisYear, Number(a), Number(b)];
    format = `m${mark}d`;
  } else {
    if (c.length === 1 || c.length === 3) return null;
    parts = [fullYear(c), Number(a), Number(b)];
  }
  const serial = serialOfDay(...parts);
  return serial === null ? null : { serial, format };
}

function fullYear(text: string): number {
  const year = Number(text);
  return text.length === 4 ? year : year < 30 ? 2000 + year : 1900 + year;
}

function withTime(day: { serial: number; format: string }, parts: (string | undefined)[]): Typed | null {
  const [hourText, minuteText, secondText, fraction, half] = parts;
  if (hourText === undefined) return { value: new Day(day.serial), format: day.format };
  let hour = Number(hourText);
  const minute = Number(minuteText);
  const second = Number(secondText ?? 0) + Number(fraction ?? 0);
  if (minute > 59 || second >= 60 || hour > (half ? 12 : day.format ? 23 : 99)) return null;
  if (half) hour = (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  const clock = `h:mm${secondText ? ':ss' : ''}${half ? ' am/pm' : ''}`;
  const format = day.format ? `${day.format} ${clock}` : clock;
  return { value: new Day(day.serial + (hour * 3600 + minute * 60 + second) / 86_400), format };
}
