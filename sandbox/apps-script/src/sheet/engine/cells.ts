/** The sparse cells of one tab, row by row. */
import { moveItems } from '../values/move-items';
import type { Box } from '../values/types';
import type { Scalar } from '../values/values';
import { blankLook, type CellLook } from './cell-look';

/** `F` is the type of formulas: cells store formulas without using them. */
export interface GridCell<F> extends CellLook {
  value: Scalar;
  formula: F | null;
  /** The formula whose array result wrote this value; never set in that formula's own cell. */
  owner: F | null;
}

type Row<F> = (GridCell<F> | undefined)[];

export function hasContent<F>(cell: GridCell<F> | undefined): cell is GridCell<F> {
  return cell !== undefined && (cell.value !== null || cell.formula !== null || cell.owner !== null);
}

export class Cells<F> {
  private rows: (Row<F> | undefined)[] = [];

  at(row: number, column: number): GridCell<F> | undefined {
    return this.rows[row]?.[column];
  }

  ensure(row: number, column: number): GridCell<F> {
    let line = this.rows[row];
    if (!line) {
      line = [];
      this.rows[row] = line;
    }
    let cell = line[column];
    if (!cell) {
      cell = { value: null, formula: null, owner: null, ...blankLook() };
      line[column] = cell;
    }
    return cell;
  }

  /** Visits the existing cells of the box. */
  each(box: Box, visit: (cell: GridCell<F>, row: number, column: number) => void): void {
    const bottom = Math.min(box.row + box.rows, this.rows.length);
    for (let r = box.row; r < bottom; r++) {
      const line = this.rows[r];
      if (!line) continue;
      const right = Math.min(box.column + box.columns, line.length);
      for (let c = box.column; c < right; c++) {
        const cell = line[c];
        if (cell) visit(cell, r, c);
      }
    }
  }

  grid<T>(box: Box, blank: T, read: (cell: GridCell<F>, row: number, column: number) => T): T[][] {
    const out: T[][] = [];
    for (let r = box.row; r < box.row + box.rows; r++) {
      const line = this.rows[r];
      const values: T[] = new Array(box.columns);
      for (let c = 0; c < box.columns; c++) {
        const cell = line?.[box.column + c];
        values[c] = cell ? read(cell, r, box.column + c) : blank;
      }
      out.push(values);
    }
    return out;
  }

  lastRow(): number {
    for (let r = this.rows.length - 1; r > 0; r--) if (this.rows[r]?.some(hasContent)) return r;
    return 0;
  }

  lastColumn(): number {
    let last = 0;
    for (const line of this.rows) {
      if (!line) continue;
      for (let c = line.length - 1; c > last; c--) if (hasContent(line[c])) last = c;
    }
    return last;
  }

  insertRows(before: number, count: number): void {
    if (before >= this.rows.length) return;
    const newItems = new Array<undefined>(count).fill(undefined);
    this.rows = [...this.rows.slice(0, before), ...newItems, ...this.rows.slice(before)];
  }

  deleteRows(first: number, count: number): void {
    this.rows.splice(first, count);
  }

  insertColumns(before: number, count: number): void {
    for (const line of this.rows) {
      if (line && before < line.length)
        line.splice(before, 0, ...new Array<undefined>(count).fill(undefined));
    }
  }

  deleteColumns(first: number, count: number): void {
    for (const line of this.rows) line?.splice(first, count);
  }

  moveRows(first: number, count: number, before: number): void {
    if (Math.min(first, before) >= this.rows.length) return;
    this.rows = moveItems(this.rows, first, count, before);
  }

  moveColumns(first: number, count: number, before: number): void {
    this.rows = this.rows.map((line) => {
      if (!line || Math.min(first, before) >= line.length) return line;
      return moveItems(line, first, count, before);
    });
  }

  /** Replaces or removes a cell. */
  put(row: number, column: number, cell: GridCell<F> | undefined): void {
    let line = this.rows[row];
    if (!line) {
      if (!cell) return;
      line = [];
      this.rows[row] = line;
    }
    line[column] = cell;
  }

  /** Moves the cells of an area that extends to the grid's end; cells that leave the grid are lost. */
  shift(area: Box, down: number, right: number): void {
    const remainingCells: [number, number, GridCell<F>][] = [];
    this.each({ ...area, rows: this.rows.length, columns: Infinity }, (cell, row, column) => {
      if (column >= area.column + area.columns && right === 0) return;
      if (row >= area.row + area.rows && down === 0) return;
      remainingCells.push([row + down, column + right, cell]);
      this.put(row, column, undefined);
    });
    for (const [row, column, cell] of remainingCells) {
      if (row >= area.row && column >= area.column) this.put(row, column, cell);
    }
  }

  /** Moves the cells of a box to another of the same size, and replaces the cells there. */
  transfer(from: Box, to: Box): void {
    const movedCells: [number, number, GridCell<F>][] = [];
    this.each(from, (cell, row, column) => {
      movedCells.push([row - from.row, column - from.column, cell]);
      this.put(row, column, undefined);
    });
    this.each(to, (_cell, row, column) => {
      this.put(row, column, undefined);
    });
    for (const [down, right, cell] of movedCells) this.put(to.row + down, to.column + right, cell);
  }

  /** Reorders the box's rows; `order` contains the old offset of each row. */
  reorder(box: Box, order: readonly number[]): void {
    const old = order.map((from) =>
      Array.from({ length: box.columns }, (_, c) => this.at(box.row + from, box.column + c)),
    );
    old.forEach((cells, r) => {
      cells.forEach((cell, c) => {
        this.put(box.row + r, box.column + c, cell);
      });
    });
  }
}
