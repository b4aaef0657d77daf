/** Values and positions of cells. Rows and columns count from 1, as in Sheets. */

/** The computed content of a cell; '' for an empty cell. */
export type CellValue = string | number | boolean | Date;

/** An error value of Sheets; `note` is the text in the tooltip. */
export interface CellError {
  code: '#ERROR!' | '#REF!' | '#NAME?' | '#N/A' | '#VALUE!' | '#DIV/0!' | '#NUM!';
  note: string;
}

export interface Box {
  row: number;
  column: number;
  rows: number;
  columns: number;
}

/** A link in a part of a cell's text, from `start` to `end` (exclusive). */
export interface LinkRun {
  start: number;
  end: number;
  url: string;
}
