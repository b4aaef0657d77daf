/**
 * Ids beside a formula about one id: the same function in the cells of its column near it, each about the cell of its own row.
 * Each of them is a run of the script; the first one asks for the others too, and they find their answers in the cache.
 * A custom function may read its own sheet, and its active range is its own cell.
 */
import { idsInCell, readCell } from '../../core/cells/id-cell';
import type { Id } from '../../core/ids';
import type { Host } from '../interfaces/host';
import { readColumn } from '../sheet/cells/columns';
import { withRow } from '../sheet/cells/references';
import { CALL } from './join';

/** A formula asks for its block of rows. One write of the cache takes 900 answers. */
const BLOCK_ROWS = 880;
/** Formulas of a block that start at the same moment ask for themselves alone, so that 30 of them do not all ask for all. */
const TAKEN_SECONDS = 5;

/** None where they cannot be read: this formula must not fail because of others. `key`: of the function's answers. */
export function neighbourIds(host: Host, key: string): Id[] {
  try {
    const { tab, row, column } = host.file.selected();
    const first = row - ((row - 1) % BLOCK_ROWS);
    // Google refuses a range that reaches beyond the tab.
    const count = Math.min(BLOCK_ROWS, tab.lastRow() - first + 1);
    const forms = tab
      .formulas(first, column, count, 1)
      .map(([formula], i) => withRow(formula!, first + i, 0));
    const own = forms[row - first]!;
    const argument = CALL.exec(own)?.[2];
    if (argument === undefined || forms.filter((form) => form === own).length < 2) return [];
    const taken = `${key}neighbours${first}`;
    if (host.cache.getAll([taken])[taken] !== undefined) return [];
    host.cache.putAll({ [taken]: '1' }, TAKEN_SECONDS);
    return tab
      .values(first, readColumn(argument.replace('$', '')), count, 1)
      .flatMap(([cell], i) => (forms[i] === own ? idsInCell(readCell(cell)) : []));
  } catch {
    return [];
  }
}
