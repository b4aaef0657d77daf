/** Types of the Run panel: the selection, available jobs, previews, runs. */
import type { ParamView } from './function-views';

export interface SelectionView {
  sheetId: number;
  sheet: string;
  /** Such as `C2:C413`: the used rows of the id column, without its header. */
  a1: string;
  /** Letter of the id column. */
  column: string;
  header: string;
  firstRow: number;
  lastRow: number;
  ids: number;
  distinct: number;
  blank: number;
  /** Cells with a word for "no id": NA, none, 0, a dash. */
  none: number;
  damaged: { a1: string; shown: string; code: 'ROUNDED' | 'ID' }[];
}

/** An output that a job can add or update, with the header of its column. */
export interface DetailView {
  header: string;
  description: string;
  selectedByDefault: boolean;
  /** Number format with the unit; only for numbers. */
  format?: string;
}

export interface JobChoice {
  kind: ColumnJobKind;
  title: string;
  description: string;
  /** What the selected cells must hold: segment ids, or any text. */
  takes: 'ids' | 'texts';
  details: DetailView[];
  /** Further options of the job. */
  fields: ParamView[];
}

/** The name of a column job in the registry. */
export type ColumnJobKind = string;

/** `tab` fills a new tab with one function's answer; `edit` is a paste or a preparation, done at once. */
export type JobKind = ColumnJobKind | 'tab' | 'edit';

export interface JobPlan {
  kind: ColumnJobKind;
  sheetId: number;
  /** Letter of the column that holds the ids. */
  column: string;
  /** The header that the user saw; finds the column if it has moved. */
  header?: string;
  firstRow: number;
  lastRow: number;
  /** Headers to write, from JobChoice.details. */
  headers: string[];
  /** By the names of JobChoice.fields. */
  options?: Record<string, string>;
  datastack: string;
  /** Filled cells in columns of those headers may be replaced (Undo restores them). */
  replace: boolean;
  /** Headers of the user's own columns to write into, by detail. Stored with the id column. */
  targets?: Record<string, string>;
}

export interface Preview {
  selection: SelectionView;
  /** Such as `F–L`. */
  writes: string;
  newColumns: string[];
  /** Outputs whose column has another header, chosen by the user now or earlier. */
  into: { output: string; header: string }[];
  rows: number;
  /** Filled cells that would be replaced; names at most 50. */
  replaced: { count: number; cells: string[] };
  /** Cells with a formula, in a filled array, with a rule, protected or merged: never written. */
  notWritten: { count: number; cells: string[] };
  requests: string;
}

export interface JobView {
  id: string;
  kind: JobKind;
  title: string;
  sheet: string;
  /** Headers of the columns that it writes. */
  columns: string[];
  state: 'running' | 'waiting' | 'cancelled' | 'done' | 'failed';
  done: number;
  total: number;
  perSecond: number;
  /** Rows by reason: code, count, an example sentence. */
  failures: { code: string; count: number; example: string }[];
  changed: number;
  /** Result as text. Null until the job is done, after Undo, and for jobs that do not update ids. */
  findings: { headline: string; lines: string[] } | null;
  skipped: number;
  /** Cells that were not written: formulas, filled arrays, rules, protection. */
  left: number;
  /** `left` by reason: `formula`, `array`, `rule`, `protected`, `merged`. */
  leftBy: { reason: string; count: number }[];
  message: string;
  startedBy: string;
  startedAt: string;
  updatedAt: string;
  canUndo: boolean;
  canRetry: boolean;
  /** Already undone; Undo can still be repeated. */
  undone: boolean;
  /** It is unfinished and nobody is working on it. */
  stopped: boolean;
  /** When its next step may run (ISO time), or ''. */
  retryAt: string;
  /** Until when another execution has its lease (ISO time), or ''. */
  leasedUntil: string;
}
