/** Text built-ins, including regular expressions. */

import { firstCell, numberIn, toText } from '../../values/coerce';
import { formatNumber } from '../../values/number-format';
import { showScalar } from '../../values/show';
import { type Arg, Day, Fault, MAX_CELL_CHARACTERS, Matrix, type Scalar } from '../../values/values';
import { type BuiltinTable, bool, define, everyCell, matrix, num, text } from './define';

function within(name: string, result: string): string {
  if (result.length <= MAX_CELL_CHARACTERS) return result;
  throw new Fault(
    '#VALUE!',
    `Text result of ${name} is longer than the limit of ${MAX_CELL_CHARACTERS} characters.`,
  );
}

function count(name: string, arg: Arg | undefined, otherwise: number): number {
  const n = Math.trunc(num(arg, otherwise));
  if (n < 0)
    throw new Fault(
      '#VALUE!',
      `Function ${name} parameter 2 value is ${n}. It should be greater than or equal to 0.`,
    );
  return n;
}

/** Sheets uses RE2. Syntax that RE2 and JavaScript share is passed on, with `(?i)` at the start. */
function expression(source: string, flags = ''): RegExp {
  const ignoreCase = source.startsWith('(?i)');
  try {
    return new RegExp(ignoreCase ? source.slice(4) : source, `${flags}u${ignoreCase ? 'i' : ''}`);
  } catch {
    throw new Fault('#REF!', `${source} is not a valid regular expression.`);
  }
}

function extract(source: string, pattern: string): Arg {
  const found = expression(pattern).exec(source);
  if (!found) {
    throw new Fault(
      '#N/A',
      `Function REGEXEXTRACT parameter 2 value "${pattern}" does not match text of Function REGEXEXTRACT parameter 1 value "${source}".`,
    );
  }
  return found.length === 1 ? found[0] : new Matrix([found.slice(1).map((part) => part ?? '')]);
}

function join(glue: string, args: Arg[], skipEmpty: boolean): string {
  const parts: string[] = [];
  for (const cell of everyCell(args)) {
    const part = toText(cell);
    if (part !== '' || !skipEmpty) parts.push(part);
  }
  return parts.join(glue);
}

function split([source, mark, each, drop]: Arg[]): Arg {
  const marks = text(mark);
  if (marks === '') throw new Fault('#VALUE!', 'Function SPLIT parameter 2 value should be non-empty.');
  const whole = text(source);
  const cut = bool(each, true)
    ? whole.split(new RegExp(`[${marks.replace(/[\\\]^-]/g, '\\$&')}]`))
    : whole.split(marks);
  const pieces = bool(drop, true) ? cut.filter((part) => part !== '') : cut;
  // SPLIT converts digits to numbers, as typing does.
  return pieces.length
    ? new Matrix([pieces.map((part) => numberIn(part) ?? part)])
    : new Fault('#VALUE!', 'Function SPLIT parameter 1 value should be non-empty.');
}

function substitute([source, from, to, nth]: Arg[]): string {
  const whole = text(source);
  const old = text(from);
  if (old === '') return whole;
  const parts = whole.split(old);
  if (nth === undefined) return within('SUBSTITUTE', parts.join(text(to)));
  const n = num(nth);
  if (n < 1 || n >= parts.length) return whole;
  return `${parts.slice(0, n).join(old)}${text(to)}${parts.slice(n).join(old)}`;
}

function formatValue(value: Scalar, pattern: string): string {
  if (value instanceof Day) return formatNumber(value.serial, pattern);
  const number = typeof value === 'string' ? numberIn(value) : value;
  if (typeof number === 'number') return pattern === '@' ? toText(number) : formatNumber(number, pattern);
  return value === null ? formatNumber(0, pattern) : toText(value);
}

function find(name: string, fold: (s: string) => string) {
  return define(2, 3, 's', ([needle, hay, from]) => {
    const at = fold(text(hay)).indexOf(fold(text(needle)), Math.max(0, num(from, 1) - 1));
    if (at < 0)
      throw new Fault(
        '#VALUE!',
        `In ${name} evaluation, cannot find '${text(needle)}' within '${text(hay)}'.`,
      );
    return at + 1;
  });
}

