/** Refuses numbers whose comma may mark thousands or decimals: no locale says here which. */
import { TWO_WAYS, unclearNumber } from '../../core/cells/number-cell';
import { TtError } from '../../core/errors';
import type { Param } from '../../tools/declaration/declare';

/** Throws INPUT for the first of an argument's cells that can be read in two ways; cells of a row stand beside another. */
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
