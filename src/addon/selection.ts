/** What the user has selected, as ids: counted before anything is done with them. */
import { readCell } from '../core/ids';
import { TtError } from '../core/errors';
import type { Selection } from './api';
import type { Host, Tab } from './host';
import { columnOf, headerText, letterOf } from './sheet/columns';

const DAMAGED_SHOWN = 500;

/** The first column of the selection, cut to used rows; a single cell stands for its whole column. */
export function currentSelection(host: Host): Selection {
  const selected = host.file.selected();
  const whole = selected.rows === 1 && selected.columns === 1;
  const first = whole ? 1 : selected.row;
  const last = whole ? selected.tab.lastRow() : selected.row + selected.rows - 1;
  return selectionOf(selected.tab, letterOf(selected.column), first, last);
}

export function selectionOf(tab: Tab, letter: string, first: number, last: number): Selection {
  const column = columnOf(letter);
  const end = Math.min(last, tab.lastRow());
  const rows = Math.max(0, end - first + 1);
  const above = Math.max(1, first - 1);
  const values = rows > 0 ? tab.values(above, column, end - above + 1, 1) : [];
  const cells = values.slice(first - above).map(([cell]) => cell);
  const reads = cells.map(readCell);
  const skip = headerRows(reads.map((read) => read.kind === 'id' || read.kind === 'rounded'));
  const firstRow = first + skip;
  const header = skip > 0 ? headerText(cells[skip - 1]) : first > 1 ? headerText(values[0]?.[0]) : '';
  const ids = new Set<string>();
  const answer: Selection = {
    sheetId: tab.id,
    sheet: tab.name(),
    a1: `${letter}${firstRow}:${letter}${Math.max(firstRow, end)}`,
    column: letter,
    header: readCell(header).kind === 'id' ? '' : header,
    firstRow,
    lastRow: Math.max(firstRow, end),
    ids: 0,
    distinct: 0,
    blank: 0,
    damaged: [],
  };
  reads.slice(skip).forEach((read, i) => {
    if (read.kind === 'id') {
      answer.ids++;
      ids.add(read.id);
    } else if (read.kind === 'blank') answer.blank++;
    else if (answer.damaged.length < DAMAGED_SHOWN) {
      const code = read.kind === 'rounded' ? 'ROUNDED' : 'ID';
      answer.damaged.push({ a1: `${letter}${firstRow + i}`, shown: read.shown, code });
    }
  });
  answer.distinct = ids.size;
  return answer;
}

/** Rows before the first id or number, in the first twenty: titles and the header. */
function headerRows(isId: readonly boolean[]): number {
  const first = isId.slice(0, 20).indexOf(true);
  return first < 0 ? 0 : first;
}

/** A selection that a job can work on. */
export function requireIds(selection: Selection): void {
  if (selection.ids === 0) {
    throw new TtError('INPUT', `there are no ids in ${selection.sheet}!${selection.a1}. Select the column of ids`);
  }
  if (selection.header === '') {
    throw new TtError(
      'INPUT',
      `column ${selection.column} has no header. Put a name such as root_id above the ids: it is how the column is found again`,
    );
  }
}
