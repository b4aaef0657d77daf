/** JSON that was pasted, as rows of texts: lists, tables in the forms that programs write, a viewer's state. */
import { asObject, type Json, parseJson } from '../json';
import { canBeSegment, idsInCell, readCell } from './id-cell';

export interface JsonRows {
  rows: string[][];
  /** Null where the rows alone tell whether the first one names the columns. */
  hasHeader: boolean | null;
  form: string;
}

type Entries = [name: string, value: Json][];

/** Null for a text that is no JSON, also not as Python writes it. Ids keep their digits; objects in other forms are kept whole. */
export function jsonRows(text: string): JsonRows | null {
  if (!/^\s*[[{]/.test(text)) return null;
  const value = parsed(text) ?? parsed(asJson(text)) ?? parsedLines(text);
  return value === undefined ? null : rowsOf(value, 0);
}

function parsed(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** Python's quotes, words and trailing commas as JSON has them. */
const asJson = (text: string): string =>
  text
    .replace(/"(?:[^"\\]|\\.)*"|'((?:[^'\\]|\\.)*)'/g, (quoted, inner: string | undefined) =>
      inner === undefined ? quoted : JSON.stringify(inner.replace(/\\'/g, "'")),
    )
    .replace(/\bNone\b/g, 'null')
    .replace(/\b(True|False)\b/g, (word) => word.toLowerCase())
    .replace(/,(\s*[\]}])/g, '$1');

/** An object a line. */
function parsedLines(text: string): Json[] | undefined {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const objects = lines.map((line) => (line.trim().startsWith('{') ? parsed(line) : undefined));
  return objects.every((each) => each !== undefined) ? objects : undefined;
}

/** Objects around a table that are looked into. */
const DEPTH = 4;

function rowsOf(value: Json, depth: number): JsonRows | null {
  if (Array.isArray(value)) return listRows(value);
  const object = asObject(value);
  const entries = Object.entries(object ?? {});
  if (object === null || entries.length === 0) return null;
  const segments = stateSegments(object);
  if (segments !== null)
    return {
      rows: [['root_id'], ...segments.map((id) => [id])],
      hasHeader: true,
      form: 'a viewer’s state: its segments',
    };
  const [[name, only]] = entries as [[string, Json]];
  if (entries.length === 1 && depth < DEPTH) {
    if (isScalarList(only))
      return withHead(
        [name],
        only.map((cell) => [textOf(cell)]),
      );
    if (Array.isArray(only) || (asObject(only) && !listOf(only) && !isId(name)))
      return rowsOf(only, depth + 1);
  }
  return splitTable(object) ?? columnTable(entries) ?? pairs(entries) ?? whole(value);
}

function listRows(list: Json[]): JsonRows | null {
  if (list.length === 0) return null;
  if (list.every(Array.isArray))
    return { rows: list.map((row) => (row as Json[]).map(textOf)), hasHeader: null, form: 'JSON' };
  const objects = list.map(asObject);
  if (!objects.every((each) => each !== null))
    return { rows: list.map((cell) => [textOf(cell)]), hasHeader: false, form: 'JSON' };
  const names = [...new Set(objects.flatMap((each) => Object.keys(each)))];
  return withHead(
    names,
    objects.map((each) => names.map((name) => textOf(each[name] ?? null))),
  );
}

const withHead = (names: string[], rows: string[][]): JsonRows => ({
  rows: [names, ...rows],
  hasHeader: true,
  form: 'JSON',
});

/** `{"columns": [...], "data": [[...]]}`, as pandas and databases write it. */
function splitTable({ columns, data }: { [key: string]: Json }): JsonRows | null {
  if (!isScalarList(columns) || !Array.isArray(data) || !data.every(Array.isArray)) return null;
  return withHead(
    columns.map(textOf),
    data.map((row) => (row as Json[]).map(textOf)),
  );
}

/** A column by name: lists of one length, or values by row; lists of other lengths are groups. */
function columnTable(entries: Entries): JsonRows | null {
  const lists = entries.map(([, value]) => listOf(value));
  if (!lists.every((list) => list !== null)) return null;
  const [first] = lists as [Json[]];
  const names = entries.map(([name]) => name);
  if (lists.every((list) => list.length === first.length) && !names.some(isId))
    return withHead(
      names,
      first.map((_cell, r) => lists.map((list) => textOf(list[r]!))),
    );
  const rows = lists.flatMap((list, i) => list.map((cell) => [names[i]!, textOf(cell)]));
  return { rows, hasHeader: false, form: 'JSON: names and lists' };
}

/** A list, or an object whose names count its rows. */
function listOf(value: Json): Json[] | null {
  if (Array.isArray(value)) return value.every(isScalar) ? value : null;
  const object = asObject(value);
  const isCounted = object !== null && Object.keys(object).every((name) => /^[0-9]{1,7}$/.test(name));
  return isCounted && Object.values(object).every(isScalar) ? Object.values(object) : null;
}

/** A row by id or label, or one row where an entry names the id. */
function pairs(entries: Entries): JsonRows | null {
  const names = entries.map(([name]) => name);
  const values = entries.map(([, value]) => value);
  if (!values.every(isScalar)) {
    const objects = values.map(asObject);
    if (!objects.every((each) => each !== null)) return null;
    const table = listRows(objects)!;
    const head = names.some(isId) ? 'root_id' : 'name';
    return withHead(
      [head, ...table.rows[0]!],
      table.rows.slice(1).map((row, i) => [names[i]!, ...row]),
    );
  }
  const texts = values.map(textOf);
  if (names.some((name) => /(?:^|_)ids?$/i.test(name))) return withHead(names, [texts]);
  if (!names.some(isId) && !texts.some(isId)) return null;
  return { rows: names.map((name, i) => [name, texts[i]!]), hasHeader: false, form: 'JSON: pairs' };
}

const whole = (value: Json): JsonRows => ({
  rows: [[JSON.stringify(value)]],
  hasHeader: false,
  form: 'JSON that is neither a list nor a table, kept as it is',
});

const isId = (text: string): boolean => idsInCell(readCell(text)).some(canBeSegment);
const isScalar = (value: Json): boolean => value === null || typeof value !== 'object';
const isScalarList = (value: Json | undefined): value is Json[] =>
  Array.isArray(value) && value.length > 0 && value.every(isScalar);

/** Selected segments of a Neuroglancer state; null for another object, or one without any. */
function stateSegments({ layers }: { [key: string]: Json }): string[] | null {
  if (!Array.isArray(layers)) return null;
  const ids = layers.flatMap((layer) => {
    const segments = asObject(layer)?.segments;
    return isScalarList(segments) ? segments.map(textOf).filter((id) => !id.startsWith('!')) : [];
  });
  return ids.length > 0 ? [...new Set(ids)] : null;
}

/** A number over 2^53 has been a double on the way: it is written so that it is not taken for an id. */
function textOf(value: Json): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) return value.toExponential();
  return Array.isArray(value) ? value.map(textOf).join(', ') : JSON.stringify(value);
}
