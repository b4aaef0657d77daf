/** The visible part of a tab as plain data. */
import type { Box, CellView, Grid } from '@tracer-tools/apps-script/sheet';
import type { CellInfo, TabInfo } from './protocol';

const MOST_ROWS = 400;

export function tabInfo(grid: Grid): TabInfo {
  return {
    id: grid.id,
    name: grid.name,
    hidden: grid.hidden,
    rows: grid.maxRows,
    columns: grid.maxColumns,
    lastRow: grid.lastRow(),
    lastColumn: grid.lastColumn(),
    hiddenRows: [...new Set([...grid.rowStates.hidden(), ...(grid.filters.filter?.hiddenRows ?? [])])],
    hiddenColumns: grid.columnStates.hidden(),
    widths: grid.columnStates.sizes(),
  };
}

const MOST_SHOWN = 500_000;

/** The displayed texts of a box in the grid, for the clipboard. */
export function shownIn(grid: Grid, box: Box): string[][] {
  if (!(box.rows * box.columns <= MOST_SHOWN))
    throw new Error(`At most ${MOST_SHOWN} cells can be copied at once.`);
  return grid.shown(box);
}

/** The non-empty cells of `rows` rows from `first`. */
export function cellWindow(grid: Grid, first: number, rows: number): CellInfo[] {
  const from = Math.max(1, first);
  const to = Math.min(grid.maxRows, from + Math.min(rows, MOST_ROWS) - 1);
  const cells: CellInfo[] = [];
  for (let row = from; row <= to; row++) {
    for (let column = 1; column <= grid.maxColumns; column++) {
      const info = cellInfo(grid.view(row, column), row, column);
      if (info !== null) cells.push(info);
    }
  }
  return cells;
}

function cellInfo(view: CellView, row: number, column: number): CellInfo | null {
  const { shown, formula, note, background, bold, error } = view;
  const plain = view.numberFormat === '@';
  const bare = view.validation === null && view.merged === null;
  if (shown === '' && formula === '' && note === '' && background === '' && !plain && bare) return null;
  const info: CellInfo = { r: row, c: column, t: shown };
  const kind = kindOf(view);
  if (kind !== undefined) info.k = kind;
  if (formula !== '') info.formula = formula;
  const message = [error?.note ?? '', note].filter((text) => text !== '').join('\n');
  if (message !== '') info.note = message;
  if (background !== '') info.background = background;
  if (bold) info.bold = 1;
  if (view.spilledFrom !== null) info.spilled = 1;
  if (plain) info.plain = 1;
  if (view.validation !== null) info.choice = view.validation.criterion === 'CHECKBOX' ? 'box' : 'list';
  if (view.invalid) info.invalid = 1;
  const link = view.formulaLink ?? view.links[0]?.url;
  if (link !== undefined) info.link = link;
  if (view.merged?.row === row && view.merged.column === column) {
    info.merged = { rows: view.merged.rows, columns: view.merged.columns };
  }
  return info;
}

function kindOf({ loading, error, value }: CellView): CellInfo['k'] {
  if (loading) return 'l';
  if (error !== null) return 'e';
  if (typeof value === 'number') return 'n';
  if (typeof value === 'boolean') return 'b';
  return typeof value === 'object' ? 'd' : undefined;
}
