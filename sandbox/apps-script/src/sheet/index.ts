/** A spreadsheet file in memory, with the storage and computation of Google Sheets. */
import { WorkbookFile } from './file/workbook';
import type { Workbook } from './model/types';
import { completeSettings, type WorkbookOptions } from './options';

export { type PersonAction, performAction } from './actions';
export type { CellView, CustomFunctions, Grid, Workbook } from './model/types';
export type { WorkbookOptions } from './options';
export { LOCALES } from './values/locale';
export type { Box, CellError, CellValue } from './values/types';

/** A new file with one tab, `Sheet1`, of 1,000 rows and 26 columns. */
export function createWorkbook(options: WorkbookOptions = {}): Workbook {
  return new WorkbookFile(completeSettings(options));
}
