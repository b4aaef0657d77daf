/**
 * What a catalogue function declares, once: from it come the formula's stub and help, the sidebar's form, argument
 * checking and the page of the function reference.
 */
import type { Access } from '../../cave/client/access';
import { type Datastack, type KeyValueCache, openDatastack } from '../../cave/client/datastack';
import type { Region } from '../../core/cells/region';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { Cell } from '../../core/table';
import type { Work } from '../../http/work';
import type { StorePlaces } from '../../volumes/places/locate';
import { type Output, outputNames } from './outputs';
import type { Surface } from './surfaces';

/** `points` and `range` arrive as rows of cells, a single cell as one row of one. */
export type ParamKind =
  | 'ids'
  | 'id'
  | 'text'
  /** An address such as gs://bucket/folder, on the command line also the path of a file or folder: it is not read. */
  | 'path'
  | 'number'
  | 'boolean'
  | 'choice'
  | 'points'
  | 'range'
  /** A version, `latest`, `live` or a time; arrives as `asOfText` writes it. */
  | 'time';

export interface Param {
  name: string;
  kind: ParamKind;
  description: string;
  optional?: boolean;
  /** What an omitted argument means. */
  defaultValue?: string | number | boolean;
  choices?: readonly string[];
  /** Of a text or range: it holds numbers, which a locale may write with decimal commas. */
  numeric?: true;
  /** May be filled from a file: uploaded in the sidebar, a path on the command line. Bytes arrive as `base64:…;name=…`. */
  file?: boolean | 'bytes';
  /** Of a path: it is read, so that a file or folder of this computer has to be there. */
  source?: true;
}

/** Arguments after checking: ids apart, the others by name. */
export type Args = Record<string, string | number | boolean | Id | Cell[][]>;

/** What a tool may use of the world. */
export interface ToolContext {
  access: Access;
  /** The datastack asked about. */
  datastack: string;
  cache: KeyValueCache;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** The open spreadsheet's tabs, where there is one. */
  tabs?: TabReader;
  /** Of the open spreadsheet: how it writes numbers and dates. */
  region?: Region;
  /** A formula, which ends at 30 s: many fast requests are better than few slow ones. */
  interactive?: boolean;
  /** Cells that one answer may hold where it goes into a file; a sheet's without it. */
  mostCells?: number;
  /** Stores beyond those that every shell reaches: aliases of one's own, this machine's files. */
  places?: StorePlaces;
  /** Where heavy work is done: in this process, or by the companion. Absent where no companion is set. */
  heavyRunner?: HeavyRunner;
}

/** Does what a heavy tool declares. */
export interface HeavyRunner {
  rows(tool: RowTool, ids: Id[], args: Args, ctx: ToolContext): Work<Map<Id, RowAnswer | TtError>>;
  table(tool: TableTool, args: Args, ctx: ToolContext): Work<OutputCell[][]>;
  files(tool: FileTool, args: Args, ctx: ToolContext): Work<FileResult>;
}

/** Reading a spreadsheet's tabs: values as the sheet holds them. */
export interface TabReader {
  names(): string[];
  values(tab: string): Cell[][];
}

/** A cell of an answer: a value, or why there is none in this cell alone. */
export type OutputCell = Cell | TtError;

export interface RowAnswer {
  cells: OutputCell[];
  /** Seconds for which the answer may be given again without asking. */
  cacheSeconds: number;
}

/** For what can never change. The add-on's cache itself forgets after six hours. */
export const CACHE_FOREVER = 365 * 86_400;
/** For what an edit may change at any time. */
export const CACHE_BRIEFLY = 300;
export const NO_CACHE = 0;

/** What every declared function has; `Where` are the surfaces that its kind can have. */
export interface Declaration<Where extends Surface = Surface> {
  /** Upstream's name, such as get_current_seg_ids. */
  name: string;
  /** Of a custom function; '' where it has none. */
  formula: string;
  family: string;
  summary: string;
  /** What to know beyond the summary: units, errors, what is approximate. */
  details: string;
  params: readonly Param[];
  /** Shape of the answer in words. */
  returns: string;
  /** Where it can be called, and nowhere else. */
  surfaces: readonly Where[];
}

type RunSurface = 'formula' | 'sidebar' | 'commandLine' | 'companion';

/** What the companion or the command line can do the work of. */
interface HeavyDeclaration {
  /** Its whole work is heavy: `src/tools/heavy` holds it. A short answer comes within one request. */
  heavy?: 'short' | 'long';
  /** `src/tools/heavy` holds its work, or the part of it that an argument asks for. */
  hasHeavyWork?: true;
}

/** Of what has a formula. */
export interface FormulaExample {
  formula: string;
  shows: string;
}

/** Of what has none: as the command line is told. */
export interface CommandExample {
  command: string;
  shows: string;
}

/** The columns of an answer; `data` where the data that it reads decide them. */
export type Outputs = readonly Output[] | 'data';

