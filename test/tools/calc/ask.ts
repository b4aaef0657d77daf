/** Asks a table function as a formula does, and shows its answer as cells do. */
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

/** A single text answer, or what was thrown. */
export function answerText(tool: TableTool, values: readonly unknown[]): string {
  try {
    return String(tell(tool, values)[0]?.[0]);
  } catch (error) {
    return error instanceof TtError ? `${error.code}: ${error.message}` : String(error);
  }
}
