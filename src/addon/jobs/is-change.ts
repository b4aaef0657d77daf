/** Which new values of a filled cell are changes: these are counted, marked and noted. */
import { readNumber } from '../../core/number-text';
import type { Cell } from '../../core/table';
import { isBlank, isEqual } from '../sheet/look/grid';

/** The count of a segment's share and an estimate of it differ by less. */
const SHARE_ERROR = 0.05;

/** Not the time of asking, nor a share that one of two runs estimated (≈) and the other counted. */
export function isChange(output: string, held: Cell, value: Cell): boolean {
  if (output === 'as_of' || isBlank(held) || isEqual(held, value)) return false;
  if (output !== 'share' || ![held, value].some((cell) => `${cell}`.startsWith('≈'))) return true;
  const [before, after] = [held, value].map((cell) => readNumber(`${cell}`.replace('≈', '')));
  return before == null || after == null || Math.abs(before - after) >= SHARE_ERROR;
}
