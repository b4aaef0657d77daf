/** Checks the arguments of a formula or a form against a tool's parameters. */
import { passedError, shownCell } from '../../core/cells/foreign';
import { cellError, readCell } from '../../core/cells/id-cell';
import { pointNotation, readNumberCell } from '../../core/cells/number-cell';
import { decimalMark, NO_REGION, type Region } from '../../core/cells/region';
import { readBooleanCell, readChoice, readTextCell, type UnreadableCell } from '../../core/cells/text-cell';
import { asOfText, readAsOf } from '../../core/cells/time-text';
import { cellText, TtError } from '../../core/errors';
import { type Id, parseId } from '../../core/ids';
import type { Cell } from '../../core/table';
import type { AnyTool, Args, Param } from './declare';

/** `values` are in the order of `params`. As in Sheets, undefined, null and '' all mean that an argument is omitted. */
export function readArgs(tool: AnyTool, values: readonly unknown[], region: Region = NO_REGION): Args {
  const args: Args = {};
  tool.params.forEach((param, i) => {
    if (param.kind === 'ids') return;
    const whole = param.kind === 'points' || param.kind === 'range';
    const value = whole ? values[i] : single(values[i]);
    if (isOmitted(value) || (param.optional === true && isSpaces(value))) {
      if (param.optional !== true) throw missingArgument(param);
      if (param.defaultValue !== undefined) args[param.name] = param.defaultValue;
      return;
    }
    const otherError = passedError(single(value));
    if (otherError) throw otherError;
    args[param.name] = whole ? toRows(param, value, region) : readArg(param, value, region);
  });
  const extra = values.slice(tool.params.length).find((value) => !isOmitted(single(value)));
  if (extra !== undefined) {
    throw new TtError('INPUT', `${tool.formula || tool.name} takes ${tool.params.length} arguments at most`);
  }
  return args;
}

export const missingArgument = ({ name, description }: Param): TtError =>
  new TtError('INPUT', `${name} is missing: ${description}`);

/** Converts numbers in texts to decimal points here, because later readers know no locale. */
function toRows(param: Param, value: unknown, region: Region): Cell[][] {
  const rows = (Array.isArray(value) ? value : [[value]]) as Cell[][];
  const numeric = param.kind === 'points' || param.numeric === true;
  if (!numeric || decimalMark(region) !== ',') return rows;
  return rows.map((row, r) =>
    row.map((cell) => {
      const text = typeof cell === 'string' && !passedError(cell) ? pointNotation(cell) : cell;
      if (text === null || typeof text !== 'object' || text instanceof Date) return text;
      // An error cell becomes the error of its row only.
      const where = rows.length > 1 ? `${param.name}, row ${r + 1}` : param.name;
      return cellText(new TtError('INPUT', `${where}: "${shownCell(cell)}" ${text.reason}`));
    }),
  );
}

/** The command line reads a blank word as no rows. */
const isOmitted = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

const isSpaces = (value: unknown): boolean => typeof value === 'string' && value.trim() === '';

/** A range of one cell is read as that cell. */
function single(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 && Array.isArray(value[0]) && value[0].length === 1
    ? value[0][0]
    : value;
}

function readArg(param: Param, value: unknown, region: Region): string | number | boolean | Id {
  if (Array.isArray(value)) throw new TtError('INPUT', `${param.name}: one cell, not a range`);
  const read = param.kind === 'id' ? idOf(value, param) : readValue(param, value, region);
  if (typeof read === 'object') throw new TtError('INPUT', `${param.name}: ${read.reason}`);
  return read;
}

function readValue(param: Param, value: unknown, region: Region): string | number | boolean | UnreadableCell {
  switch (param.kind) {
    case 'boolean':
      return readBooleanCell(value);
    case 'number':
      return readNumberCell(value, region);
    case 'choice':
      return readChoice(value, param.choices ?? []);
    case 'time': {
      const at = readAsOf(value, region);
      return 'reason' in at ? at : asOfText(at);
    }
    default: {
      const text = readTextCell(value);
      const comma = param.numeric === true && decimalMark(region) === ',';
      return comma && typeof text === 'string' ? pointNotation(text) : text;
    }
  }
}

/** 0 is a valid number of a mesh or a row; the tool decides whether it can be a segment. */
function idOf(value: unknown, param: Param): Id {
  const cell = readCell(value);
  const error = cellError(cell);
  if (error) throw error;
  if (cell.kind === 'id') return cell.id;
  const zero = cell.kind === 'none' ? parseId(cell.shown) : null;
  if (zero !== null) return zero;
  throw new TtError('INPUT', `${param.name} is blank`);
}
