/** Converts pasted JSON to rows of texts: lists, tables in the forms that programs write, a viewer's state. */
import { asObject, type Json, parseJson } from '../json';
import { canBeSegment, idsInCell, readCell } from './id-cell';

export interface JsonRows {
  rows: string[][];
  /** Null if only the rows tell whether the first one holds the column names. */
  hasHeader: boolean | null;
  form: string;
}

type Entries = [name: string, value: Json][];

/**
 * Returns null for a text that is neither JSON nor a Python literal. Ids keep their digits; an object of unknown form
 * is kept whole.
 */
export function jsonRows(text: string): JsonRows | null {
  if (!/^\s*[[{]/.test(text)) return null;
  const value = parseOrUndefined(text) ?? parseOrUndefined(asJson(text)) ?? parseLines(text);
  return value === undefined ? null : rowsOf(value, 0);
}

function parseOrUndefined(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** Converts Python's quotes, words and trailing commas to JSON. */
const asJson = (text: string): string =>
  text
    .replace(/"(?:[^"\\]|\\.)*"|'((?:[^'\\]|\\.)*)'/g, (literal, inner: string | undefined) =>
      inner === undefined ? literal : JSON.stringify(inner.replace(/\\'/g, "'")),
    )
    .replace(/\bNone\b/g, 'null')
    .replace(/\b(True|False)\b/g, (word) => word.toLowerCase())
    .replace(/,(\s*[\]}])/g, '$1');

/** Parses one object per line. */
function parseLines(text: string): Json[] | undefined {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const objects = lines.map((line) => (line.trim().startsWith('{') ? parseOrUndefined(line) : undefined));
  return objects.every((each) => each !== undefined) ? objects : undefined;
}

/** Limit of nested objects in which a table is searched. */
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

/** Reads `{"columns": [...], "data": [[...]]}`, the form of pandas and databases. */
function splitTable({ columns, data }: { [key: string]: Json }): JsonRows | null {
  if (!isScalarList(columns) || !Array.isArray(data) || !data.every(Array.isArray)) return null;
  return withHead(
    columns.map(textOf),
    data.map((row) => (row as Json[]).map(textOf)),
  );
}

/** Reads columns by name: lists of equal length, or values by row. Lists of different lengths are groups. */
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

/** Reads a list, or an object whose keys are row numbers. */
function listOf(value: Json): Json[] | null {
  if (Array.isArray(value)) return value.every(isScalar) ? value : null;
  const object = asObject(value);
  const isCounted = object !== null && Object.keys(object).every((name) => /^[0-9]{1,7}$/.test(name));
  return isCounted && Object.values(object).every(isScalar) ? Object.values(object) : null;
}

/** Reads rows by id or label; or a single row, if an entry is named as an id. */
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

/** The selected segments of a Neuroglancer state; null for any other object, or if none are selected. */
function stateSegments({ layers }: { [key: string]: Json }): string[] | null {
  if (!Array.isArray(layers)) return null;
  const ids = layers.flatMap((layer) => {
    const segments = asObject(layer)?.segments;
    return isScalarList(segments) ? segments.map(textOf).filter((id) => !id.startsWith('!')) : [];
  });
  return ids.length > 0 ? [...new Set(ids)] : null;
}

/**
 * A number above 2^53 was a double at some time: it is written in exponential notation, so that it is not read as an
 * id.
 */
function textOf(value: Json): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) return value.toExponential();
  return Array.isArray(value) ? value.map(textOf).join(', ') : JSON.stringify(value);
}
