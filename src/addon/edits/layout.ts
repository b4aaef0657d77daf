/** A tab's layout: widths, frozen rows, bold headers, formats of whole columns. Sets and restores it. */
import type { Cell } from '../../core/table';
import type { SheetFile, SheetTab } from '../interfaces/host';
import { headerText } from '../sheet/cells/columns';
import { type Alignment, placesNow } from '../sheet/look/alignment';
import type { Grid } from '../sheet/look/grid';
import type { WriteRecordLine } from '../sheet/record/record-lines';
import { FORMAT_LAYER, type LayerWrite, readLayer, writeLayer } from '../sheet/write/layer-writer';
import type { WriteResult } from '../sheet/write/writer';
import { BOLD, BOLDS, FORMATS_BELOW, WIDTHS, writeColumnLayers } from './column-layers';
import { EMPTY } from './record-line';

/** Rows and columns count from 1. Columns are identified by their header. */
export type LayoutChange =
  | { kind: 'width'; column: number; header: string; before: number; after: number }
  | { kind: 'topRow' }
  | { kind: 'frozen'; before: number; after: number }
  | { kind: 'bold'; row: number; column: number; header: string }
  /** Format of a column's cells down to the last row of the tab. */
  | {
      kind: 'format';
      column: number;
      header: string;
      first: number;
      last: number;
      before: string;
      after: string;
    };

/** Call it after the cells are written: `result` tells where the planned rows and columns are now. */
export function applyLayout(file: SheetFile, result: Placed, changes: readonly LayoutChange[]): void {
  const { grid, moved } = result;
  const [columns, rows] = [placesIn(moved, 'columns'), placesIn(moved, 'rows')];
  const at = columnsAt(changes, (change) => columns(change.column - 1));
  setLayout(file, grid, at, (change) => change.after, rows);
  const bold = changes.flatMap((change): LayerWrite[] => {
    if (change.kind !== 'bold') return [];
    const [row, column] = [rows(change.row - 1), columns(change.column - 1)];
    return row === undefined || column === undefined ? [] : [{ row, column, value: BOLD }];
  });
  writeLayer(file, BOLDS, grid, 0, bold);
  for (const change of changes) if (change.kind === 'frozen') grid.tab.freezeRows(change.after);
}

type Placed = Pick<WriteResult, 'grid' | 'moved'>;
type ColumnChange = Extract<LayoutChange, { kind: 'width' | 'format' }>;

const placesIn = (alignment: Alignment, lines: 'rows' | 'columns') => {
  const now = placesNow(alignment[lines]);
  return (at: number): number | undefined => now.get(at) ?? (alignment.same ? at : undefined);
};

/** Width and format changes with the current position of their column, from 0; omits changes whose column is gone. */
const columnsAt = (
  changes: readonly LayoutChange[],
  find: (change: ColumnChange) => number | undefined,
): { change: ColumnChange; column: number }[] =>
  changes.flatMap((change) => {
    if (change.kind !== 'width' && change.kind !== 'format') return [];
    const column = find(change);
    return column === undefined ? [] : [{ change, column }];
  });

/** Rows of a format are those of the look `grid`, plus the rows below them to the end of the tab. */
function setLayout(
  file: SheetFile,
  grid: Grid,
  at: readonly { change: ColumnChange; column: number }[],
  value: (change: ColumnChange) => string | number,
  rowNow: (row: number) => number | undefined,
): void {
  const widths = at.flatMap(({ change, column }) =>
    change.kind === 'width' ? [{ column, value: value(change) as number }] : [],
  );
  writeColumnLayers(file, WIDTHS, grid, widths);
  const usedRows = grid.values.length;
  const cells: LayerWrite[] = [];
  const below: { column: number; value: string }[] = [];
  for (const { change, column } of at) {
    if (change.kind !== 'format') continue;
    const format = value(change) as string;
    for (let r = change.first; r <= Math.min(change.last, usedRows); r++) {
      const row = rowNow(r - 1);
      if (row !== undefined) cells.push({ row, column, value: format });
    }
    if (change.last > usedRows) below.push({ column, value: format });
  }
  writeLayer(file, FORMAT_LAYER, grid, 0, cells);
  writeColumnLayers(file, FORMATS_BELOW, grid, below);
}

export const layoutLine = (change: LayoutChange): WriteRecordLine => ({
  ...EMPTY,
  id: 'layout',
  after: { change: JSON.stringify(change) },
});

export const layoutChanges = (lines: readonly WriteRecordLine[]): LayoutChange[] =>
  lines.flatMap(({ id, after }) =>
    id === 'layout' ? [JSON.parse(String(after.change)) as LayoutChange] : [],
  );

/**
 * Restores what nobody has changed since. `grid` is the look before the cells are restored, because it still has the
 * headers.
 */
export function undoLayout(file: SheetFile, grid: Grid, changes: readonly LayoutChange[]): void {
  const { tab } = grid;
  const formats = changes.some(({ kind }) => kind === 'format') ? readLayer(FORMAT_LAYER, tab) : null;
  const at = columnsAt(changes, (change) => columnOf(grid, change)).filter(({ change, column }) =>
    change.kind === 'width'
      ? tab.width(column + 1) === change.after
      : formats?.everyIn(
          column,
          (format, r) => r < change.first - 1 || r >= change.last || format === change.after,
        ),
  );
  setLayout(
    file,
    grid,
    at,
    (change) => change.before,
    (row) => row,
  );
  const plain = changes.flatMap((change): LayerWrite[] => {
    if (change.kind !== 'bold') return [];
    const [row, column] = [change.row - 1, columnOf(grid, change)];
    const isOurs = column !== undefined && headerText(grid.values.cell(row, column)) === change.header;
    return isOurs ? [{ row, column, value: '' }] : [];
  });
  writeLayer(file, BOLDS, grid, 0, plain);
  for (const change of changes) {
    if (change.kind === 'frozen' && tab.frozenRows() === change.after) tab.freezeRows(change.before);
  }
}

/** Deletes the row that was added for headers if it is blank. Call it last. */
export function dropTopRow(tab: SheetTab, changes: readonly LayoutChange[]): void {
  const isMade = changes.some(({ kind }) => kind === 'topRow');
  const isBlankRow = (row: readonly Cell[] | undefined) =>
    row?.every((cell) => headerText(cell) === '' && !(cell instanceof Date));
  if (isMade && isBlankRow(tab.data()[0])) tab.deleteRows(1, 1);
}

/** The current position of the column, from 0. */
function columnOf(
  { values }: Grid,
  { column, header }: { column: number; header: string },
): number | undefined {
  const holds = (c: number) => !values.everyIn(c, (cell) => headerText(cell) !== header);
  if (header === '' || holds(column - 1)) return column - 1;
  const found = [...Array(values.width).keys()].filter(holds);
  return found.length === 1 ? found[0] : found.length === 0 ? column - 1 : undefined;
}
