/** Reads cells or texts, in the order of a tool's parameters, into ids and arguments: the same for every shell. */
import { type IdCell, readCell } from '../../core/cells/id-cell';
import { NO_REGION, type Region } from '../../core/cells/region';
import { distinct, type Id } from '../../core/ids';
import { readArgs } from '../declaration/args';
import type { AnyTool, Args } from '../declaration/declare';

export interface ToolInput {
  args: Args;
  /** The id column row by row, including repeats, blanks and cells without an id. */
  cells: IdCell[];
  /** Distinct ids in order of first appearance. */
  ids: Id[];
}

/**
 * `values` are in the order of the tool's parameters. Throws for a wrong argument; a wrong id fails only in its row.
 */
export function readInput(
  tool: AnyTool,
  values: readonly unknown[],
  region: Region = NO_REGION,
  cells = readIdCells(tool, values),
): ToolInput {
  const ids = distinct(cells.flatMap((cell) => (cell.kind === 'id' ? [cell.id] : [])));
  return { args: readArgs(tool, values, region), cells, ids };
}

/** The cells of the parameter that holds ids, row by row; empty if it was left out. */
export function readIdCells(tool: AnyTool, values: readonly unknown[]): IdCell[] {
  const value = idsValue(tool, values);
  return value === undefined ? [] : toGrid(value).flat().map(readCell);
}

/** The value for the parameter that holds ids. */
export const idsValue = (tool: AnyTool, values: readonly unknown[]): unknown =>
  values[tool.params.findIndex(({ kind }) => kind === 'ids')];

/** A range arrives as rows of values; a single cell arrives as a bare value. */
export const toGrid = (value: unknown): unknown[][] =>
  Array.isArray(value) ? (value as unknown[][]) : [[value]];

/** The datastack that the arguments name, else the shell's default. */
export const datastackFor = (args: Args, usual: string): string => String(args.datastack ?? usual);
