/** A spreadsheet file in memory: the local stand-in for what Google Sheets keeps and computes. */
import { type WorkbookOptions, withDefaults } from './options';
import type { Workbook } from './types';
import { WorkbookFile } from './workbook';

export type { WorkbookOptions } from './options';

/** A new file with one tab, `Sheet1`, of 1,000 rows and 26 columns. */
export function createWorkbook(options: WorkbookOptions = {}): Workbook {
  return new WorkbookFile(withDefaults(options));
}
