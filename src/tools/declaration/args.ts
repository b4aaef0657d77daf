/** Checks a formula's or a form's arguments against a tool's parameters. */
import { notAnIdError, roundedIdError, TtError } from '../../core/errors';
import { type Id, type IdCell, readCell } from '../../core/ids';
import type { Cell } from '../../core/table';
import type { AnyTool, Args, Param } from './declare';

/** `values` in the order of `params`; undefined, null and '' alike mean omitted, as Sheets hands them over. */
export function readArgs(tool: AnyTool, values: readonly unknown[]): Args {
  const args: Args = {};
  tool.params.forEach((param, i) => {
    if (param.kind === 'ids') return;
    const whole = param.kind === 'points' || param.kind === 'range';
    const value = whole ? values[i] : single(values[i]);
    if (isOmitted(value)) {
      if (param.optional !== true)
        throw new TtError('INPUT', `${param.name} is missing: ${param.description}`);
      if (param.defaultValue !== undefined) args[param.name] = param.defaultValue;
      return;
    }
    args[param.name] = whole ? toRows(value) : readArg(param, value);
  });
  const extra = values.slice(tool.params.length).find((value) => !isOmitted(single(value)));
  if (extra !== undefined) {
    throw new TtError('INPUT', `${tool.formula || tool.name} takes ${tool.params.length} arguments at most`);
  }
  return args;
}

const toRows = (value: unknown): Cell[][] => (Array.isArray(value) ? value : [[value]]) as Cell[][];

const isOmitted = (value: unknown): boolean => value === undefined || value === null || value === '';

/** A one-cell range is that cell. */
function single(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 && Array.isArray(value[0]) && value[0].length === 1
    ? value[0][0]
    : value;
}

function readArg(param: Param, value: unknown): string | number | boolean | Id {
  if (Array.isArray(value)) throw new TtError('INPUT', `${param.name}: one cell, not a range`);
  switch (param.kind) {
    case 'boolean':
      if (typeof value === 'boolean') return value;
      if (/^(true|false|yes|no|1|0)$/i.test(String(value))) return /^(true|yes|1)$/i.test(String(value));
      throw new TtError('INPUT', `${param.name}: TRUE or FALSE, not "${shown(value)}"`);
    case 'number': {
      const number = typeof value === 'number' ? value : Number(value);
      if (Number.isFinite(number)) return number;
      throw new TtError('INPUT', `${param.name}: a number, not "${shown(value)}"`);
    }
    case 'id':
      return idOf(readCell(value), param);
    case 'choice': {
      const choice = (param.choices ?? []).find((word) => word.toLowerCase() === String(value).toLowerCase());
      if (choice !== undefined) return choice;
      throw new TtError('INPUT', `${param.name}: one of ${(param.choices ?? []).join(', ')}`);
    }
    default:
      return String(value);
  }
}

function idOf(cell: IdCell, param: Param): Id {
  const error = cellError(cell);
  if (error) throw error;
  if (cell.kind === 'id') return cell.id;
  throw new TtError('INPUT', `${param.name} is blank`);
}

/** Why a cell of an id column cannot be looked up, or null. */
export function cellError(cell: IdCell): TtError | null {
  if (cell.kind === 'rounded') return roundedIdError(cell.shown);
  return cell.kind === 'bad' ? notAnIdError(cell.shown) : null;
}

const shown = (value: unknown): string => String(value).slice(0, 40);
