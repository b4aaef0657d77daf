/** The id column of a tab and the columns that a job owns, read as of one moment. */
import { shownCell } from '../../core/cells/foreign';
import { TtError } from '../../core/errors';
import type { Cell } from '../../core/table';
import type { KeyKind } from '../../tools/declaration/column-job';
import type { SheetTab } from '../interfaces/host';
import type { CellValue } from './cell-value';
import { type ColumnLocation, findColumn, headerText } from './columns';
import { anchorColumn, keyOf } from './keys';
import { linkTexts } from './link-column';

/** Values by header; a header that is absent is left alone. */
export type RowValues = Record<string, CellValue>;

/** The columns of a job as they stand now. */
export interface ColumnSnapshot {
  tab: SheetTab;
  location: ColumnLocation;
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
export const MAX_ATTEMPTS = 6;

/**
 * Reads the key column and the owned columns as of one moment: the values come in one call, and the key column is
 * read again after the formulas.
 */
export function readColumns(
  tab: SheetTab,
  header: string,
  wasAt: number,
  headers: readonly string[],
  kind: KeyKind,
): ColumnSnapshot {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const snapshot = readFrameOnce(tab, header, wasAt, headers, kind);
    if (snapshot) return snapshot;
  }
  throw new TtError('BUSY', `the tab ${tab.name()} is being changed all the time. Try again in a moment`);
}

function readFrameOnce(
  tab: SheetTab,
  header: string,
  wasAt: number,
  headers: readonly string[],
  kind: KeyKind,
): ColumnSnapshot | null {
  const location = findColumn(tab, header, wasAt);
  const columns = new Map<string, number>();
  for (const owned of headers) {
    const at = location.headers.indexOf(owned);
    if (at >= 0 && at + 1 !== location.column) columns.set(owned, at + 1);
  }
  const numbers = [...columns.values()];
  const anchors = kind === 'pieces' ? anchorColumn(location.headers) : 0;
  const read = [location.column, ...numbers, ...(anchors > 0 ? [anchors] : [])];
  const left = Math.min(...read);
  const width = Math.max(...read) - left + 1;
  const rows = Math.max(0, tab.lastRow() - location.headerRow);
  const [top, ...values] = tab.values(location.headerRow, left, rows + 1, width);
  const formulas = rows > 0 ? tab.formulas(location.headerRow + 1, left, rows, width) : [];
  const at = location.column - left;
  const texts =
    kind === 'texts'
      ? linkTexts(
          tab,
          location.column,
          location.headerRow + 1,
          values.map((row) => row[at]),
        )
      : values.map((row) => shownCell(row[at]));
  const again = tab.values(location.headerRow, location.column, rows + 1, 1);
  const moved = again.some(([cell], i) => !isSame(cell, i === 0 ? top![at] : values[i - 1]![at]));
  if (moved || headerText(top![at]) !== header) return null;
  return {
    tab,
    location,
    columns,
    header,
    firstRow: location.headerRow + 1,
    kind,
    keys: values.map((row, i) =>
      keyOf(kind, kind === 'texts' ? texts[i] : row[at], anchors > 0 ? row[anchors - left] : undefined),
    ),
    texts,
    owned: values.map((row) => numbers.map((column) => row[column - left] ?? '')),
    formulas: formulas.map((row) => numbers.map((column) => (row[column - left] ?? '') !== '')),
  };
}

/** Each read makes new dates. */
const isSame = (a: Cell | undefined, b: Cell | undefined): boolean =>
  a === b || (a instanceof Date && b instanceof Date && a.getTime() === b.getTime());
