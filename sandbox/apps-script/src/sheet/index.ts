/** A spreadsheet file in memory, with the storage and computation of Google Sheets. */
import { WorkbookFile } from './file/workbook';
import { completeSettings, type WorkbookOptions } from './options';
import type { Workbook } from './values/types';

export type { WorkbookOptions } from './options';
export type { Box, CellError, CellValue, CellView, CustomFunctions, Grid, Workbook } from './values/types';

/** A new file with one tab, `Sheet1`, of 1,000 rows and 26 columns. */
export function createWorkbook(options: WorkbookOptions = {}): Workbook {
  return new WorkbookFile(completeSettings(options));
}
