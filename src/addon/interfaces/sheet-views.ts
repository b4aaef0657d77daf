/** What the Sheet panel and the add-on tell each other: a tab to prepare, where a paste goes, ready sheets. */
import type { RecipeStep } from './recipe-views';

/** A tab as it stands, for its preparation: dates as the text "a date", texts cut. */
export interface TabView {
  sheetId: number;
  sheet: string;
  values: (string | number | boolean)[][];
  /** Where formulas stand, by column. */
  computed: boolean[];
  /** Number formats and pixels by column; the formats of the used rows, each once. */
  formats: string[][];
  widths: number[];
  frozen: number;
  /** By column a short code of what stands in its upper rows: the column is known by it again. */
  marks: string[];
}

/** What a preparation does. Rows and columns count from 1, as they stand after a row was added on top. */
export interface PreparePlan {
  sheetId: number;
  /** Of the look on which it was made. */
  marks: string[];
  topRow: boolean;
  /** Into blank cells. */
  headers: { row: number; column: number; text: string }[];
  /** Columns, with the header by which they are known. */
  formats: { column: number; header: string; first: number; format: string }[];
  widths: { column: number; header: string; pixels: number }[];
  /** Null leaves it. */
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
  /** Below what stands under the selected cell. */
  below: boolean;
  /** Filled cells that would be replaced, at most 50 named. */
  replaced: { count: number; cells: string[] };
  /** Cells with a formula, in a filled array, with a rule, protected or merged: never written. */
  notWritten: { count: number; cells: string[] };
}

/** A ready sheet: a new tab, recipes for its id columns, a nightly schedule for each. */
export interface ReadyPlan {
  tab: string;
  /** `format` '' leaves Sheets' own, `pixels` 0 its width. */
  headers: { text: string; format: string; pixels: number }[];
  rows: string[][];
  recipes: { column: string; name: string; step: RecipeStep }[];
  datastack: string;
  schedule: boolean;
}
