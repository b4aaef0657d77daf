/**
 * What a catalogue function declares, once: from it come the formula's stub and help, the sidebar's form, argument
 * checking and the page of the function reference.
 */
import type { Access } from '../cave/access';
import { type Memory, openStack, type Stack } from '../cave/stack';
import { TtError } from '../core/errors';
import type { Id } from '../core/ids';
import type { Cell } from '../core/table';
import type { Work } from '../exchange/work';

/** `points` and `range` arrive as rows of cells, a single cell as one row of one. */
export type ParamKind = 'ids' | 'id' | 'text' | 'number' | 'boolean' | 'choice' | 'points' | 'range';

export interface Param {
  name: string;
  kind: ParamKind;
  words: string;
  optional?: boolean;
  /** What an omitted argument means. */
  initial?: string | number | boolean;
  choices?: readonly string[];
  /** May be filled from a file: uploaded in the sidebar, a path on the command line. Bytes arrive as `base64:…`. */
  file?: boolean | 'bytes';
}

/** Arguments after checking: ids apart, the others by name. */
export type Args = Record<string, string | number | boolean | Id | Cell[][]>;

/** What a tool may use of the world. */
export interface Ctx {
  access: Access;
  /** The datastack asked about. */
  datastack: string;
  memory: Memory;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** The open spreadsheet's tabs, where there is one. */
  tabs?: Tabs;
  /** A formula, which ends at 30 s: many fast requests are better than few slow ones. */
  hurried?: boolean;
  /** Where heavy work is done: in this process, or by the companion. Absent where no companion is set. */
  heavy?: Heavy;
}

/** Does what a heavy tool declares. */
export interface Heavy {
  rows(tool: RowTool, ids: Id[], args: Args, ctx: Ctx): Work<Map<Id, RowAnswer | TtError>>;
  table(tool: TableTool, args: Args, ctx: Ctx): Work<Out[][]>;
  files(tool: FileTool, args: Args, ctx: Ctx): Work<Made>;
}

/** Reading a spreadsheet's tabs: values as the sheet holds them. */
export interface Tabs {
  names(): string[];
  values(tab: string): Cell[][];
}

/** A cell of an answer: a value, or why there is none in this cell alone. */
export type Out = Cell | TtError;

export interface RowAnswer {
  cells: Out[];
  /** Seconds for which the answer may be given again without asking. */
  keep: number;
}

/** For what can never change. The add-on's cache itself forgets after six hours. */
export const FOREVER = 365 * 86_400;
/** For what an edit may change at any time. */
export const BRIEFLY = 300;
export const NOT_KEPT = 0;

interface Declared {
  /** Upstream's name, such as get_current_seg_ids. */
  name: string;
  formula: string;
  family: string;
  summary: string;
  /** What to know beyond the summary: units, errors, what is approximate. */
  details: string;
  params: readonly Param[];
  /** Shape of the answer in words. */
  gives: string;
  example: { formula: string; shows: string };
  /** F formula, M menu and sidebar, T schedule, C companion, L command line. */
  faces: string;
  /** Heavy work, done by the companion or on the command line: `src/tools/heavy` holds it. */
  heavy?: 'short' | 'long';
}

/** One row out for each id in. */
export interface RowTool extends Declared {
  kind: 'rows';
  /** Names of the answer's columns. */
  columns: (args: Args) => string[];
  /** Ids asked at once: a formula stops asking between two such steps. */
  step: number;
  /** A row for every id; an error where one has none. */
  answer: (ids: Id[], args: Args, ctx: Ctx) => Work<Map<Id, RowAnswer | TtError>>;
}

/** A table for the arguments as a whole. */
export interface TableTool extends Declared {
  kind: 'table';
  /** Seconds for which the answer may be given again without asking. */
  keep: number;
  answer: (args: Args, ctx: Ctx) => Work<Out[][]>;
}

/** Files made from the arguments; it has no formula. */
export interface FileTool extends Declared {
  kind: 'files';
  answer: (args: Args, ctx: Ctx) => Work<Made>;
}

export interface Made {
  /** What was made, in words and figures: headers, then rows. */
  report: Out[][];
  /** Those to hand over; none where they were written to a bucket. */
  files: MadeFile[];
  /** A share link that shows them; '' where there is none. */
  link: string;
}

export interface MadeFile {
  /** Below the folder that is made, such as `mesh/1:0`. */
  path: string;
  contentType: string;
  bytes: Uint8Array;
}

export type Tool = RowTool | TableTool;
export type AnyTool = Tool | FileTool;

export const DATASTACK: Param = {
  name: 'datastack',
  kind: 'text',
  words: 'datastack to ask, such as brain_and_nerve_cord; the default comes from Settings',
  optional: true,
};

export const IDS: Param = {
  name: 'ids',
  kind: 'ids',
  words: 'a cell or a range of segment ids, as text',
};

/** Every tool's parameters end with the datastack. */
export const rowTool = (tool: Omit<RowTool, 'kind'>): RowTool => ({ ...tool, kind: 'rows' });
export const tableTool = (tool: Omit<TableTool, 'kind'>): TableTool => ({ ...tool, kind: 'table' });

/** Throws where there is nothing to do heavy work. */
export const heavyOf = (ctx: Ctx, tool: Declared): Heavy => {
  if (ctx.heavy) return ctx.heavy;
  throw new TtError(
    'COMPANION',
    `${tool.formula || tool.name} needs the companion service. Set its address in Tracer Tools › Settings`,
  );
};

/** Heavy tools declare all but their work. */
export function heavyRows(tool: Omit<RowTool, 'kind' | 'answer'>): RowTool {
  const whole: RowTool = {
    heavy: 'short',
    ...tool,
    kind: 'rows',
    answer: (ids, args, ctx) => heavyOf(ctx, tool).rows(whole, ids, args, ctx),
  };
  return whole;
}

export function heavyTable(tool: Omit<TableTool, 'kind' | 'answer'>): TableTool {
  const whole: TableTool = {
    heavy: 'short',
    ...tool,
    kind: 'table',
    answer: (args, ctx) => heavyOf(ctx, tool).table(whole, args, ctx),
  };
  return whole;
}

export function heavyFiles(tool: Omit<FileTool, 'kind' | 'answer'>): FileTool {
  const whole: FileTool = {
    heavy: 'short',
    ...tool,
    kind: 'files',
    answer: (args, ctx) => heavyOf(ctx, tool).files(whole, args, ctx),
  };
  return whole;
}

export const stackOf = (ctx: Ctx): Work<Stack> => openStack(ctx.access, ctx.datastack, ctx.memory);

/** The instant that one answer speaks of, in seconds as the graph counts them. */
export const instant = (ctx: Ctx): number => Math.floor(ctx.now()) / 1000;
