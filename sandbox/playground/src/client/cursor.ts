// The selection and its movement by keys and pointer.
import type { Box } from '../protocol';
import { boxBetween, jump, type Size, type Spot, within } from './boxes';

export class Cursor {
  /** The active cell, which receives typed text. */
  spot: Spot = { row: 1, column: 1 };
  /** The corner that moves with Shift. */
  private far: Spot = this.spot;

  constructor(
    private readonly size: () => Size,
    private readonly isFilled: (spot: Spot) => boolean,
    private readonly onMove: (reveal: Spot) => void,
  ) {}

  box(): Box {
    return boxBetween(this.spot, this.far);
  }

  to(spot: Spot, extend = false): void {
    const inside = within(spot, this.size());
    this.far = inside;
    if (!extend) this.spot = inside;
    this.onMove(inside);
  }

  setBox(box: Box): void {
    this.spot = { row: box.row, column: box.column };
    this.far = { row: box.row + box.rows - 1, column: box.column + box.columns - 1 };
    this.onMove(this.spot);
  }

  step(rows: number, columns: number, extend: boolean, far = false): void {
    const from = extend ? this.far : this.spot;
    const step = { row: rows, column: columns };
    this.to(
      far
        ? jump(from, step, this.size(), this.isFilled)
        : { row: from.row + rows, column: from.column + columns },
      extend,
    );
  }

  wholeRow(row: number, extend: boolean): void {
    const { columns } = this.size();
    this.spot = { row: extend ? this.spot.row : row, column: 1 };
    this.far = { row, column: columns };
    this.onMove({ row, column: this.spot.column });
  }

  wholeColumn(column: number, extend: boolean): void {
    const { rows } = this.size();
    this.spot = { row: 1, column: extend ? this.spot.column : column };
    this.far = { row: rows, column };
    this.onMove({ row: 1, column });
  }
}
