/**
 * What the sidebar may ask of the add-on: names, arguments and answers of every call, as types alone.
 * All travel through the single server function `ttCall(name, args)` as JSON in an envelope, so that error codes
 * survive the crossing.
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
  /** True where trying again later may help. */
  transient: boolean;
  /** How far it is, in words, where asking again goes on. */
  progress?: string;
  /** Where to read or click next: an address to open in a browser. */
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
  /** Of the spreadsheet, such as `de_DE`: how formulas are written. */
  locale: string;
  job: JobView | null;
  schedules: ScheduleView[];
  recipes: RecipeView[];
  /** What the menu item that opened the sidebar asked for. */
  open: { tab: 'run' | 'functions' | 'sheet' | 'files' | 'schedule' | 'help' | 'settings'; job?: JobKind };
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
  /** Selects the headers of the columns that a run wrote, wherever they stand now. */
  showResults: { args: [id: string]; value: null };
  changes: { args: []; value: ChangesView };
  /** Marks what was shown as seen, up to `until` of the view. */
  markSeen: { args: [until: string]; value: ChangesView };
  /** Selects the row that holds this id now. */
  showIdRow: { args: [tabId: number, column: string, id: string]; value: { a1: string } };
  togetherRows: { args: [TogetherRef]; value: TogetherRow[] };
  keepTogether: { args: [TogetherRef, mark: boolean]; value: ChangesView };
  /** A run that Undo takes back. */
  removeRow: { args: [TogetherRef, TogetherRow]; value: JobView };
  formulas: { args: []; value: FormulasView };
  /** Computes all of them again; answers how many. */
  refreshAll: { args: []; value: number };
  /** Puts values in the place of a tab's formulas that call this function; a run that Undo takes back. */
  freezeTab: { args: [tabId: number, formula: string]; value: JobView };
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
  resolvePieces: { args: [id: string, anchor?: string]; value: PiecesView };
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
  schedules: { args: []; value: ScheduleView[] };
  addSchedule: {
    args: [plan: JobPlan, rhythm: RhythmView, mail: ScheduleMail, options?: ScheduleOptions];
    value: ScheduleView[];
  };
  /** One job more, or a recipe where it is not '', after the schedule's others. */
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
  /** Where a table of so many rows and columns would go, from the selected cell on. */
  pastePlace: { args: [rows: number, columns: number]; value: PastePlace };
  /** Writes text cells there, under Undo. A cell that was filled since, or is to be kept, is left alone. */
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
  /** Makes the tab; `note` says what could not be made beside it. */
  makeReady: { args: [ReadyPlan]; value: { tab: string; note: string } };
  /** Runs these recipes on a column, one after the other; `stepJob` goes on from each job to the next. */
  startRecipes: {
    args: [ids: string[], place: RecipePlace];
    value: JobView;
  };
  removeRecipe: { args: [id: string]; value: RecipeView[] };
}

export type CallName = keyof Calls;
