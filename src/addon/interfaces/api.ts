/**
 * The calls from the sidebar to the add-on: names, arguments and answers, as types only. All calls go through the
 * single server function `ttCall(name, args)` as JSON in an envelope, so that error codes are preserved.
 */
import type { ChangesView, TogetherRef, TogetherRow } from './change-views';
import type { FileResultView, FormulasView, TableFormView, TableView } from './function-views';
import type { JobKind, JobPlan, JobView, Preview, SelectionView } from './job-views';
import type { RecipePlace, RecipeStep, RecipeView } from './recipe-views';
import type { RhythmView, ScheduleMail, ScheduleOptions, ScheduleView } from './schedule-views';
import type { CaveUserView, CompanionTest, SettingsView, StackChoice } from './settings-views';
import type { PastePlace, PreparePlan, ReadyPlan, TabView } from './sheet-views';
import type {
  DoubtfulRow,
  PiecesView,
  ResolveStart,
  ViewerMesh,
  ViewerSlice,
  ViewerStart,
} from './viewer-views';

export type * from './change-views';
export type * from './function-views';
export type * from './job-views';
export type * from './recipe-views';
export type * from './schedule-views';
export type * from './settings-views';
export type * from './sheet-views';
export type * from './viewer-views';

import type { FilesCalls } from './files-api';

export type Envelope<T> = { ok: true; value: T } | { ok: false; error: CallError };

export interface CallError {
  /** A code of src/core/codes.ts, such as TOKEN or BUSY. */
  code: string;
  /** A sentence for the user: what happened and what to do. */
  message: string;
  /** True if trying again later may help. */
  transient: boolean;
  /** The progress as text, if calling again continues the work. */
  progress?: string;
  /** An address with help or the next step, to open in a browser. */
  link?: string;
}

export interface InitialState {
  version: string;
  settings: SettingsView;
  /** Null until a token is stored and CAVE knows it. */
  who: CaveUserView | null;
  /** Code of the error where a token is stored and CAVE did not say whose it is; else ''. */
  whoProblem: string;
  stacks: StackChoice[];
  /** The spreadsheet's locale, such as `de_DE`: how formulas are written. */
  locale: string;
  job: JobView | null;
  schedules: ScheduleView[];
  recipes: RecipeView[];
  /** What the menu item that opened the sidebar wants to show. */
  open: { tab: 'run' | 'functions' | 'sheet' | 'files' | 'schedule' | 'help' | 'settings'; job?: JobKind };
}

