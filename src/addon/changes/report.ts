/**
 * The tab `TT report`: a line for each row that a run changed, newest run first. It is also the store of what nobody
 * has seen yet: a line is new until its last cell says when and by whom it was seen.
 */
import type { Cell } from '../../core/table';
import { utcText } from '../../core/time';
import type { Host, SheetTab } from '../interfaces/host';
import type { CellValue } from '../sheet/cell-value';
import { ownTab, prependRows } from '../sheet/own-tabs';
import { putCells } from '../sheet/write-cells';
import { CHANGE_KINDS, type RowChange } from './change';
import { KIND_WORDS } from './words';

export const REPORT_TAB = 'TT report';
const HEADERS = [
  'time',
  'time_utc',
  'run',
  'tab',
  'tab_id',
  'column',
  'id',
  'what',
  'old_current_id',
  'new_current_id',
  'share',
  'note',
  'seen',
];
const SEEN = HEADERS.length;
const LINES = 5000;

/** A line that nobody has seen yet. */
export interface ReportLine extends Pick<RowChange, 'id' | 'kind' | 'from' | 'to' | 'share' | 'note'> {
  /** Where it stands in the report now. */
  row: number;
  time: string;
  timeUtc: string;
  run: string;
  tab: string;
  tabId: number;
  /** Header of the id column. */
  column: string;
}

/** A run and the column that it was about. */
export interface ReportedRun {
  id: string;
  sheet: string;
  sheetId: number;
  /** The id column's. */
  header: string;
}

/** Under the lock. */
export function writeReport(host: Host, run: ReportedRun, changes: readonly RowChange[]): void {
  if (changes.length === 0) return;
  const at = host.now();
  const [time, utc] = [host.file.localTime(at), utcText(at)];
  const ordered = [...changes].sort((a, b) => CHANGE_KINDS.indexOf(a.kind) - CHANGE_KINDS.indexOf(b.kind));
  const lines = ordered.map((change): CellValue[] => [
    time,
    utc,
    run.id,
    run.sheet,
    String(run.sheetId),
    run.header,
    change.id,
    KIND_WORDS[change.kind],
    change.from,
    change.to,
    change.share,
    change.others.length > 0 ? `the same as ${change.others.join(', ')}` : change.note,
    '',
  ]);
  prependRows(ownTab(host.file, REPORT_TAB, HEADERS), lines, LINES);
}

const KINDS = new Map(CHANGE_KINDS.map((kind) => [KIND_WORDS[kind], kind]));

/** Newest first. A line that somebody rewrote is passed over. */
export function unseenLines(host: Host): ReportLine[] {
  const tab = reportTab(host);
  if (tab === null) return [];
  return tab
    .values(2, 1, tab.lastRow() - 1, HEADERS.length)
    .flatMap((cells, i): ReportLine[] => lineOf(cells, i + 2));
}

function lineOf(cells: readonly Cell[], row: number): ReportLine[] {
  const texts = cells.map((cell) => String(cell ?? ''));
  const [time, timeUtc, run, tab, tabId, column, id, what, from, to, share, note, seen] = texts as [
    string,
    ...string[],
  ];
  const kind = KINDS.get(what!);
  if (kind === undefined || seen !== '') return [];
  return [
    {
      row,
      time,
      timeUtc: timeUtc!,
      run: run!,
      tab: tab!,
      tabId: Number(tabId),
      column: column!,
      id: id!,
      kind,
      from: from!,
      to: to!,
      share: share!,
      note: note!,
    },
  ];
}

/** Under the lock: lines up to `until` (the newest that was shown) are seen; later ones stay new. */
export function markLinesSeen(host: Host, until: string): ReportLine[] {
  const lines = unseenLines(host).filter(({ timeUtc }) => timeUtc <= until);
  const tab = reportTab(host);
  if (tab === null || lines.length === 0) return [];
  const rows = tab.lastRow() - 1;
  const seen = tab.values(2, SEEN, rows, 1);
  const text = `${host.file.localTime(host.now())} ${host.user()}`.trim();
  for (const { row } of lines) seen[row - 2] = [text];
  putCells(tab, 2, SEEN, seen);
  return lines;
}

function reportTab(host: Host): SheetTab | null {
  const tab = host.file.tabByName(REPORT_TAB);
  if (tab === null || tab.lastRow() < 2) return null;
  const header = tab.values(1, 1, 1, HEADERS.length)[0]!;
  return HEADERS.every((name, i) => String(header[i] ?? '') === name) ? tab : null;
}
