/** The add-on's own tabs: made when first needed, safe to delete. */
import type { SheetFile, SheetTab } from '../interfaces/host';
import type { CellValue } from './cell-value';
import { headerText } from './columns';
import { putCells } from './write-cells';

/** A tab of ours: made when first needed, with a header row of text. */
export function ownTab(file: SheetFile, name: string, headers: readonly string[]): SheetTab {
  const found = file.tabByName(name);
  if (found && found.lastRow() > 0 && headerText(found.values(1, 1, 1, 1)[0]?.[0]) === headers[0])
    return found;
  const tab = found ?? file.addTab(name);
  putCells(tab, 1, 1, [headers]);
  tab.setBold(1, 1, 1, headers.length);
  tab.freezeRows(1);
  return tab;
}

/** Appends rows of plain values below the last one. */
export function appendRows(tab: SheetTab, rows: readonly CellValue[][]): void {
  if (rows.length === 0) return;
  putCells(tab, tab.lastRow() + 1, 1, rows);
}

/** Puts rows under the header, newest first, and cuts what is beyond `most`. */
export function prependRows(tab: SheetTab, rows: readonly CellValue[][], most: number): void {
  tab.insertRows(1, rows.length);
  putCells(tab, 2, 1, rows);
  const over = tab.lastRow() - 1 - most;
  if (over > 0) tab.deleteRows(most + 2, over);
}
