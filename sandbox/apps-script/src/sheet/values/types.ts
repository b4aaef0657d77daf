/** Values and places of cells. Rows and columns count from 1, as in Sheets. */

/** What a cell holds once computed. An empty cell is ''. */
export type CellValue = string | number | boolean | Date;

/** An error value of Sheets; `note` is the text shown on hovering. */
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

/** A link in a part of a cell's text: from `start` up to, not including, `end`. */
export interface LinkRun {
  start: number;
  end: number;
  url: string;
}
