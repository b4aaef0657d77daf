/** Finds the header row of a sheet, and the column that a name means. */
import { TtError } from '../errors';
import type { Cell } from '../table';
import { columnLetter } from './column-letters';
import { isErrorValue, passedError, trimmedText } from './foreign';
import { canBeSegment, readCell } from './id-cell';

/** Number of rows that are searched for the headers: people put titles and notes above them. */
export const HEADER_ROWS = 20;

/** The text of a header cell. A header that the sheet turned into a date or a truth value is shown as that value. */
export const headerText = (cell: Cell | undefined): string =>
  cell === null || cell === undefined || cell instanceof Date ? '' : String(cell).trim();

const isFilled = (cell: Cell | undefined): boolean => headerText(cell) !== '' || cell instanceof Date;

/** Ids, links, dates, truth values and errors are data, not headers. So are words for "none". */
const isData = (cell: Cell | undefined): boolean => isRemark(cell) || isKey(cell);

/** Values that can also stand in a header row: "last updated", the result of a formula. */
const isRemark = (cell: Cell | undefined): boolean =>
  cell instanceof Date || typeof cell === 'boolean' || isErrorValue(cell) || passedError(cell) !== null;

function isKey(cell: Cell | undefined): boolean {
  if (isRemark(cell)) return false;
  if (typeof cell === 'string' && /^[a-z][a-z0-9+.-]*:\/\//i.test(cell.trim())) return true;
  const read = readCell(cell);
  if (read.kind === 'id') return canBeSegment(read.id);
  return read.kind === 'several' || read.kind === 'rounded';
}

function isHeader(cell: Cell | undefined): boolean {
  return typeof cell === 'string' && isFilled(cell) && !isData(cell) && readCell(cell).kind !== 'none';
}

/**
 * The number of the header row, from 1, or 0 if there is none. `column`, from 1, is a column that must have a header.
 * Titles, which fill fewer cells, may stand above the header row. Below it comes the first row with an id, a link, a
 * date or a truth value.
 */
export function headerRowOf(rows: readonly (readonly Cell[])[], column: number | null = null): number {
  const top = rows.slice(0, HEADER_ROWS + 1);
  const names = (row: readonly Cell[]): boolean =>
    (column === null ? row.some(isHeader) : isHeader(row[column - 1])) &&
    !row.some(isKey) &&
    row.filter(isRemark).length < row.filter(isHeader).length;
  const holdsData = (row: readonly Cell[]): boolean =>
    column === null ? row.some(isData) && !names(row) : isData(row[column - 1]);
  const data = top.findIndex(holdsData);
  const before = top.slice(0, data < 0 ? HEADER_ROWS : data);
  const counts = top.map((row) => row.filter(isFilled).length);
  const most = Math.max(0, ...counts);
  for (const share of most > 1 ? [0.75, 0.5] : []) {
    const full = before.findIndex((row, i) => names(row) && counts[i]! >= share * most);
    if (full >= 0) return full + 1;
  }
  return (data < 0 ? topOfFirst(before, names) : topOfLast(before, names)) + 1;
}

type Names = (row: readonly Cell[]) => boolean;

const topOfFirst = (rows: readonly (readonly Cell[])[], names: Names): number => rows.findIndex(names);

/**
 * The first row of the block of header rows directly above the data; blank rows may lie between the block and the data.
 */
function topOfLast(rows: readonly (readonly Cell[])[], names: Names): number {
  let row = rows.length - 1;
  while (row >= 0 && !rows[row]!.some(isFilled)) row--;
  if (row < 0 || !names(rows[row]!)) return -1;
  while (row > 0 && names(rows[row - 1]!)) row--;
  return row;
}

export interface NamedColumn {
  /** From 1. */
  column: number;
  /** From 1; 0 if there is no header row. */
  headerRow: number;
}

/**
 * The column that `name` means: a header in any case, else a letter, else a number from 1. Returns null if there is
 * none. Throws if several columns have that header. `what` is the argument's name.
 */
export function columnFor(
  rows: readonly (readonly Cell[])[],
  name: string,
  what: string,
): NamedColumn | null {
  const headerRow = headerRowOf(rows);
  // Titles above the headers and numbers below them are not headers.
  const top = rows.slice(0, HEADER_ROWS);
  const candidates = headerRow > 0 ? [headerRow] : top.flatMap((row, i) => (row.some(isData) ? [] : [i + 1]));
  for (const row of candidates) {
    const column = columnIn(rows[row - 1]!, name, what);
    if (column > 0) return { column, headerRow: row };
  }
  const width = rows.reduce((most, row) => Math.max(most, row.length), 1);
  const column = /^[0-9]{1,5}$/.test(name)
    ? Number(name)
    : /^[A-Za-z]{1,3}$/.test(name)
      ? [...name.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
      : 0;
  return column >= 1 && column <= width ? { column, headerRow } : null;
}

/** Compares two headers without regard to case, width of signs, and kind of white space between words. */
export const sameHeader = (one: string, other: string): boolean => plainHeader(one) === plainHeader(other);

const plainHeader = (text: string): string =>
  trimmedText(text).normalize('NFKC').replace(/\s+/g, ' ').toLowerCase();

/** Returns 0 if no cell of the row has that text. */
function columnIn(row: readonly Cell[], name: string, what: string): number {
  const texts = row.map(headerText);
  for (const same of [(text: string) => text === name, (text: string) => sameHeader(text, name)]) {
    const columns = texts.flatMap((text, i) => (text !== '' && same(text) ? [i + 1] : []));
    if (columns.length > 1) {
      const letters = columns.map(columnLetter).join(' and ');
      throw new TtError(
        'INPUT',
        `${what}: "${name.slice(0, 40)}" stands above columns ${letters}. Write the letter`,
      );
    }
    if (columns.length === 1) return columns[0]!;
  }
  return 0;
}