export const texts: BuiltinTable = {
  LEN: define(1, 1, 's', ([x]) => text(x).length),
  LEFT: define(1, 2, 's', ([x, n]) => text(x).slice(0, count('LEFT', n, 1))),
  RIGHT: define(1, 2, 's', ([x, n]) => {
    const size = count('RIGHT', n, 1);
    return size === 0 ? '' : text(x).slice(-size);
  }),
  MID: define(3, 3, 's', ([x, from, n]) => {
    const start = Math.trunc(num(from));
    if (start < 1)
      throw new Fault(
        '#NUM!',
        `Function MID parameter 2 value is ${start}. It should be greater than or equal to 1.`,
      );
    return text(x).slice(start - 1, start - 1 + count('MID', n, 0));
  }),
  TRIM: define(1, 1, 's', ([x]) => text(x).trim().replace(/ +/g, ' ')),
  CLEAN: define(1, 1, 's', ([x]) => [...text(x)].filter((c) => c >= ' ').join('')),
  UPPER: define(1, 1, 's', ([x]) => text(x).toUpperCase()),
  LOWER: define(1, 1, 's', ([x]) => text(x).toLowerCase()),
  PROPER: define(1, 1, 's', ([x]) =>
    text(x)
      .toLowerCase()
      .replace(/(?<!\p{L})\p{L}/gu, (c) => c.toUpperCase()),
  ),
  EXACT: define(2, 2, 's', ([x, y]) => text(x) === text(y)),
  REPT: define(2, 2, 's', ([x, n]) => {
    const source = text(x);
    const times = count('REPT', n, 0);
    return source.length * times > MAX_CELL_CHARACTERS
      ? within('REPT', ' '.repeat(MAX_CELL_CHARACTERS + 1))
      : source.repeat(times);
  }),
  CHAR: define(1, 1, 's', ([x]) => {
    const code = Math.trunc(num(x));
    if (code < 1 || code > 0x10ffff)
      throw new Fault('#NUM!', `Function CHAR parameter 1 value ${code} is out of range.`);
    return String.fromCodePoint(code);
  }),
  CODE: define(1, 1, 's', ([x]) => text(x).codePointAt(0) ?? new Fault('#VALUE!', 'CODE needs text.')),
  CONCATENATE: define(1, Infinity, 'm', (args) => within('CONCATENATE', join('', args, false))),
  CONCAT: define(2, 2, 's', ([x, y]) => within('CONCAT', text(x) + text(y))),
  JOIN: define(2, Infinity, 'sm', ([glue, ...rest]) => within('JOIN', join(text(glue), rest, false))),
  TEXTJOIN: define(3, Infinity, 'ssm', ([glue, skip, ...rest]) =>
    within('TEXTJOIN', join(text(glue), rest, bool(skip))),
  ),
  SPLIT: define(2, 4, 's', split),
  SUBSTITUTE: define(3, 4, 's', substitute),
  REPLACE: define(4, 4, 's', ([x, from, n, to]) => {
    const start = num(from) - 1;
    return text(x).slice(0, start) + text(to) + text(x).slice(start + num(n));
  }),
  FIND: find('FIND', (s) => s),
  SEARCH: find('SEARCH', (s) => s.toLowerCase()),
  TEXT: define(2, 2, 's', ([x, pattern]) => formatValue(firstCell(x), text(pattern))),
  VALUE: define(1, 1, 's', ([x]) => num(x)),
  TO_TEXT: define(1, 1, 's', ([x]) => showScalar(firstCell(x), '')),
  T: define(1, 1, 's', ([x]) => (typeof x === 'string' ? x : '')),
  REGEXMATCH: define(2, 2, 's', ([x, pattern]) => expression(text(pattern)).test(text(x))),
  REGEXEXTRACT: define(2, 2, 's', ([x, pattern]) => extract(text(x), text(pattern))),
  REGEXREPLACE: define(3, 3, 's', ([x, pattern, to]) => {
    return within(
      'REGEXREPLACE',
      text(x).replace(expression(text(pattern), 'g'), text(to).replace(/\\(\d)/g, '$$$1')),
    );
  }),
  HYPERLINK: define(1, 2, 's', ([link, label]) =>
    label === undefined ? text(link) : firstCell(matrix(label)),
  ),
  ENCODEURL: define(1, 1, 's', ([x]) => encodeURIComponent(text(x))),
};
