/** Selects the columns of a table for an argument: the named ones, else the only ones that fit. */

import { headerRowOf, sameHeader } from '../../core/cells/headers';
import { canBeSegment, idsInCell, readCell } from '../../core/cells/id-cell';
import { idTexts } from '../../core/cells/id-list';
import { digitsValue } from '../../core/digits';
import { TtError } from '../../core/errors';
import { groupedNumber } from '../../core/grouped-number';
import { readNumber, readNumbers } from '../../core/number-text';
import type { TextTable } from './table';

export interface Selection {
  rows: string[][];
  /** What was read, for the user; '' if there was no choice. */
  remark: string;
}

export interface Wish {
  /** Headers or numbers of columns, from 1; an empty list finds them. */
  columns: readonly string[];
  /** Selects supervoxel ids instead of segment ids. */
  supervoxels: boolean;
  /** The file's name for errors. */
  what: string;
}

interface Headed {
  headers: string[] | null;
  rows: string[][];
}

/** A column of ids: one cell per row. */
export function selectIds(table: TextTable, wish: Wish): Selection {
  const { headers, rows } = withHeaders(table, looksLikeId, wish);
  if (wish.columns.length > 0) return columnsByName({ headers, rows }, wish, 1);
  const width = widthOf(rows);
  if (headers === null && (width <= 1 || rows.length === 1))
    return { rows: spread(rows.flat(), wish), remark: '' };
  const found = range(width).filter((k) => mostly(rows, k, looksLikeId));
  if (headers === null && found.length === width) return { rows: spread(rows.flat(), wish), remark: '' };
  const fitting = found.length > 1 && headers ? byKind(found, headers, wish.supervoxels) : found;
  const only = width === 1 ? [0] : fitting;
  if (only.length !== 1) {
    const why = only.length === 0 ? 'no column holds ids' : 'several columns hold ids';
    throw ask(`${why}: ${listOf(headers, only.length === 0 ? range(width) : only)}`, wish);
  }
  return selectColumns({ headers, rows }, only, wish);
}

/** Columns of points: x, y and z, or one column that holds all three. A table that holds only numbers is used whole. */
export function selectPoints(table: TextTable, wish: Wish): Selection {
  const { headers, rows } = withHeaders(table, (cell) => isNumeric(cell) || isPoint(cell), wish);
  if (wish.columns.length > 0) return columnsByName({ headers, rows }, wish, null);
  if (headers === null || widthOf(rows) === 1) return { rows, remark: '' };
  const triples = axesIn(headers);
  if (triples.length === 1) return selectColumns({ headers, rows }, triples[0]!, wish);
  const all = range(headers.length);
  // Ends of lines or corners of boxes: one point after another, in any order of the columns.
  if (new Set(triples.flat()).size === all.length)
    return selectColumns({ headers, rows }, triples.flat(), wish);
  if (all.every((k) => mostly(rows, k, isNumeric))) return selectColumns({ headers, rows }, all, wish);
  const whole = all.filter((k) => mostly(rows, k, isPoint));
  if (triples.length === 0 && whole.length === 1) return selectColumns({ headers, rows }, whole, wish);
  throw ask(`which columns hold the points? There are ${listOf(headers, all)}`, wish);
}

/** Rows of any cells. */
export function selectRows(table: TextTable, wish: Wish): Selection {
  if (wish.columns.length === 0) {
    return { rows: table.headers === null ? table.rows : [table.headers, ...table.rows], remark: '' };
  }
  return columnsByName(
    withHeaders(table, () => false, wish),
    wish,
    null,
  );
}

/**
 * Headers are words above values of the required kind: in the first row, or below titles and notes, as in a
 * spreadsheet.
 */
function withHeaders({ headers, rows }: TextTable, isValue: (cell: string) => boolean, wish: Wish): Headed {
  if (headers !== null || rows.length === 0) return { headers, rows };
  const isHeader = (at: number): boolean => {
    const row = rows[at]!;
    const isNamed = wish.columns.some((column) => row.some((cell) => sameHeader(cell, column)));
    const isWords = row.some(isWord) && !row.some((cell) => isValue(cell) || looksLikeId(cell));
    return isNamed || (isWords && rows.slice(at + 1).some((below) => below.some(isValue)));
  };
  const below = headerRowOf(rows) - 1;
  const at = below > 0 && isHeader(below) ? below : isHeader(0) ? 0 : -1;
  if (at < 0) return { headers: null, rows };
  return { headers: rows[at]!.map((cell) => cell.trim()), rows: rows.slice(at + 1) };
}

