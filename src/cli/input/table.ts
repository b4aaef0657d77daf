/** Reads a text file as a table: CSV, TSV, JSON, lines of JSON, or plain lines. */
import { TtError } from '../../core/errors';
import { asObject, type Json, parseJson, RepeatedKeyError } from '../../core/json';

export interface TextTable {
  /** Headers of JSON objects; null if the first row may or may not be the headers. */
  headers: string[] | null;
  /** Without blank rows. */
  rows: string[][];
  /** The separator of cells; '' for JSON and plain lines. */
  separator: string;
}

/** `what` is the file's name for errors. */
export function readTextTable(text: string, what: string): TextTable {
  const start = text.trimStart();
  if (start.startsWith('[') || start.startsWith('{')) {
    const json = jsonTable(start, what);
    if (json !== null) return json;
  }
  const lines = text.replace(
    /^(?:[ \t]*#(?!TT |N\/A|REF!|NAME\?|VALUE!|DIV\/0!)[^\r\n]*(?:\r\n|\r|\n|$))+/,
    '',
  );
  const separator = separatorOf(lines);
  const rows = splitRows(lines, separator, what).filter((row) => row.some((cell) => cell.trim() !== ''));
  return { headers: null, rows, separator };
}

/** Number of characters used to detect the separator. */
const SAMPLE = 100_000;

/**
 * The character that splits all lines into equally many cells, else the one that most lines contain; '' if there is
 * none.
 */
function separatorOf(text: string): string {
  // Separators and line breaks inside quotes or brackets do not count.
  const sample = text.slice(0, SAMPLE).replace(/"(?:[^"]|"")*"|\[[^\]\r\n]*\]|\([^)\r\n]*\)/g, 'x');
  const lines = sample.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const counts = (one: string): number[] => lines.map((line) => line.split(one).length - 1);
  const isEven = (one: string): boolean => {
    const [first = 0, ...rest] = counts(one);
    return first > 0 && rest.every((count) => count === first);
  };
  const isUsual = (one: string): boolean =>
    counts(one).filter((count) => count > 0).length * 2 > lines.length;
  // With semicolons as separators, commas are decimal commas.
  return ['\t', ';', ','].find(isEven) ?? ['\t', ',', ';'].find(isUsual) ?? '';
}

/** RFC 4180: a quoted cell may hold separators, line breaks and doubled quotes. */
function splitRows(text: string, separator: string, what: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const end = separator === '' ? /\r\n|\r|\n/g : new RegExp(`${separator}|\\r\\n|\\r|\\n`, 'g');
  while (at < text.length) {
    let cell = '';
    const blank = /[ ]*"/y;
    blank.lastIndex = at;
    if (blank.test(text)) {
      const from = blank.lastIndex;
      const quotedText = /(?:[^"]|"")*/y;
      quotedText.lastIndex = from;
      const inside = quotedText.exec(text)![0];
      at = from + inside.length;
      if (text[at] !== '"')
        throw new TtError('INPUT', `${what}: the quote of row ${rows.length + 1} does not end`);
      at++;
      cell = inside.replace(/""/g, '"');
    }
    end.lastIndex = at;
    const next = end.exec(text);
    const stop = next?.index ?? text.length;
    row.push(cell + text.slice(at, stop));
    at = next ? end.lastIndex : text.length;
    if (next === null || next[0] !== separator || separator === '') {
      rows.push(row);
      row = [];
    } else if (at === text.length) row.push('');
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

function jsonTable(text: string, what: string): TextTable | null {
  let json: Json;
  try {
    json = parseJson(text);
  } catch (error) {
    if (error instanceof RepeatedKeyError) throw repeatedKey(what);
    const lines = jsonLines(text, what);
    if (lines !== null) return listTable(lines, what);
    // The text may be a point such as [1, 2, 3] on each line, or only begin with a bracket.
    return null;
  }
  const list = Array.isArray(json) ? json : listIn(json, what);
  return listTable(list, what);
}

const repeatedKey = (what: string): TtError =>
  new TtError('INPUT', `${what}: a name stands twice in one of its objects`);

function jsonLines(text: string, what: string): Json[] | null {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  if (lines.length < 2 || !lines[0]!.trim().startsWith('{')) return null;
  try {
    return lines.map(parseJson);
  } catch (error) {
    if (error instanceof RepeatedKeyError) throw repeatedKey(what);
    return null;
  }
}

/** The list in an object that holds only one, such as {"ids": [ … ]}. */
function listIn(json: Json, what: string): Json[] {
  const lists = Object.entries(asObject(json) ?? {}).filter(([, value]) => Array.isArray(value));
  if (lists.length === 1) return lists[0]![1] as Json[];
  const names = lists.map(([name]) => name).join(', ');
  throw new TtError(
    'INPUT',
    `${what} holds ${names === '' ? 'no list' : `several lists (${names})`}: one is read`,
  );
}

function listTable(list: readonly Json[], what: string): TextTable {
  const objects = list.map((entry) => asObject(entry));
  if (list.length > 0 && objects.every((entry) => entry !== null)) {
    const headers = [...new Set(objects.flatMap((entry) => Object.keys(entry)))];
    const rows = objects.map((entry) => headers.map((name) => cellOf(entry[name] ?? null)));
    return { headers, rows, separator: '' };
  }
  if (objects.some((entry) => entry !== null))
    throw new TtError('INPUT', `${what} mixes objects and values in one list`);
  const rows = list.map((entry) => (Array.isArray(entry) ? entry.map(cellOf) : [cellOf(entry)]));
  return { headers: null, rows, separator: '' };
}

function cellOf(value: Json): string {
  if (value === null) return '';
  if (typeof value === 'object') return JSON.stringify(value);
  // A number above 2^53 is already rounded. Written with all digits it would look like an id, so it is written with an
  // exponent.
  const isRounded = typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER;
  return isRounded ? value.toExponential() : `${value}`;
}
