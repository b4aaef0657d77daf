/** Unseen changes for the sidebar; selects a row of the list, and marks all as seen. */

import { TtError } from '../../core/errors';
import type { ChangeEntryView, ChangesView } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { readGrid } from '../sheet/look/grid';
import { locateKey, readTarget } from '../sheet/table/column-tags';
import { clearMarks } from '../sheet/table/marks';
import { CHANGE_KINDS, type ChangeKind, NEEDS_SOMEBODY } from './change';
import { compareLink, templateOrNone } from './compare';
import { type IdRows, idRows } from './id-rows';
import { endLines, type ReportLine, unseenLines } from './report';
import { kindLines } from './words';

/** Most entries that are sent; the tab holds all of them. */
const MOST = 300;

export function changesView(host: Host): ChangesView {
  const lines = unseenLines(host);
  const kinds: Partial<Record<ChangeKind, number>> = {};
  for (const { kind } of lines) kinds[kind] = (kinds[kind] ?? 0) + 1;
  const order = (line: ReportLine) => CHANGE_KINDS.indexOf(line.kind);
  const listedLines = [...lines].sort((a, b) => order(a) - order(b)).slice(0, MOST);
  const oldest = lines[lines.length - 1];
  const stacks = [...new Set(listedLines.map(({ datastack }) => datastack))];
  const columnOf = columnReader(host);
  const links = new Map(stacks.map((datastack) => [datastack, templateOrNone(host, datastack)]));
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
      entries: listedLines.filter((line) => line.kind === kind).map((line) => entryOf(line, links, columnOf)),
    })),
  };
}

/**
 * Finds the column of a line in its tab as it is now; reads each column once. Null if the tab or the column is gone,
 * and its rows too.
 */
function columnReader(host: Host): (line: ReportLine) => IdRows | null {
  const rowsByPlace = new Map<string, IdRows | null>();
  return ({ tabId, column }) => {
    const place = `${tabId} ${column}`;
    if (!rowsByPlace.has(place)) rowsByPlace.set(place, idRowsOrNone(host, tabId, column));
    return rowsByPlace.get(place)!;
  };
}

function idRowsOrNone(host: Host, tabId: number, column: string): IdRows | null {
  try {
    return idRows(host, tabId, column);
  } catch {
    return null;
  }
}

function entryOf(
  line: ReportLine,
  links: ReadonlyMap<string, string>,
  columnOf: (line: ReportLine) => IdRows | null,
): ChangeEntryView {
  const { tab, tabId, column, id, from, to, share, note, time, kind, datastack } = line;
  const others = kind === 'together' ? (note.match(/[0-9]{15,20}/g) ?? []) : [];
  const link = compareLink(links.get(datastack) ?? '', from, to);
  const ids = columnOf(line);
  const [row = 0, ...more] = ids?.rowsOf(id) ?? [];
  const open = kind === 'together' || (ids !== null && row > 0 && ids.hasError(row));
  return { tab, tabId, column, id, row, open, more: more.length, others, from, to, share, note, time, link };
}

/** Selects the row that now holds the id. */
export function showIdRow(host: Host, tabId: number, column: string, id: string): { a1: string } {
  const { tab, rowsOf, cellOf } = idRows(host, tabId, column);
  const [row] = rowsOf(id);
  if (row === undefined)
    throw new TtError('INPUT', `${id} is no longer in column ${column} of ${tab.name()}`);
  const a1 = cellOf(row);
  host.file.select(tabId, [a1]);
  return { a1: `${tab.name()}!${a1}` };
}

/** Marks lines up to `until` as seen; later ones stay new. Also removes the marks in the cells. */
export function markSeen(host: Host, until: string): ChangesView {
  host.locked(() => {
    const lines = endLines(host, ({ timeUtc }) => timeUtc <= until, '');
    const columns = new Map(lines.map((line) => [`${line.tabId} ${line.column}`, line]));
    for (const { tabId, column } of columns.values()) clearColumnMarks(host, tabId, column);
    host.file.flush();
  });
  return changesView(host);
}

/** Marks are in the columns that a job writes beside this column. */
function clearColumnMarks(host: Host, tabId: number, column: string): void {
  const tab = host.file.tabById(tabId);
  if (!tab) return;
  const { more: tags, ...grid } = readGrid(tab, () => tab.tags());
  const at = locateKey(grid, tags, { tag: '', header: column, column: 0, headerRow: 0 });
  if (!at) return;
  const own = tags.find((tag) => tag.column === at.column + 1 && readTarget(tag) === null);
  const key = own?.value.replace(/^key /, '');
  const ownTags = tags.filter((tag) => readTarget(tag)?.key === key);
  clearMarks(
    host.file,
    tab,
    at.headerRow,
    ownTags.map((tag) => tag.column - 1),
  );
}
