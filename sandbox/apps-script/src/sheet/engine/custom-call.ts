/** Custom function calls: conversion of arguments and results, and equality of calls. */
import { dateOf, serialOf } from '../values/dates';
import type { CellValue } from '../values/types';
import { type Arg, Day, Fault, LOADING, MAX_CELL_CHARACTERS, Matrix, type Scalar } from '../values/values';

export type CustomArg = CellValue | CellValue[][] | undefined;

export interface CustomCall {
  name: string;
  args: Arg[];
  /** null while it runs. */
  outcome: Arg | null;
  done: boolean;
}

export function sameArgs(a: readonly Arg[], b: readonly Arg[], same: (x: Arg, y: Arg) => boolean): boolean {
  return a.length === b.length && a.every((value, i) => same(value, b[i]!));
}

/** The error that replaces the call, or null. */
export function faultIn(args: readonly Arg[], inRanges: boolean): Fault | null {
  for (const arg of args) {
    if (arg instanceof Fault) return arg;
    if (!(arg instanceof Matrix) || !(inRanges || (arg.rows === 1 && arg.columns === 1))) continue;
    for (const row of arg.cells) for (const cell of row) if (cell instanceof Fault) return cell;
  }
  return null;
}

/** Arguments as Apps Script passes them: one cell as its value, several as rows of columns. */
export function toCustom(arg: Arg, zone: string, blank: '' | undefined): CustomArg {
  if (!(arg instanceof Matrix)) return arg === null ? blank : plain(arg, zone);
  if (arg.rows === 1 && arg.columns === 1) return toCustom(arg.at(0, 0), zone, blank);
  return arg.cells.map((row) => row.map((cell) => plain(cell, zone)));
}

function plain(value: Scalar, zone: string): CellValue {
  if (value === null) return '';
  if (value instanceof Day) return dateOf(value.serial, zone);
  if (value instanceof Fault) return value === LOADING ? 'Loading...' : value.code;
  return value;
}

/** Converts a returned value: an array means rows, and a row that is not an array has one cell. */
export function fromCustom(name: string, value: unknown, zone: string): Arg {
  if (!Array.isArray(value)) return scalarFrom(name, value, zone);
  const rows = value.map((row: unknown) => (Array.isArray(row) ? row : [row]));
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  if (width === 0) return null;
  return new Matrix(
    rows.map((row) => Array.from({ length: width }, (_, c) => scalarFrom(name, row[c] as unknown, zone))),
  );
}

function scalarFrom(name: string, value: unknown, zone: string): Scalar {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    return Number.isFinite(value)
      ? value
      : new Fault('#NUM!', `${name} returned ${value}, which no cell can hold.`);
  }
  if (typeof value === 'string') return lengthFault(name, value) ?? value;
  if (isDate(value)) return new Day(serialOf(value, zone));
  return new Fault('#ERROR!', `${name} returned a ${typeof value}, which no cell can hold.`);
}

/** `instanceof Date` does not recognize dates of another realm (a vm context). */
function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]' && Number.isFinite(Number(value));
}

export function lengthFault(name: string, text: string): Fault | null {
  return text.length > MAX_CELL_CHARACTERS
    ? new Fault(
        '#ERROR!',
        `Text result of ${name} is longer than the limit of ${MAX_CELL_CHARACTERS} characters.`,
      )
    : null;
}
