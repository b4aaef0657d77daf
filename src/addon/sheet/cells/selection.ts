/** The user's selection as ids, counted before any action on them. */

import { HEADER_ROWS, headerRowOf } from '../../../core/cells/headers';
import { canBeSegment, readCell } from '../../../core/cells/id-cell';
import { TtError } from '../../../core/errors';
import type { Cell } from '../../../core/table';
import type { SelectionView } from '../../interfaces/api';
import type { Host, SheetTab } from '../../interfaces/host';
import { columnLetter, headerText, readColumn } from './columns';

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
  /** From 0; -1 if there is none. */
  headerRow: number;
}

export function readSelection(
  { tab, values: grid }: { tab: SheetTab; values: Cell[][] },
  letter: string,
  first: number,
  last: number,
): ReadSelection {
  const column = readColumn(letter);
  const values = grid.map((row) => row[column - 1] ?? '');
  const rows = values.length;
  const reads = values.map(readCell);
  // The whole width tells a title, which fills few cells, from the headers.
  const headerRow = headerRowOf(grid.slice(0, HEADER_ROWS + 1), column);
  const firstRow = Math.max(first, headerRow + 1);
  const lastRow = Math.max(firstRow, Math.min(last, rows));
  const ids = new Set<string>();
  const answer: SelectionView = {
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
    none: 0,
    damaged: [],
  };
  reads.slice(firstRow - 1, lastRow).forEach((read, i) => {
    // Counts and coordinates are whole numbers too.
    if (read.kind === 'id' && canBeSegment(read.id)) {
      answer.ids++;
      ids.add(read.id);
    } else if (read.kind === 'blank') answer.blank++;
    else if (read.kind === 'none') answer.none++;
    else if (answer.damaged.length < DAMAGED_SHOWN) {
      const code = read.kind === 'rounded' ? 'ROUNDED' : 'ID';
      answer.damaged.push({
        a1: `${letter}${firstRow + i}`,
        shown: read.kind === 'id' ? read.id : read.shown,
        code,
      });
    }
  });
  answer.distinct = ids.size;
  return { view: answer, headerRow: headerRow - 1 };
}

/** Throws INPUT for a selection that a job cannot work on. */
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
