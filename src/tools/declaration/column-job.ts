/** A column job: long work over a column of keys, which writes its outputs into columns beside them. */
import type { Cell } from '../../core/table';
import type { Work } from '../../http/work';
import type { Args, OutputCell, Param, RowTool, ToolContext } from './declare';
import type { Output } from './outputs';

/**
 * What identifies a row: `pieces` are ids together with the anchor supervoxel beside them, which says which piece of a
 * split is meant; `texts` are any text, such as links.
 */
export type KeyKind = 'ids' | 'pieces' | 'texts';

/** A column that a job can write, found by its header: jobs that share a header share its format. */
export type JobOutput = Output & Described;

type Described = { description: string; selectedByDefault: boolean };

export const jobOutput = <One extends Output>(
  output: One,
  description: string,
  selectedByDefault = false,
): One & Described => ({ ...output, description, selectedByDefault });

/** Cells by header; a header that is absent is left alone. */
export type JobRow = Record<string, OutputCell>;

/** A key of the sheet with the text it stands for. */
export interface KeyedRow {
  key: string;
  text: string;
  /** The anchor that stands beside it in a column that the job itself fills. */
  anchor: Cell | undefined;
}

/** What one run of a job was told, and what it has written so far. */
export interface JobRun {
  /** Of the outputs to write. */
  headers: readonly string[];
  /** By the names of `params`. */
  options: Readonly<Record<string, string>>;
  /** What this run last wrote beside a key, by header. */
  written: (key: string) => Readonly<Record<string, Cell>>;
  /** What the last run of the same schedule wrote there, where the row still holds it; else null. */
  earlier?: (key: string) => Readonly<Record<string, Cell>> | null;
}

/** The row function that answers a job id by id, and what of its answer stands under which header. */
export interface HandedOver {
  tool: RowTool;
  args: Args;
  headers: Readonly<Record<string, string>>;
  /** What the job makes of a row of answers. */
  settled?: (row: JobRow) => JobRow;
}

export interface ColumnJob {
  kind: 'columnJob';
  /** Kept in jobs and schedules: it never changes. */
  name: string;
  formula: '';
  title: string;
  summary: string;
  keys: KeyKind;
  outputs: readonly JobOutput[];
  /** What the user gives beside the column; kept with the job, so each is short. */
  params: readonly Param[];
  /** Throws what is wrong with the options. */
  check?: (options: Readonly<Record<string, string>>) => unknown;
  /** Of a job that the companion does: long columns are handed over to it as a whole. */
  handsOver?: (options: Readonly<Record<string, string>>) => HandedOver;
  /** Names of the functions whose answers it writes. */
  answersOf: readonly string[];
  surfaces: readonly 'columnJob'[];
  /** The top-level function of a menu item that opens the sidebar on it. */
  menuCall?: string;
  /** A row for every key. */
  answer: (rows: readonly KeyedRow[], run: JobRun, ctx: ToolContext) => Work<Map<string, JobRow>>;
}

export const columnJob = (
  job: Omit<ColumnJob, 'kind' | 'formula' | 'surfaces' | 'params'> & Partial<Pick<ColumnJob, 'params'>>,
): ColumnJob => ({
  params: [],
  ...job,
  kind: 'columnJob',
  formula: '',
  surfaces: ['columnJob'],
});
