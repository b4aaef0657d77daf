/**
 * What the sidebar may ask of the add-on: names, arguments and answers of every call, as types alone.
 * All travel through the single server function `ttCall(name, args)` as JSON in an envelope, so that error codes
 * survive the crossing.
 */

import type { FilesCalls } from './files-api';

export type Envelope<T> = { ok: true; value: T } | { ok: false; error: CallError };

export interface CallError {
  /** A code of src/core/codes.ts, such as TOKEN or BUSY. */
  code: string;
  /** A sentence for the user: what happened and what to do. */
  message: string;
  /** True where trying again later may help. */
  transient: boolean;
  /** How far it is, in words, where asking again goes on. */
  progress?: string;
  /** Where to read or click next: an address to open in a browser. */
  link?: string;
}

export interface CaveUserView {
  name: string;
  email: string;
}

export interface StackChoice {
  name: string;
  display: string;
}

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
/** `tab` fills a tab of its own with one function's answer. */
export type JobKind = ColumnJobKind | 'tab';

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

/** A job with its options, of no column yet: what a recipe holds, and what a schedule may repeat. */
export type RecipeStep = Pick<JobPlan, 'kind' | 'headers' | 'options' | 'targets'>;

/** Jobs with their options under a name, kept in the spreadsheet; several steps run one after the other. */
export interface RecipeView {
  id: string;
  name: string;
  steps: RecipeStep[];
  /** Who saved it, and when (ISO time). */
  by: string;
  at: string;
}

export interface Preview {
  selection: SelectionView;
  /** Such as `F–L`. */
  writes: string;
  newColumns: string[];
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
  message: string;
  startedBy: string;
  startedAt: string;
  updatedAt: string;
  canUndo: boolean;
  canRetry: boolean;
  /** Undone already; Undo may be taken again. */
  undone: boolean;
  /** Someone or something else is working on it until then (ISO time), or ''. */
  leasedUntil: string;
}

/** A row that a run changed. */
export interface ChangeEntryView {
  tab: string;
  tabId: number;
  /** Header of the id column. */
  column: string;
  id: string;
  /** The segment before and now; '' where there is none. */
  from: string;
  to: string;
  share: string;
  note: string;
  /** In the sheet's zone. */
  time: string;
}

/** What runs changed and nobody has marked as seen. At most 300 entries are sent; `count` counts all. */
export interface ChangesView {
  count: number;
  /** Time of the oldest in the sheet's zone, and of the newest in UTC; '' where there is none. */
  since: string;
  until: string;
  groups: { kind: string; text: string; needsSomebody: boolean; entries: ChangeEntryView[] }[];
}

/** When a schedule is due; `src/addon/schedules/rhythm.ts` has the rules. */
export type RhythmView =
  | { kind: 'hours'; hours: number }
  | { kind: 'days'; hour: number; days: readonly number[] };

/** Mail to the owner: never, when a run does not finish, or after each run that found something. */
export type ScheduleMail = 'none' | 'failures' | 'digest';

/** How one run of a schedule ended. */
export interface RunNote {
  run: string;
  /** Start (ISO time), and seconds of work. */
  at: string;
  seconds: number;
  state: JobView['state'];
  result: string;
}

export interface ScheduleView {
  id: string;
  title: string;
  sheet: string;
  column: string;
  headers: string[];
  datastack: string;
  rhythm: RhythmView;
  rhythmText: string;
  paused: boolean;
  owner: string;
  mine: boolean;
  mail: ScheduleMail;
  lastRun: string;
  /** Why it does not run as it should, or ''. */
  problem: string;
  /** Its last runs, newest first. */
  runs: RunNote[];
  nextRun: string;
}

