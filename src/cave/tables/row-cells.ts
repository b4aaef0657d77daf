/** Cells of an answer's columns, checked: ids are ids, whole numbers are exact, positions have all three axes. */

import { parseId } from '../../core/ids';
import { readNumber } from '../../core/number-text';
import { damagedReply, type RequestLabel } from '../client/replies';
import type { ArrowColumn, ArrowKind } from './arrow';
import { type ColumnKind, positionAt, type TableColumn, type TableShape } from './table-shape';

/** The value of a table cell: ids as text, times as milliseconds, positions in voxels of the table. */
export type RowValue = string | number | boolean | null | [number, number, number];

/** The kind of a column of the answer; null if the column was empty when its type was read. */
export function jsonKind({ columns }: TableShape, name: string): ArrowKind | null {
  const isAxis = (stem: string) =>
    name.startsWith(`${stem}_`) && /_[xyz]$/.test(name) && name.length === stem.length + 2;
  const found = columns.find((column) =>
    [column.name, column.column].some((own) => (column.kind === 'position' ? isAxis(own) : own === name)),
  );
  if (!found || found.untyped) return null;
  return found.kind === 'position' ? 'float' : ARROW_KINDS[found.kind][0]!;
}

/**
 * The Arrow types that a column's values may have. A column that was empty when its type was read has an unknown kind.
 */
const ARROW_KINDS: Record<ColumnKind, readonly ArrowKind[]> = {
  id: ['int64', 'int', 'null'],
  int: ['int64', 'int', 'float', 'null'],
  float: ['float', 'int', 'int64', 'null'],
  bool: ['bool', 'null'],
  text: ['text', 'null'],
  time: ['time', 'null'],
  position: ['int', 'int64', 'float', 'null'],
};

/** Reads one column of the answer by row. Throws FAULT if it is absent or of another kind. */
export function cellsOf(
  columns: readonly ArrowColumn[],
  column: TableColumn,
  label: RequestLabel,
  live: boolean,
): (row: number) => RowValue {
  // A name has no suffix if only one of the two joined tables has it in this answer.
  const has = (name: string) =>
    columns.some((found, i) => found.name === name || positionAt(columns, i) === name);
  const name = has(column.name) ? column.name : column.column;
  // This column is null in a live row, and the server leaves it out if all rows are new.
  if (live && column.column === 'superceded_id' && !has(name)) return () => null;
  if (!has(name)) throw damagedReply(label);
  const isPosition = column.kind === 'position';
  const at = columns.findIndex((found, i) => (isPosition ? positionAt(columns, i) : found.name) === name);
  const parts = columns.slice(at, at + (isPosition ? 3 : 1));
  const allowedKinds = column.untyped ? null : ARROW_KINDS[column.kind];
  if (at < 0 || parts.some(({ kind }) => allowedKinds && !allowedKinds.includes(kind)))
    throw damagedReply(label);
  if (isPosition) return pointCells(parts, label);
  const [found] = parts as [ArrowColumn];
  if (column.kind === 'id') return idCells(found, label);
  return column.kind === 'int' ? wholeNumbers(found, label) : (row) => found.at(row);
}

function pointCells(axes: readonly ArrowColumn[], label: RequestLabel): (row: number) => RowValue {
  return (row) => {
    const point = axes.map((axis) => axis.at(row));
    const missing = point.filter((value) => value === null).length;
    if (missing === 3) return null;
    if (missing > 0) throw damagedReply(label);
    return point.map(Number) as [number, number, number];
  };
}

function idCells(column: ArrowColumn, label: RequestLabel): (row: number) => RowValue {
  return (row) => {
    const value = column.at(row);
    if (value !== null && parseId(`${value}`) === null) throw damagedReply(label);
    return value === null ? null : `${value}`;
  };
}

/** Numbers if they are exact, else their digits as text. Missing values may make the server send floats. */
function wholeNumbers(column: ArrowColumn, label: RequestLabel): (row: number) => RowValue {
  return (row) => {
    const value = column.at(row);
    if (value === null) return null;
    const number = typeof value === 'string' ? (readNumber(value) ?? Number.NaN) : value;
    if (typeof number !== 'number' || !Number.isInteger(number)) throw damagedReply(label);
    return Number.isSafeInteger(number) ? number : value;
  };
}
