/** The sparse cells of one tab, row by row. */
import type { Box } from '../values/types';
import type { Scalar } from '../values/values';

/** `F` is the formula type: cells hold formulas without using them. */
export interface GridCell<F> {
  value: Scalar;
  formula: F | null;
  /** The formula whose array result wrote the value here; never set on that formula's own cell. */
  owner: F | null;
  format: string;
  note: string;
  background: string;
  bold: boolean;
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
      cell = { value: null, formula: null, owner: null, format: '', note: '', background: '', bold: false };
      line[column] = cell;
    }
    return cell;
  }

  /** Visits the cells that exist in the box. */
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

  grid<T>(box: Box, blank: T, read: (cell: GridCell<F>) => T): T[][] {
    const out: T[][] = [];
    for (let r = box.row; r < box.row + box.rows; r++) {
      const line = this.rows[r];
      const values: T[] = new Array(box.columns);
      for (let c = 0; c < box.columns; c++) {
        const cell = line?.[box.column + c];
        values[c] = cell ? read(cell) : blank;
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
    const added = new Array<undefined>(count).fill(undefined);
    this.rows = [...this.rows.slice(0, before), ...added, ...this.rows.slice(before)];
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

  /** Puts the box's rows in a new order; `order` holds the old offset of each. */
  reorder(box: Box, order: readonly number[]): void {
    const old = order.map((from) =>
      Array.from({ length: box.columns }, (_, c) => this.at(box.row + from, box.column + c)),
    );
    old.forEach((cells, r) => {
      cells.forEach((cell, c) => {
        const line = this.rows[box.row + r];
        if (line) line[box.column + c] = cell;
        else if (cell) {
          const fresh: Row<F> = [];
          fresh[box.column + c] = cell;
          this.rows[box.row + r] = fresh;
        }
      });
    });
  }
}
