/** The state of each row or column besides its cells: hidden by a user, depth of groups, size. */

import { moveItems } from '../values/move-items';
import type { Axis, Follower, LineChange } from './line-change';

export interface LineState {
  hidden: boolean;
  /** Number of nested groups around the line. */
  depth: number;
  /** In pixels; 0 for the default size. */
  size: number;
}

const PLAIN: LineState = { hidden: false, depth: 0, size: 0 };
const DEEPEST = 8;

export class LineStates implements Follower {
  /** By line number; plain lines are absent. */
  private lines: (LineState | undefined)[] = [];

  constructor(private readonly axis: Axis) {}

  at(line: number): Readonly<LineState> {
    return this.lines[line] ?? PLAIN;
  }

  /** Lines that a user or a collapsed group hides, ascending. */
  hidden(): number[] {
    const found: number[] = [];
    this.lines.forEach((state, line) => {
      if (state?.hidden) found.push(line);
    });
    return found;
  }

  /** Becomes a copy of `others`. */
  take(others: LineStates): void {
    this.lines = others.lines.map((state) => state && { ...state });
  }

  setHidden(first: number, count: number, hidden: boolean): void {
    this.change(first, count, (state) => ({ ...state, hidden }));
  }

  setSize(first: number, count: number, size: number): void {
    this.change(first, count, (state) => ({ ...state, size }));
  }

  /** Lines with a size of their own. */
  sizes(): [line: number, pixels: number][] {
    return this.lines.flatMap((state, line): [number, number][] =>
      state && state.size > 0 ? [[line, state.size]] : [],
    );
  }

  /** Groups lines, or ungroups them if `by` is negative. Throws below 0 and beyond eight nested groups. */
  shiftDepth(first: number, count: number, by: number): void {
    for (let line = first; line < first + count; line++) {
      const depth = this.at(line).depth + by;
      if (depth < 0) throw new Error(`There is no group of these ${this.axis}.`);
      if (depth > DEEPEST) throw new Error(`Groups can be nested ${DEEPEST} deep.`);
    }
    this.change(first, count, (state) => ({ ...state, depth: state.depth + by }));
  }

  /** The lines of the group of that depth around a line, or null. */
  group(line: number, depth: number): { first: number; count: number } | null {
    if (depth < 1 || this.at(line).depth < depth) return null;
    let first = line;
    while (first > 1 && this.at(first - 1).depth >= depth) first--;
    let last = line;
    while (this.at(last + 1).depth >= depth) last++;
    return { first, count: last - first + 1 };
  }

  follow(change: LineChange): void {
    if (change.axis !== this.axis) return;
    if (change.kind === 'move') {
      this.lines = moveItems(this.lines, change.first, change.count, change.before);
    } else if (change.kind === 'delete') {
      this.lines.splice(change.first, change.count);
    } else if (change.before < this.lines.length) {
      // Lines inserted inside a group belong to it and are never hidden.
      const depth = Math.min(this.at(change.before - 1).depth, this.at(change.before).depth);
      const fresh = depth > 0 ? { ...PLAIN, depth } : undefined;
      const newLines = Array.from({ length: change.count }, () => fresh && { ...fresh });
      this.lines = [...this.lines.slice(0, change.before), ...newLines, ...this.lines.slice(change.before)];
    }
  }

  private change(first: number, count: number, next: (state: LineState) => LineState): void {
    for (let line = first; line < first + count; line++) this.lines[line] = next(this.at(line));
  }
}
