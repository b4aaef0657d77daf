/**
 * The filter of a tab and its filter views. Rows that the filter hides stay hidden until it is applied again: values
 * that a script writes do not change which rows are visible. A filter view shows one user a selection and hides nothing
 * from scripts or other users.
 */

import type { Box } from '../values/types';
import { satisfies } from '../values/validation';
import type { Scalar } from '../values/values';
import { boxAfter, type Follower, type LineChange, lineAfter } from './line-change';

export interface FilterCriterion {
  /** Rows whose cell shows one of these values are hidden. */
  hiddenValues: readonly string[];
  /**
   * Rows whose cell does not satisfy the condition are hidden. Criteria are those of validation, plus CELL_EMPTY and
   * CELL_NOT_EMPTY.
   */
  condition: { criterion: string; values: readonly Scalar[] } | null;
}

export interface FilterView {
  title: string;
  box: Box;
}

/** Reads a cell: its value and its displayed text. */
export type CellReader = (row: number, column: number) => { value: Scalar; shown: string };

export class RowFilter {
  /** Criteria by column number of the tab. */
  criteria = new Map<number, FilterCriterion>();
  hiddenRows = new Set<number>();

  /** The first row of the box is the header; it is never hidden. */
  constructor(public box: Box) {}

  apply(read: CellReader): void {
    this.hiddenRows = new Set();
    for (let row = this.box.row + 1; row < this.box.row + this.box.rows; row++) {
      for (const [column, criterion] of this.criteria) {
        if (!passes(criterion, read(row, column))) this.hiddenRows.add(row);
      }
    }
  }

  /** Returns false if nothing of the filter remains. */
  follow(change: LineChange): boolean {
    const box = boxAfter(this.box, change);
    if (!box) return false;
    this.box = box;
    const moveLine = (line: number) => lineAfter(line, change);
    if (change.axis === 'rows') {
      this.hiddenRows = new Set([...this.hiddenRows].flatMap((row) => moveLine(row) ?? []));
      // A hidden row that was moved out of the filter becomes visible.
      for (const row of this.hiddenRows) {
        if (row <= box.row || row >= box.row + box.rows) this.hiddenRows.delete(row);
      }
    } else {
      const criteria = [...this.criteria].flatMap(([column, criterion]) => {
        const now = moveLine(column);
        return now === null || now < box.column || now >= box.column + box.columns
          ? []
          : ([[now, criterion]] as const);
      });
      this.criteria = new Map(criteria);
    }
    return true;
  }
}

function passes(criterion: FilterCriterion, cell: { value: Scalar; shown: string }): boolean {
  if (criterion.hiddenValues.includes(cell.shown)) return false;
  const { condition } = criterion;
  if (!condition) return true;
  if (condition.criterion === 'CELL_EMPTY') return cell.shown === '';
  if (condition.criterion === 'CELL_NOT_EMPTY') return cell.shown !== '';
  if (cell.value === null || cell.value === '') return false;
  return satisfies({ ...condition, allowInvalid: false, helpText: null }, cell.value);
}

export class Filters implements Follower {
  /** A tab has at most one filter. */
  filter: RowFilter | null = null;
  views: FilterView[] = [];

  create(box: Box): RowFilter {
    if (this.filter) throw new Error("You can't create a filter in a sheet that already has a filter.");
    this.filter = new RowFilter({ ...box });
    return this.filter;
  }

  hides(row: number): boolean {
    return this.filter?.hiddenRows.has(row) ?? false;
  }

  follow(change: LineChange): void {
    if (this.filter && !this.filter.follow(change)) this.filter = null;
    this.views = this.views.flatMap((view) => {
      const box = boxAfter(view.box, change);
      return box ? [{ ...view, box }] : [];
    });
  }
}
