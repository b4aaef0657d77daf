/** The open spreadsheet through SpreadsheetApp. Each method is one service call, so calls can be counted. */
import { TtError } from '../../core/errors';
import type { Cell } from '../../core/table';
import type { Box, LinkedText, LockedBox, SheetFile, SheetTab, TextLink } from '../interfaces/host';
import { columnLetter } from '../sheet/cells/columns';
import { BLOCK, rowsOfPart } from '../sheet/look/cells';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type GoogleRange = GoogleAppsScript.Spreadsheet.Range;

const TAG_KEY = 'tracer-tools';

const metadata = (sheet: Sheet) =>
  sheet
    .createDeveloperMetadataFinder()
    .withLocationType(SpreadsheetApp.DeveloperMetadataLocationType.COLUMN)
    .withKey(TAG_KEY)
    .find();

const boxOf = (range: GoogleRange): Box => ({
  row: range.getRow(),
  column: range.getColumn(),
  rows: range.getNumRows(),
  columns: range.getNumColumns(),
});

/** A protection that only warns does not count. */
function lockedBoxes(sheet: Sheet): LockedBox[] {
  const { RANGE, SHEET } = SpreadsheetApp.ProtectionType;
  const boxes = (type: GoogleAppsScript.Spreadsheet.ProtectionType, isTab: boolean) =>
    sheet
      .getProtections(type)
      .filter((one) => !one.isWarningOnly() && !one.canEdit())
      .map((one) => ({
        ...boxOf(one.getRange()),
        except: isTab ? one.getUnprotectedRanges().map(boxOf) : [],
      }));
  return [...boxes(RANGE, false), ...boxes(SHEET, true)];
}

/** Two calls for a text without links: a column holds thousands. Its `text` is read only where there are links. */
function linkedText(value: GoogleAppsScript.Spreadsheet.RichTextValue | null | undefined): LinkedText {
  const links = (value?.getRuns() ?? []).flatMap((run): TextLink[] => {
    const url = run.getLinkUrl();
    return url ? [[url, run.getStartIndex(), run.getEndIndex()]] : [];
  });
  return { text: links.length > 0 ? value!.getText() : '', links };
}

/** Turns Google's errors for a write into sentences for users. */
function writeTo<T>(tab: () => string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (/protected cell|protected (?:range|object|sheet)/i.test(message)) {
      throw new TtError(
        'PERMISSION',
        `cells of ${tab()} are protected from you. Ask the spreadsheet’s owner, or choose other columns`,
      );
    }
    const cell = /cell ([A-Z]+[0-9]+) violates the data validation/i.exec(message);
    if (cell) {
      throw new TtError(
        'INPUT',
        `${cell[1]} of ${tab()} has a rule (Data › Data validation) that refuses the value`,
      );
    }
    throw error;
  }
}

/** Rows that tabs had when they were first read: how short they are is asked once in an execution. */
const firstRows = new Map<number, number>();

/** The used cells, or where there are many a part of them from a row on, from 0. Null below the last one. */
function usedPart(sheet: Sheet, id: number, from: number): GoogleRange | null {
  const dataRange = sheet.getDataRange();
  if (!firstRows.has(id)) firstRows.set(id, dataRange.getNumRows());
  if (from === 0 && firstRows.get(id)! < BLOCK / 2) return dataRange;
  const rows = Math.min(dataRange.getNumRows() - from, rowsOfPart(dataRange.getNumColumns()));
  return rows > 0 ? dataRange.offset(from, 0, rows) : null;
}

