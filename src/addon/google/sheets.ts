/** The open spreadsheet through SpreadsheetApp. Each method is one service call, so calls can be counted. */
import { TtError } from '../../core/errors';
import type { Cell } from '../../core/table';
import type { SheetFile, SheetTab } from '../interfaces/host';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Of a cell that holds text; a number or a date has none. */
function linksIn(text: GoogleAppsScript.Spreadsheet.RichTextValue | null | undefined): string[] {
  const urls = text ? [text.getLinkUrl(), ...text.getRuns().map((run) => run.getLinkUrl())] : [];
  return [...new Set(urls.filter((url): url is string => url !== null && url !== ''))];
}

function tabOf(sheet: Sheet): SheetTab {
  const range = (row: number, column: number, rows: number, columns: number) =>
    sheet.getRange(row, column, rows, columns);
  return {
    id: sheet.getSheetId(),
    name: () => sheet.getName(),
    lastRow: () => sheet.getLastRow(),
    lastColumn: () => sheet.getLastColumn(),
    maxColumns: () => sheet.getMaxColumns(),
    values: (...box) => range(...box).getValues() as Cell[][],
    formulas: (...box) => range(...box).getFormulas(),
    links: (row, column, rows) =>
      range(row, column, rows, 1)
        .getRichTextValues()
        .map(([text]) => linksIn(text)),
    setValues: (row, column, values) => {
      const rows = row + values.length - 1 - sheet.getMaxRows();
      if (rows > 0) sheet.insertRowsAfter(sheet.getMaxRows(), rows);
      range(row, column, values.length, values[0]!.length).setValues(values);
    },
    setFormat: (row, column, rows, columns, format) => {
      range(row, column, rows, columns).setNumberFormat(format);
    },
    mark: (a1, note, background) => {
      const list = sheet.getRangeList(a1);
      list.setNote(note);
      list.setBackground(background);
    },
    clearMarks: (...box) => {
      range(...box)
        .clearNote()
        .setBackground(null);
    },
    setBold: (...box) => {
      range(...box).setFontWeight('bold');
    },
    insertColumns: (after, count) => {
      sheet.insertColumnsAfter(after, count);
    },
    deleteColumns: (first, count) => {
      sheet.deleteColumns(first, count);
    },
    insertRows: (after, count) => {
      sheet.insertRowsAfter(after, count);
    },
    deleteRows: (first, count) => {
      sheet.deleteRows(first, count);
    },
    freezeRows: (count) => sheet.setFrozenRows(count),
    editable: (...box) => range(...box).canEdit(),
  };
}

export function sheetFile(): SheetFile {
  const file = () => {
    const active = SpreadsheetApp.getActiveSpreadsheet();
    if (!active) throw new TtError('INPUT', 'open a spreadsheet first');
    return active;
  };
  const orNull = (sheet: Sheet | null | undefined) => (sheet ? tabOf(sheet) : null);
  return {
    id: () => file().getId(),
    locale: () => file().getSpreadsheetLocale(),
    tabs: () => file().getSheets().map(tabOf),
    tabByName: (name) => orNull(file().getSheetByName(name)),
    tabById: (id) => orNull(file().getSheetById(id)),
    addTab: (name) => {
      const spreadsheet = file();
      const before = spreadsheet.getActiveSheet();
      const tab = tabOf(spreadsheet.insertSheet(name, spreadsheet.getSheets().length));
      // Inserting a tab shows it; the user stays where they were.
      spreadsheet.setActiveSheet(before);
      return tab;
    },
    selected: () => {
      const active = file().getActiveRange();
      if (!active) throw new TtError('INPUT', 'select the column of ids');
      return {
        tab: tabOf(active.getSheet()),
        row: active.getRow(),
        column: active.getColumn(),
        rows: active.getNumRows(),
        columns: active.getNumColumns(),
      };
    },
    select: (tabId, a1) => {
      const sheet = file().getSheetById(tabId);
      if (!sheet || a1.length === 0) throw new TtError('INPUT', 'those cells are no longer there');
      file().setActiveSheet(sheet);
      sheet.setActiveRangeList(sheet.getRangeList(a1.slice(0, 200)));
    },
    show: (tab) => {
      const sheet = file().getSheetById(tab.id);
      if (sheet) file().setActiveSheet(sheet);
    },
    range: (a1) => {
      let found: GoogleAppsScript.Spreadsheet.Range;
      try {
        found = file().getRange(a1);
      } catch {
        return null;
      }
      const rows = Math.min(found.getNumRows(), found.getSheet().getLastRow() - found.getRow() + 1);
      return rows < 1 ? [] : (found.offset(0, 0, rows).getValues() as Cell[][]);
    },
    flush: () => SpreadsheetApp.flush(),
    toast: (message, seconds) => file().toast(message, 'Tracer Tools', seconds),
    localTime: (at) =>
      Utilities.formatDate(new Date(at), file().getSpreadsheetTimeZone(), 'yyyy-MM-dd HH:mm:ss'),
  };
}