function columnsByName(table: Headed, wish: Wish, most: number | null): Selection {
  const names = wish.columns;
  if (most !== null && names.length > most) throw ask(`${names.length} columns where ${most} is taken`, wish);
  return selectColumns(
    table,
    names.map((column) => positionOf(column, table, wish)),
    wish,
  );
}

function positionOf(column: string, { headers, rows }: Headed, wish: Wish): number {
  const exact = (headers ?? []).flatMap((header, k) => (header === column.trim() ? [k] : []));
  const found =
    exact.length > 0
      ? exact
      : (headers ?? []).flatMap((header, k) => (sameHeader(header, column) ? [k] : []));
  if (found.length > 1) {
    throw ask(
      `${found.length} columns are called ${column}: name one by its number (${found.map((k) => k + 1).join(', ')})`,
      wish,
    );
  }
  if (found.length === 1) return found[0]!;
  const width = Math.max(headers?.length ?? 0, widthOf(rows));
  const number = digitsValue(column.trim());
  if (number >= 1 && number <= width) return number - 1;
  throw ask(`there is no column "${column.slice(0, 60)}": there are ${listOf(headers, range(width))}`, wish);
}

function selectColumns({ headers, rows }: Headed, columns: readonly number[], { what }: Wish): Selection {
  const names = columns.map((k) => headers?.[k] || `number ${k + 1}`).join(', ');
  const count = `${groupedNumber(rows.length)} ${rows.length === 1 ? 'row' : 'rows'}`;
  const noun = columns.length === 1 ? 'column' : 'columns';
  return {
    rows: rows.map((row) => columns.map((k) => row[k] ?? '')),
    remark: `${what}: ${count} of the ${noun} ${names}`,
  };
}

/** Of several id columns, those whose headers name supervoxels, or those whose headers do not. */
function byKind(columns: readonly number[], headers: readonly string[], supervoxels: boolean): number[] {
  const fitting = columns.filter(
    (k) => /(^|_|\b)(sv|svid|supervoxel)/i.test(headers[k] ?? '') === supervoxels,
  );
  return fitting.length > 0 ? fitting : [...columns];
}

/** Positions of x, y and z for each name that has all three: "x", "pt_x", "x1", "pt_position_x", "x_nm", "x (nm)". */
function axesIn(headers: readonly string[]): number[][] {
  const at = (name: string) => headers.findIndex((header) => sameHeader(header, name));
  return headers.flatMap((header, k) => {
    const parts = /^(|.*[_ .])x([0-9]*(?:[ _]?[([]?(?:nm|[uµμ]m|vox(?:els?)?|px)[)\]]?)?)$/i.exec(header);
    if (!parts) return [];
    const others = ['y', 'z'].map((axis) => at(`${parts[1]}${axis}${parts[2]}`));
    return others.every((other) => other >= 0) ? [[k, ...others]] : [];
  });
}

/** A cell with several ids becomes several rows. */
const spread = (cells: readonly string[], { what }: Wish): string[][] =>
  cells.flatMap((cell) => idTexts(cell, what).map((id) => [id]));

/** At least half of the cells that are not blank, and at least one. */
function mostly(rows: readonly string[][], column: number, fits: (cell: string) => boolean): boolean {
  const cells = rows.map((row) => row[column] ?? '').filter((cell) => cell.trim() !== '');
  const fitting = cells.filter(fits).length;
  return fitting > 0 && fitting * 2 >= cells.length;
}

function looksLikeId(cell: string): boolean {
  if (/(^|[^0-9.])[0-9]{15,20}($|[^0-9.])/.test(cell)) return true;
  const read = readCell(cell);
  return read.kind === 'rounded' || idsInCell(read).some(canBeSegment);
}
const isNumeric = (cell: string): boolean => readNumber(cell) !== null;
const isPoint = (cell: string): boolean => Array.isArray(readNumbers(cell, 3));
const isWord = (cell: string): boolean =>
  /\p{L}/u.test(cell) && !/^\s*(na|n\/a|nan|none|null|#.*)\s*$/i.test(cell);
const range = (count: number): number[] => Array.from({ length: count }, (_, k) => k);
const widthOf = (rows: readonly string[][]): number =>
  rows.reduce((width, row) => Math.max(width, row.length), 0);

const listOf = (headers: readonly string[] | null, columns: readonly number[]): string =>
  headers === null
    ? `columns ${columns.map((k) => k + 1).join(', ')}`
    : columns.map((k) => headers[k] || `number ${k + 1}`).join(', ');

const ask = (why: string, { what }: Wish): TtError =>
  new TtError('INPUT', `${what}: ${why}. Name it with --column`);
