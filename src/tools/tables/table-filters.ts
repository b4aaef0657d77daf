/**
 * Reads filters as people write them. In text: `tag = GNG104; size > 100; pt_root_id in 7205…, 7205…; tag ~ ^GNG;
 * pt_position box 1000, 2000, 30 to 1500, 2500, 60`. In cells: one row each of column, operator and values; a row
 * without a column continues the values of the row above.
 */
import type { Comparison, RowFilter } from '../../cave/tables/row-query';
import type { TableColumn } from '../../cave/tables/table-shape';
import { passedError, shownCell } from '../../core/cells/foreign';
import { cellError, readCell } from '../../core/cells/id-cell';
import { pointNotation, readNumberCell, TWO_WAYS, unclearNumber } from '../../core/cells/number-cell';
import { decimalMark, NO_REGION, type Region } from '../../core/cells/region';
import { readBooleanCell, readTextCell, type UnreadableCell } from '../../core/cells/text-cell';
import { readTime } from '../../core/cells/time-text';
import { TtError } from '../../core/errors';
import { readNumbers } from '../../core/number-text';
import type { Cell } from '../../core/table';

/** One filter, before its column is found. */
export interface ParsedFilter {
  column: string;
  by: Comparison;
  values: Cell[];
}

const OPERATORS: [words: string[], by: Comparison][] = [
  [['not in', 'not equal', 'is not', '!=', '<>', '≠'], 'not in'],
  [['>=', '≥', 'greater or equal', 'at least'], '>='],
  [['<=', '≤', 'less or equal', 'at most'], '<='],
  [['>', 'greater than', 'greater', 'above'], '>'],
  [['<', 'less than', 'less', 'below'], '<'],
  [['~', 'matches', 'regex', 'regular expression'], '~'],
  [['box', 'in box', 'within'], 'box'],
  [['in', 'is in', 'one of'], 'in'],
  [['=', '==', 'is', 'equals', 'equal'], 'in'],
];

/** Longest first, so that `in box` is not read as `in`. */
const WORDS = OPERATORS.flatMap(([words, by]) => words.map((word): [string, Comparison] => [word, by])).sort(
  (a, b) => b[0].length - a[0].length,
);
const LISTS = new Set(['not in', 'in', 'is in', 'one of']);

const HELP = 'such as tag = GNG104; size > 100; pt_root_id in 7205…, 7205…';

export function readFilters(cells: Cell[][] | undefined): ParsedFilter[] {
  const filters: ParsedFilter[] = [];
  for (const row of cells ?? []) {
    const filterCells = row.map((cell) => (cell === '' ? null : cell));
    const otherError = filterCells.map(passedError).find((error) => error !== null);
    if (otherError) throw otherError;
    while (filterCells.length > 0 && filterCells[filterCells.length - 1] === null) filterCells.pop();
    if (filterCells.length === 0) continue;
    const last = filters[filters.length - 1];
    if (filterCells.length === 1 && filterCells[0] !== null)
      filters.push(...readText(wordOf(filterCells[0]!)));
    else if (filterCells[0] === null && last)
      last.values.push(...filterCells.filter((cell) => cell !== null));
    else filters.push(readRow(filterCells));
  }
  return filters;
}

function readRow(cells: Cell[]): ParsedFilter {
  const [column, word, ...values] = cells;
  const text = wordOf(word ?? '');
  const found = operator(text);
  if (!found) throw new TtError('INPUT', `filters: "${text.slice(0, 30)}" is not a comparison, ${HELP}`);
  const present = values.filter((value) => value !== null);
  return {
    column: wordOf(column ?? '').trim(),
    by: found.by,
    values: found.list ? present.flatMap((value) => listOf(value)) : present,
  };
}

/** The text of a cell that names a column or an operator. */
function wordOf(cell: Cell): string {
  const text = readTextCell(cell);
  if (typeof text === 'string') return text;
  throw new TtError('INPUT', `filters: ${text.reason}`);
}

