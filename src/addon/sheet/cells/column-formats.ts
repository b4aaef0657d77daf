/** Number formats of the columns that jobs write, from the outputs that the jobs declare under these names. */
import type { JobOutput } from '../../../tools/declaration/column-job';
import { toolsOn } from '../../../tools/registry';
import type { CellValue } from './cell-value';

/** Values stay text, also those that users type over them. */
export const PLAIN_TEXT = '@';

/** Made once: each cell that is written asks. */
let outputs: readonly JobOutput[] | null = null;

function outputOf(name: string): JobOutput | undefined {
  outputs ??= toolsOn('columnJob').flatMap((job) => job.outputs);
  return outputs.find((output) => output.name === name);
}

export const isOutput = (name: string): boolean => outputOf(name) !== undefined;

/** Returns '' to keep Sheets' own format. */
export function formatOfColumn(name: string): string {
  const output = outputOf(name);
  if (output?.format === 'number') return output.numberFormat;
  return output?.format === 'id' || output?.format === 'text' ? PLAIN_TEXT : '';
}

/** A format that would turn a number into a date or a text. */
const SPOILS_NUMBERS = /^@$|[dmyhs]/i;

/** The format that a cell needs for a value, or null if its current one works: a user may have chosen it. */
export function neededFormat(name: string, value: CellValue, format: string): string | null {
  const targetFormat = formatOfColumn(name);
  if (format === '' || value === '') return null;
  if (typeof value === 'string')
    return targetFormat === PLAIN_TEXT && format !== PLAIN_TEXT ? PLAIN_TEXT : null;
  const spoils = SPOILS_NUMBERS.test(format.replace(/"[^"]*"|\[[^\]]*\]/g, ''));
  if (typeof value !== 'number' || !spoils) return null;
  return targetFormat === '' || targetFormat === PLAIN_TEXT ? 'General' : targetFormat;
}
