/** Refuses numbers whose comma may separate thousands or decimals: the command line has no locale that decides. */
import { TWO_WAYS, unclearNumber } from '../../core/cells/number-cell';
import { TtError } from '../../core/errors';
import type { Param } from '../../tools/declaration/declare';

/**
 * Throws INPUT for the first cell of an argument that can be read in two ways. The cells of a row are checked together.
 */
export function refuseUnclearNumbers(param: Param, value: unknown): void {
  if (param.kind !== 'points' && param.numeric !== true) return;
  const rows = Array.isArray(value) ? (value as unknown[][]) : [[value]];
  rows.forEach((row, r) => {
    const text = row.filter((cell) => typeof cell === 'string').join('; ');
    const unclear = unclearNumber(text);
    if (unclear === '') return;
    const where = rows.length > 1 ? `${param.name}, row ${r + 1}` : param.name;
    throw new TtError('INPUT', `${where}: ${unclear} ${TWO_WAYS}`);
  });
}
