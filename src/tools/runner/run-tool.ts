/** Runs a tool on the values from a shell and returns its answer as rows. */
import type { Region } from '../../core/cells/region';
import { TtError } from '../../core/errors';
import type { Work } from '../../http/work';
import type { AnyTool, Args, OutputCell, OutputFile, ToolContext } from '../declaration/declare';
import { answerIds, type RowAnswers, rowWithId } from './row-answers';
import { readInput } from './tool-input';

export interface ToolOutput {
  /** Names of the columns; empty if the rows of a table contain their own. */
  columns: string[];
  rows: OutputCell[][];
  files: OutputFile[];
  /** A link that shows the files; '' if there is none. */
  link: string;
}

export interface RunOptions {
  contextFor: (args: Args) => ToolContext;
  /** The message if there are no ids: it says how to enter ids in this shell. */
  noIds: string;
  /** The region of the spreadsheet in which texts were written. */
  region?: Region;
  /** If present, many ids are answered in steps, and this is called after each step. */
  progress?: (done: number, total: number) => void;
}

/** Largest number of steps of a run that reports its progress. */
const STEPS = 20;

/** Runs a tool. The rows of a row tool begin with the id as entered. */
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
      // Heavy work reports its own progress and opens a mesh once for all ids, so it runs in one step.
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
