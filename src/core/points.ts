/** Reads points from a range (three cells per row, or one text cell), and voxel resolutions in nm. */
import { passedError, reasonNotTyped, shownCell } from './cells/foreign';
import { TtError } from './errors';
import { readNumber, readNumbers, type UnreadableNumbers } from './number-text';
import type { Cell } from './table';

export type Vec3 = [number, number, number];

/** The content of one row of a range: the value, null for a blank row, or the error of a row that cannot be read. */
export type Row<T> = T | TtError | null;

const AXES = ['x', 'y', 'z'];

/**
 * One point per row, null for a blank row. Throws for the first row that is wrong. `what` is the argument's name. A
 * single cell may hold several points: one per line, or in brackets.
 */
export function readPoints(value: readonly Cell[][], what: string): (Vec3 | null)[] {
  return settlePoints(value, what).map(orThrow);
}

/** As `readPoints`, but a wrong row gives its error in place of a point. */
export function settlePoints(value: readonly Cell[][], what: string): Row<Vec3>[] {
  return settleRows(value, what, 3) as Row<Vec3>[];
}

/** Reads one point from a row, a column or a text. */
export function readPoint(value: readonly Cell[][], what: string): Vec3 {
  return readVector(value, what, 3) as Vec3;
}

/** Reads one vector of `length` numbers from a range of any shape. */
export function readVector(value: readonly Cell[][], what: string, length: number): number[] {
  const cells = value.flat().filter((cell) => !isBlankCell(cell));
  if (cells.length === 0) throw new TtError('INPUT', `${what} is blank: ${expectedForm(length)}`);
  return orThrow(readCells(cells, what, length)) as number[];
}

/**
 * One vector per row, of `length` numbers, or of any length if `length` is null (then a text such as "1, 2, 3" is first
 * read as a point). A row holds one number per cell, or texts with one point each.
 */
export function settleRows(value: readonly Cell[][], what: string, length: number | null): Row<number[]>[] {
  const rows = expand(value);
  return rows.map((row, i) => {
    if (row.length === length && row.every(Number.isFinite)) return [...(row as number[])];
    const where = rows.length > 1 ? `${what}, row ${i + 1}` : what;
    return row.every(isBlankCell) ? null : readCells(trimRow(row), where, length);
  });
}

/**
 * Reads shapes of `corners` points: lines (2), triangles (3) and so on. A shape is a row of 3·n numbers, a row of n
 * texts, or one text. A single shape may also be n rows with one point each.
 */
export function settleShapes(value: readonly Cell[][], what: string, corners: number): Row<Vec3[]>[] {
  const rows = value.filter((row) => !row.every(isBlankCell));
  if (rows.length === corners) {
    const points = settlePoints(rows as Cell[][], what);
    if (points.every((point) => Array.isArray(point))) return [points as Vec3[]];
  }
  const whole = value.length === 1 && value[0]!.length === 1 ? [...value] : expand(value);
  return whole.map((row, i) => {
    if (row.every(isBlankCell)) return null;
    const where = whole.length > 1 ? `${what}, row ${i + 1}` : what;
    const numbers = readCells(trimRow(row), where, 3 * corners);
    return Array.isArray(numbers) ? inThrees(numbers) : numbers;
  });
}

/**
 * Voxel size in nm along x, y, z: three cells, or "4, 4, 45", "4x4x45", "4 × 4 × 45 nm", or one number for all axes.
 */
export function readResolution(value: readonly Cell[][], what: string): Vec3 {
  const plain = value.map((row) =>
    row.map((cell) =>
      typeof cell === 'string'
        ? cell.replace(/nm/gi, ' ').replace(/([0-9.]) *[x×*] *(?=[0-9.])/gi, '$1, ')
        : cell,
    ),
  );
  const cells = plain.flat().filter((cell) => !isBlankCell(cell));
  const alike = cells.length === 1 ? oneNumber(cells[0]!) : null;
  const resolution: Vec3 = alike === null ? readPoint(plain, what) : [alike, alike, alike];
  if (resolution.some((nm) => nm < 1e-4)) {
    const metres = resolution.every((nm) => nm > 0) ? ': those are metres' : '';
    throw new TtError('INPUT', `${what}: nm of a voxel are above 0, not ${resolution.join(', ')}${metres}`);
  }
  return resolution;
}

