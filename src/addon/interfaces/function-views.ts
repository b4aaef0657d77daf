/** What the list of functions, its forms and its results show. */

/** One parameter of a catalogue function, for a form. */
export interface ParamView {
  name: string;
  kind: 'ids' | 'id' | 'text' | 'number' | 'boolean' | 'choice' | 'points' | 'time';
  description: string;
  optional: boolean;
  choices?: string[];
  defaultValue?: string;
  /** A file's text may stand here, or its bytes as `base64:…`. */
  file?: boolean | 'bytes';
}

/** One catalogue function, for the searchable list. */
export interface ToolView {
  name: string;
  formula: string;
  family: string;
  summary: string;
  example: string;
  /** Shape of the answer in words. */
  returns: string;
  /** What to know beyond the summary; may be empty. */
  details: string;
  params: ParamView[];
  /** Its whole answer can be written to a new tab by a job. */
  writesTab: boolean;
  /** Done by the companion; `long`: asked again until it is done. */
  heavy?: 'short' | 'long';
  /** It makes files: `makeFiles` runs it. */
  makesFiles?: boolean;
}

/**
 * A function's result for the sidebar: at most 200 rows are sent, `rows` counts all. Where its
 * columns have no names the header is empty texts, and the sidebar says above them what the function returns.
 */
export interface TableView {
  header: string[];
  cells: (string | number | boolean)[][];
  rows: number;
  notes: string[];
  /** By column; null or absent where the data decide. */
  outputs: (OutputView | null)[];
}

/** What a column holds, as its function declares it. */
export interface OutputView {
  format: 'id' | 'text' | 'link' | 'boolean' | 'date' | 'number';
  /** Of numbers, such as nm; '' for none. */
  unit?: string;
}

/** What a function made: its report, and the files to download. */
export interface FileResultView {
  report: TableView;
  files: { path: string; contentType: string; base64: string }[];
  /** Shows what was made; '' where there is none. */
  link: string;
}

/** One column of a table, for the form of TT_TABLE. */
export interface ColumnView {
  name: string;
  kind: 'id' | 'int' | 'float' | 'bool' | 'text' | 'time' | 'position';
  /** Comparisons that a filter takes. */
  comparisons: string[];
  /** Texts that occur; `more` where some are left out. */
  values: string[];
  more: boolean;
}

export interface TableFormView {
  /** Of the datastack; empty where a table was asked for. */
  tables: string[];
  columns: ColumnView[];
}

/** Formulas of Tracer Tools in the spreadsheet. */
export interface FormulasView {
  tabs: {
    tab: string;
    tabId: number;
    formulas: {
      formula: string;
      cells: number;
      /** When one of them last asked (ISO time), and its requests; '' and null where none did in the last 6 hours. */
      asked: string;
      requests: number | null;
    }[];
  }[];
}
