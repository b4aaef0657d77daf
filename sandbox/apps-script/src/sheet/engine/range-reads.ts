/** Caches the ranges read during one recalculation, because many formulas read the same column. */
import { boxesMeet } from '../values/boxes';
import type { Box } from '../values/types';
import type { Matrix } from '../values/values';
import type { FormulaTab } from './formula';

export interface RangeRead {
  box: Box;
  matrix: Matrix;
  /** The last cell that was loading. */
  awaits: { row: number; column: number } | null;
  /** True if a cell depends on the clock or on random numbers. */
  volatile: boolean;
}

/** Smaller ranges are read as fast as they are found in the cache. */
const LEAST_CELLS = 32;
/** Limit per tab, because each change of a cell checks all of them. */
const MOST_RANGES = 16;

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

  /** Drops cached ranges that overlap a changed box. */
  forget(tab: FormulaTab, box: Box): void {
    const ofTab = this.reads.get(tab);
    if (ofTab === undefined) return;
    for (const [key, read] of ofTab) if (boxesMeet(read.box, box)) ofTab.delete(key);
  }

  read(tab: FormulaTab, box: Box, make: (tab: FormulaTab, box: Box) => RangeRead): RangeRead {
    if (!this.active || box.rows * box.columns < LEAST_CELLS) return make(tab, box);
    let ofTab = this.reads.get(tab);
    if (ofTab === undefined) {
      ofTab = new Map();
      this.reads.set(tab, ofTab);
    }
    const key = `${box.row},${box.column},${box.rows},${box.columns}`;
    let read = ofTab.get(key);
    if (read === undefined) {
      read = make(tab, box);
      const [oldest] = ofTab.keys();
      if (oldest !== undefined && ofTab.size >= MOST_RANGES) ofTab.delete(oldest);
      ofTab.set(key, read);
    }
    return read;
  }
}
