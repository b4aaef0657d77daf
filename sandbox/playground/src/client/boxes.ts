// Names of cells and boxes, and movement between cells. Rows and columns count from 1.
import type { Box } from '@tracer-tools/apps-script/sheet';
import { columnLetter, columnNumber } from '../../../../src/core/cells/column-letters';

export interface Spot {
  row: number;
  column: number;
}

export interface Size {
  rows: number;
  columns: number;
}

/** Such as "A1" or "A1:B3". */
export function boxName(box: Box): string {
  const first = `${columnLetter(box.column)}${box.row}`;
  if (box.rows === 1 && box.columns === 1) return first;
  return `${first}:${columnLetter(box.column + box.columns - 1)}${box.row + box.rows - 1}`;
}

/** Reads the text of the name box: "C7", "a2:b9", "C:C", "3:5"; null if it names no cells. */
export function readBoxName(text: string, size: Size): Box | null {
  const match = /^\s*([A-Za-z]{0,3})([0-9]{0,7})(?::([A-Za-z]{0,3})([0-9]{0,7}))?\s*$/.exec(text);
  if (match === null) return null;
  const [, c1 = '', r1 = '', c2, r2] = match;
  const single = c2 === undefined && r2 === undefined;
  if (c1 === '' && r1 === '') return null;
  if (single && (c1 === '' || r1 === '')) return null;
  const left = c1 === '' ? 1 : columnNumber(c1.toUpperCase());
  const top = r1 === '' ? 1 : Number(r1);
  const right = single ? left : c2 ? columnNumber(c2.toUpperCase()) : size.columns;
  const bottom = single ? top : r2 ? Number(r2) : size.rows;
  const box = boxBetween({ row: top, column: left }, { row: bottom, column: right });
  const inside = box.row >= 1 && box.column >= 1;
  const fits = box.row + box.rows - 1 <= size.rows && box.column + box.columns - 1 <= size.columns;
  return inside && fits ? box : null;
}

export function boxBetween(a: Spot, b: Spot): Box {
  const row = Math.min(a.row, b.row);
  const column = Math.min(a.column, b.column);
  return { row, column, rows: Math.abs(a.row - b.row) + 1, columns: Math.abs(a.column - b.column) + 1 };
}

export function within(spot: Spot, size: Size): Spot {
  return {
    row: Math.max(1, Math.min(size.rows, spot.row)),
    column: Math.max(1, Math.min(size.columns, spot.column)),
  };
}

/** The target of Ctrl+arrow: the edge of the filled run, or the next filled cell, or the end of the sheet. */
export function jump(from: Spot, step: Spot, size: Size, isFilled: (spot: Spot) => boolean): Spot {
  const next = (spot: Spot) => ({ row: spot.row + step.row, column: spot.column + step.column });
  const inside = (spot: Spot) =>
    spot.row >= 1 && spot.column >= 1 && spot.row <= size.rows && spot.column <= size.columns;
  let spot = from;
  const run = isFilled(spot) && inside(next(spot)) && isFilled(next(spot));
  while (inside(next(spot))) {
    if (run && !isFilled(next(spot))) return spot;
    spot = next(spot);
    if (!run && isFilled(spot)) return spot;
  }
  return spot;
}
