/** Runs a tool as a formula would: checks arguments, keeps the order of ids, returns cells or codes. */
import { TtError } from '../../src/core/errors';
import type { Id } from '../../src/core/ids';
import { readArgs } from '../../src/tools/declaration/args';
import type { FormulaTool, OutputCell } from '../../src/tools/declaration/declare';
import { toolByFormula } from '../../src/tools/registry';
import type { TestEnvironment } from '../support/sandbox-driver';

export function tool(formula: string): FormulaTool {
  const found = toolByFormula(formula);
  if (!found) throw new Error(`no tool ${formula}`);
  return found;
}

/** A cell's value, or `CODE: sentence` for an error. */
export const valueOrError = (out: OutputCell): unknown =>
  out instanceof TtError ? `${out.code}: ${out.message}` : out;

export interface Call {
  datastack?: string;
  token?: string;
  /** Arguments after the ids, in the formula's order. */
  args?: unknown[];
}

/** Cells by id, for a row tool. */
export function rowsOf(cave: TestEnvironment, formula: string, ids: readonly string[], call: Call = {}) {
  const found = tool(formula);
  if (found.kind !== 'rows') throw new Error(`${formula} gives a table`);
  const ctx = cave.ctx(call.datastack, call.token);
  const args = readArgs(found, [undefined, ...(call.args ?? [])]);
  const answers = cave.run(found.answer(ids as Id[], args, ctx));
  return ids.map((id) => {
    const answer = answers.get(id as Id);
    if (answer === undefined) throw new Error(`${formula} left ${id} out`);
    return answer instanceof TtError ? [valueOrError(answer)] : answer.cells.map(valueOrError);
  });
}

/** Rows, for a table tool. */
export function tableOf(cave: TestEnvironment, formula: string, values: unknown[], call: Call = {}) {
  const found = tool(formula);
  if (found.kind !== 'table') throw new Error(`${formula} gives rows`);
  const ctx = cave.ctx(call.datastack, call.token);
  return cave.run(found.answer(readArgs(found, values), ctx)).map((row) => row.map(valueOrError));
}