export interface Calls extends FilesCalls {
  boot: { args: []; value: InitialState };
  selection: { args: []; value: SelectionView };
  selectCells: { args: [sheetId: number, a1: string[]]; value: null };
  preview: { args: [JobPlan]; value: Preview };
  startJob: { args: [JobPlan]; value: JobView };
  /** Runs one step of the job, at most about 20 seconds, and returns the job's state. */
  stepJob: { args: [id: string]; value: JobView };
  job: { args: []; value: JobView | null };
  /** Every recorded run, newest first, also those of other users. */
  jobs: { args: []; value: JobView[] };
  cancelJob: { args: [id: string]; value: JobView };
  resumeJob: { args: [id: string]; value: JobView };
  retryFailed: { args: [id: string]; value: JobView };
  /** Undoes the newest run that is not undone, or the one with this id. */
  undo: { args: [id?: string]; value: { message: string; restored: number; left: number } };
  openLog: { args: []; value: null };
  /** Selects the headers of the columns that a run wrote, at their current positions. */
  showResults: { args: [id: string]; value: null };
  changes: { args: []; value: ChangesView };
  /** Marks changes as seen, up to `until` of the view. */
  markSeen: { args: [until: string]; value: ChangesView };
  /** Selects the row that now holds this id. */
  showIdRow: { args: [tabId: number, column: string, id: string]; value: { a1: string } };
  togetherRows: { args: [TogetherRef]; value: TogetherRow[] };
  keepTogether: { args: [TogetherRef, mark: boolean]; value: ChangesView };
  /** Starts a run that Undo can take back. */
  removeRow: { args: [TogetherRef, TogetherRow]; value: JobView };
  formulas: { args: []; value: FormulasView };
  /** Computes all formulas again; returns their number. */
  refreshAll: { args: []; value: number };
  /** Replaces a tab's formulas that call this function by their values; Undo can take it back. */
  freezeTab: { args: [tabId: number, formula: string]; value: JobView };
  /** Replaces the formulas of a `JoinableView` by one; Undo can take it back. Refused if they have changed since. */
  joinFormulas: { args: [tabId: number, seen: { a1: string; joined: string }]; value: JobView };
  insertFormula: { args: [formula: string]; value: { a1: string } };
  runTool: { args: [name: string, args: Record<string, string>]; value: TableView };
  /** Throws PENDING with the progress until the files are made. */
  makeFiles: { args: [name: string, args: Record<string, string>]; value: FileResultView };
  /** Cancels the companion's work for the same form; returns true if such work existed. */
  cancelTool: { args: [name: string, args: Record<string, string>]; value: boolean };
  /** The tables of a datastack; with a table's name, the columns of that table. */
  tableForm: { args: [table: string, datastack?: string]; value: TableFormView };
  /** A job that writes a function's whole answer to a new tab. */
  startTab: { args: [formula: string, args: Record<string, string>]; value: JobView };
  /** The ids that the viewer was opened for; `again`: the current selection. */
  viewerStart: { args: [again: boolean]; value: ViewerStart };
  /** Opens the window for choosing pieces; returns the number of waiting rows. */
  openResolve: { args: []; value: { rows: number } };
  resolveStart: { args: []; value: ResolveStart };
  resolvePieces: { args: [id: string, anchor?: string]; value: PiecesView };
  /** Starts a job that writes the supervoxel beside the row's id and asks about the row again; `stepJob` runs it. */
  choosePiece: { args: [row: DoubtfulRow, supervoxel: string]; value: JobView };
  viewerSkeletons: { args: [ids: string[]]; value: ViewerSlice };
  /** A segment's mesh, or for '' the outline of the dataset. PENDING while it is being made. */
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
  schedules: { args: []; value: ScheduleView[] };
  addSchedule: {
    args: [plan: JobPlan, rhythm: RhythmView, mail: ScheduleMail, options?: ScheduleOptions];
    value: ScheduleView[];
  };
  /** Adds a job, or a recipe if `recipe` is not '', to the end of the schedule. */
  addStep: { args: [id: string, plan: JobPlan, recipe: string]; value: ScheduleView[] };
  removeStep: { args: [id: string, at: number]; value: ScheduleView[] };
  changeSchedule: {
    args: [
      id: string,
      change: { rhythm?: RhythmView; paused?: boolean; mail?: ScheduleMail; refreshes?: boolean },
    ];
    value: ScheduleView[];
  };
  takeOverSchedule: { args: [id: string]; value: ScheduleView[] };
  removeSchedule: { args: [id: string]; value: ScheduleView[] };
  runSchedule: { args: [id: string]; value: JobView };
  /** Where a table with so many rows and columns would go, starting at the selected cell. */
  pastePlace: { args: [rows: number, columns: number]; value: PastePlace };
  /** Writes text cells, with Undo. Skips cells that were filled meanwhile or must be kept. */
  paste: {
    args: [place: PastePlace, headers: string[], cells: string[][], replace: boolean];
    value: JobView;
  };
  tabView: { args: []; value: TabView };
  /** The datastacks whose ids have this form and that know these ids. */
  idStacks: { args: [ids: string[]]; value: StackChoice[] };
  prepare: { args: [PreparePlan]; value: JobView };
  recipes: { args: []; value: RecipeView[] };
  saveRecipe: { args: [name: string, steps: RecipeStep[]]; value: RecipeView[] };
  renameRecipe: { args: [id: string, name: string]; value: RecipeView[] };
  /** Makes the tab; `note` says which of its other parts failed. */
  makeReady: { args: [ReadyPlan]; value: { tab: string; note: string } };
  /** Runs these recipes on a column, one after another; `stepJob` continues from each job to the next. */
  startRecipes: {
    args: [ids: string[], place: RecipePlace];
    value: JobView;
  };
  removeRecipe: { args: [id: string]; value: RecipeView[] };
}

export type CallName = keyof Calls;
