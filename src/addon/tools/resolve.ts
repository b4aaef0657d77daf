/** Finds rows whose segment was split without a clear successor, and the pieces to choose between. */

import { anchorCell, anchorColumns } from '../../core/cells/anchor-columns';
import { readCell } from '../../core/cells/id-cell';
import { codeInCell, TtError } from '../../core/errors';
import { type Id, parseId } from '../../core/ids';
import { readNumber } from '../../core/number-text';
import type { Work } from '../../http/work';
import { datastackOf, type OutputCell, type ToolContext, timestampOf } from '../../tools/declaration/declare';
import { rootAtAnchor } from '../../tools/jobs/anchor-points';
import { anchorKey, pieceOf } from '../../tools/jobs/piece-key';
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
import { isOutput } from '../sheet/cells/column-formats';
import { columnLetter, headerText, readColumn } from '../sheet/cells/columns';
import { currentSelection } from '../sheet/cells/selection';
import { type Grid, readGrid } from '../sheet/look/grid';
import { tabById } from '../sheet/look/tab-by-id';
import { keyTag, locateKey, readTarget } from '../sheet/table/column-tags';

const ANCHOR = 'anchor_supervoxel';

/** A column of ids: the selected one, or one from the report. */
interface IdColumn {
  tab: SheetTab;
  header: string;
  wasAt: number;
}

/** Rows in the selected column; if it has none, in the columns for which runs reported such rows. */
export function doubtfulRows(host: Host): DoubtfulRow[] {
  const selection = selectedColumn(host);
  const rows = selection === null ? [] : rowsOf(selection);
  return rows.length > 0 ? rows : reportedColumns(host).flatMap(rowsOf);
}

function selectedColumn(host: Host): IdColumn | null {
  try {
    const { sheetId, column, header } = currentSelection(host);
    const tab = host.file.tabById(sheetId);
    return tab === null || header === '' ? null : { tab, header, wasAt: readColumn(column) };
  } catch (error) {
    if (error instanceof TtError) return null;
    throw error;
  }
}

function reportedColumns(host: Host): IdColumn[] {
  const columns = new Map<string, { tabId: number; header: string }>();
  for (const { kind, tabId, column } of unseenLines(host)) {
    if (kind === 'ambiguous') columns.set(`${tabId} ${column}`, { tabId, header: column });
  }
  return [...columns.values()].flatMap(({ tabId, header }) => {
    const tab = host.file.tabById(tabId);
    return tab === null ? [] : [{ tab, header, wasAt: 1 }];
  });
}

interface FoundColumn {
  grid: Grid;
  headerRow: number;
  column: number;
  /** Output columns beside it, by position. */
  outputs: Map<number, string>;
}

/** The column and its output columns; rows and columns count from 0. Null if it is gone. */
function find({ tab, header, wasAt }: IdColumn): FoundColumn | null {
  const { more: tags, ...grid } = readGrid(tab, () => tab.tags());
  const at = locateKey(grid, tags, { tag: '', header, column: wasAt - 1, headerRow: 0 });
  if (!at) return null;
  const key = tags.find((tag) => tag.column === at.column + 1 && readTarget(tag) === null);
  const outputs = new Map<number, string>();
  grid.values.row(at.headerRow).forEach((cell, column) => {
    const target = tags.filter((tag) => tag.column === column + 1).map(readTarget)[0];
    const isOwn = target ? key?.value === keyTag(target.key) : isOutput(headerText(cell));
    if (isOwn && column !== at.column) outputs.set(column, target?.output ?? headerText(cell));
  });
  return { grid, ...at, outputs };
}

