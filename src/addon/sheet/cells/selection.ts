/** The user's selection as ids, counted before any action on them. */

import { HEADER_ROWS, headerRowOf } from '../../../core/cells/headers';
import { canBeSegment, readCell } from '../../../core/cells/id-cell';
import { TtError } from '../../../core/errors';
import type { SelectionView } from '../../interfaces/api';
import type { Host, SheetTab } from '../../interfaces/host';
import { type PackedCells, readCells } from '../look/cells';
import { columnLetter, headerText, readColumn } from './columns';

const DAMAGED_SHOWN = 500;

/** The first column of the selection, cut to used rows; a single cell stands for its whole column. */
export function currentSelection(host: Host): SelectionView {
  const selection = host.file.selected();
  const whole = selection.rows === 1 && selection.columns === 1;
  const first = whole ? 1 : selection.row;
  const last = whole ? Number.MAX_SAFE_INTEGER : selection.row + selection.rows - 1;
  return selectionOf(selection.tab, columnLetter(selection.column), first, last);
}

export const selectionOf = (tab: SheetTab, letter: string, first: number, last: number): SelectionView =>
  readSelection({ tab, values: readCells((from) => tab.data(from)) }, letter, first, last).view;

export interface ReadSelection {
  view: SelectionView;
  /** From 0; -1 if there is none. */
  headerRow: number;
}

export function readSelection(
  { tab, values }: { tab: SheetTab; values: PackedCells },
  letter: string,
  first: number,
  last: number,
): ReadSelection {
  const column = readColumn(letter);
  // The whole width tells a title, which fills few cells, from the headers.
  const top = Array.from({ length: Math.min(values.length, HEADER_ROWS + 1) }, (_x, r) => values.row(r));
  const headerRow = headerRowOf(top, column);
  const firstRow = Math.max(first, headerRow + 1);
  const lastRow = Math.max(firstRow, Math.min(last, values.length));
  const ids = new Set<string>();
  const answer: SelectionView = {
    sheetId: tab.id,
    sheet: tab.name(),
    a1: `${letter}${firstRow}:${letter}${lastRow}`,
    column: letter,
    header: headerRow > 0 ? headerText(values.cell(headerRow - 1, column - 1)) : '',
    firstRow,
    lastRow,
    ids: 0,
    distinct: 0,
    blank: 0,
    none: 0,
    damaged: [],
  };
  for (let row = firstRow; row <= Math.min(lastRow, values.length); row++) {
    const read = readCell(values.cell(row - 1, column - 1));
    // Counts and coordinates are whole numbers too.
    if (read.kind === 'id' && canBeSegment(read.id)) {
      answer.ids++;
      ids.add(read.id);
    } else if (read.kind === 'blank') answer.blank++;
    else if (read.kind === 'none') answer.none++;
    else if (answer.damaged.length < DAMAGED_SHOWN) {
      const code = read.kind === 'rounded' ? 'ROUNDED' : 'ID';
      answer.damaged.push({
        a1: `${letter}${row}`,
        shown: read.kind === 'id' ? read.id : read.shown,
        code,
      });
    }
  }
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
