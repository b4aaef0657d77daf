/** The add-on's own tabs: created when first needed, safe to delete. A user's tab with such a name is not ours. */
import type { SheetFile, SheetTab } from '../../interfaces/host';
import type { CellValue } from '../cells/cell-value';
import { headerText } from '../cells/columns';
import { putCells } from '../cells/write-cells';

const NAMES = 9;

/** Our tab of this name, or null. */
export function findOwnTab(file: SheetFile, name: string, headers: readonly string[]): SheetTab | null {
  return search(file, name, headers).ours;
}

/** Returns our tab of this name; creates it with a text header row when first needed. */
export function ownTab(file: SheetFile, name: string, headers: readonly string[]): SheetTab {
  const { ours, blank, free } = search(file, name, headers);
  if (ours) return ours;
  const tab = blank ?? file.addTab(free);
  putCells(tab, 1, 1, [headers]);
  tab.setBold(1, 1, 1, headers.length, true);
  tab.freezeRows(1);
  return tab;
}

function search(file: SheetFile, name: string, headers: readonly string[]) {
  for (let n = 1; ; n++) {
    const tabName = n === 1 ? name : `${name} ${n}`;
    const tab = file.tabByName(tabName);
    if (!tab || n > NAMES) return { ours: null, blank: null, free: tabName };
    if (tab.lastRow() === 0) return { ours: null, blank: tab, free: tabName };
    if (headerText(tab.values(1, 1, 1, 1)[0]?.[0]) === headers[0])
      return { ours: tab, blank: null, free: tabName };
  }
}

/** Appends rows of plain values below the last one. */
export function appendRows(tab: SheetTab, rows: readonly CellValue[][]): void {
  if (rows.length === 0) return;
  const first = tab.lastRow() + 1;
  tab.growTo(first + rows.length - 1);
  putCells(tab, first, 1, rows);
}

/** Inserts rows below the header, newest first, and deletes rows beyond `most`. */
export function prependRows(tab: SheetTab, rows: readonly CellValue[][], most: number): void {
  tab.insertRows(1, rows.length);
  putCells(tab, 2, 1, rows);
  // New rows copy the format of the header above them.
  if (rows.length > 0) tab.setBold(2, 1, rows.length, rows[0]!.length, false);
  const over = tab.lastRow() - 1 - most;
  if (over > 0) tab.deleteRows(most + 2, over);
}
