/** Interprets a value that is written into a cell as if a user had typed it. */

import { parseFormula } from '../formulas/parse';
import type { WorkbookSettings } from '../options';
import { serialOf } from '../values/dates';
import { readEntryText } from '../values/typed';
import type { CellValue } from '../values/types';
import { Day, Fault, type Scalar } from '../values/values';

/** `format` is the number format for a cell that has none. */
export type Input = { value: Scalar; format: string } | { formula: string };

export function readInput(
  input: CellValue,
  format: string,
  today: number,
  settings: WorkbookSettings,
  zone: string,
): Input {
  if (typeof input === 'string') return readText(input, format, today, settings);
  if (input instanceof Date || Object.prototype.toString.call(input) === '[object Date]') {
    return { value: new Day(serialOf(input as Date, zone)), format: '' };
  }
  if (typeof input === 'number' && !Number.isFinite(input)) {
    return { value: new Fault('#NUM!', `${input} is not a number that a cell can hold.`), format: '' };
  }
  if (typeof input === 'number' || typeof input === 'boolean') return { value: input, format: '' };
  return readText(String(input), format, today, settings);
}

function readText(input: string, format: string, today: number, settings: WorkbookSettings): Input {
  if (input.startsWith("'")) return { value: input.slice(1), format: '' };
  const plain = format === '@';
  if (input.length > 1 && input.startsWith('=') && !(plain && settings.plainTextKeepsFormulaText)) {
    return { formula: input.slice(1) };
  }
  if (plain) return { value: input, format: '' };
  const entry = readEntryText(input, today);
  if (entry) return entry;
  if (
    settings.plusStartsFormula &&
    input.length > 1 &&
    input.startsWith('+') &&
    parseFormula(input.slice(1))
  ) {
    return { formula: input };
  }
  return { value: input, format: '' };
}