/** Rows of the column with an AMBIGUOUS error in one of our columns. */
function rowsOf(column: IdColumn): DoubtfulRow[] {
  const at = find(column);
  if (!at || at.outputs.size === 0) return [];
  const { tab, header } = column;
  const name = tab.name();
  const { values } = at.grid;
  const heads = values.row(at.headerRow).map((cell, slot) => (at.outputs.has(slot) ? '' : headerText(cell)));
  const anchors = anchorColumns(heads, header);
  return values.column(at.column, at.headerRow + 1).flatMap((cell, i): DoubtfulRow[] => {
    const cells = values.row(at.headerRow + 1 + i);
    const read = readCell(cell);
    const mark = [...at.outputs.keys()]
      .map((slot) => cells[slot])
      .find((cell) => codeInCell(cell) === 'AMBIGUOUS');
    if (read.kind !== 'id' || mark === undefined) return [];
    const shares = [...String(mark).matchAll(/([0-9]+) %/g)].map(
      ([, percent]) => readNumber(percent!)! / 100,
    );
    const anchor = anchorKey(anchorCell(anchors, cells));
    return [
      { tabId: tab.id, tab: name, column: header, row: at.headerRow + 2 + i, id: read.id, shares, anchor },
    ];
  });
}

export function resolveStart(host: Host): ResolveStart {
  return { datastack: documentSettings(host).datastack, rows: doubtfulRows(host) };
}

/** `anchor`: the row's own point or supervoxel, which tells the piece that is meant. */
export function resolvePieces(host: Host, text: string, anchor = ''): PiecesView {
  const id = parseId(String(text));
  if (id === null) throw new TtError('ID', `"${String(text).slice(0, 40)}" is not a segment id`);
  const ctx = userContext(host, documentSettings(host).datastack);
  const { pieces, exact } = runWork(describePieces(id as Id, ctx), host, 'interactive');
  const own = anchor === '' ? null : runWork(ownPiece(`${id} ${anchor}`, ctx), host, 'interactive');
  const colors = colorList(pieces.length, false);
  return {
    id,
    exact,
    split: pieces.length > 1,
    pieces: pieces.map(({ id: piece, share, supervoxel, measures, link }, i) => ({
      id: piece,
      color: colors[i]!,
      own: piece === own,
      share,
      supervoxel: supervoxel ?? '',
      volume: figure(measures.volume_um3),
      incoming: figure(measures.inc_syn),
      outgoing: figure(measures.out_syn),
      link,
    })),
  };
}

function* ownPiece(key: string, ctx: ToolContext): Work<string | null> {
  const stack = yield* datastackOf(ctx);
  return yield* rootAtAnchor(stack, pieceOf(key), timestampOf(ctx), ctx.cache);
}

/** A number, or why there is none. */
function figure(cell: OutputCell | undefined): number | string {
  if (typeof cell === 'number') return cell;
  if (cell instanceof TtError) return cell.message;
  return typeof cell === 'string' ? cell : '';
}

/** Writes the anchor into the row as it is now, and asks again about all our columns beside it. */
export function choosePiece(host: Host, row: DoubtfulRow, supervoxel: string): JobView {
  const tab = tabById(host.file, row.tabId, row.tab);
  const at = find({ tab, header: row.column, wasAt: 1 });
  if (!at) throw new TtError('INPUT', `the column "${row.column}" is no longer in the tab ${tab.name()}`);
  const there = [...at.outputs.values()];
  const rows = rowsOf({ tab, header: row.column, wasAt: at.column + 1 }).filter(({ id }) => id === row.id);
  if (rows.length === 0) throw new TtError('INPUT', `${row.id} no longer waits for a choice. Go on`);
  const outputNames = settleSplitsJob.outputs.map(({ name }) => name);
  const plan: JobPlan = {
    kind: settleSplitsJob.name,
    sheetId: row.tabId,
    column: columnLetter(at.column + 1),
    header: row.column,
    // Other rows with this id mean the same piece: the job identifies its rows by their ids.
    firstRow: rows[0]!.row,
    lastRow: rows[0]!.row,
    headers: outputNames.filter((name) => name === ANCHOR || there.includes(name)),
    options: { choices: `${row.id} ${supervoxel}` },
    datastack: documentSettings(host).datastack,
    replace: true,
  };
  return jobView(startJob(plan, host), host);
}
