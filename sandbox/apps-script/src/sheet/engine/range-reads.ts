/** Ranges as they were read during one recalculation: many formulas read the same column. */
import type { Box } from '../values/types';
import type { Matrix } from '../values/values';
import type { FormulaTab } from './formula';

export interface RangeRead {
  matrix: Matrix;
  /** The last cell that was still loading. */
  awaits: { row: number; column: number } | null;
  /** A cell depends on the clock or on random numbers. */
  volatile: boolean;
}

/** Smaller ranges are read as fast as they are found here. */
const LEAST_CELLS = 32;

export class RangeReads {
  private active = false;
  private readonly reads = new Map<FormulaTab, Map<string, RangeRead>>();

  start(): void {
    this.active = true;
  }

  stop(): void {
    this.active = false;
    this.reads.clear();
  }

  /** Cells of the tab changed. */
  forget(tab: FormulaTab): void {
    this.reads.delete(tab);
  }

  read(tab: FormulaTab, box: Box, make: () => RangeRead): RangeRead {
    if (!this.active || box.rows * box.columns < LEAST_CELLS) return make();
    let ofTab = this.reads.get(tab);
    if (ofTab === undefined) {
      ofTab = new Map();
      this.reads.set(tab, ofTab);
    }
    const key = `${box.row},${box.column},${box.rows},${box.columns}`;
    let read = ofTab.get(key);
    if (read === undefined) {
      read = make();
      ofTab.set(key, read);
    }
    return read;
  }
}