/** One row out for each id in. */
export interface RowTool extends Declaration<RunSurface>, HeavyDeclaration {
  kind: 'rows';
  example: FormulaExample;
  outputs: readonly Output[];
  /** Names of the answer's columns: of all outputs, or of those that the arguments ask for. */
  columns: (args: Args) => string[];
  /** Ids asked at once: a formula stops asking between two such steps. */
  idsPerStep: number;
  /** Of its heavy work, where that takes fewer. */
  idsPerHeavyStep?: number;
  /** A row for every id; an error where one has none. */
  answer: (ids: Id[], args: Args, ctx: ToolContext) => Work<Map<Id, RowAnswer | TtError>>;
}

/** A table for the arguments as a whole. */
export interface TableTool extends Declaration<RunSurface>, HeavyDeclaration {
  kind: 'table';
  example: FormulaExample;
  /** In their order, or by name where the answer's first row names its columns. */
  outputs: Outputs;
  /** A table whose first row names its columns; a count is none. */
  hasHeaderRow?: true;
  /** Seconds for which the answer may be given again without asking. */
  cacheSeconds: number;
  answer: (args: Args, ctx: ToolContext) => Work<OutputCell[][]>;
}

/** Files made from the arguments; it has no formula. */
export interface FileTool extends Declaration<Exclude<RunSurface, 'formula'>>, HeavyDeclaration {
  kind: 'files';
  formula: '';
  example: CommandExample;
  /** The columns of its report, whose first row names them. */
  outputs: Outputs;
  answer: (args: Args, ctx: ToolContext) => Work<FileResult>;
}

export interface FileResult {
  /** What was made, in words and figures: headers, then rows. */
  report: OutputCell[][];
  /** Those to hand over; none where they were written to a bucket. */
  files: OutputFile[];
  /** A share link that shows them; '' where there is none. */
  link: string;
}

export interface OutputFile {
  /** Below the folder that is made, such as `mesh/1:0`. */
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

/** What a row tool may leave out: its columns are those of `outputs`. */
type RowColumns = Partial<Pick<RowTool, 'columns'>>;

const withColumns = <Tool extends { outputs: readonly Output[] } & RowColumns>(tool: Tool) => ({
  columns: () => outputNames(tool.outputs),
  ...tool,
});

/** Every tool's parameters end with the datastack. */
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

/** A tool with work in `src/tools/heavy`, by its name as a type: the compiler asks for that work. */
export type WithHeavyWork<Tool extends AnyTool, Name extends string> = Tool & {
  readonly name: Name;
  readonly hasHeavyWork: true;
};

/** What a heavy tool declares: all but its work. */
type HeavyPart<Tool extends AnyTool, Name extends string> = Omit<
  Tool,
  'kind' | 'formula' | 'columns' | 'answer' | 'hasHeavyWork'
> & { name: Name };

/** Throws where there is nothing to do heavy work. */
export const requireHeavyRunner = (
  ctx: ToolContext,
  { formula, name }: Pick<Declaration, 'formula' | 'name'>,
): HeavyRunner => {
  if (ctx.heavyRunner) return ctx.heavyRunner;
  throw new TtError(
    'COMPANION',
    `${formula || name} needs the companion service. Set its address in Tracer Tools › Settings`,
  );
};

export function heavyRows<const Name extends string>(
  tool: HeavyPart<RowTool, Name> & RowColumns & { formula: string },
): WithHeavyWork<RowTool, Name> {
  const whole: WithHeavyWork<RowTool, Name> = {
    heavy: 'short',
    ...withColumns(tool),
    hasHeavyWork: true,
    kind: 'rows',
    answer: (ids, args, ctx) => requireHeavyRunner(ctx, tool).rows(whole, ids, args, ctx),
  };
  return whole;
}

export function heavyTable<const Name extends string>(
  tool: HeavyPart<TableTool, Name> & { formula: string },
): WithHeavyWork<TableTool, Name> {
  const whole: WithHeavyWork<TableTool, Name> = {
    heavy: 'short',
    ...tool,
    hasHeavyWork: true,
    kind: 'table',
    answer: (args, ctx) => requireHeavyRunner(ctx, tool).table(whole, args, ctx),
  };
  return whole;
}

export function heavyFiles<const Name extends string>(
  tool: HeavyPart<FileTool, Name>,
): WithHeavyWork<FileTool, Name> {
  const whole: WithHeavyWork<FileTool, Name> = {
    heavy: 'short',
    ...tool,
    hasHeavyWork: true,
    kind: 'files',
    formula: '',
    answer: (args, ctx) => requireHeavyRunner(ctx, whole).files(whole, args, ctx),
  };
  return whole;
}

export const datastackOf = (ctx: ToolContext): Work<Datastack> =>
  openDatastack(ctx.access, ctx.datastack, ctx.cache);

/** Cells of an answer: as many as a sheet takes well, or as the shell says. */
export const cellLimit = ({ mostCells }: ToolContext, ofSheet: number): number => mostCells ?? ofSheet;

/** The instant that one answer speaks of, in seconds as the graph counts them. */
export const timestampOf = (ctx: ToolContext): number => Math.floor(ctx.now()) / 1000;
