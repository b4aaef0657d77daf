/** Reads a question: checks its sizes against the limits and its arguments against the tool's declaration. */
import { cellError } from '../../core/cells/id-cell';
import { TtError } from '../../core/errors';
import type { Cell } from '../../core/table';
import { type ToolRequest, unpackCell, type WireCell } from '../../tools/companion/wire';
import type { AnyTool } from '../../tools/declaration/declare';
import { idNoun } from '../../tools/runner/row-answers';
import { readInput, type ToolInput } from '../../tools/runner/tool-input';
import { type Limits, overLimit } from '../limits/limits';

/** Throws if a question is above a limit, before anything is computed from it. */
export function checkSizes(
  question: ToolRequest,
  limits: Limits,
  mostIds: 'ids' | 'columnIds' = 'ids',
): void {
  const ids = question.ids?.length ?? 0;
  if (ids > limits[mostIds]) throw overLimit(mostIds, limits, ids);
  for (const value of Object.values(question.args)) {
    if (Array.isArray(value) && value.length > limits.points) throw overLimit('points', limits, value.length);
  }
}

/** Ids and arguments as the tool takes them. Throws for the first wrong one. */
export function readQuestion(tool: AnyTool, question: ToolRequest): ToolInput {
  const paramNames = new Set(tool.params.map(({ name }) => name));
  const extra = Object.keys(question.args).find((name) => !paramNames.has(name));
  if (extra !== undefined) throw new TtError('INPUT', `${tool.name} has no argument "${extra.slice(0, 40)}"`);
  const values = tool.params.map(({ name, kind }) => {
    if (kind === 'ids') return question.ids?.map((text) => [text]);
    if (name === 'datastack') return question.datastack;
    return Object.hasOwn(question.args, name) ? argumentOf(name, question.args[name]!) : undefined;
  });
  const input = readInput(tool, values);
  if (tool.kind !== 'rows') return input;
  if (input.cells.length === 0) throw new TtError('INPUT', `${tool.name} needs ids`);
  for (const cell of input.cells) {
    if (cell.kind !== 'id') throw cellError(cell, idNoun(tool)) ?? new TtError('INPUT', 'an id is blank');
  }
  return input;
}

/** A range must be a rectangle, as Sheets passes it. */
function argumentOf(name: string, value: WireCell | WireCell[][]): Cell | Cell[][] {
  if (!Array.isArray(value)) return cellOf(name, value);
  const width = value[0]?.length ?? 0;
  if (value.some((row) => row.length !== width)) {
    throw new TtError('INPUT', `${name}: the rows of the range differ in length`);
  }
  return value.map((row) =>
    row.every(isNumber) ? (row as number[]) : row.map((cell) => cellOf(name, cell)),
  );
}

const isNumber = (cell: WireCell): boolean => typeof cell === 'number';

function cellOf(name: string, cell: WireCell): Cell {
  const out = unpackCell(cell);
  if (out instanceof TtError)
    throw new TtError('INPUT', `${name} holds an error: ${out.message.slice(0, 200)}`);
  if (out instanceof Date && Number.isNaN(out.getTime())) throw new TtError('INPUT', `${name} holds no date`);
  // Half of a surrogate pair is not a character: no URL and no file can hold it.
  if (typeof out === 'string' && /\p{Cs}/u.test(out)) {
    throw new TtError('INPUT', `${name} holds half a character. Type it again`);
  }
  return out;
}

/** The add-on may be newer than this service. */
export const unknownTool = (): TtError =>
  new TtError('NONE', 'the companion does not know this function. It may be older than the add-on');
