/** A column job: long work over a column of keys, which writes its outputs into columns beside them. */
import type { Cell } from '../../core/table';
import type { Work } from '../../http/work';
import type { Args, OutputCell, Param, RowTool, ToolContext } from './declare';
import type { Output } from './outputs';

/**
 * The kind of a row's key: a segment id; an id with the anchor beside it, which says which piece of a split it means
 * (`pieces`); or any text, such as a link (`texts`).
 */
export type KeyKind = 'ids' | 'pieces' | 'texts';

/** A column that a job can write, identified by its header. Jobs that share a header share its format. */
export type JobOutput = Output & Described;

type Described = { description: string; selectedByDefault: boolean };

export const jobOutput = <One extends Output>(
  output: One,
  description: string,
  selectedByDefault = false,
): One & Described => ({ ...output, description, selectedByDefault });

/** Cells by header. A column whose header is absent keeps its cell. */
export type JobRow = Record<string, OutputCell>;

/** A key, with its text in the sheet. */
export interface KeyedRow {
  key: string;
  text: string;
  /** The anchor of the row, in a column that the job itself fills. */
  anchor: Cell | undefined;
}

/** The options of one run of a job, and the values that it has written. */
export interface JobRun {
  /** Headers of the outputs to write. */
  headers: readonly string[];
  /** By parameter name. */
  options: Readonly<Record<string, string>>;
  /** The values that this run last wrote beside a key, by header. */
  written: (key: string) => Readonly<Record<string, Cell>>;
  /** The values that the last run of the same schedule wrote beside a key, if the row still holds them; else null. */
  earlier?: (key: string) => Readonly<Record<string, Cell>> | null;
}

/** A job that a row function answers id by id; `headers` maps columns of its answer to headers of the job. */
export interface HandedOver {
  tool: RowTool;
  args: Args;
  headers: Readonly<Record<string, string>>;
  /** Converts a row of answers to the job's row. */
  settled?: (row: JobRow) => JobRow;
}

export interface ColumnJob {
  kind: 'columnJob';
  /** Jobs and schedules store this name: never change it. */
  name: string;
  formula: '';
  title: string;
  summary: string;
  keys: KeyKind;
  outputs: readonly JobOutput[];
  /** What the user enters beside the column. The job stores it, so each value must be short. */
  params: readonly Param[];
  /** Throws an error that says what is wrong with the options. */
  check?: (options: Readonly<Record<string, string>>) => unknown;
  /** For a job that the companion can do: a long column is sent to it as a whole. */
  handsOver?: (options: Readonly<Record<string, string>>) => HandedOver;
  /** Names of the functions whose answers the job writes. */
  answersOf: readonly string[];
  surfaces: readonly 'columnJob'[];
  /** The top-level function of the menu item that opens the sidebar on this job. */
  menuCall?: string;
  /** Returns a row for every key. */
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
