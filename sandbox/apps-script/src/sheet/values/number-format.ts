/** Number formats of Sheets: 0.00, #,##0, 0%, 0.00E+00, yyyy-mm-dd hh:mm:ss, "literal", sections by ';'. */
import { wallClock } from './dates';
import { activeLocale } from './locale';

const TOKEN =
  /"([^"]*)"|\\(.)|\[[^\]]*\]|am\/pm|a\/p|y+|m+|d+|h+|s+|\.0+|[eE][+-]0+|[#0?,.]+|%|_.|\*.|[\s\S]/gi;

export function isDateFormat(pattern: string): boolean {
  const bare = pattern.replace(/"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]/gi, '');
  return /[ymdhs]/i.test(bare) && !/[#0]/.test(bare.replace(/\.0+/g, ''));
}

interface Section {
  tokens: { text: string; literal: string | undefined; isDigits: boolean }[];
  /** All digit places of the format, joined. */
  digits: string;
  percents: number;
  exponent: string | undefined;
}

/** Parsed sections by pattern; `null` for a date format. A sheet has few patterns and many numbers. */
const numberFormats = new Map<string, Section[] | null>();
const MOST_FORMATS = 1000;

function sectionsOf(pattern: string): Section[] | null {
  let format = numberFormats.get(pattern);
  if (format === undefined) {
    if (numberFormats.size >= MOST_FORMATS) numberFormats.clear();
    format = isDateFormat(pattern) ? null : splitSections(pattern).map(readSection);
    numberFormats.set(pattern, format);
  }
  return format;
}

/** Formats a number. The caller handles text and General. */
export function formatNumber(value: number, pattern: string): string {
  const sections = sectionsOf(pattern);
  if (sections === null) return formatDate(value, pattern);
  if (value < 0 && sections.length > 1) return fill(-value, sections[1]!);
  if (value === 0 && sections.length > 2) return fill(0, sections[2]!);
  return value < 0 ? `-${fill(-value, sections[0]!)}` : fill(value, sections[0]!);
}

function splitSections(pattern: string): string[] {
  return pattern.match(/(?:"[^"]*"|\\.|[^;])+|(?<=;)(?=;|$)/g) ?? [pattern];
}

function readSection(section: string): Section {
  const tokens = [...section.matchAll(TOKEN)].map((match) => {
    const literal = match[1] ?? match[2];
    return { text: match[0], literal, isDigits: literal === undefined && isDigits(match[0]) };
  });
  return {
    tokens,
    digits: tokens
      .filter((token) => token.isDigits)
      .map((token) => token.text)
      .join(''),
    percents: tokens.filter((token) => token.text === '%').length,
    exponent: tokens.find((token) => /^e[+-]0+$/i.test(token.text))?.text,
  };
}

function fill(value: number, { tokens, digits, percents, exponent }: Section): string {
  const body = exponent
    ? scientific(value * 100 ** percents, digits, exponent)
    : fixedText(value * 100 ** percents, digits);
  let isPlaced = false;
  let out = '';
  for (const token of tokens) {
    if (token.literal !== undefined) out += token.literal;
    else if (token.isDigits) {
      if (!isPlaced) out += body;
      isPlaced = true;
    } else if (!/^(?:\[|e[+-]|\*)/i.test(token.text)) out += token.text.startsWith('_') ? ' ' : token.text;
  }
  return out;
}

function isDigits(token: string): boolean {
  return /^[#0?,.]+$/.test(token) && /[#0?]/.test(token);
}

function fixedText(value: number, digits: string): string {
  const [whole = '', fraction = ''] = digits.replace(/,/g, '').split('.');
  const least = (fraction.match(/0/g) ?? []).length;
  let [left = '0', right = ''] = decimals(value, Math.min(fraction.length, 100)).split('.');
  while (right.length > least && right.endsWith('0')) right = right.slice(0, -1);
  const width = (whole.match(/0/g) ?? []).length;
  left = left === '0' && width === 0 ? '' : left.padStart(width, '0');
  const { decimal, group } = activeLocale();
  if (digits.includes(',')) left = left.replace(/\B(?=(\d{3})+(?!\d))/g, group);
  return right === '' ? left || (fraction ? '' : '0') : `${left}${decimal}${right}`;
}

/** Decimal digits as in Sheets: 15 significant ones, then zeros. */
function decimals(value: number, places: number): string {
  if (value < 1e15) return Number(value.toPrecision(15)).toFixed(places);
  const [mantissa = '', power = ''] = value.toExponential(14).split('e');
  const whole = mantissa.replace('.', '').padEnd(Number(power) + 1, '0');
  return places ? `${whole}.${'0'.repeat(places)}` : whole;
}

function scientific(value: number, digits: string, exponent: string): string {
  const fraction = digits.split('.')[1] ?? '';
  const [mantissa = '0', power = '0'] = value.toExponential(Math.min(fraction.length, 20)).split('e');
  const least = (fraction.match(/0/g) ?? []).length;
  const [left, right = ''] = mantissa.split('.');
  const decimalsShown = right.slice(0, least) + right.slice(least).replace(/0+$/, '');
  const size = Math.abs(Number(power))
    .toString()
    .padStart(exponent.length - 2, '0');
  const sign = Number(power) < 0 ? '-' : exponent[1] === '+' ? '+' : '';
  return `${left}${decimalsShown ? `${activeLocale().decimal}${decimalsShown}` : ''}E${sign}${size}`;
}

function formatDate(serial: number, pattern: string): string {
  const clock = wallClock(serial);
  const half = /am\/pm|a\/p/i.test(pattern);
  const hours = half ? clock.getUTCHours() % 12 || 12 : clock.getUTCHours();
  const tokens = [...splitSections(pattern)[0]!.matchAll(TOKEN)];
  let out = '';
  let afterHours = false;
  tokens.forEach((match, i) => {
    const token = match[0];
    const literal = match[1] ?? match[2];
    const kind = literal === undefined ? token[0]!.toLowerCase() : '';
    if (literal !== undefined) out += literal;
    else if (/^a[m/]/i.test(token)) out += clock.getUTCHours() < 12 ? 'AM' : 'PM';
    else if (/^\[h/i.test(token)) out += String(Math.floor(serial * 24 + 1e-9));
    else if (kind === 'y')
      out += token.length > 2 ? String(clock.getUTCFullYear()) : two(clock.getUTCFullYear() % 100);
    else if (kind === 'd') out += dayText(clock, token.length);
    else if (kind === 'h') out += padTo(hours, token.length);
    else if (kind === 's') out += padTo(clock.getUTCSeconds(), token.length);
    else if (kind === 'm') {
      out +=
        afterHours || nextIsSeconds(tokens, i)
          ? padTo(clock.getUTCMinutes(), token.length)
          : monthText(clock, token.length);
    } else if (/^\.0/.test(token)) {
      out += `.${String(clock.getUTCMilliseconds())
        .padStart(3, '0')
        .slice(0, token.length - 1)}`;
    } else if (!token.startsWith('[')) out += token;
    if (/^\[?[hymds]/i.test(token) && literal === undefined) afterHours = kind === 'h' || /^\[h/i.test(token);
  });
  return out;
}

function nextIsSeconds(tokens: RegExpMatchArray[], i: number): boolean {
  const next = tokens.slice(i + 1).find((match) => /^[ymdhs]/i.test(match[0]));
  return next !== undefined && /^s/i.test(next[0]);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function padTo(value: number, length: number): string {
  return length > 1 ? two(value) : String(value);
}

function dayText(clock: Date, length: number): string {
  if (length <= 2) return padTo(clock.getUTCDate(), length);
  return nameOf(clock, { weekday: length === 3 ? 'short' : 'long' });
}

function monthText(clock: Date, length: number): string {
  if (length <= 2) return padTo(clock.getUTCMonth() + 1, length);
  return nameOf(clock, { month: length === 3 ? 'short' : 'long' });
}

function nameOf(clock: Date, part: Intl.DateTimeFormatOptions): string {
  const language = activeLocale().name.replace('_', '-');
  return new Intl.DateTimeFormat(language, { ...part, timeZone: 'UTC' }).format(clock);
}
