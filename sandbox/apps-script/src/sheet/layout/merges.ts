/** Merged cells of a tab: only the first cell of each merged range has a value. */

import { boxesMeet, inBox } from '../values/boxes';
import type { Box } from '../values/types';
import { type Axis, boxAfter, type Follower, type LineChange } from './line-change';

export class Merges implements Follower {
  private boxes: Box[] = [];

  all(): readonly Box[] {
    return this.boxes;
  }

  /** Merged ranges that touch the box. */
  meeting(box: Box): Box[] {
    return this.boxes.filter((area) => boxesMeet(area, box));
  }

  /** The merged range of a cell, or null. */
  at(row: number, column: number): Box | null {
    return this.boxes.find((area) => inBox(area, row, column)) ?? null;
  }

  /** True for a cell that a merge hides: any cell of a merged range except the first. */
  hides(row: number, column: number): boolean {
    const area = this.at(row, column);
    return area !== null && (area.row !== row || area.column !== column);
  }

  /** Merged ranges inside the box become part of the new one; a merged range that the box cuts makes it throw. */
  add(box: Box): void {
    for (const area of this.meeting(box)) {
      if (!contains(box, area)) {
        throw new Error('You must select all cells in a merged range to merge or unmerge them.');
      }
    }
    this.boxes = this.boxes.filter((area) => !boxesMeet(area, box));
    if (box.rows * box.columns > 1) this.boxes.push({ ...box });
  }

  /** Returns the former merged ranges. */
  breakApart(box: Box): Box[] {
    const broken = this.meeting(box);
    if (broken.some((area) => !contains(box, area))) {
      throw new Error('You must select all cells in a merged range to merge or unmerge them.');
    }
    this.boxes = this.boxes.filter((area) => !broken.includes(area));
    return broken;
  }

  /** Throws if the move would split a merged range. */
  checkMove(axis: Axis, first: number, count: number, before: number): void {
    const torn = this.boxes.some((box) => {
      const start = axis === 'rows' ? box.row : box.column;
      const last = start + box[axis] - 1;
      const cut = (at: number) => at > start && at <= last;
      return cut(first) || cut(first + count) || cut(before);
    });
    if (torn) throw new Error(`You can't move ${axis} through merged cells.`);
  }

  /** Throws if a merged range spans several rows, or lies only partly in the sorted range. */
  checkSort(box: Box): void {
    if (this.meeting(box).some((area) => area.rows > 1 || !contains(box, area))) {
      throw new Error('You can not sort a range containing vertical merges.');
    }
  }

  /** After a sort: a merged range in a single row moves with it. */
  permuteRows(box: Box, to: ReadonlyMap<number, number>): void {
    this.boxes = this.boxes.map((area) =>
      contains(box, area) ? { ...area, row: to.get(area.row) ?? area.row } : area,
    );
  }

  follow(change: LineChange): void {
    this.boxes = this.boxes.flatMap((box) => {
      const after = boxAfter(box, change);
      return after && after.rows * after.columns > 1 ? [after] : [];
    });
  }
}

function contains(outer: Box, inner: Box): boolean {
  return (
    inner.row >= outer.row &&
    inner.column >= outer.column &&
    inner.row + inner.rows <= outer.row + outer.rows &&
    inner.column + inner.columns <= outer.column + outer.columns
  );
}
