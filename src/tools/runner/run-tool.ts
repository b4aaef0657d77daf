/** Runs a tool on the values that a shell hands in, and gives its answer as rows. */
import type { Region } from '../../core/cells/region';
import { TtError } from '../../core/errors';
import type { Work } from '../../http/work';
import type { AnyTool, Args, OutputCell, OutputFile, ToolContext } from '../declaration/declare';
import { answerIds, rowWithId } from './row-answers';
import { readInput } from './tool-input';

export interface ToolOutput {
  /** Names of the columns; none where the rows of a table have their own. */
  columns: string[];
  rows: OutputCell[][];
  files: OutputFile[];
  /** Shows the files that were made; '' where there is none. */
  link: string;
}

export interface RunOptions {
  contextFor: (args: Args) => ToolContext;
  /** How ids are entered in this shell: the message where there are none. */
  noIds: string;
  /** Where texts were written in a spreadsheet. */
  region?: Region;
}

/** A row tool's rows begin with the id as it was entered. */
export function* runTool(
  tool: AnyTool,
  values: readonly unknown[],
  { contextFor, noIds, region }: RunOptions,
): Work<ToolOutput> {
  const { args, cells, ids } = readInput(tool, values, region);
  const ctx = contextFor(args);
  switch (tool.kind) {
    case 'rows': {
      if (cells.every(({ kind }) => kind === 'blank')) throw new TtError('INPUT', noIds);
      const answers = yield* answerIds(tool, ids, args, ctx);
      const rows = cells.map((cell) => rowWithId(cell, answers, tool));
      return { columns: ['id', ...tool.columns(args)], rows, files: [], link: '' };
    }
    case 'table':
      return { columns: [], rows: yield* tool.answer(args, ctx), files: [], link: '' };
    case 'files': {
      const { report, files, link } = yield* tool.answer(args, ctx);
      return { columns: [], rows: report, files, link };
    }
  }
}
