/** The spreadsheet model as its users see it: Apps Script services, pages and formulas. */

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
  /** Links in the text. */
  links: readonly LinkRun[];
  /** Address of a formula that is a call of HYPERLINK, or null. */
  formulaLink: string | null;
  validation: ValidationRule | null;
  /** The value violates the validation rule. */
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
  /** Last row/column with any content (array tails count), 0 when empty. */
  lastRow(): number;
  lastColumn(): number;
  view(row: number, column: number): CellView;
  values(box: Box): CellValue[][];
  shown(box: Box): string[][];
  formulas(box: Box): string[][];
  /** As if typed (reference: write interpretation): '=' starts a formula, digits become numbers, a leading ' keeps text. */
  write(box: Box, inputs: readonly (readonly (CellValue | null)[])[]): void;
  /** Throws for the first input that a validation rule rejects, or that is too long. */
  checkEntries(box: Box, inputs: readonly (readonly (CellValue | null)[])[]): void;
  clear(box: Box, what: { contents?: boolean; formats?: boolean; notes?: boolean }): void;
  numberFormats(box: Box): string[][];
  setNumberFormats(box: Box, formats: readonly (readonly string[])[]): void;
  setNotes(box: Box, notes: readonly (readonly string[])[]): void;
  setBackgrounds(box: Box, colours: readonly (readonly string[])[]): void;
  setBold(box: Box, bold: boolean): void;
  /** Text with links, as from a rich-text value; the text is not interpreted. */
  setRichText(row: number, column: number, text: string, links: readonly LinkRun[]): void;
  /** null removes the rule. */
  setValidation(box: Box, rule: ValidationRule | null): void;
  /** Merges the cells of the box: all but the first lose their values. */
  merge(box: Box): void;
  breakApart(box: Box): void;
  /** New lines take formats and validation from a neighbour, by default the one that they push away. */
  insertRows(before: number, count: number, like?: Neighbour): void;
  deleteRows(first: number, count: number): void;
  insertColumns(before: number, count: number, like?: Neighbour): void;
  deleteColumns(first: number, count: number): void;
  /** Moves lines before the line that now has number `before`, as by dragging. */
  moveRows(first: number, count: number, before: number): void;
  moveColumns(first: number, count: number, before: number): void;
  /** Inserts empty cells; those below or at the right move. */
  insertCells(box: Box, shift: 'down' | 'right'): void;
  /** Deletes cells; those below or at the right move up. */
  deleteCells(box: Box, shift: 'up' | 'left'): void;
  /** Cuts the cells and pastes them at another place of the tab; references to them follow. */
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
  /** By a user, a collapsed group or the filter. */
  isRowHidden(row: number): boolean;
  /** Decides again which rows the filter hides, as when somebody changes its criteria. */
  applyFilter(): void;
  /** Shorthand for a protected box that only some users may edit (user names); null clears all. */
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
  /** Such as `de_DE`. A change rewrites the formulas, and how values are shown and typed. */
  locale: string;
  grids(): Grid[];
  grid(name: string): Grid | null;
  gridById(id: number): Grid | null;
  addGrid(name: string, index?: number): Grid;
  removeGrid(id: number): void;
  /** Copies a tab with all that it holds; the copy stands after the others. */
  duplicateGrid(id: number, name: string): Grid;
  /** Moves a tab to a place among the others, from 0. */
  moveGrid(id: number, index: number): void;
  readonly metadata: Metadata;
  setCustomFunctions(functions: CustomFunctions): void;
  /** Recomputes what is dirty. Until it is called, written formulas are not computed (Sheets computes at flush). */
  settle(): void;
  /** Forces every custom function to be called again. */
  recalculate(): void;
  /** Called after each mutation with what changed; returns an unsubscribe function. */
  onChange(listener: (grid: Grid, box: Box) => void): () => void;
}