/** Splits a single text of several lines or bracketed points into as many rows. */
function expand(value: readonly Cell[][]): readonly (readonly Cell[])[] {
  const only = value.length === 1 && value[0]!.length === 1 ? value[0]![0] : null;
  if (typeof only !== 'string') return value;
  const lines = only.trim().split(/\s*[\r\n]+\s*|(?<=[\])}])\s*[,;]?\s*(?=[[({])/);
  return lines.map((line) => [line]);
}

function readCells(cells: readonly Cell[], where: string, length: number | null): number[] | TtError {
  const numbers: number[] = [];
  const otherError = cells.map(passedError).find((error) => error !== null);
  if (otherError) return otherError;
  // Two texts for six numbers are two points, even if "125,283,118" could also be one number.
  const texts = length === 3 * cells.length && cells.every((cell) => typeof cell === 'string');
  const each =
    !texts &&
    (cells.length === length || cells.every((cell) => isBlankCell(cell) || oneNumber(cell) !== null));
  const single = each && (cells.length > 1 || length === 1);
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!;
    if (isBlankCell(cell)) return wrong(where, `${AXES[i] ?? `cell ${i + 1}`} is blank`);
    const part = single ? readSingle(cell!) : readText(cell!, length, cells.length);
    if ('reason' in part) return wrong(where, part.reason);
    numbers.push(...part);
  }
  if (length === null || numbers.length === length) return numbers;
  return wrong(
    where,
    `${numbers.length} ${numbers.length === 1 ? 'number' : 'numbers'}, ${expectedForm(length)}`,
  );
}

function readSingle(cell: Exclude<Cell, null>): number[] | UnreadableNumbers {
  const number = oneNumber(cell);
  if (number !== null) return [number];
  return { reason: reasonNotTyped(cell, 'point') || `${quoteCell(cell)} is not a number` };
}

function readText(
  cell: Exclude<Cell, null>,
  length: number | null,
  cells: number,
): number[] | UnreadableNumbers {
  const own = reasonNotTyped(cell, 'point');
  if (own !== '') return { reason: own };
  const display = quoteCell(cell);
  if (typeof cell === 'number') {
    // If a user types "125,283,118" without spaces, the sheet makes it the number 125283118.
    const isJoined = Math.abs(cell) >= 1e6 && Number.isInteger(cell) && length === 3;
    const why = isJoined
      ? '. If the sheet joined three, format the cell as plain text and write them again'
      : '';
    return length === null ? [cell] : { reason: `${cell} is one number, ${expectedForm(length)}${why}` };
  }
  if (typeof cell !== 'string') return { reason: `${display} is not a number` };
  const count = length === null ? 3 : length / cells;
  if (!Number.isInteger(count)) return { reason: `${cells} cells, ${expectedForm(length!)}` };
  const point = readNumbers(cell, count);
  if (!('reason' in point)) return point;
  const any = length === null ? readNumbers(cell, null) : point;
  return 'reason' in any ? { reason: `${display} ${any.reason}` } : any;
}

function oneNumber(cell: Cell): number | null {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null;
  return typeof cell === 'string' ? readNumber(cell) : null;
}

const quoteCell = (cell: Cell): string => `"${shownCell(cell)}"`;

export const isBlankCell = (cell: Cell | undefined): boolean =>
  cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');

const wrong = (where: string, why: string): TtError => new TtError('INPUT', `${where}: ${why}`);

const expectedForm = (length: number): string =>
  length === 3
    ? 'a point is x, y, z'
    : length % 3 === 0
      ? `${length / 3} points are ${length}`
      : `not ${length}`;

function trimRow(row: readonly Cell[]): readonly Cell[] {
  let end = row.length;
  while (end > 0 && isBlankCell(row[end - 1])) end--;
  return row.slice(0, end);
}

function inThrees(numbers: readonly number[]): Vec3[] {
  const points: Vec3[] = [];
  for (let i = 0; i + 2 < numbers.length; i += 3)
    points.push([numbers[i]!, numbers[i + 1]!, numbers[i + 2]!]);
  return points;
}

function orThrow<T>(row: Row<T>): T | null {
  if (row instanceof TtError) throw row;
  return row;
}
