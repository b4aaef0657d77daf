/** Types of the list of functions, its forms and its results. */

/** One parameter of a catalogue function, for a form. */
export interface ParamView {
  name: string;
  kind: 'ids' | 'id' | 'text' | 'number' | 'boolean' | 'choice' | 'points' | 'time';
  description: string;
  optional: boolean;
  choices?: string[];
  defaultValue?: string;
  /** The field accepts a file's text, or its bytes as `base64:…`. */
  file?: boolean | 'bytes';
}

/** One catalogue function, for the searchable list. */
export interface ToolView {
  name: string;
  formula: string;
  family: string;
  summary: string;
  example: string;
  /** Describes the shape of the answer. */
  returns: string;
  /** What to know beyond the summary; may be empty. */
  details: string;
  params: ParamView[];
  /** A job can write its whole answer to a new tab. */
  writesTab: boolean;
  /** Done by the companion; `long`: called again until it is done. */
  heavy?: 'short' | 'long';
  /** It makes files, so `makeFiles` runs it. */
  makesFiles?: boolean;
}

/**
 * A function's result for the sidebar, at most 200 rows; `rows` counts all. If columns have no names, the header holds
 * empty texts, and the sidebar shows what the function returns above them.
 */
export interface TableView {
  header: string[];
  cells: (string | number | boolean)[][];
  rows: number;
  notes: string[];
  /** By column; null or absent if the data decide. */
  outputs: (OutputView | null)[];
}

/** What a column holds, according to its function's declaration. */
export interface OutputView {
  format: 'id' | 'text' | 'link' | 'boolean' | 'date' | 'number';
  /** Unit of numbers, such as nm; '' if there is none. */
  unit?: string;
}

/** Result of a function that makes files: its report, and the files to download. */
export interface FileResultView {
  report: TableView;
  files: { path: string; contentType: string; base64: string }[];
  /** Link to view the result; '' if there is none. */
  link: string;
}

/** One column of a table, for the form of TT_TABLE. */
export interface ColumnView {
  name: string;
  kind: 'id' | 'int' | 'float' | 'bool' | 'text' | 'time' | 'position';
  /** Comparisons that a filter supports. */
  comparisons: string[];
  /** Known texts; `more` if the list is incomplete. */
  values: string[];
  more: boolean;
}

export interface TableFormView {
  /** Tables of the datastack; empty if a table was requested. */
  tables: string[];
  columns: ColumnView[];
}

/** One function in consecutive rows of a column, each about its own row: one formula over the range could replace them. */
export interface JoinableView {
  cells: number;
  /** Where they are, such as C2:C1001. */
  a1: string;
  /** The formula that would stand in the first cell. */
  joined: string;
  /** Why it cannot; '' if it can. */
  refusal: string;
}

/** Formulas of Tracer Tools in the spreadsheet. */
export interface FormulasView {
  tabs: {
    tab: string;
    tabId: number;
    formulas: {
      formula: string;
      cells: number;
      /** When one of them last sent requests (ISO time), and how many; '' and null if none did in the last 6 hours. */
      asked: string;
      requests: number | null;
    }[];
    joinable: JoinableView[];
  }[];
}
