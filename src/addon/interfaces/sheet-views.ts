/** Types that the Sheet panel and the add-on share: a tab to prepare, the place of a paste, ready sheets. */
import type { RecipeStep } from './recipe-views';

/** A tab as it is now, for Prepare: dates become the text "a date", long texts are cut. */
export interface TabView {
  sheetId: number;
  sheet: string;
  values: (string | number | boolean)[][];
  /** Whether a column contains formulas. */
  computed: boolean[];
  /** Number formats and widths in pixels, by column; the distinct formats of the used rows. */
  formats: string[][];
  widths: number[];
  frozen: number;
  /** By column: a short hash of its upper rows, which identifies the column later. */
  marks: string[];
}

/** What a preparation does. Rows and columns count from 1, after a row was added on top. */
export interface PreparePlan {
  sheetId: number;
  /** From the look on which the plan was made. */
  marks: string[];
  topRow: boolean;
  /** Only written into blank cells. */
  headers: { row: number; column: number; text: string }[];
  /** Columns, identified by their header. */
  formats: { column: number; header: string; first: number; format: string }[];
  widths: { column: number; header: string; pixels: number }[];
  /** Null: no change. */
  frozen: number | null;
}

/** Where a paste would go; rows and columns count from 1. */
export interface PastePlace {
  sheetId: number;
  sheet: string;
  a1: string;
  row: number;
  column: number;
  /** A row of headers is written above. */
  header: boolean;
  /** The paste goes below the content under the selected cell. */
  below: boolean;
  /** Filled cells that would be replaced; names at most 50. */
  replaced: { count: number; cells: string[] };
  /** Cells with a formula, in a filled array, with a rule, protected or merged: never written. */
  notWritten: { count: number; cells: string[] };
}

/** A ready sheet: a new tab, recipes for its id columns, a nightly schedule for each. */
export interface ReadyPlan {
  tab: string;
  /** `format` '' keeps Sheets' default, `pixels` 0 the default width. */
  headers: { text: string; format: string; pixels: number }[];
  rows: string[][];
  recipes: { column: string; name: string; step: RecipeStep }[];
  datastack: string;
  schedule: boolean;
}
