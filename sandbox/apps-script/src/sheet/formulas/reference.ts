/** A reference in a formula, and its changes by insertion, deletion and moving. */
import { columnName, columnNumber } from '../values/boxes';
import type { Box } from '../values/types';

/** The tab that a reference refers to. */
export interface ReferencedTab {
  readonly id: number;
  readonly name: string;
  readonly maxRows: number;
  readonly maxColumns: number;
}

/** One axis of a reference; `last` is Infinity for an open reference. */
export interface Span {
  first: number;
  last: number;
  firstFixed: boolean;
  lastFixed: boolean;
  /** True if neither end is written: `A:C` has whole rows, `2:5` whole columns. */
  whole: boolean;
}

export interface Ref {
  /** null if the tab does not exist. */
  home: ReferencedTab | null;
  /** The tab's name as written, or null for the formula's own tab. */
  tabName: string | null;
  rows: Span;
  columns: Span;
  /** True if written as A1, not as A1:A1. */
  single: boolean;
  dead: boolean;
  /** True if only its position is read, as in ROW(A5): then there is no dependency. */
  passive: boolean;
}

const CORNER = /^(\$?)([A-Za-z]{0,3})(\$?)(\d*)$/;

/** Reads `A1`, `$A$1:B2`, `A2:A`, `A:C`, `2:5`, `A2:2`; null for any other text. */
export function readRef(text: string, tabName: string | null): Ref | null {
  const [from = '', to, ...more] = text.split(':');
  if (to === '' || more.length > 0) return null;
  const a = CORNER.exec(from);
  const b = CORNER.exec(to ?? from);
  if (!a || !b) return null;
  const columns = span(
    a[2]! && columnNumber(a[2]!),
    b[2]! && columnNumber(b[2]!),
    a[1] === '$',
    b[1] === '$',
  );
  // In '$5', the first group matches the `$`, because there are no letters.
  const fixedRow = (m: RegExpExecArray): boolean => m[3] === '$' || (m[2] === '' && m[1] === '$');
  const rows = span(a[4]! && Number(a[4]), b[4]! && Number(b[4]), fixedRow(a), fixedRow(b));
  if (!columns || !rows) return null;
  const open = columns.last === Infinity || rows.last === Infinity;
  if ((open && to === undefined) || (columns.whole && rows.whole)) return null;
  return { home: null, tabName, rows, columns, single: to === undefined, dead: false, passive: false };
}

function span(a: number | '', b: number | '', aFixed: boolean, bFixed: boolean): Span | null {
  if (a === 0 || b === 0) return null;
  if (a === '' && b === '')
    return { first: 1, last: Infinity, firstFixed: false, lastFixed: false, whole: true };
  if (a === '' || b === '') {
    const isFixed = a === '' ? bFixed : aFixed;
    return {
      first: a === '' ? (b as number) : a,
      last: Infinity,
      firstFixed: isFixed,
      lastFixed: false,
      whole: false,
    };
  }
  return a <= b
    ? { first: a, last: b, firstFixed: aFixed, lastFixed: bFixed, whole: false }
    : { first: b, last: a, firstFixed: bFixed, lastFixed: aFixed, whole: false };
}

/** The tab's prefix, in quotes if necessary. */
export function tabPrefix(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !/^([A-Za-z]{1,3}\d+|TRUE|FALSE)$/i.test(name)
    ? `${name}!`
    : `'${name.replace(/'/g, "''")}'!`;
}

export function refText(ref: Ref): string {
  const prefix = ref.tabName === null ? '' : tabPrefix(ref.home?.name ?? ref.tabName);
  if (ref.dead) return `${ref.home ? prefix : ''}#REF!`;
  const corner = (column: number, columnFixed: boolean, row: number, rowFixed: boolean): string => {
    const letters =
      ref.columns.whole || column === Infinity ? '' : `${columnFixed ? '$' : ''}${columnName(column)}`;
    return ref.rows.whole || row === Infinity ? letters : `${letters}${rowFixed ? '$' : ''}${row}`;
  };
  const { rows, columns } = ref;
  const from = corner(columns.first, columns.firstFixed, rows.first, rows.firstFixed);
  if (ref.single) return prefix + from;
  return `${prefix}${from}:${corner(columns.last, columns.lastFixed, rows.last, rows.lastFixed)}`;
}

/** The cells that a valid reference refers to now, clipped to the grid; null if none remain. */
export function refBox(ref: Ref): Box | null {
  const { home, rows, columns } = ref;
  if (!home || ref.dead) return null;
  const height = Math.min(rows.last, home.maxRows) - rows.first + 1;
  const width = Math.min(columns.last, home.maxColumns) - columns.first + 1;
  return height > 0 && width > 0
    ? { row: rows.first, column: columns.first, rows: height, columns: width }
    : null;
}

export function refMeets(ref: Ref, home: ReferencedTab, box: Box): boolean {
  return (
    ref.home === home &&
    !ref.dead &&
    ref.rows.first < box.row + box.rows &&
    ref.rows.last >= box.row &&
    ref.columns.first < box.column + box.columns &&
    ref.columns.last >= box.column
  );
}

/** The effect of a structural change on a reference. `reshaped`: it no longer refers to the same cells. */
export type ReferenceChange = 'same' | 'shifted' | 'reshaped';

export function insertInto(
  ref: Ref,
  axis: 'rows' | 'columns',
  before: number,
  count: number,
): ReferenceChange {
  const on = ref[axis];
  if (on.whole) return 'reshaped';
  const open = on.last === Infinity;
  const moves = on.first >= before;
  if (!moves && on.last < before) return 'same';
  if (moves) on.first += count;
  if (!open) on.last += count;
  return moves && !open ? 'shifted' : 'reshaped';
}

export function deleteFrom(ref: Ref, axis: 'rows' | 'columns', from: number, count: number): ReferenceChange {
  const on = ref[axis];
  if (on.whole) return 'reshaped';
  const end = from + count;
  if (on.last < from) return 'same';
  if (on.first >= from && on.last < end) {
    ref.dead = true;
    return 'reshaped';
  }
  const open = on.last === Infinity;
  const isShifted = on.first >= end && !open;
  if (on.first >= from) on.first = Math.max(from, on.first - count);
  if (!open) on.last = on.last >= end ? on.last - count : from - 1;
  return isShifted ? 'shifted' : 'reshaped';
}

/** For cut and paste: a reference that lies completely inside the cut lines follows them. */
export function moveInto(
  ref: Ref,
  axis: 'rows' | 'columns',
  first: number,
  count: number,
  by: number,
): ReferenceChange {
  const on = ref[axis];
  if (on.whole || on.first < first || on.last >= first + count) return 'same';
  on.first += by;
  on.last += by;
  return 'shifted';
}

/** Moves a reference as in a copied formula: ends without `$` move. Returns true if the reference changed. */
export function moveBy(ref: Ref, rows: number): boolean {
  const on = ref.rows;
  if (on.whole || ref.dead || rows === 0) return false;
  const before = refText(ref);
  if (!on.firstFixed) on.first += rows;
  if (!on.lastFixed && on.last !== Infinity) on.last += rows;
  if (on.first > on.last) {
    [on.first, on.last] = [on.last, on.first];
    [on.firstFixed, on.lastFixed] = [on.lastFixed, on.firstFixed];
  }
  if (on.first < 1 || (ref.home && on.first > ref.home.maxRows)) ref.dead = true;
  return refText(ref) !== before;
}
