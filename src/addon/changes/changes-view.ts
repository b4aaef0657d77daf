/** What changed and nobody has seen yet, for the sidebar; going to a row of it, and marking all as seen. */

import { readCell } from '../../core/cells/id-cell';
import { TtError } from '../../core/errors';
import type { ChangesView } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { readColumns } from '../sheet/column-snapshot';
import { columnLetter, findColumn } from '../sheet/columns';
import { ownedHeaders } from '../sheet/owned-headers';
import { clearMarks } from '../sheet/writer';
import { CHANGE_KINDS, type ChangeKind, NEEDS_SOMEBODY } from './change';
import { markLinesSeen, type ReportLine, unseenLines } from './report';
import { kindLines } from './words';

/** Entries that are sent: the tab holds them all. */
const MOST = 300;

export function changesView(host: Host): ChangesView {
  const lines = unseenLines(host);
  const kinds: Partial<Record<ChangeKind, number>> = {};
  for (const { kind } of lines) kinds[kind] = (kinds[kind] ?? 0) + 1;
  const order = (line: ReportLine) => CHANGE_KINDS.indexOf(line.kind);
  const sent = [...lines].sort((a, b) => order(a) - order(b)).slice(0, MOST);
  const oldest = lines[lines.length - 1];
  return {
    until:
      lines
        .map(({ timeUtc }) => timeUtc)
        .sort()
        .pop() ?? '',
    since: oldest?.time ?? '',
    count: lines.length,
    groups: kindLines({ kinds }).map(({ kind, text }) => ({
      kind,
      text,
      needsSomebody: NEEDS_SOMEBODY.includes(kind),
      entries: sent
        .filter((line) => line.kind === kind)
        .map(({ tab, tabId, column, id, from, to, share, note, time }) => ({
          tab,
          tabId,
          column,
          id,
          from,
          to,
          share,
          note,
          time,
        })),
    })),
  };
}

/** Selects the row of an id, wherever it stands now. */
export function showIdRow(host: Host, tabId: number, column: string, id: string): { a1: string } {
  const tab = host.file.tabById(tabId);
  if (!tab) throw new TtError('INPUT', 'that tab is no longer there');
  const at = findColumn(tab, column, 1);
  const rows = Math.max(0, tab.lastRow() - at.headerRow);
  const cells = rows > 0 ? tab.values(at.headerRow + 1, at.column, rows, 1) : [];
  const index = cells.findIndex(([cell]) => {
    const read = readCell(cell);
    return read.kind === 'id' && read.id === id;
  });
  if (index < 0) throw new TtError('INPUT', `${id} is no longer in column ${column} of ${tab.name()}`);
  const a1 = `${columnLetter(at.column)}${at.headerRow + 1 + index}`;
  host.file.select(tabId, [a1]);
  return { a1: `${tab.name()}!${a1}` };
}

/** Up to what was shown; what a run found since then stays new. The marks in the cells go with it. */
export function markSeen(host: Host, until: string): ChangesView {
  host.locked(() => {
    const lines = markLinesSeen(host, until);
    const columns = new Map(lines.map((line) => [`${line.tabId} ${line.column}`, line]));
    for (const { tabId, column } of columns.values()) clearColumnMarks(host, tabId, column);
    host.file.flush();
  });
  return changesView(host);
}

/** A tab or a column that is gone has no marks. */
function clearColumnMarks(host: Host, tabId: number, column: string): void {
  const tab = host.file.tabById(tabId);
  if (!tab) return;
  try {
    clearMarks(readColumns(tab, column, 1, ownedHeaders(), 'ids'));
  } catch (error) {
    if (!(error instanceof TtError)) throw error;
  }
}
