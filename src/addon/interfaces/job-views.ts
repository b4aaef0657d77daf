/** What the panel of jobs shows: the selection, what can be run, previews, runs. */
import type { ParamView } from './function-views';

export interface SelectionView {
  sheetId: number;
  sheet: string;
  /** Such as `C2:C413`: the id column cut to its used rows, its header left out. */
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

/** One thing that a job can add or keep fresh; the header it owns in the sheet. */
export interface DetailView {
  header: string;
  description: string;
  selectedByDefault: boolean;
  /** Of numbers: how a cell shows them, with their unit. */
  format?: string;
}

export interface JobChoice {
  kind: ColumnJobKind;
  title: string;
  description: string;
  /** What the selected cells must hold: segment ids, or any text. */
  takes: 'ids' | 'texts';
  details: DetailView[];
  /** What the user says beside the column. */
  fields: ParamView[];
}

/** The name of a column job in the registry. */
export type ColumnJobKind = string;

/** `tab` fills a tab of its own with one function's answer; `edit` is a paste or a preparation, done at once. */
export type JobKind = ColumnJobKind | 'tab' | 'edit';

export interface JobPlan {
  kind: ColumnJobKind;
  sheetId: number;
  /** Letter of the column that holds the ids. */
  column: string;
  /** Its header as the user saw it: the column is looked for under it, should it have moved since. */
  header?: string;
  firstRow: number;
  lastRow: number;
  /** Headers to write, from JobChoice.details. */
  headers: string[];
  /** By the names of JobChoice.fields. */
  options?: Record<string, string>;
  datastack: string;
  /** Filled cells in columns of those headers may be replaced (they are kept for Undo). */
  replace: boolean;
  /** Columns of one's own to write into, by detail: their headers. Remembered with the column. */
  targets?: Record<string, string>;
}

export interface Preview {
  selection: SelectionView;
  /** Such as `F–L`. */
  writes: string;
  newColumns: string[];
  /** Columns that are not called as what is written into them: chosen by the user, now or before. */
  into: { output: string; header: string }[];
  rows: number;
  /** Filled cells that would be replaced, at most 50 named. */
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
  /** What it found out, in words; null until it is done, for jobs that do not bring ids up to date, and once it is undone. */
  findings: { headline: string; lines: string[] } | null;
  skipped: number;
  /** Cells that were not written: formulas, filled arrays, rules, protection. */
  left: number;
  /** The same by reason: `formula`, `array`, `rule`, `protected`, `merged`. */
  leftBy: { reason: string; count: number }[];
  message: string;
  startedBy: string;
  startedAt: string;
  updatedAt: string;
  canUndo: boolean;
  canRetry: boolean;
  /** Undone already; Undo may be taken again. */
  undone: boolean;
  /** It is unfinished and nobody is at work on it. */
  stopped: boolean;
  /** Its next step waits until then (ISO time), or ''. */
  retryAt: string;
  /** Someone or something else is working on it until then (ISO time), or ''. */
  leasedUntil: string;
}