function operator(text: string): { by: Comparison; list: boolean } | null {
  const word = text.trim().toLowerCase().replace(/\s+/g, ' ');
  const found = WORDS.find(([name]) => name === word);
  return found ? { by: found[1], list: LISTS.has(found[0]) } : null;
}

/** Splits at semicolons and line ends outside quotes. */
function readText(text: string): ParsedFilter[] {
  return pieces(text, /[;\n]/)
    .filter((piece) => piece.trim() !== '')
    .map(readPiece);
}

function readPiece(piece: string): ParsedFilter {
  const match = /^\s*([A-Za-z0-9_]+)\s*(.*)$/s.exec(piece);
  const rest = match?.[2]?.trim() ?? '';
  const lower = rest.toLowerCase();
  const found = WORDS.find(([word]) => lower.startsWith(word) && endsWord(word, rest));
  if (!match || !found)
    throw new TtError('INPUT', `filters: "${piece.trim().slice(0, 60)}" is not a filter, ${HELP}`);
  const [word, by] = found;
  const value = rest.slice(word.length).trim();
  if (by === 'box') return { column: match[1]!, by, values: [value] };
  const values = LISTS.has(word) ? listOf(value) : [unquote(value)];
  return { column: match[1]!, by, values };
}

/** Prevents `is` from matching the start of `island`. */
const endsWord = (word: string, rest: string): boolean =>
  !/[a-z]$/.test(word) || !/^[A-Za-z0-9_]/.test(rest.slice(word.length));

function listOf(value: Cell): Cell[] {
  if (typeof value !== 'string') return [value];
  return pieces(value.replace(/^\s*[[(]|[\])]\s*$/g, ''), /[,\n]/)
    .map((part) => unquote(part.trim()))
    .filter((part) => part !== '');
}

