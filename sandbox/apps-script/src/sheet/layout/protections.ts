/** Protected ranges and tabs, and the users who may edit them. */

import { boxesMeet } from '../values/boxes';
import type { Box } from '../values/types';
import { boxAfter, type Follower, type LineChange } from './line-change';

export interface ProtectedRange {
  /** null protects the whole tab. */
  box: Box | null;
  editors: readonly string[];
  description: string;
  /** True if there is only a warning: every editor of the file may edit. */
  warningOnly: boolean;
  /** Ranges of a protected tab that everybody may edit. */
  unprotected: readonly Box[];
}

export class Protections implements Follower {
  private items: ProtectedRange[] = [];

  all(): readonly ProtectedRange[] {
    return this.items;
  }

  add(range: ProtectedRange): ProtectedRange {
    this.items.push(range);
    return range;
  }

  remove(range: ProtectedRange): void {
    this.items = this.items.filter((other) => other !== range);
  }

  clear(): void {
    this.items = [];
  }

  editableBy(box: Box, user: string): boolean {
    return this.items.every(
      (range) => range.warningOnly || range.editors.includes(user) || !guards(range, box),
    );
  }

  follow(change: LineChange): void {
    this.items = this.items.filter((range) => {
      range.unprotected = range.unprotected.flatMap((box) => boxAfter(box, change) ?? []);
      if (!range.box) return true;
      const box = boxAfter(range.box, change);
      if (box) range.box = box;
      return box !== null;
    });
  }
}

/** True if any cell of the box is protected. */
function guards(range: ProtectedRange, box: Box): boolean {
  if (range.box) return boxesMeet(range.box, box);
  return !covered(box, range.unprotected);
}

/** True if the holes cover the whole box. */
function covered(box: Box, holes: readonly Box[]): boolean {
  const hole = holes.find((each) => boxesMeet(each, box));
  if (!hole) return false;
  return rest(box, hole).every((part) => covered(part, holes));
}

/** Up to four boxes that remain of a box when a hole is cut out. */
function rest(box: Box, hole: Box): Box[] {
  const bottom = box.row + box.rows;
  const right = box.column + box.columns;
  const top = Math.max(box.row, hole.row);
  const low = Math.min(bottom, hole.row + hole.rows);
  const left = Math.max(box.column, hole.column);
  const far = Math.min(right, hole.column + hole.columns);
  const parts = [
    { ...box, rows: top - box.row },
    { ...box, row: low, rows: bottom - low },
    { row: top, rows: low - top, column: box.column, columns: left - box.column },
    { row: top, rows: low - top, column: far, columns: right - far },
  ];
  return parts.filter((part) => part.rows > 0 && part.columns > 0);
}
