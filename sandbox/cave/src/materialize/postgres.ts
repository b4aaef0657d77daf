/**
 * The database's errors for values of the wrong type, and its regular expressions, which differ from JavaScript's
 * (PostgreSQL 15, "Regular Expression Details").
 */
import { ServiceError } from '../http/call';
import type { Column } from './table';

/** A database error as pandas passes it on: the whole statement, followed by the database's message. */
export function sqlError(table: string, words: string, where = ''): ServiceError {
  const statement = `SELECT ${table}.id, ${table}.valid \nFROM ${table} \nWHERE ${where || `${table}.valid = true`}`;
  return new ServiceError(
    500,
    `Execution failed on sql '${statement}': ${words}\nLINE 3: WHERE ${where.slice(0, 60)}\n              ^\n`,
  );
}

const SQL_TYPES: Record<Column['kind'], string> = {
  id: 'bigint',
  root: 'bigint',
  supervoxel: 'bigint',
  int: 'integer',
  float: 'double precision',
  bool: 'boolean',
  text: 'character varying',
  time: 'timestamp without time zone',
  position: 'geometry',
};

const typeOfLiteral = (value: unknown): string =>
  typeof value === 'boolean' ? 'boolean' : Number.isInteger(value) ? 'integer' : 'numeric';

/** Throws for a literal that cannot be compared with the column's type. The database reads quoted digits as numbers. */
export function checkLiteral(table: string, { name, kind }: Column, value: unknown, sign: string): void {
  const type = SQL_TYPES[kind];
  const where = `${table}.${name} ${sign} ${typeof value === 'string' ? `'${value}'` : String(value)}`;
  if (kind === 'position') {
    throw sqlError(table, 'parse error - invalid geometry', where);
  }
  if (typeof value === 'string') {
    const fits =
      kind === 'text' ||
      (kind === 'bool' && /^(t|true|f|false|y|yes|n|no|on|off|1|0)$/i.test(value)) ||
      (kind === 'time' && !Number.isNaN(Date.parse(value))) ||
      (kind === 'float' && value.trim() !== '' && !Number.isNaN(Number(value))) ||
      /^\s*-?[0-9]+\s*$/.test(value);
    if (!fits || (/^[0-9]+$/.test(value) && (kind === 'time' || (kind === 'bool' && value.length > 1)))) {
      throw sqlError(table, `invalid input syntax for type ${type}: "${value}"`, where);
    }
    return;
  }
  const literalType = typeOfLiteral(value);
  const numeric = ['id', 'root', 'supervoxel', 'int', 'float'].includes(kind);
  if (numeric ? literalType === 'boolean' : kind === 'bool' ? literalType !== 'boolean' : true) {
    throw sqlError(table, `operator does not exist: ${type} ${sign} ${literalType}`, where);
  }
}

const CLASSES: Record<string, string> = {
  alpha: '\\p{L}',
  digit: '\\p{Nd}',
  alnum: '\\p{L}\\p{Nd}',
  upper: '\\p{Lu}',
  lower: '\\p{Ll}',
  space: '\\s',
  punct: '!-\\/:-@\\[-`{-~',
};

const WORD = '[\\p{L}\\p{Nd}_]';

/** Escapes outside brackets. */
const ESCAPES: Record<string, string> = {
  y: `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`,
  Y: `(?:(?<=${WORD})(?=${WORD})|(?<!${WORD})(?!${WORD}))`,
  m: `(?<!${WORD})(?=${WORD})`,
  M: `(?<=${WORD})(?!${WORD})`,
  A: '^',
  Z: '$',
  b: '\\x08',
  B: '\\\\',
  w: WORD,
  W: `[^\\p{L}\\p{Nd}_]`,
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  s: '\\s',
  S: '\\S',
};

/** The equivalent JavaScript expression; throws the database's error for an invalid one. */
export function regexOf(table: string, column: string, text: string): RegExp {
  const bad = (why: string): never => {
    throw sqlError(table, `invalid regular expression: ${why}`, `${table}.${column} ~ '${text}'`);
  };
  let flags = 'su';
  let rest = text;
  const options = /^\(\?([bceimnpqstwx]+)\)/.exec(rest);
  if (options) {
    if (options[1]!.includes('i')) flags += 'i';
    rest = rest.slice(options[0].length);
  }
  if (rest.startsWith('***')) rest = rest.slice(rest.startsWith('***:') ? 4 : 3);
  let out = '';
  for (let i = 0; i < rest.length; i++) {
    const char = rest[i]!;
    if (char === '\\') {
      i += 1;
      const next = rest[i];
      if (next === undefined) bad('invalid escape \\ sequence');
      else if (next in ESCAPES) out += ESCAPES[next];
      else if (/[tnrfv]/.test(next)) out += `\\${next}`;
      else if (/[1-9]/.test(next)) out += `\\${next}`;
      else if (/[A-Za-z0]/.test(next)) bad('invalid escape \\ sequence');
      else out += `\\${next}`.replace(/^\\([^^$\\.*+?()[\]{}|/])$/, '$1');
    } else if (char === '[') {
      const read = bracket(rest, i, bad);
      out += read.text;
      i = read.end;
    } else if (char === '{' && !/^\{[0-9]+(,[0-9]*)?\}/.test(rest.slice(i))) {
      if (/^\{[0-9]/.test(rest.slice(i))) bad('invalid repetition count(s)');
      out += '\\{';
    } else if (char === '}' && !/\{[0-9]+(,[0-9]*)?$/.test(rest.slice(0, i))) out += '\\}';
    else if (char === '(' && rest[i + 1] === '?' && !/^\(\?(:|=|!|<=|<!)/.test(rest.slice(i))) {
      bad('quantifier operand invalid');
    } else if (char === ']') out += '\\]';
    else out += char === '/' ? '\\/' : char;
  }
  try {
    return new RegExp(out, flags);
  } catch {
    return bad(/[(]/.test(rest) ? 'parentheses () not balanced' : 'quantifier operand invalid');
  }
}

function bracket(rest: string, from: number, bad: (why: string) => never): { text: string; end: number } {
  let i = from + 1;
  let out = '[';
  if (rest[i] === '^') {
    out += '^';
    i += 1;
  }
  for (let first = true; ; first = false) {
    const char = rest[i];
    if (char === undefined) bad('brackets [] not balanced');
    if (char === ']' && !first) return { text: `${out}]`, end: i };
    const classMatch = /^\[:([a-z]+):\]/.exec(rest.slice(i));
    if (classMatch) {
      out += CLASSES[classMatch[1]!] ?? bad('invalid character class');
      i += classMatch[0].length;
      continue;
    }
    if (char === '\\') {
      const next = rest[i + 1] ?? '';
      if (/[dws]/.test(next)) out += { d: '\\p{Nd}', w: '\\p{L}\\p{Nd}_', s: '\\s' }[next as 'd' | 'w' | 's'];
      else if (next === 'b') out += '\\x08';
      else if (/[tnrfv]/.test(next)) out += `\\${next}`;
      else if (/[A-Za-z0-9]/.test(next) || next === '') bad('invalid escape \\ sequence');
      else out += /[\^$\\.*+?()[\]{}|/-]/.test(next) ? `\\${next}` : next;
      i += 2;
      continue;
    }
    out += /[[\]/(){}|]/.test(char!) ? `\\${char}` : char;
    i += 1;
  }
}