function pieces(text: string, at: RegExp): string[] {
  const parts = [''];
  let isQuoted = false;
  for (const char of text) {
    if (char === '"') isQuoted = !isQuoted;
    if (!isQuoted && at.test(char)) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts;
}

const unquote = (text: string): string =>
  /^".*"$/s.test(text) ? text.slice(1, -1).replace(/""/g, '"') : text;

/** A column by its name; positions also by their name without `_position`. */
export function findColumn(columns: readonly TableColumn[], name: string, argument: string): TableColumn {
  const found =
    columns.find((column) => column.name === name) ??
    columns.find((column) => column.kind === 'position' && column.name === `${name}_position`) ??
    columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const names = columns.map((column) => column.name).join(', ');
  throw new TtError(
    'INPUT',
    `${argument}: there is no column "${name.slice(0, 40)}". There are ${names.slice(0, 400)}`,
  );
}

/** Factors from viewer voxels to voxels of a column's table, per axis. */
export type ColumnScale = (column: TableColumn) => readonly number[];

export function typedFilter(
  parsedFilter: ParsedFilter,
  columns: readonly TableColumn[],
  scale: ColumnScale,
  region: Region = NO_REGION,
): RowFilter {
  const column = findColumn(columns, parsedFilter.column, 'filters');
  const { by } = parsedFilter;
  if (parsedFilter.values.length === 0)
    throw new TtError('INPUT', `filters: ${column.name} ${by} has no value`);
  if ((column.kind === 'position') !== (by === 'box')) {
    const words =
      by === 'box' ? 'is not a position: a box needs one' : 'is a position: only box can filter it';
    throw new TtError('INPUT', `filters: ${column.name} ${words}`);
  }
  if (by === 'box')
    return { column, comparison: by, values: boxOf(parsedFilter.values, column, scale(column), region) };
  if (by === '~') return { column, comparison: by, values: [pattern(parsedFilter.values[0]!, column)] };
  if (['>', '<', '>=', '<='].includes(by) && (parsedFilter.values.length > 1 || column.kind === 'bool')) {
    throw new TtError('INPUT', `filters: ${column.name} ${by} takes one number, text or time`);
  }
  return {
    column,
    comparison: by,
    values: parsedFilter.values.map((value) => typedValue(value, column, region)),
  };
}

/** Separators between two corners. */
const BETWEEN = /\s*(?:\bto\b|→|\.{2,3}|…|(?<=[\])}])\s*[-–]\s*(?=[[({]))\s*/gi;

/** Corners are in viewer voxels, like every coordinate. */
function boxOf(
  cells: readonly Cell[],
  column: TableColumn,
  scale: readonly number[],
  region: Region,
): number[] {
  const numbers = boxNumbers(cells, region);
  if ('reason' in numbers) {
    const why = numbers.reason === '' ? '' : ` (${numbers.reason})`;
    throw new TtError('INPUT', `filters: ${column.name} box takes six numbers: x, y, z to x, y, z${why}`);
  }
  const flat = numbers.findIndex((low, i) => i < 3 && low >= numbers[i + 3]!);
  if (flat >= 0) {
    throw new TtError(
      'INPUT',
      `filters: the box of ${column.name} is empty: ${'xyz'[flat]} goes from ${numbers[flat]} to ${numbers[flat + 3]}`,
    );
  }
  return numbers.map((x, i) => x * scale[i % 3]!);
}

/** Six cells, one text of six numbers, or two texts of three. */
function boxNumbers(cells: readonly Cell[], region: Region): number[] | UnreadableCell {
  if (cells.length === 6) {
    const each = cells.map((cell) => readNumberCell(cell, region));
    const wrong = each.find((one) => typeof one === 'object');
    return wrong ?? (each as number[]);
  }
  const texts = cells.map((cell) => readTextCell(cell, 'number'));
  const wrong = texts.find((one) => typeof one === 'object');
  if (wrong) return wrong;
  const joinedText = (texts as string[]).join('; ').replace(BETWEEN, '; ');
  const mark = decimalMark(region);
  const unclear = mark === '' ? unclearNumber(joinedText) : '';
  if (unclear !== '') return { reason: `${unclear} ${TWO_WAYS}` };
  const plain = mark === ',' ? pointNotation(joinedText) : joinedText;
  return typeof plain === 'string' ? readNumbers(plain, 6) : plain;
}

function pattern(cell: Cell, column: TableColumn): string {
  if (column.kind !== 'text') {
    throw new TtError('INPUT', `filters: ${column.name} holds no text: ~ works on text columns only`);
  }
  // The expression is PostgreSQL's: the server interprets it and reports an invalid one.
  return orRefused(readTextCell(cell), column, 'text', cell);
}

function typedValue(cell: Cell, column: TableColumn, region: Region): string | number | boolean {
  switch (column.kind) {
    case 'id':
      return idOf(cell, column);
    case 'int':
    case 'float':
      return orRefused(readNumberCell(cell, region), column, 'numbers', cell);
    case 'bool':
      return orRefused(
        readBooleanCell(cell === 't' ? true : cell === 'f' ? false : cell),
        column,
        'TRUE or FALSE',
        cell,
      );
    case 'time':
      return orRefused(readTime(cell, region), column, 'times');
    default:
      return orRefused(readTextCell(cell), column, 'text', cell);
  }
}

/** 0 is accepted: the service writes 0 for "no id". */
function idOf(cell: Cell, column: TableColumn): string {
  const read = readCell(cell);
  const error = cellError(read);
  if (error) throw new TtError(error.code, `filters, ${column.name}: ${error.message}`);
  if (read.kind === 'id') return read.id;
  if (read.kind === 'none' && read.shown === '0') return '0';
  throw refusal(column, 'ids', cell);
}

function orRefused<T extends string | number | boolean>(
  read: T | UnreadableCell,
  column: TableColumn,
  expectedForm: string,
  cell: Cell = null,
): T {
  if (typeof read !== 'object') return read;
  // An error message of the reader itself says more than the expected form.
  if (/^(?:a |TRUE or FALSE)/.test(read.reason) && !/^a cell holds/.test(read.reason)) {
    throw refusal(column, expectedForm, cell);
  }
  throw new TtError('INPUT', `filters: ${column.name}: ${read.reason}`);
}

const refusal = (column: TableColumn, expectedForm: string, cell: Cell): TtError =>
  new TtError('INPUT', `filters: ${column.name} holds ${expectedForm}, not "${shownCell(cell)}"`);
