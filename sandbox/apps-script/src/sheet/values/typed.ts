/** Reads typed text under a locale as Sheets does: digits as numbers, TRUE as a boolean, 1/2 as a date. */
import { serialOfDay, wallClock } from './dates';
import { activeLocale, type Locale, monthNames } from './locale';
import { Day } from './values';

export interface EntryValue {
  value: number | boolean | Day;
  /** The number format for a cell without one, or ''. */
  format: string;
}

const TIME = '(\\d{1,2}):(\\d{2})(?::(\\d{2})(\\.\\d{1,3})?)?(?:\\s?([AaPp][Mm]))?';
const TIME_ALONE = new RegExp(`^${TIME}$`);
const NAMED_DATE = new RegExp(
  `^(?:(\\p{L}{3,12})\\.?\\s+(\\d{1,2})|(\\d{1,2})\\.?[\\s-](\\p{L}{3,12})\\.?)(?:,?[\\s-]+(\\d{4}|\\d{2}))?(?:\\s+${TIME})?$`,
  'u',
);
/** Sheets keeps 15 significant digits of typed numbers. */
const DIGITS = 15;

/** The regular expressions of one locale. */
interface Shapes {
  plain: RegExp;
  grouped: RegExp;
  currency: RegExp;
  percent: RegExp;
  date: RegExp;
  /** Possible first characters of a text that is not a plain number. */
  word: RegExp;
}

const shapes = new Map<string, Shapes>();

function shapesOf(locale: Locale): Shapes {
  let localeShapes = shapes.get(locale.name);
  if (!localeShapes) {
    const point = locale.decimal === '.' ? '\\.' : ',';
    // Any space may be typed in place of the narrow spaces between thousands.
    const group = /\s/.test(locale.group) ? '[ \u00a0\u202f]' : `[${locale.group}]`;
    const fraction = `(?:${point}\\d*)?`;
    const number = `(?:\\d+${fraction}|${point}\\d+)`;
    const thousands = `\\d{1,3}(?:${group}\\d{3})+${fraction}`;
    const coin = '[$€£]';
    // A full stop separates days and months if the locale writes dates with it.
    const marks = locale.dateFormat.includes('.') ? '[-/.]' : '[-/]';
    const { short, long } = monthNames(locale);
    const words = ['true', 'false', ...locale.booleans.map((word) => word.toLowerCase()), ...short, ...long];
    localeShapes = {
      plain: new RegExp(`^[+-]?${number}(?:[eE][+-]?\\d+)?$`),
      grouped: new RegExp(`^[+-]?${coin}?${thousands}$`),
      currency: new RegExp(`^[+-]?(?:${coin}${number}|${number}\\s?${coin})$`),
      percent: new RegExp(`^([+-]?${number})\\s?%$`),
      date: new RegExp(`^(\\d{1,4})(${marks}) ?(\\d{1,2})(?:\\2 ?(\\d{1,4})|${marks})?(?:\\s+${TIME})?$`),
      word: new RegExp(`^(?:${words.map((word) => word.slice(0, 3)).join('|')})`, 'i'),
    };
    shapes.set(locale.name, localeShapes);
  }
  return localeShapes;
}

/** The value of typed text, or null if it stays text. `today` is a serial day. */
export function readEntryText(input: string, today: number, locale = activeLocale()): EntryValue | null {
  const first = input.charCodeAt(0);
  const expressions = shapesOf(locale);
  // Most texts start with a letter that begins no number, month or boolean: return before other expressions run.
  if (first > 64 && first !== 163 && first !== 8364 && !expressions.word.test(input)) return null;
  const text = input.trim();
  if (text === '' || text.length > 60) return null;
  return (
    readNumber(text, locale, expressions) ??
    readBoolean(text, locale) ??
    readDate(text, today, locale, expressions)
  );
}

function readNumber(text: string, locale: Locale, shapes: Shapes): EntryValue | null {
  const hasFraction = text.includes(locale.decimal);
  if (shapes.plain.test(text)) return finite(text, locale, /[eE]/.test(text) ? '0.00E+00' : '');
  const percent = shapes.percent.exec(text);
  if (percent) {
    const entry = finite(percent[1]!, locale, hasFraction ? '0.00%' : '0%');
    return entry && { ...entry, value: (entry.value as number) / 100 };
  }
  if (!shapes.grouped.test(text) && !shapes.currency.test(text)) return null;
  const coin = /[$€£]/.exec(text)?.[0] ?? '';
  const format = `#,##0${hasFraction ? '.00' : ''}`;
  const before = text.indexOf(coin) < 2;
  const bare = coin === '' ? text : text.replace(coin, '');
  return finite(bare, locale, coin === '' || before ? `${coin}${format}` : `${format} ${coin}`);
}