export interface SettingsView {
  /** Where the global CAVE server is, such as https://global.daf-apis.com. */
  server: string;
  datastack: string;
  hasToken: boolean;
  /** Page where the user gets a token. */
  tokenPage: string;
  formulas: { on: boolean; by: string; mine: boolean; words: string };
  companion: string;
  companionUse: {
    /** This user's identity and token may go to the companion's address. */
    confirmed: boolean;
    /** Until when formulas may ask it with this user's grant (ISO time), or ''. */
    formulasUntil: string;
    /** What went wrong with the grant just now, or ''. */
    problem: string;
  };
  permissions: { scope: string; words: string }[];
}

export interface InitialState {
  version: string;
  settings: SettingsView;
  /** Null until a token is stored and CAVE knows it. */
  who: CaveUserView | null;
  stacks: StackChoice[];
  /** Of the spreadsheet, such as `de_DE`: how formulas are written. */
  locale: string;
  job: JobView | null;
  schedules: ScheduleView[];
  /** What the menu item that opened the sidebar asked for. */
  open: { tab: 'run' | 'functions' | 'files' | 'schedule' | 'settings'; job?: JobKind };
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

export interface CompanionTest {
  version: string;
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

/** What the skeleton viewer opens with. */
export interface ViewerStart {
  /** Show skeletons, or choose between the pieces of split segments. */
  mode: 'skeletons' | 'resolve';
  datastack: string;
  neurons: { id: string; color: string }[];
  /** Further ids that were selected, and cells that hold none. */
  leftOut: number;
  damaged: number;
  /** Meshes can be made: a companion is set. */
  meshes: boolean;
}

/** One skeleton. Its arrays are base64 of little-endian numbers. */
export interface ViewerNeuron {
  id: string;
  vertices: number;
  edges: number;
  /** nm: what the positions are relative to. */
  offset: number[];
  /** float32 x, y, z by vertex, nm. */
  positions: string;
  /** float32 by vertex, nm; 0 where not told. */
  radii: string;
  /** uint8 by vertex: 1 soma, 2 axon, 3 dendrite, 0 not told. */
  compartments: string;
  /** uint32: two vertices by edge. */
  pairs: string;
  /** nm, absolute; null where no soma is known. */
  soma: { at: number[]; radius: number } | null;
  /** nm. */
  cable: number;
  /** Whether the id is current; null where that could not be asked. */
  current: boolean | null;
}

/** As many skeletons as one reply holds; those in `left` are asked for next. */
export interface ViewerSlice {
  neurons: ViewerNeuron[];
  missing: { id: string; code: string; message: string }[];
  remaining: string[];
}

/** A row whose segment was split without a clear successor. */
export interface DoubtfulRow {
  tabId: number;
  tab: string;
  /** Header of the id column. */
  column: string;
  /** Where it stood when it was read. */
  row: number;
  id: string;
  /** Shares of the largest pieces, 0 to 1, as the row says them; empty where it does not. */
  shares: number[];
}

export interface ResolveStart {
  datastack: string;
  rows: DoubtfulRow[];
}

export interface PieceView {
  id: string;
  color: string;
  share: number;
  /** A supervoxel of the old segment in this piece; '' where none was met. */
  supervoxel: string;
  /** µm³, and synapses in and out: numbers, or why there is none. */
  volume: number | string;
  incoming: number | string;
  outgoing: number | string;
  link: string;
}

export interface PiecesView {
  id: string;
  /** Still split without a clear successor; otherwise the row is settled and only has to be asked again. */
  split: boolean;
  exact: boolean;
  pieces: PieceView[];
}

export interface ViewerMesh {
  /** Base64 of a binary PLY file, nm. */
  ply: string;
}

export interface Calls extends FilesCalls {
  boot: { args: []; value: InitialState };
  selection: { args: []; value: SelectionView };
  selectCells: { args: [sheetId: number, a1: string[]]; value: null };
  preview: { args: [JobPlan]; value: Preview };
  startJob: { args: [JobPlan]; value: JobView };
  /** Drives the job by one step of at most some 20 seconds and answers where it stands. */
  stepJob: { args: [id: string]; value: JobView };
  job: { args: []; value: JobView | null };
  /** Every run on record, newest first: others' too. */
  jobs: { args: []; value: JobView[] };
  cancelJob: { args: [id: string]; value: JobView };
  resumeJob: { args: [id: string]; value: JobView };
  retryFailed: { args: [id: string]; value: JobView };
  /** The newest run that is not undone, or the one with this id. */
  undo: { args: [id?: string]; value: { message: string; restored: number; left: number } };
  openLog: { args: []; value: null };
  changes: { args: []; value: ChangesView };
  /** Marks what was shown as seen, up to `until` of the view. */
  markSeen: { args: [until: string]; value: ChangesView };
  /** Selects the row that holds this id now. */
  showIdRow: { args: [tabId: number, column: string, id: string]; value: { a1: string } };
  insertFormula: { args: [formula: string]; value: { a1: string } };
  runTool: { args: [name: string, args: Record<string, string>]; value: TableView };
  /** Throws PENDING, with words on how far it is, until the files are made. */
  makeFiles: { args: [name: string, args: Record<string, string>]; value: FileResultView };
  /** Ends the companion's work on the same form; answers whether there was any. */
  cancelTool: { args: [name: string, args: Record<string, string>]; value: boolean };
  /** The tables of a datastack, or with a table's name its columns. */
  tableForm: { args: [table: string, datastack?: string]; value: TableFormView };
  /** A job that writes a function's whole answer to a new tab. */
  startTab: { args: [formula: string, args: Record<string, string>]; value: JobView };
  /** What the viewer was opened for; `again`: the selection as it is now. */
  viewerStart: { args: [again: boolean]; value: ViewerStart };
  /** Opens the window in which pieces are chosen; answers how many rows wait for it. */
  openResolve: { args: []; value: { rows: number } };
  resolveStart: { args: []; value: ResolveStart };
  resolvePieces: { args: [id: string]; value: PiecesView };
  /** Starts the run that writes the supervoxel beside the row's id and asks the row again; `stepJob` drives it. */
  choosePiece: { args: [row: DoubtfulRow, supervoxel: string]; value: JobView };
  viewerSkeletons: { args: [ids: string[]]; value: ViewerSlice };
  /** A segment's mesh; the outline of the dataset for ''. PENDING while it is being made. */
  viewerMesh: { args: [id: string]; value: ViewerMesh };
  whoAmI: { args: []; value: CaveUserView };
  saveToken: { args: [token: string]; value: CaveUserView };
  forgetToken: { args: []; value: SettingsView };
  saveSettings: {
    args: [Partial<Pick<SettingsView, 'server' | 'datastack' | 'companion'>>];
    value: SettingsView;
  };
  confirmCompanion: { args: [address: string]; value: SettingsView };
  testCompanion: { args: []; value: CompanionTest };
  setFormulas: { args: [on: boolean]; value: SettingsView };
  addSchedule: { args: [plan: JobPlan, rhythm: RhythmView, mail: ScheduleMail]; value: ScheduleView[] };
  changeSchedule: {
    args: [id: string, change: { rhythm?: RhythmView; paused?: boolean; mail?: ScheduleMail }];
    value: ScheduleView[];
  };
  takeOverSchedule: { args: [id: string]; value: ScheduleView[] };
  removeSchedule: { args: [id: string]; value: ScheduleView[] };
  runSchedule: { args: [id: string]; value: JobView };
  recipes: { args: []; value: RecipeView[] };
  saveRecipe: { args: [name: string, steps: RecipeStep[]]; value: RecipeView[] };
  renameRecipe: { args: [id: string, name: string]; value: RecipeView[] };
  /** Runs these recipes on a column, one after the other; `stepJob` goes on from each job to the next. */
  startRecipes: {
    args: [ids: string[], place: Omit<JobPlan, 'kind' | 'headers' | 'options' | 'targets'>];
    value: JobView;
  };
  removeRecipe: { args: [id: string]; value: RecipeView[] };
}

export type CallName = keyof Calls;
