/** Jobs that consist of a row function on the companion: long columns are sent to it as a whole. */
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

interface CallMapping extends Partial<Pick<HandedOver, 'headers' | 'settled'>> {
  /**
   * Returns the function's arguments; throws an error that says what is wrong with the options. If absent, there are no
   * arguments.
   */
  args?: (options: Options) => Args;
}

/** Outputs have the names of the function's columns, unless `headers` gives others. */
export function companionJob(
  tool: RowTool,
  job: Pick<ColumnJob, 'name' | 'title' | 'summary' | 'outputs'> & Partial<ColumnJob>,
  { args = () => ({}), ...more }: CallMapping = {},
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

/** A job's options as the arguments of its function, under the same names. */
export const jobArgs = (tool: RowTool, options: Readonly<Record<string, unknown>>): Args =>
  readArgs(
    tool,
    tool.params.map(({ name, kind }) => (kind === 'ids' ? undefined : options[name])),
  );

/** The function's columns as outputs of a job; those with a description are preselected. */
export const outputsOf = ({ outputs }: RowTool, descriptions: readonly string[]): JobOutput[] =>
  descriptions.map((description, i) => jobOutput(outputs[i]!, description, true));
