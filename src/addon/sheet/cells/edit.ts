/** Adds a column or a row to a tab, never over existing content. */
import { TtError } from '../../../core/errors';
import type { Cell } from '../../../core/table';
import type { SheetEdit } from '../../../tools/declaration/sheet-tools';
import type { Host, SheetTab } from '../../interfaces/host';
import { type CellValue, fitting, plainValue } from './cell-value';
import { columnLetter, headerText } from './columns';
import { putCells } from './write-cells';

/** Writes the edit and returns a sentence that says where. */
export function applySheetEdit(host: Host, edit: SheetEdit): string {
  return host.locked(() => {
    const tab = edit.tab === '' ? host.file.selected().tab : host.file.tabByName(edit.tab);
    if (!tab) throw new TtError('INPUT', `tab: there is no "${edit.tab.slice(0, 60)}"`);
    const error = edit.column ? addColumn(tab, edit.column) : addRow(tab, edit.row ?? []);
    host.file.flush();
    return error;
  });
}

function addColumn(tab: SheetTab, { header, values }: NonNullable<SheetEdit['column']>): string {
  const last = tab.lastColumn();
  const headers = last > 0 ? tab.values(1, 1, 1, last)[0]!.map(headerText) : [];
  const there = headers.indexOf(header);
  if (there >= 0) {
    throw new TtError('INPUT', `header: column ${columnLetter(there + 1)} is already called "${header}"`);
  }
  const cells = [header, ...values].map((cell) => [wholeValue(cell)]);
  if (last + 1 > tab.maxColumns()) tab.insertColumns(tab.maxColumns(), 1);
  tab.growTo(cells.length);
  putCells(tab, 1, last + 1, cells);
  tab.setBold(1, last + 1, 1, 1, true);
  return `column ${columnLetter(last + 1)} of ${tab.name()}: ${values.length} values`;
}

/** Throws BIG for a text too long for a cell: the user typed it and can shorten it. */
function wholeValue(cell: Cell): CellValue {
  const out = fitting(cell);
  if (out instanceof TtError) throw out;
  return plainValue(out);
}

function addRow(tab: SheetTab, values: NonNullable<SheetEdit['row']>): string {
  const cells = values.map(wholeValue);
  const lacking = cells.length - tab.maxColumns();
  if (lacking > 0) tab.insertColumns(tab.maxColumns(), lacking);
  const row = tab.lastRow() + 1;
  tab.growTo(row);
  putCells(tab, row, 1, [cells]);
  return `row ${row} of ${tab.name()}`;
}