function finite(text: string, locale: Locale, format: string): EntryValue | null {
  const digits = text.replace(locale.decimal === ',' ? /[.\s]/g : /[,’\s]/g, '').replace(',', '.');
  const value = Number(digits);
  if (!Number.isFinite(value)) return null;
  return { value: digits.length > DIGITS ? Number(value.toPrecision(DIGITS)) : value, format };
}

function readBoolean(text: string, locale: Locale): EntryValue | null {
  const upper = text.toUpperCase();
  const [yes, no] = locale.booleans;
  if (upper === 'TRUE' || upper === yes) return { value: true, format: '' };
  return upper === 'FALSE' || upper === no ? { value: false, format: '' } : null;
}

function readDate(text: string, today: number, locale: Locale, shapes: Shapes): EntryValue | null {
  const thisYear = wallClock(today).getUTCFullYear();
  const numeric = shapes.date.exec(text);
  if (numeric) {
    const day = numericDay(numeric, thisYear, locale);
    return day && withTime(day, numeric.slice(5));
  }
  const dateMatch = NAMED_DATE.exec(text);
  const month = dateMatch ? monthNumber((dateMatch[1] ?? dateMatch[4])!, locale) : 0;
  if (dateMatch && month > 0) {
    const year = dateMatch[5] ? fullYear(dateMatch[5]) : thisYear;
    const serial = serialOfDay(year, month, Number(dateMatch[2] ?? dateMatch[3]));
    return serial === null ? null : withTime({ serial, format: 'd-mmm-yyyy' }, dateMatch.slice(6));
  }
  const time = TIME_ALONE.exec(text);
  return time && withTime({ serial: 0, format: '' }, time.slice(1));
}

/** 1–12, or 0 for a word that is not a month. */
function monthNumber(word: string, locale: Locale): number {
  const { short, long } = monthNames(locale);
  const lower = word.toLowerCase();
  const monthIndex = Math.max(short.indexOf(lower), long.indexOf(lower));
  // English also uses this four-letter abbreviation.
  return lower === 'sept' && monthIndex < 0 ? 9 : monthIndex + 1;
}

function numericDay(
  match: RegExpExecArray,
  thisYear: number,
  locale: Locale,
): { serial: number; format: string } | null {
  const [, a, mark, b, c] = match as unknown as [string, string, string, string, string | undefined];
  if (a.length > 2) {
    if (a.length !== 4 || (c && c.length > 2)) return null;
    const format = mark === '-' ? 'yyyy-mm-dd' : mark === '.' ? 'yyyy.mm.dd' : 'yyyy/m/d';
    return dayOf(Number(a), Number(b), c ? Number(c) : 1, format);
  }
  const dayFirst = locale.dates === 'DMY';
  const [day, month] = dayFirst ? [Number(a), Number(b)] : [Number(b), Number(a)];
  const pattern = (year: string) => (dayFirst ? `d${mark}m${year}` : `m${mark}d${year}`);
  if (!c) return dayOf(thisYear, month, day, pattern(''));
  if (c.length === 1 || c.length === 3) return null;
  if (locale.dates === 'YMD' && c.length === 2) {
    return dayOf(fullYear(a), Number(b), Number(c), locale.dateFormat);
  }
  const usual = locale.name === 'en_US' ? pattern(`${mark}yyyy`) : locale.dateFormat;
  return dayOf(fullYear(c), month, day, usual);
}

function dayOf(
  year: number,
  month: number,
  day: number,
  format: string,
): { serial: number; format: string } | null {
  const serial = serialOfDay(year, month, day);
  return serial === null ? null : { serial, format };
}

function fullYear(text: string): number {
  const year = Number(text);
  return text.length === 4 ? year : year < 30 ? 2000 + year : 1900 + year;
}

function withTime(day: { serial: number; format: string }, parts: (string | undefined)[]): EntryValue | null {
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
