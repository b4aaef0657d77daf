/** Finds the ids of a column in its tab as it is now. */
import { shownCell } from '../../core/cells/foreign';
import { isEmptyCell, readCell } from '../../core/cells/id-cell';
import { codeInCell, TtError } from '../../core/errors';
import type { Host, SheetTab } from '../interfaces/host';
import { columnLetter } from '../sheet/cells/columns';
import { readGrid } from '../sheet/look/grid';
import { tabById } from '../sheet/look/tab-by-id';
import { locateKey } from '../sheet/table/column-tags';

export interface IdRows {
  tab: SheetTab;
  /** Positions of the id column and its header row, from 0. */
  columnIndex: number;
  headerRow: number;
  /** The rows of an id, or of the text of a cell without one, from 1; empty if it is gone. */
  rowsOf(id: string): number[];
  /** Whether a cell beside the id holds a `#TT` code. */
  hasError(row: number): boolean;
  /** Address of the id column's cell in this row, such as `A13`. */
  cellOf(row: number): string;
}

/** Throws INPUT if the tab or the column is gone. */
export function idRows(host: Host, tabId: number, column: string): IdRows {
  const tab = tabById(host.file, tabId);
  const { more: tags, ...grid } = readGrid(tab, () => tab.tags());
  const at = locateKey(grid, tags, { tag: '', header: column, column: 0, headerRow: 0 });
  if (!at) throw new TtError('INPUT', `the column "${column}" is no longer in the tab ${tab.name()}`);
  const rows = new Map<string, number[]>();
  grid.values.forEach((cells, r) => {
    const read = readCell(cells[at.column]);
    if (r <= at.headerRow || isEmptyCell(read)) return;
    const id = read.kind === 'id' ? read.id : shownCell(cells[at.column]);
    const knownRows = rows.get(id);
    if (knownRows) knownRows.push(r + 1);
    else rows.set(id, [r + 1]);
  });
  return {
    tab,
    columnIndex: at.column,
    headerRow: at.headerRow,
    rowsOf: (id) => rows.get(id) ?? [],
    hasError: (row) =>
      grid.values.row(row - 1).some((cell, c) => c !== at.column && codeInCell(cell) !== null),
    cellOf: (row) => `${columnLetter(at.column + 1)}${row}`,
  };
}
