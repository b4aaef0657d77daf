/** Frozen rows and columns: the first lines of a tab. */

import type { Axis, Follower, LineChange } from './line-change';
import type { Merges } from './merges';

export class Frozen implements Follower {
  rows = 0;
  columns = 0;

  constructor(private readonly merges: Merges) {}

  set(axis: Axis, count: number, size: number): void {
    if (count < 0 || count >= size) {
      throw new Error(`You can't freeze all visible ${axis} on the sheet.`);
    }
    const cut = this.merges.all().some((box) => {
      const start = axis === 'rows' ? box.row : box.column;
      return start <= count && start + box[axis] - 1 > count;
    });
    if (cut) throw new Error(`You can't freeze ${axis} which contain only part of a merged cell.`);
    this[axis] = count;
  }

  /** Lines inserted above the last frozen one become frozen too; deleted lines reduce the number; a move keeps it. */
  follow(change: LineChange): void {
    const now = this[change.axis];
    if (change.kind === 'insert') {
      if (change.before <= now) this[change.axis] = now + change.count;
    } else if (change.kind === 'delete') {
      this[change.axis] =
        now - Math.max(0, Math.min(now, change.first + change.count - 1) - change.first + 1);
    }
  }
}
