/** Answers of a row tool by id, and their rows: one row for each cell of the id column, whatever it contains. */

import { cellError, type IdCell, isEmptyCell } from '../../core/cells/id-cell';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { Work } from '../../http/work';
import type { AnyTool, Args, OutputCell, RowAnswer, RowTool, ToolContext } from '../declaration/declare';
import { INPUT_ID } from '../declaration/outputs';

export type RowAnswers = Map<Id, RowAnswer | TtError>;

/** An answer for every id: an id that the tool left out gives an error, never a blank. */
export function* answerIds(tool: RowTool, ids: Id[], args: Args, ctx: ToolContext): Work<RowAnswers> {
  if (ids.length === 0) return new Map();
  const answers = yield* tool.answer(ids, args, ctx);
  for (const id of ids) {
    if (!answers.has(id)) answers.set(id, new TtError('FAULT', `${tool.name} gave no answer for ${id}`));
  }
  return answers;
}

/** The answer's cells for one cell of the id column, or one error cell; empty for a cell without an id. */
export function answerCells(
  tool: RowTool,
  cell: IdCell,
  answers: ReadonlyMap<Id, RowAnswer | TtError>,
): OutputCell[] {
  if (isEmptyCell(cell)) return [];
  if (cell.kind !== 'id') return failedCells(tool, cell, cellError(cell, idNoun(tool)));
  const answer = answers.get(cell.id);
  if (answer === undefined) throw new RangeError('an id without an answer');
  return answer instanceof TtError ? failedCells(tool, cell, answer) : answer.cells;
}

/** The row of an error: it begins with the id if the answers do. */
export const failedCells = (tool: RowTool, cell: IdCell, error: TtError | null): OutputCell[] =>
  tool.outputs[0]?.name === INPUT_ID ? [enteredId(cell), error] : [error];

const enteredId = (cell: IdCell): string =>
  cell.kind === 'blank' ? '' : cell.kind === 'id' ? cell.id : cell.shown;

/** As `answerCells`, preceded by the id as entered. */
export function rowWithId(
  tool: RowTool,
  cell: IdCell,
  answers: ReadonlyMap<Id, RowAnswer | TtError>,
): OutputCell[] {
  return [enteredId(cell), ...answerCells(tool, cell, answers)];
}

/** The tool's word for its ids. */
export const idNoun = ({ params }: Pick<AnyTool, 'params'>): string =>
  params.some(({ kind, name }) => kind === 'ids' && name === 'supervoxels') ? 'supervoxel id' : 'segment id';
