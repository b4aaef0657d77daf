/**
 * Types of declarations. A catalogue function is declared once; the formula's stub and help, the sidebar's form, the
 * argument checks and the reference page are made from the declaration.
 */
import type { Access } from '../../cave/client/access';
import { type Datastack, type KeyValueCache, openDatastack } from '../../cave/client/datastack';
import type { Region } from '../../core/cells/region';
import type { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { Cell } from '../../core/table';
import type { Work } from '../../http/work';
import type { StorePlaces } from '../../volumes/places/locate';
import { type Output, outputNames } from './outputs';
import type { Surface } from './surfaces';

/** `points` and `range` arrive as rows of cells; a single cell arrives as one row of one cell. */
export type ParamKind =
  | 'ids'
  | 'id'
  | 'text'
  /**
   * An address such as gs://bucket/folder; on the command line also the path of a file or folder. Its content is not
   * read.
   */
  | 'path'
  | 'number'
  | 'boolean'
  | 'choice'
  | 'points'
  | 'range'
  /** A version, `latest`, `live` or a time; arrives in the form of `asOfText`. */
  | 'time';

export interface Param {
  name: string;
  kind: ParamKind;
  description: string;
  optional?: boolean;
  /** The value of an omitted argument. */
  defaultValue?: string | number | boolean;
  choices?: readonly string[];
  /** The text or range holds numbers, which a locale may write with decimal commas. */
  numeric?: true;
  /**
   * The argument may come from a file: an upload in the sidebar, a path on the command line. Bytes arrive as
   * `base64:…;name=…`.
   */
  file?: boolean | 'bytes';
  /** For a path: its content is read, so a file or folder of this computer must exist. */
  source?: true;
}

/** The checked arguments by name, without the ids. */
export type Args = Record<string, string | number | boolean | Id | Cell[][]>;

/** The services of a shell that a tool may use. */
export interface ToolContext {
  access: Access;
  /** The datastack of this run. */
  datastack: string;
  cache: KeyValueCache;
  /** Returns milliseconds since the epoch. */
  now: () => number;
  /** The tabs of the open spreadsheet, if there is one. */
  tabs?: TabReader;
  /** The open spreadsheet's notation of numbers and dates. */
  region?: Region;
  /** True for a formula, which must end within 30 s: many fast requests are better than few slow ones. */
  interactive?: boolean;
  /** Limit of cells for an answer that goes into a file; a sheet's limit if absent. */
  mostCells?: number;
  /** Stores in addition to those that every shell reaches: the user's aliases, this computer's files. */
  places?: StorePlaces;
  /** Runs heavy work, in this process or on the companion. Absent if no companion is set. */
  heavyRunner?: HeavyRunner;
}

/** Runs the work of heavy tools. */
export interface HeavyRunner {
  rows(tool: RowTool, ids: Id[], args: Args, ctx: ToolContext): Work<Map<Id, RowAnswer | TtError>>;
  table(tool: TableTool, args: Args, ctx: ToolContext): Work<OutputCell[][]>;
  files(tool: FileTool, args: Args, ctx: ToolContext): Work<FileResult>;
}

/** Reads a spreadsheet's tabs; values are as the sheet holds them. */
export interface TabReader {
  names(): string[];
  values(tab: string): Cell[][];
}

/** A cell of an answer: a value, or the error of this cell alone. */
export type OutputCell = Cell | TtError;

export interface RowAnswer {
  cells: OutputCell[];
  /** Seconds for which a cached answer may be used. */
  cacheSeconds: number;
}

/** For answers that never change. The add-on's own cache forgets after six hours. */
export const CACHE_FOREVER = 365 * 86_400;
/** For answers that an edit may change at any time. */
export const CACHE_BRIEFLY = 300;
export const NO_CACHE = 0;

/** The parts that all declarations share; `Where` are the surfaces that the kind of function can have. */
export interface Declaration<Where extends Surface = Surface> {
  /** The name in the upstream library, such as get_current_seg_ids. */
  name: string;
  /** Name of the custom function; '' if there is none. */
  formula: string;
  family: string;
  summary: string;
  /** Details beyond the summary: units, errors, what is approximate. */
  details: string;
  params: readonly Param[];
  /** The shape of the answer, in words. */
  returns: string;
  /** The only surfaces on which it can be called. */
  surfaces: readonly Where[];
}

type RunSurface = 'formula' | 'sidebar' | 'commandLine' | 'companion';

/** Work that the companion or the command line can do. */
interface HeavyDeclaration {
  /** All its work is heavy and lies in `src/tools/heavy`. A short answer comes within one request. */
  heavy?: 'short' | 'long';
  /** `src/tools/heavy` holds its work, or the part of it that an argument requests. */
  hasHeavyWork?: true;
}

/** An example of a function with a formula. */
export interface FormulaExample {
  formula: string;
  shows: string;
}

/** An example of a function without a formula, as a command line. */
export interface CommandExample {
  command: string;
  shows: string;
}

/** The columns of an answer; `data` if they depend on the data. */
export type Outputs = readonly Output[] | 'data';

/** Gives one row for each id. */
export interface RowTool extends Declaration<RunSurface>, HeavyDeclaration {
  kind: 'rows';
  /** A command line if there is no formula. */
  example: FormulaExample | CommandExample;
  outputs: readonly Output[];
  /** Names of the answer's columns: all outputs, or those that the arguments request. */
  columns: (args: Args) => string[];
  /** Number of ids per step; a formula that runs out of time stops between two steps. */
  idsPerStep: number;
  /** The same for its heavy work, if that takes fewer ids. */
  idsPerHeavyStep?: number;
  /** Returns a row for every id; an error for an id without an answer. */
  answer: (ids: Id[], args: Args, ctx: ToolContext) => Work<Map<Id, RowAnswer | TtError>>;
}

/** Gives one table for all its arguments. */
export interface TableTool extends Declaration<RunSurface>, HeavyDeclaration {
  kind: 'table';
  example: FormulaExample;
  /** Columns in order, or by name if the first row of the answer holds their names. */
  outputs: Outputs;
  /** The first row of a table holds the column names; an answer that is a count has no header row. */
  hasHeaderRow?: true;
  /** Seconds for which a cached answer may be used. */
  cacheSeconds: number;
  answer: (args: Args, ctx: ToolContext) => Work<OutputCell[][]>;
}

/** Creates files from its arguments; it has no formula. */
export interface FileTool extends Declaration<Exclude<RunSurface, 'formula'>>, HeavyDeclaration {
  kind: 'files';
  formula: '';
  example: CommandExample;
  /** The columns of its report; the first row holds their names. */
  outputs: Outputs;
  answer: (args: Args, ctx: ToolContext) => Work<FileResult>;
}

export interface FileResult {
  /** A report on the files: headers, then rows. */
  report: OutputCell[][];
  /** Files for the user; empty if they were written to a bucket. */
  files: OutputFile[];
  /** A share link that shows the files; '' if there is none. */
  link: string;
}

export interface OutputFile {
  /** Path below the new folder, such as `mesh/1:0`. */
  path: string;
  contentType: string;
  bytes: Uint8Array;
}

export type FormulaTool = RowTool | TableTool;
export type AnyTool = FormulaTool | FileTool;

export const DATASTACK: Param = {
  name: 'datastack',
  kind: 'text',
  description: 'datastack to ask, such as brain_and_nerve_cord; the default comes from Settings',
  optional: true,
};

export const IDS: Param = {
  name: 'ids',
  kind: 'ids',
  description: 'a cell or a range of segment ids, as text',
};

/** The parts that a row tool may leave out: by default, its columns are those of `outputs`. */
export type RowColumns = Partial<Pick<RowTool, 'columns'>>;

export const withColumns = <Tool extends { outputs: readonly Output[] } & RowColumns>(tool: Tool) => ({
  columns: () => outputNames(tool.outputs),
  ...tool,
});

/** Adds the datastack as the last parameter of every tool. */
export const rowTool = (tool: Omit<RowTool, 'kind' | 'columns'> & RowColumns): RowTool => ({
  ...withColumns(tool),
  kind: 'rows',
});
export const tableTool = (tool: Omit<TableTool, 'kind'>): TableTool => ({ ...tool, kind: 'table' });
export const fileTool = (tool: Omit<FileTool, 'kind' | 'formula'>): FileTool => ({
  ...tool,
  kind: 'files',
  formula: '',
});

export const datastackOf = (ctx: ToolContext): Work<Datastack> =>
  openDatastack(ctx.access, ctx.datastack, ctx.cache);

/** Limit of cells in an answer: the shell's, else the limit for a sheet. */
export const cellLimit = ({ mostCells }: ToolContext, ofSheet: number): number => mostCells ?? ofSheet;

/** The moment that an answer is about, in seconds since the epoch, as in the graph. */
export const timestampOf = (ctx: ToolContext): number => Math.floor(ctx.now()) / 1000;
