/** Runs a tool on the values that a shell hands in, and gives its answer as rows. */
import type { Region } from '../../core/cells/region';
import { TtError } from '../../core/errors';
import type { Work } from '../../http/work';
import type { AnyTool, Args, OutputCell, OutputFile, ToolContext } from '../declaration/declare';
import { answerIds, type RowAnswers, rowWithId } from './row-answers';
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
  /** Where it is given, many ids are asked in steps, and it is told after each. */
  progress?: (done: number, total: number) => void;
}

/** Steps of a run that tells its progress, at most. */
const STEPS = 20;

/** A row tool's rows begin with the id as it was entered. */
export function* runTool(
  tool: AnyTool,
  values: readonly unknown[],
  { contextFor, noIds, region, progress }: RunOptions,
): Work<ToolOutput> {
  const { args, cells, ids } = readInput(tool, values, region);
  const ctx = contextFor(args);
  switch (tool.kind) {
    case 'rows': {
      if (cells.every(({ kind }) => kind === 'blank')) throw new TtError('INPUT', noIds);
      // Heavy work tells its own progress, and opens a mesh once for all ids.
      const most =
        progress && !tool.heavy ? Math.max(tool.idsPerStep, Math.ceil(ids.length / STEPS)) : ids.length;
      const answers: RowAnswers = new Map();
      progress?.(0, ids.length);
      for (let at = 0; at < ids.length; at += most) {
        for (const [id, answer] of yield* answerIds(tool, ids.slice(at, at + most), args, ctx))
          answers.set(id, answer);
        progress?.(Math.min(at + most, ids.length), ids.length);
      }
      const rows = cells.map((cell) => rowWithId(tool, cell, answers));
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
