/**
 * Translates PostgreSQL's regular expressions to JavaScript, for filters that are applied here. Syntax with another
 * meaning is translated (`\y` is a word boundary, `\b` a backspace, `(?i)`); syntax without a counterpart is refused.
 */
import { TtError } from '../../core/errors';

const WORD = '[\\p{L}\\p{Nd}_]';
const EDGE = {
  before: `(?<=${WORD})`,
  notBefore: `(?<!${WORD})`,
  after: `(?=${WORD})`,
  notAfter: `(?!${WORD})`,
};

const ESCAPES: Record<string, string> = {
  y: `(?:${EDGE.before}${EDGE.notAfter}|${EDGE.notBefore}${EDGE.after})`,
  Y: `(?:${EDGE.before}${EDGE.after}|${EDGE.notBefore}${EDGE.notAfter})`,
  m: `(?:${EDGE.notBefore}${EDGE.after})`,
  M: `(?:${EDGE.before}${EDGE.notAfter})`,
  A: '^',
  Z: '$',
  b: '\\u0008',
  B: '\\\\',
  w: WORD,
  W: '[^\\p{L}\\p{Nd}_]',
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  s: '\\s',
  S: '\\S',
  n: '\\n',
  t: '\\t',
  r: '\\r',
  f: '\\f',
  v: '\\v',
};
/** Inside brackets, only classes and single characters are allowed. */
const IN_BRACKETS: Record<string, string> = { w: '\\p{L}\\p{Nd}_', d: '\\p{Nd}', s: '\\s', b: '\\u0008' };
const NAMED_CLASSES: Record<string, string> = {
  alpha: '\\p{L}',
  digit: '\\p{Nd}',
  alnum: '\\p{L}\\p{Nd}',
  upper: '\\p{Lu}',
  lower: '\\p{Ll}',
  space: '\\s',
  punct: '!-\\/:-@\\[-`\\{-~',
};
const SPECIAL = /[\^$\\.*+?()[\]{}|/]/;

/** The same expression in JavaScript. Throws INPUT if it is invalid or has no counterpart. */
export function fromPostgres(text: string): RegExp {
  const options = /^\(\?([a-z]+)\)/.exec(text);
  const letters = options?.[1] ?? '';
  if (/[^ics]/.test(letters)) throw refusal(text, `(?${letters})`);
  const body = text.slice(options?.[0].length ?? 0);
  if (body.startsWith('***')) throw refusal(text, '***');
  let out = '';
  for (let i = 0; i < body.length; ) {
    const [source, length] = piece(body, i, text);
    out += source;
    i += length;
  }
  try {
    // As in PostgreSQL, a dot also matches a line end, and ^ and $ match only the ends of the text.
    return new RegExp(out, letters.includes('i') ? 'siu' : 'su');
  } catch {
    throw new TtError('INPUT', `filters: "${text.slice(0, 40)}" is not a regular expression`);
  }
}

/** Translates one piece of the expression; also returns the number of characters that it took. */
function piece(body: string, i: number, text: string): [source: string, length: number] {
  const char = body[i]!;
  const rest = body.slice(i);
  if (char === '\\') return [readEscape(rest[1], ESCAPES, text), 2];
  if (char === '[') return bracket(rest, text);
  if (char === '(' && rest[1] === '?') {
    const group = /^\(\?(?::|=|!|<=|<!)/.exec(rest)?.[0];
    if (group === undefined) throw refusal(text, rest.slice(0, 3));
    return [group, group.length];
  }
  if (char === '{') {
    const bound = /^\{[0-9]{1,3}(?:,[0-9]{0,3})?\}/.exec(rest)?.[0];
    if (bound !== undefined) return [bound, bound.length];
    if (/^\{[0-9]/.test(rest)) throw refusal(text, '{');
    return ['\\{', 1];
  }
  if (char === '}' || char === ']' || char === '/') return [`\\${char}`, 1];
  const point = String.fromCodePoint(body.codePointAt(i)!);
  return [point, point.length];
}

function readEscape(char: string | undefined, escapes: Record<string, string>, text: string): string {
  if (char === undefined) throw refusal(text, '\\');
  const found = escapes[char];
  if (found === '') throw refusal(text, `[\\${char}]`);
  if (found !== undefined) return found;
  // Back references and character codes differ between PostgreSQL and JavaScript.
  if (/[A-Za-z0-9]/.test(char)) throw refusal(text, `\\${char}`);
  return SPECIAL.test(char) || char === '-' ? `\\${char}`.replace('\\-', '\\x2d') : char;
}

function bracket(rest: string, text: string): [source: string, length: number] {
  let i = 1;
  let out = '[';
  if (rest[i] === '^') {
    out += '^';
    i += 1;
  }
  for (const first = i; ; ) {
    const char = rest[i];
    if (char === undefined)
      throw new TtError('INPUT', `filters: "${text.slice(0, 40)}" is not a regular expression`);
    if (char === ']' && i > first) return [`${out}]`, i + 1];
    const match = /^\[:([a-z]+):\]/.exec(rest.slice(i));
    if (match) {
      const source = NAMED_CLASSES[match[1]!];
      if (source === undefined) throw refusal(text, match[0]);
      out += source;
      i += match[0].length;
    } else if (char === '[' && /[.=:]/.test(rest[i + 1] ?? '')) {
      throw refusal(text, rest.slice(i, i + 2));
    } else if (char === '\\') {
      out += readEscape(rest[i + 1], { ...ESCAPES, ...IN_BRACKETS, ...NOT_IN_BRACKETS }, text);
      i += 2;
    } else {
      const point = String.fromCodePoint(rest.codePointAt(i)!);
      out += point !== '-' && SPECIAL.test(point) ? `\\${point}` : point;
      i += point.length;
    }
  }
}

/** Word boundaries and complements are not characters: they are refused, as in PostgreSQL. */
const NOT_IN_BRACKETS: Record<string, string> = Object.fromEntries(
  ['y', 'Y', 'm', 'M', 'A', 'Z', 'W', 'D', 'S', 'B'].map((letter) => [letter, '']),
);

const refusal = (text: string, what: string): TtError =>
  new TtError(
    'INPUT',
    `filters: "${text.slice(0, 40)}": ${what} cannot be compared here as CAVE does. Write it without, or as the only ~ of its column`,
  );