function tabOf(sheet: Sheet): SheetTab {
  const id = sheet.getSheetId();
  const range = (row: number, column: number, rows: number, columns: number) =>
    sheet.getRange(row, column, rows, columns);
  const edit = (write: () => unknown): void => {
    writeTo(() => sheet.getName(), write);
  };
  return {
    id,
    name: () => sheet.getName(),
    lastRow: () => sheet.getLastRow(),
    lastColumn: () => sheet.getLastColumn(),
    maxColumns: () => sheet.getMaxColumns(),
    maxRows: () => sheet.getMaxRows(),
    values: (...box) => range(...box).getValues() as Cell[][],
    formulas: (...box) => range(...box).getFormulas(),
    data: (from = 0) => (usedPart(sheet, id, from)?.getValues() ?? []) as Cell[][],
    dataFormulas: (from = 0) => usedPart(sheet, id, from)?.getFormulas() ?? [],
    formats: (...box) => range(...box).getNumberFormats(),
    notes: (...box) => range(...box).getNotes(),
    bolds: (...box) =>
      range(...box)
        .getFontWeights()
        .map((row) => row.map((weight) => weight === 'bold')),
    validated: (...box) =>
      range(...box)
        .getDataValidations()
        .map((row) => row.map((rule) => rule !== null)),
    lockedBoxes: () => lockedBoxes(sheet),
    mergedBoxes: (...box) =>
      range(...box)
        .getMergedRanges()
        .map(boxOf),
    tags: () =>
      metadata(sheet).map((entry) => ({
        column: entry.getLocation().getColumn()!.getColumn(),
        value: entry.getValue() ?? '',
      })),
    addTag: (column, value) => {
      // Always the whole column: Google refuses metadata on part of a column.
      const letter = columnLetter(column);
      sheet
        .getRange(`${letter}:${letter}`)
        .addDeveloperMetadata(TAG_KEY, value, SpreadsheetApp.DeveloperMetadataVisibility.PROJECT);
    },
    removeTag: (value) => {
      for (const entry of metadata(sheet)) if (entry.getValue() === value) entry.remove();
    },
    links: (row, column, rows) =>
      range(row, column, rows, 1)
        .getRichTextValues()
        .map(([text]) => linkedText(text)),
    setLinked: (row, column, { text, links }) => {
      const rich = SpreadsheetApp.newRichTextValue().setText(text);
      for (const [url, start, end] of links) rich.setLinkUrl(start, end, url);
      edit(() => range(row, column, 1, 1).setRichTextValue(rich.build()));
    },
    setValues: (row, column, values) => {
      edit(() => range(row, column, values.length, values[0]!.length).setValues(values));
    },
    setSame: (a1, value) => {
      edit(() => sheet.getRangeList(a1).setValue(value));
    },
    replaceText: (box, text, by) => {
      const cells = box ? range(box.row, box.column, box.rows, box.columns) : sheet;
      edit(() => cells.createTextFinder(text).matchCase(true).matchFormulaText(true).replaceAllWith(by));
    },
    growTo: (rows) => {
      const lacking = rows - sheet.getMaxRows();
      if (lacking > 0) sheet.insertRowsAfter(sheet.getMaxRows(), lacking);
    },
    setFormat: (a1, format) => {
      edit(() => sheet.getRangeList(a1).setNumberFormat(format));
    },
    backgrounds: (...box) => range(...box).getBackgrounds(),
    setNote: (a1, note) => {
      edit(() => sheet.getRangeList(a1).setNote(note));
    },
    setBackground: (a1, colour) => {
      edit(() => sheet.getRangeList(a1).setBackground(colour === '' ? null : colour));
    },
    setBold: (row, column, rows, columns, bold) => {
      edit(() => range(row, column, rows, columns).setFontWeight(bold ? 'bold' : 'normal'));
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
    frozenRows: () => sheet.getFrozenRows(),
    width: (column) => sheet.getColumnWidth(column),
    setWidth: (column, pixels) => {
      sheet.setColumnWidth(column, pixels);
    },
    insertTopRow: () => {
      sheet.insertRowsBefore(1, 1);
    },
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
      // Inserting a tab activates it; the user's tab becomes active again.
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
    flush: () =>
      writeTo(
        () => 'this spreadsheet',
        () => SpreadsheetApp.flush(),
      ),
    toast: (message, seconds) => file().toast(message, 'Tracer Tools', seconds),
    zone: () => file().getSpreadsheetTimeZone(),
    localTime: (at) =>
      Utilities.formatDate(new Date(at), file().getSpreadsheetTimeZone(), 'yyyy-MM-dd HH:mm:ss'),
  };
}
