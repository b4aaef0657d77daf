/** Jobs whose whole work a row function does that the companion runs: long columns are handed over to it. */
import { readArgs } from '../declaration/args';
import {
  type ColumnJob,
  columnJob,
  type HandedOver,
  type JobOutput,
  jobOutput,
} from '../declaration/column-job';
import type { Args, RowTool } from '../declaration/declare';
import { rowsOf } from './tool-rows';

type Options = Readonly<Record<string, string>>;

interface Asked extends Partial<Pick<HandedOver, 'headers' | 'settled'>> {
  /** The function's arguments; throws what is wrong with the options. None without it. */
  args?: (options: Options) => Args;
}

/** Outputs stand under the names of the function's columns, unless `headers` names others. */
export function companionJob(
  tool: RowTool,
  job: Pick<ColumnJob, 'name' | 'title' | 'summary' | 'outputs'> & Partial<ColumnJob>,
  { args = () => ({}), ...more }: Asked = {},
): ColumnJob {
  const headers = Object.fromEntries(job.outputs.map(({ name }) => [name, name]));
  const handsOver = (options: Options): HandedOver => ({ tool, args: args(options), headers, ...more });
  return columnJob({
    keys: 'ids',
    answersOf: [tool.name],
    handsOver,
    check: args,
    answer: (rows, run, ctx) => rowsOf(handsOver(run.options), rows, run, ctx),
    ...job,
  });
}

/** A job's options as arguments of its function, by the same names. */
export const jobArgs = (tool: RowTool, options: Readonly<Record<string, unknown>>): Args =>
  readArgs(
    tool,
    tool.params.map(({ name, kind }) => (kind === 'ids' ? undefined : options[name])),
  );

/** The function's columns as outputs of a job, those selected at first that have a description. */
export const outputsOf = ({ outputs }: RowTool, descriptions: readonly string[]): JobOutput[] =>
  descriptions.map((description, i) => jobOutput(outputs[i]!, description, true));
