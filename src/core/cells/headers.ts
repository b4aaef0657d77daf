/** The one finder of headers: which row names the columns, and which column a name means. */
import { TtError } from '../errors';
import type { Cell } from '../table';
import { columnLetter } from './column-letters';
import { isErrorValue, passedError, trimmedText } from './foreign';
import { canBeSegment, readCell } from './id-cell';

/** A header row is looked for this far down: people put titles and notes above it. */
export const HEADER_ROWS = 20;

/** A header's text; what the sheet made of it in a header row is shown as such. */
export const headerText = (cell: Cell | undefined): string =>
  cell === null || cell === undefined || cell instanceof Date ? '' : String(cell).trim();

const isFilled = (cell: Cell | undefined): boolean => headerText(cell) !== '' || cell instanceof Date;

/** An id, a link, a date, a truth value or an error names no column; neither does a word for "none". */
const isData = (cell: Cell | undefined): boolean => isRemark(cell) || isKey(cell);

/** What may stand in a row of headers: "last updated", the result of a formula. */
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
 * The row that names the columns, from 1, or 0. `column`, from 1, is the one that it must name. Above it may stand
 * titles, which fill fewer cells; below it stands the first row with an id, a link, a date or a truth value.
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
  const filled = top.map((row) => row.filter(isFilled).length);
  const most = Math.max(0, ...filled);
  for (const share of most > 1 ? [0.75, 0.5] : []) {
    const full = before.findIndex((row, i) => names(row) && filled[i]! >= share * most);
    if (full >= 0) return full + 1;
  }
  return (data < 0 ? topOfFirst(before, names) : topOfLast(before, names)) + 1;
}

type Names = (row: readonly Cell[]) => boolean;

const topOfFirst = (rows: readonly (readonly Cell[])[], names: Names): number => rows.findIndex(names);

/** The first of the rows of names that stand together right above the data, blank rows between. */
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
  /** From 1; 0 where no row names the columns. */
  headerRow: number;
}

/**
 * The column that a header, a letter or a number from 1 means: a header in any case counts before a letter. Null where
 * there is none; throws where several have that header. `what` is the argument's name.
 */
export function columnFor(
  rows: readonly (readonly Cell[])[],
  wanted: string,
  what: string,
): NamedColumn | null {
  const headerRow = headerRowOf(rows);
  // Titles above the headers, and numbers below them, name no column.
  const top = rows.slice(0, HEADER_ROWS);
  const candidates = headerRow > 0 ? [headerRow] : top.flatMap((row, i) => (row.some(isData) ? [] : [i + 1]));
  for (const row of candidates) {
    const column = columnIn(rows[row - 1]!, wanted, what);
    if (column > 0) return { column, headerRow: row };
  }
  const width = rows.reduce((most, row) => Math.max(most, row.length), 1);
  const column = /^[0-9]{1,5}$/.test(wanted)
    ? Number(wanted)
    : /^[A-Za-z]{1,3}$/.test(wanted)
      ? [...wanted.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
      : 0;
  return column >= 1 && column <= width ? { column, headerRow } : null;
}

/** Case, the width of signs, and how words are parted (a no-break space, a new line) make no other header. */
export const sameHeader = (one: string, other: string): boolean => plainHeader(one) === plainHeader(other);

const plainHeader = (text: string): string =>
  trimmedText(text).normalize('NFKC').replace(/\s+/g, ' ').toLowerCase();

/** 0 where no cell of the row has that text. */
function columnIn(row: readonly Cell[], wanted: string, what: string): number {
  const texts = row.map(headerText);
  for (const same of [(text: string) => text === wanted, (text: string) => sameHeader(text, wanted)]) {
    const columns = texts.flatMap((text, i) => (text !== '' && same(text) ? [i + 1] : []));
    if (columns.length > 1) {
      const letters = columns.map(columnLetter).join(' and ');
      throw new TtError(
        'INPUT',
        `${what}: "${wanted.slice(0, 40)}" stands above columns ${letters}. Write the letter`,
      );
    }
    if (columns.length === 1) return columns[0]!;
  }
  return 0;
}
