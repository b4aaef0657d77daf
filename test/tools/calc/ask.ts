/** Calls a table function like a formula, and shows its answer like cells. */
import { cellText, TtError } from '../../../src/core/errors';
import type { Cell } from '../../../src/core/table';
import { readArgs } from '../../../src/tools/declaration/args';
import type { TableTool } from '../../../src/tools/declaration/declare';
import { BANC, testEnvironment as makeBench } from '../../support/sandbox-driver';

export const bench = makeBench();

export function tell(tool: TableTool, values: readonly unknown[], datastack = BANC): Cell[][] {
  const rows = bench.run(tool.answer(readArgs(tool, values), bench.ctx(datastack)));
  return rows.map((row) => row.map((cell) => (cell instanceof TtError ? cellText(cell) : cell)));
}

/** A single text answer, or the error. */
export function answerText(tool: TableTool, values: readonly unknown[]): string {
  try {
    return String(tell(tool, values)[0]?.[0]);
  } catch (error) {
    return error instanceof TtError ? `${error.code}: ${error.message}` : String(error);
  }
}
