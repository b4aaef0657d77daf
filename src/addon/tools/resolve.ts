/** Rows whose segment was split without a clear successor: which they are, and the pieces to choose between. */

import { readCell } from '../../core/cells/id-cell';
import { codeInCell, TtError } from '../../core/errors';
import { type Id, parseId } from '../../core/ids';
import { readNumber } from '../../core/number-text';
import type { OutputCell } from '../../tools/declaration/declare';
import { settleSplitsJob } from '../../tools/jobs/settle-splits';
import { colorList } from '../../tools/make/color-list';
import { describePieces } from '../../tools/segments/describe-pieces';
import { userContext } from '../access/context';
import { documentSettings } from '../access/settings';
import { unseenLines } from '../changes/report';
import type { DoubtfulRow, JobPlan, JobView, PiecesView, ResolveStart } from '../interfaces/api';
import type { Host, SheetTab } from '../interfaces/host';
import { jobView } from '../jobs/job-view';
import { startJob } from '../jobs/plan';
import { runWork } from '../run-work';
import { columnLetter, columnNumber, findColumn } from '../sheet/columns';
import { ownedHeaders } from '../sheet/owned-headers';
import { currentSelection } from '../sheet/selection';

const ANCHOR = 'anchor_supervoxel';

/** A column of ids: the selected one, or one that a run reported. */
interface IdColumn {
  tab: SheetTab;
  header: string;
  wasAt: number;
}

/** In the selected column; where it has none, in the columns of which runs reported such rows. */
export function doubtfulRows(host: Host): DoubtfulRow[] {
  const selected = selectedColumn(host);
  const rows = selected === null ? [] : rowsOf(selected);
  return rows.length > 0 ? rows : reportedColumns(host).flatMap(rowsOf);
}

function selectedColumn(host: Host): IdColumn | null {
  try {
    const { sheetId, column, header } = currentSelection(host);
    const tab = host.file.tabById(sheetId);
    return tab === null || header === '' ? null : { tab, header, wasAt: columnNumber(column) };
  } catch (error) {
    if (error instanceof TtError) return null;
    throw error;
  }
}

function reportedColumns(host: Host): IdColumn[] {
  const columns = new Map<string, IdColumn>();
  for (const { kind, tabId, column } of unseenLines(host)) {
    const tab = host.file.tabById(tabId);
    if (kind !== 'ambiguous' || tab === null) continue;
    columns.set(`${tabId} ${column}`, { tab, header: column, wasAt: 1 });
  }
  return [...columns.values()];
}

/** Rows of the column with the mark of such a split in a column of ours. */
function rowsOf({ tab, header, wasAt }: IdColumn): DoubtfulRow[] {
  let at: ReturnType<typeof findColumn>;
  try {
    at = findColumn(tab, header, wasAt);
  } catch (error) {
    if (error instanceof TtError) return [];
    throw error;
  }
  const owned = ownedHeaders();
  const slots = at.headers.flatMap((name, i) => (owned.includes(name) && i + 1 !== at.column ? [i] : []));
  const count = tab.lastRow() - at.headerRow;
  if (slots.length === 0 || count < 1) return [];
  return tab.values(at.headerRow + 1, 1, count, at.headers.length).flatMap((cells, i): DoubtfulRow[] => {
    const read = readCell(cells[at.column - 1]);
    const mark = slots.map((slot) => cells[slot]).find((cell) => codeInCell(cell) === 'AMBIGUOUS');
    if (read.kind !== 'id' || mark === undefined) return [];
    const shares = [...String(mark).matchAll(/([0-9]+) %/g)].map(
      ([, percent]) => readNumber(percent!)! / 100,
    );
    const row = at.headerRow + 1 + i;
    return [{ tabId: tab.id, tab: tab.name(), column: header, row, id: read.id, shares }];
  });
}

export function resolveStart(host: Host): ResolveStart {
  return { datastack: documentSettings(host).datastack, rows: doubtfulRows(host) };
}

export function resolvePieces(host: Host, text: string): PiecesView {
  const id = parseId(String(text));
  if (id === null) throw new TtError('ID', `"${String(text).slice(0, 40)}" is not a segment id`);
  const ctx = userContext(host, documentSettings(host).datastack);
  const { pieces, exact } = runWork(describePieces(id as Id, ctx), host, 'interactive');
  const colors = colorList(pieces.length, false);
  return {
    id,
    exact,
    split: pieces.length > 1,
    pieces: pieces.map(({ id: piece, share, supervoxel, measures, link }, i) => ({
      id: piece,
      color: colors[i]!,
      share,
      supervoxel: supervoxel ?? '',
      volume: figure(measures.volume_um3),
      incoming: figure(measures.inc_syn),
      outgoing: figure(measures.out_syn),
      link,
    })),
  };
}

/** A number, or in words why there is none. */
function figure(cell: OutputCell | undefined): number | string {
  if (typeof cell === 'number') return cell;
  if (cell instanceof TtError) return cell.message;
  return typeof cell === 'string' ? cell : '';
}

/** The row as it stands now gets the anchor, and every column of ours beside it is asked again. */
export function choosePiece(host: Host, row: DoubtfulRow, supervoxel: string): JobView {
  const tab = host.file.tabById(row.tabId);
  if (!tab) throw new TtError('INPUT', `the tab ${row.tab} is no longer there`);
  const at = findColumn(tab, row.column, 1);
  const rows = rowsOf({ tab, header: row.column, wasAt: at.column }).filter(({ id }) => id === row.id);
  if (rows.length === 0) throw new TtError('INPUT', `${row.id} no longer waits for a choice. Go on`);
  const known = settleSplitsJob.outputs.map(({ name }) => name);
  const plan: JobPlan = {
    kind: settleSplitsJob.name,
    sheetId: row.tabId,
    column: columnLetter(at.column),
    // Further rows of this id mean the same piece: the run knows its rows by their ids.
    firstRow: rows[0]!.row,
    lastRow: rows[0]!.row,
    headers: known.filter((name) => name === ANCHOR || at.headers.includes(name)),
    options: { choices: `${row.id} ${supervoxel}` },
    datastack: documentSettings(host).datastack,
    replace: true,
  };
  return jobView(startJob(plan, host), host);
}
