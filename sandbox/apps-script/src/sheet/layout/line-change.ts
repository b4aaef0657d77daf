/** A change of a tab's rows or columns, and its effect on a line, a span of lines and a box. */

import type { Box } from '../values/types';

export type Axis = 'rows' | 'columns';

/** Lines count from 1; `before` of a move is a position before the move. */
export type LineChange =
  | { kind: 'insert'; axis: Axis; before: number; count: number }
  | { kind: 'delete'; axis: Axis; first: number; count: number }
  | { kind: 'move'; axis: Axis; first: number; count: number; before: number };

/** The neighbour from which inserted lines take formats and validation. */
export type Neighbour = 'before' | 'after' | 'none';

/** Anything with a position among the lines of a tab. */
export interface Follower {
  follow(change: LineChange): void;
}

/** The new number of a line, or null if it was deleted. */
export function lineAfter(line: number, change: LineChange): number | null {
  if (change.kind === 'insert') return line >= change.before ? line + change.count : line;
  const { first, count } = change;
  const end = first + count;
  if (change.kind === 'delete') {
    if (line < first) return line;
    return line < end ? null : line - count;
  }
  const { before } = change;
  const to = before > first ? before - count : before;
  if (line >= first && line < end) return line - first + to;
  if (line >= end && line < before) return line - count;
  if (line >= before && line < first) return line + count;
  return line;
}

/** Sheets moves lines by insertion, cut, paste and deletion; a span completely inside the moved lines follows them. */
export function moveSteps(change: Extract<LineChange, { kind: 'move' }>): {
  insertion: Extract<LineChange, { kind: 'insert' }>;
  /** First of the moved lines after the insertion. */
  source: number;
  deletion: Extract<LineChange, { kind: 'delete' }>;
} {
  const { axis, first, count, before } = change;
  const source = before <= first ? first + count : first;
  return {
    insertion: { kind: 'insert', axis, before, count },
    source,
    deletion: { kind: 'delete', axis, first: source, count },
  };
}

interface Span {
  first: number;
  /** Infinity for an open span. */
  last: number;
}

/** The span after the change, or null if all its lines were deleted. */
export function spanAfter(span: Span, change: LineChange): Span | null {
  if (change.kind === 'insert') {
    const { before, count } = change;
    if (span.last < before) return span;
    return { first: span.first >= before ? span.first + count : span.first, last: span.last + count };
  }
  if (change.kind === 'delete') {
    const { first, count } = change;
    const end = first + count;
    if (span.last < first) return span;
    if (span.first >= first && span.last < end) return null;
    return {
      first: span.first >= first ? Math.max(first, span.first - count) : span.first,
      last: span.last >= end ? span.last - count : first - 1,
    };
  }
  const { insertion, source, deletion } = moveSteps(change);
  const spanAfterInsert = spanAfter(span, insertion) as Span;
  const goesAlong = spanAfterInsert.first >= source && spanAfterInsert.last < source + change.count;
  if (!goesAlong) return spanAfter(spanAfterInsert, deletion);
  const by = change.before - source;
  return spanAfter({ first: spanAfterInsert.first + by, last: spanAfterInsert.last + by }, deletion);
}

export function boxAfter(box: Box, change: LineChange): Box | null {
  const start = change.axis === 'rows' ? box.row : box.column;
  const span = spanAfter({ first: start, last: start + box[change.axis] - 1 }, change);
  if (!span) return null;
  const size = span.last - span.first + 1;
  return change.axis === 'rows'
    ? { ...box, row: span.first, rows: size }
    : { ...box, column: span.first, columns: size };
}

/** The boxes after the change; boxes of which nothing remains are dropped. */
export function boxesAfter<T extends { box: Box }>(items: readonly T[], change: LineChange): T[] {
  return items.flatMap((item) => {
    const box = boxAfter(item.box, change);
    return box ? [{ ...item, box }] : [];
  });
}
