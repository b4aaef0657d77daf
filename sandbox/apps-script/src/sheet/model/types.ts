/** The interface of the spreadsheet model for its users: Apps Script services, pages and formulas. */

import type { Filters } from '../layout/filters';
import type { Frozen } from '../layout/frozen';
import type { Neighbour } from '../layout/line-change';
import type { LineStates } from '../layout/line-states';
import type { Merges } from '../layout/merges';
import type { Metadata } from '../layout/metadata';
import type { Protections } from '../layout/protections';
import type { Regions } from '../layout/regions';
import type { Box, CellError, CellValue, LinkRun } from '../values/types';
import type { ValidationRule } from '../values/validation';

/** One cell as a viewer needs it. */
export interface CellView {
  /** Displayed text. */
  shown: string;
  value: CellValue;
  /** The formula with its leading '=', or ''. */
  formula: string;
  error: CellError | null;
  /** True while a custom function is running for the cell, which then shows `Loading...`. */
  loading: boolean;
  /** The cell of the formula whose array result fills this cell, or null. */
  spilledFrom: { row: number; column: number } | null;
  numberFormat: string;
  note: string;
  background: string;
  bold: boolean;
  /** Links in the text. */
  links: readonly LinkRun[];
  /** Address of a formula that is a call of HYPERLINK, or null. */
  formulaLink: string | null;
  validation: ValidationRule | null;
  /** True if the value violates the validation rule. */
  invalid: boolean;
  /** The merged range that the cell belongs to, or null. */
  merged: Box | null;
}

/** One tab. Every mutation updates the references in formulas, as Sheets does (insert, delete, sort). */
export interface Grid {
  readonly id: number;
  name: string;
  hidden: boolean;
  readonly maxRows: number;
  readonly maxColumns: number;
  /** The last row or column with content, including the cells of arrays; 0 for an empty tab. */
  lastRow(): number;
  lastColumn(): number;
  view(row: number, column: number): CellView;
  values(box: Box): CellValue[][];
  shown(box: Box): string[][];
  formulas(box: Box): string[][];
  /** Writes as if typed: '=' starts a formula, digits become numbers, a leading ' keeps text. */
  write(box: Box, inputs: readonly (readonly (CellValue | null)[])[]): void;
  /** Throws for the first input that a validation rule rejects, or that is too long. */
  checkEntries(box: Box, inputs: readonly (readonly (CellValue | null)[])[]): void;
  clear(box: Box, what: { contents?: boolean; formats?: boolean; notes?: boolean }): void;
  numberFormats(box: Box): string[][];
  setNumberFormats(box: Box, formats: readonly (readonly string[])[]): void;
  setNotes(box: Box, notes: readonly (readonly string[])[]): void;
  setBackgrounds(box: Box, colours: readonly (readonly string[])[]): void;
  setBold(box: Box, bold: boolean): void;
  /** Sets text with links, as from a rich-text value; the text is not interpreted. */
  setRichText(row: number, column: number, text: string, links: readonly LinkRun[]): void;
  /** null removes the rule. */
  setValidation(box: Box, rule: ValidationRule | null): void;
  /** Merges the cells of the box: all but the first lose their values. */
  merge(box: Box): void;
  breakApart(box: Box): void;
  /** New lines take formats and validation from a neighbour, by default from the line that they push away. */
  insertRows(before: number, count: number, like?: Neighbour): void;
  deleteRows(first: number, count: number): void;
  insertColumns(before: number, count: number, like?: Neighbour): void;
  deleteColumns(first: number, count: number): void;
  /** Moves lines to the position before the line with number `before`, counted before the move, as by dragging. */
  moveRows(first: number, count: number, before: number): void;
  moveColumns(first: number, count: number, before: number): void;
  /** Inserts empty cells; the cells below or on the right move. */
  insertCells(box: Box, shift: 'down' | 'right'): void;
  /** Deletes cells; the cells below or on the right move up or left. */
  deleteCells(box: Box, shift: 'up' | 'left'): void;
  /** Cuts the cells and pastes them at another position in the tab; references to them follow. */
  cutAndPaste(box: Box, row: number, column: number): void;
  /** Sorts whole rows of the box by one column of the box. */
  sort(box: Box, by: { column: number; ascending: boolean }): void;
  readonly merges: Merges;
  readonly protections: Protections;
  readonly filters: Filters;
  readonly regions: Regions;
  readonly frozen: Frozen;
  readonly rowStates: LineStates;
  readonly columnStates: LineStates;
  /** Hidden by a user, a collapsed group or the filter. */
  isRowHidden(row: number): boolean;
  /** Decides again which rows the filter hides, as after a change of its criteria. */
  applyFilter(): void;
  /** Protects a box so that only these users may edit it; null removes all protections. */
  protect(box: Box | null, editors: readonly string[]): void;
  editableBy(box: Box, user: string): boolean;
}

/**
 * Runs custom functions such as `=TT_X(…)`: the Apps Script runtime implements it. Arguments have the form that Apps
 * Script passes.
 */
export interface CustomFunctions {
  names(): string[];
  /**
   * Starts one execution. `done` must be called exactly once, at once or later, with the returned value (scalar or 2-D
   * array) or with an error.
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
  /** Such as `de_DE`. A change rewrites the formulas and affects how values are shown and typed. */
  locale: string;
  grids(): Grid[];
  grid(name: string): Grid | null;
  gridById(id: number): Grid | null;
  addGrid(name: string, index?: number): Grid;
  removeGrid(id: number): void;
  /** Copies a tab with all its content; the copy is placed after the others. */
  duplicateGrid(id: number, name: string): Grid;
  /** Moves a tab to a position among the others, from 0. */
  moveGrid(id: number, index: number): void;
  readonly metadata: Metadata;
  setCustomFunctions(functions: CustomFunctions): void;
  /** Recomputes stale formulas. Written formulas are not computed before this call (Sheets computes at flush). */
  settle(): void;
  /** Makes every custom function run again. */
  recalculate(): void;
  /** Calls the listener after each change, with the changed box. Returns an unsubscribe function. */
  onChange(listener: (grid: Grid, box: Box) => void): () => void;
}
