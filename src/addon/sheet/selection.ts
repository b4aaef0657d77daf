/** What the user has selected, as ids: counted before anything is done with them. */

import { TtError } from '../../core/errors';
import { type IdCell, readCell } from '../../core/ids';
import type { Cell } from '../../core/table';
import type { SelectionView } from '../interfaces/api';
import type { Host, SheetTab } from '../interfaces/host';
import { columnLetter, columnNumber, headerText } from './columns';
import { meansNone } from './keys';

const DAMAGED_SHOWN = 500;

/** The first column of the selection, cut to used rows; a single cell stands for its whole column. */
export function currentSelection(host: Host): SelectionView {
  const selected = host.file.selected();
  const whole = selected.rows === 1 && selected.columns === 1;
  const first = whole ? 1 : selected.row;
  const last = whole ? Number.MAX_SAFE_INTEGER : selected.row + selected.rows - 1;
  return selectionOf(selected.tab, columnLetter(selected.column), first, last);
}

export const selectionOf = (tab: SheetTab, letter: string, first: number, last: number): SelectionView =>
  readSelection({ tab, values: tab.data() }, letter, first, last).view;

export interface ReadSelection {
  view: SelectionView;
  /** From 0; -1 where there is none. */
  headerRow: number;
}

export function readSelection(
  { tab, values: grid }: { tab: SheetTab; values: Cell[][] },
  letter: string,
  first: number,
  last: number,
): ReadSelection {
  const column = columnNumber(letter);
  const values = grid.map((row) => row[column - 1] ?? '');
  const reads = values.map((cell): IdCell => (meansNone(cell) ? { kind: 'blank' } : readCell(cell)));
  const headerRow = headerRowOf(grid, values, reads) + 1;
  const firstRow = Math.max(first, headerRow + 1);
  const lastRow = Math.max(firstRow, Math.min(last, values.length));
  const ids = new Set<string>();
  const view: SelectionView = {
    sheetId: tab.id,
    sheet: tab.name(),
    a1: `${letter}${firstRow}:${letter}${lastRow}`,
    column: letter,
    header: headerRow > 0 ? headerText(values[headerRow - 1]) : '',
    firstRow,
    lastRow,
    ids: 0,
    distinct: 0,
    blank: 0,
    damaged: [],
  };
  reads.slice(firstRow - 1, lastRow).forEach((read, i) => {
    if (read.kind === 'id') {
      view.ids++;
      ids.add(read.id);
    } else if (read.kind === 'blank') view.blank++;
    else if (view.damaged.length < DAMAGED_SHOWN) {
      const code = read.kind === 'rounded' ? 'ROUNDED' : 'ID';
      view.damaged.push({ a1: `${letter}${firstRow + i}`, shown: read.shown, code });
    }
  });
  view.distinct = ids.size;
  return { view, headerRow: headerRow - 1 };
}

/** A header row is looked for this far down: people put titles and notes above it. */
const HEADER_ROWS = 21;

/** A name: no link, no code of ours, no damaged id. */
const NAME = /^(?!#TT )(?!.*:\/\/)(?=.*\p{L})[^?{}]{1,10000}$/u;

/**
 * The header's row, from 0, or -1: in the group of texts right above the first entry, the row with most texts beside
 * it, since a title stands alone; the upper of several, since a damaged first id stands below.
 */
function headerRowOf(grid: readonly Cell[][], values: readonly Cell[], reads: readonly IdCell[]): number {
  const top = reads.slice(0, HEADER_ROWS);
  const isName = (row: number) => top[row]?.kind === 'bad' && NAME.test(headerText(values[row]));
  const firstId = top.findIndex(({ kind }) => kind === 'id' || kind === 'rounded');
  // Without ids the entries begin with the first text that is no name, such as a link.
  const firstLink = top.findIndex(({ kind }, row) => kind === 'bad' && !isName(row));
  const firstEntry = firstId >= 0 ? firstId : firstLink;
  let end = firstEntry >= 0 ? firstEntry : top.findIndex(({ kind }) => kind === 'bad') + 1;
  while (end > 0 && top[end - 1]!.kind === 'blank') end--;
  let best = -1;
  for (let row = end - 1; row >= 0 && top[row]!.kind === 'bad'; row--) {
    if (isName(row) && (best < 0 || namesIn(grid[row]!) >= namesIn(grid[best]!))) best = row;
  }
  return best;
}

const namesIn = (row: readonly Cell[]): number =>
  row.filter((cell) => typeof cell === 'string' && cell.trim() !== '').length;

/** A selection that a job can work on. */
export function requireKeys(selection: SelectionView, texts: boolean): void {
  const what = texts ? 'links' : 'ids';
  if (selection.ids + (texts ? selection.damaged.length : 0) === 0) {
    throw new TtError(
      'INPUT',
      `there are no ${what} in ${selection.sheet}!${selection.a1}. Select the column of ${what}`,
    );
  }
  if (selection.header === '') {
    throw new TtError(
      'INPUT',
      `column ${selection.column} has no header. Put a name such as ${texts ? 'link' : 'root_id'} above the ${what}: it is how the column is found again`,
    );
  }
}
