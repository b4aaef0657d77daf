/** What a tab looks like beside its cells: widths, frozen rows, bold headers, formats of whole columns; set and given back. */
import type { Cell } from '../../core/table';
import type { SheetTab } from '../interfaces/host';
import { columnLetter, headerText } from '../sheet/columns';
import type { Grid } from '../sheet/grid';
import type { WriteRecordLine } from '../sheet/write-record';
import { EMPTY } from './record-line';

/** Rows and columns count from 1. Columns are known again by their header. */
export type LayoutChange =
  | { kind: 'width'; column: number; header: string; before: number; after: number }
  | { kind: 'topRow' }
  | { kind: 'frozen'; before: number; after: number }
  | { kind: 'bold'; row: number; column: number; header: string }
  /** Cells of a column, down to the last row of the tab. */
  | {
      kind: 'format';
      column: number;
      header: string;
      first: number;
      last: number;
      before: string;
      after: string;
    };

export function applyLayout(tab: SheetTab, changes: readonly LayoutChange[]): void {
  for (const change of changes) {
    if (change.kind === 'width') tab.setWidth(change.column, change.after);
    else if (change.kind === 'frozen') tab.freezeRows(change.after);
    else if (change.kind === 'bold') tab.setBold(change.row, change.column, 1, 1, true);
    else if (change.kind === 'format') setFormat(tab, change, change.column, change.after);
  }
}

function setFormat(
  tab: SheetTab,
  { first, last }: { first: number; last: number },
  column: number,
  format: string,
): void {
  const letter = columnLetter(column);
  tab.setFormat([`${letter}${first}:${letter}${Math.min(last, tab.maxRows())}`], format);
}

export const layoutLine = (change: LayoutChange): WriteRecordLine => ({
  ...EMPTY,
  id: 'layout',
  after: { change: JSON.stringify(change) },
});

export const layoutOf = (lines: readonly WriteRecordLine[]): LayoutChange[] =>
  lines.flatMap(({ id, after }) =>
    id === 'layout' ? [JSON.parse(String(after.change)) as LayoutChange] : [],
  );

/**
 * Gives back what nobody has changed since. `before` is the look before the cells were given back, which still has the
 * headers; `now` the one after.
 */
export function undoLayout(tab: SheetTab, before: Grid, now: Grid, changes: readonly LayoutChange[]): void {
  for (const change of changes) {
    if (change.kind === 'frozen') {
      if (tab.frozenRows() === change.after) tab.freezeRows(change.before);
      continue;
    }
    if (change.kind === 'topRow') continue;
    const column = columnOf(before, change);
    if (column === 0) continue;
    if (change.kind === 'width') {
      if (tab.width(column) === change.after) tab.setWidth(column, change.before);
    } else if (change.kind === 'format') setFormat(tab, change, column, change.before);
    else if (headerText(now.values[change.row - 1]?.[column - 1]) === '') {
      tab.setBold(change.row, column, 1, 1, false);
    }
  }
}

/** A row that was added for the headers goes where nothing stands in it. Last of all. */
export function dropTopRow(tab: SheetTab, changes: readonly LayoutChange[]): void {
  const isMade = changes.some(({ kind }) => kind === 'topRow');
  const isBlankRow = (row: readonly Cell[] | undefined) =>
    row?.every((cell) => headerText(cell) === '' && !(cell instanceof Date));
  if (isMade && isBlankRow(tab.data()[0])) tab.deleteRows(1, 1);
}

/** Where the column stands now; 0 where nothing says. */
function columnOf({ values }: Grid, { column, header }: { column: number; header: string }): number {
  const holds = (c: number) => values.some((row) => headerText(row[c - 1]) === header);
  if (header === '' || holds(column)) return column;
  const width = values[0]?.length ?? 0;
  const found = Array.from({ length: width }, (_x, i) => i + 1).filter(holds);
  return found.length === 1 ? found[0]! : found.length === 0 ? column : 0;
}
