/** The id column of a tab and the columns that a job owns, read as of one moment. */
import { TtError } from '../../core/errors';
import type { Cell } from '../../core/table';
import type { Tab } from '../host';
import { findColumn, headerText, type Place } from './columns';
import { anchorColumn, type KeyKind, keyOf } from './keys';
import type { Written } from './text';

/** Values by header; a header that is absent is left alone. */
export type RowValues = Record<string, Written>;

/** The columns of a job as they stand now. */
export interface Frame {
  tab: Tab;
  place: Place;
  /** The key column's header. */
  header: string;
  /** Column number by owned header. */
  columns: Map<string, number>;
  firstRow: number;
  /** One entry a row from `firstRow`: its key, or null for a blank or damaged cell. */
  keys: (string | null)[];
  kind: KeyKind;
  /** What the key column holds, as text. */
  texts: string[];
  /** Owned cells of each row, in the order of `columns`. */
  owned: Cell[][];
  /** Cells that must not be written: they hold a formula. */
  formulas: boolean[][];
}

/** People sort and insert while we read and write: how often a read or a write is taken again before it is given up. */
export const ATTEMPTS = 6;

/**
 * Reads the key column and the owned columns as of one moment: the values come in one call, and the key column is
 * read again after the formulas.
 */
export function readFrame(
  tab: Tab,
  header: string,
  wasAt: number,
  headers: readonly string[],
  kind: KeyKind,
): Frame {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const frame = readFrameOnce(tab, header, wasAt, headers, kind);
    if (frame) return frame;
  }
  throw new TtError('BUSY', `the tab ${tab.name()} is being changed all the time. Try again in a moment`);
}

function readFrameOnce(
  tab: Tab,
  header: string,
  wasAt: number,
  headers: readonly string[],
  kind: KeyKind,
): Frame | null {
  const place = findColumn(tab, header, wasAt);
  const columns = new Map<string, number>();
  for (const owned of headers) {
    const at = place.headers.indexOf(owned);
    if (at >= 0 && at + 1 !== place.column) columns.set(owned, at + 1);
  }
  const numbers = [...columns.values()];
  const anchors = kind === 'pieces' ? anchorColumn(place.headers) : 0;
  const read = [place.column, ...numbers, ...(anchors > 0 ? [anchors] : [])];
  const left = Math.min(...read);
  const width = Math.max(...read) - left + 1;
  const rows = Math.max(0, tab.lastRow() - place.headerRow);
  const [top, ...values] = tab.values(place.headerRow, left, rows + 1, width);
  const formulas = rows > 0 ? tab.formulas(place.headerRow + 1, left, rows, width) : [];
  const again = tab.values(place.headerRow, place.column, rows + 1, 1);
  const at = place.column - left;
  const moved = again.some(([cell], i) => !isSame(cell, i === 0 ? top![at] : values[i - 1]![at]));
  if (moved || headerText(top![at]) !== header) return null;
  return {
    tab,
    place,
    columns,
    header,
    firstRow: place.headerRow + 1,
    kind,
    keys: values.map((row) => keyOf(kind, row[at], anchors > 0 ? row[anchors - left] : undefined)),
    texts: values.map((row) => String(row[at] ?? '').trim()),
    owned: values.map((row) => numbers.map((column) => row[column - left] ?? '')),
    formulas: formulas.map((row) => numbers.map((column) => (row[column - left] ?? '') !== '')),
  };
}

/** Each read makes new dates. */
const isSame = (a: Cell | undefined, b: Cell | undefined): boolean =>
  a === b || (a instanceof Date && b instanceof Date && a.getTime() === b.getTime());
