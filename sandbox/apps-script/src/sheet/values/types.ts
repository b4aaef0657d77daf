/**
 * The spreadsheet model as its users see it: Apps Script services, pages and formulas. Rows and columns count from 1,
 * as in Sheets.
 */

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

/** One cell as a viewer needs it. */
export interface CellView {
  /** Text shown. */
  shown: string;
  value: CellValue;
  /** The formula with its leading '=', or ''. */
  formula: string;
  error: CellError | null;
  /** A custom function is still running for it: shown as `Loading...`. */
  loading: boolean;
  /** The cell of the formula whose array result fills this cell, or null. */
  spilledFrom: { row: number; column: number } | null;
  numberFormat: string;
  note: string;
  background: string;
  bold: boolean;
}

/** One tab. Every mutation updates the references in formulas, as Sheets does (insert, delete, sort). */
export interface Grid {
  readonly id: number;
  name: string;
  hidden: boolean;
  readonly maxRows: number;
  readonly maxColumns: number;
  /** Last row/column with any content (array tails count), 0 when empty. */
  lastRow(): number;
  lastColumn(): number;
  view(row: number, column: number): CellView;
  values(box: Box): CellValue[][];
  shown(box: Box): string[][];
  formulas(box: Box): string[][];
  /** As if typed (reference: write interpretation): '=' starts a formula, digits become numbers, a leading ' keeps text. */
  write(box: Box, inputs: readonly (readonly (CellValue | null)[])[]): void;
  clear(box: Box, what: { contents?: boolean; formats?: boolean; notes?: boolean }): void;
  numberFormats(box: Box): string[][];
  setNumberFormats(box: Box, formats: readonly (readonly string[])[]): void;
  setNotes(box: Box, notes: readonly (readonly string[])[]): void;
  setBackgrounds(box: Box, colours: readonly (readonly string[])[]): void;
  setBold(box: Box, bold: boolean): void;
  insertRows(before: number, count: number): void;
  deleteRows(first: number, count: number): void;
  insertColumns(before: number, count: number): void;
  deleteColumns(first: number, count: number): void;
  /** Sorts whole rows of the box by one column of the box. */
  sort(box: Box, by: { column: number; ascending: boolean }): void;
  /** Boxes that only some users may edit (user names); null clears all. */
  protect(box: Box | null, editors: readonly string[]): void;
  editableBy(box: Box, user: string): boolean;
}

/**
 * Computes custom functions such as `=TT_X(…)`: the Apps Script runtime. Arguments have the form that Apps Script
 * passes.
 */
export interface CustomFunctions {
  names(): string[];
  /**
   * Starts one execution. `done` may be called at once or later, exactly once, with the value as returned
   * (scalar or 2-D array) or with an error.
   */
  call(
    name: string,
    args: (CellValue | CellValue[][] | undefined)[],
    at: { grid: Grid; row: number; column: number },
    done: (outcome: { value: unknown } | { error: string }) => void,
  ): void;
}

/** The file. */
export interface Workbook {
  readonly id: string;
  name: string;
  timeZone: string;
  grids(): Grid[];
  grid(name: string): Grid | null;
  gridById(id: number): Grid | null;
  addGrid(name: string, index?: number): Grid;
  removeGrid(id: number): void;
  setCustomFunctions(functions: CustomFunctions): void;
  /** Recomputes what is dirty. Until it is called, written formulas are not computed (Sheets computes at flush). */
  settle(): void;
  /** Forces every custom function to be called again. */
  recalculate(): void;
  /** Called after each mutation with what changed; returns an unsubscribe function. */
  onChange(listener: (grid: Grid, box: Box) => void): () => void;
}
