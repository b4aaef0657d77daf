/**
 * The tab `TT report`: a line for each row that a run changed, newest run first. It also stores which changes are
 * unseen: a line is new until its column "seen" says when and by whom it was seen.
 */
import { headerText } from '../../core/cells/headers';
import { digitsValue } from '../../core/digits';
import { TtError } from '../../core/errors';
import type { Cell } from '../../core/table';
import { utcText } from '../../core/time';
import type { Host, SheetTab } from '../interfaces/host';
import type { CellValue } from '../sheet/cells/cell-value';
import { columnLetter } from '../sheet/cells/columns';
import { pageLink, rowLink } from '../sheet/cells/link-formulas';
import { putCells, putLinks } from '../sheet/cells/write-cells';
import { findOwnTab, ownTab, prependRows } from '../sheet/record/own-tabs';
import { CHANGE_KINDS, inOrder, REPORT_LINES, type RowChange } from './change';
import { compareLink } from './compare';
import { KIND_WORDS } from './words';

export const REPORT_TAB = 'TT report';
const HEADERS = [
  'found',
  'what',
  'row',
  'id',
  'old_current_id',
  'new_current_id',
  'before_after',
  'share',
  'note',
  'tab',
  'column',
  'seen',
  'run',
  'datastack',
  'tab_id',
  'time_utc',
] as const;
type Header = (typeof HEADERS)[number];
const columnOf = (header: Header): number => HEADERS.indexOf(header) + 1;

/** A line that nobody has seen yet. */
export interface ReportLine extends Pick<RowChange, 'id' | 'kind' | 'from' | 'to' | 'share' | 'note'> {
  /** Its current row in the report. */
  line: number;
  time: string;
  timeUtc: string;
  run: string;
  datastack: string;
  tab: string;
  tabId: number;
  /** Header of the id column. */
  column: string;
}

/** A run and its column. */
export interface ReportedRun {
  id: string;
  tab: SheetTab;
  /** The id column's header and letter. */
  header: string;
  letter: string;
  datastack: string;
  links: string;
}

/** Call it under the lock. Skips lines that exist already, because a run's last step may be killed and run again. */
export function writeReport(host: Host, run: ReportedRun, all: readonly RowChange[]): void {
  if (all.length === 0) return;
  const knownLines = linesOfRun(host, run.id);
  const orderedLines = inOrder(all)
    .slice(0, REPORT_LINES)
    .filter(({ kind, id, from, to }) => !knownLines.has(lineKey(KIND_WORDS[kind], [id, from, to])));
  if (orderedLines.length === 0) return;
  const at = host.now();
  const data = { id: run.tab.id, name: run.tab.name() };
  const [time, utc] = [host.file.localTime(at), utcText(at)];
  const lines = orderedLines.map(
    (change): Record<Header, CellValue> => ({
      found: time,
      what: KIND_WORDS[change.kind],
      row: '',
      id: change.id,
      old_current_id: change.from,
      new_current_id: change.to,
      before_after: '',
      share: change.share,
      note: change.others.length > 0 ? `the same as ${change.others.join(', ')}` : change.note,
      tab: data.name,
      column: run.header,
      seen: '',
      run: run.id,
      datastack: run.datastack,
      tab_id: String(data.id),
      time_utc: utc,
    }),
  );
  const tab = ownTab(host.file, REPORT_TAB, HEADERS);
  prependRows(
    tab,
    lines.map((line) => HEADERS.map((header) => line[header])),
    REPORT_LINES,
  );
  const idLetter = columnLetter(columnOf('id'));
  const rows = orderedLines.map(({ kind }, i) =>
    rowLink(data, run.letter, `${idLetter}${i + 2}`, kind === 'damaged'),
  );
  putLinks(tab, 2, columnOf('row'), rows);
  const { links } = run;
  const pages = orderedLines.map(({ from, to }) =>
    pageLink(compareLink(links, from, to), 'before red, after cyan'),
  );
  putLinks(tab, 2, columnOf('before_after'), pages);
}

/** An earlier step may not have known whether an edit was a merge or a split. */
const EDITS = (['both', 'split', 'merged'] as const).map((kind) => KIND_WORDS[kind]);

const lineKey = (what: string, parts: readonly string[]): string =>
  [EDITS.includes(what) ? KIND_WORDS.edited : what, ...parts].join(' ');

function linesOfRun(host: Host, run: string): Set<string> {
  const tab = findOwnTab(host.file, REPORT_TAB, HEADERS);
  const rows = (tab?.lastRow() ?? 1) - 1;
  if (tab === null || rows < 1) return new Set();
  const lines = tab
    .values(2, 1, rows, HEADERS.length)
    .filter((cells) => headerText(cells[columnOf('run') - 1]) === run);
  return new Set(
    lines.map((cells) => {
      const [what, ...parts] = (['what', 'id', 'old_current_id', 'new_current_id'] as const).map((header) =>
        headerText(cells[columnOf(header) - 1]),
      );
      return lineKey(what!, parts);
    }),
  );
}

/**
 * A link formula for the log: from the cell `cell`, which holds the run's id, to the run's first line; '' without a
 * report.
 */
export function reportLink(host: Host, cell: string): string {
  const tab = findOwnTab(host.file, REPORT_TAB, HEADERS);
  return tab === null ? '' : rowLink({ id: tab.id, name: tab.name() }, columnLetter(columnOf('run')), cell);
}

const KINDS = new Map(CHANGE_KINDS.map((kind) => [KIND_WORDS[kind], kind]));

/** Newest first. Skips lines that a person rewrote. Throws INPUT if the headers were changed. */
export function unseenLines(host: Host): ReportLine[] {
  const tab = reportTab(host);
  if (tab === null) return [];
  return tab
    .values(2, 1, tab.lastRow() - 1, HEADERS.length)
    .flatMap((cells, i): ReportLine[] => lineOf(cells, i + 2));
}

function lineOf(cells: readonly Cell[], line: number): ReportLine[] {
  const text = Object.fromEntries(HEADERS.map((header, i) => [header, headerText(cells[i])])) as Record<
    Header,
    string
  >;
  const kind = KINDS.get(text.what);
  if (kind === undefined || text.seen !== '') return [];
  return [
    {
      line,
      time: text.found,
      timeUtc: text.time_utc,
      run: text.run,
      datastack: text.datastack,
      tab: text.tab,
      tabId: digitsValue(text.tab_id),
      column: text.column,
      id: text.id,
      kind,
      from: text.old_current_id,
      to: text.new_current_id,
      share: text.share,
      note: text.note,
    },
  ];
}

/** Call it under the lock. Marks these lines as seen; `words` goes into the column "seen". Returns the lines. */
export function endLines(host: Host, isMeant: (line: ReportLine) => boolean, words: string): ReportLine[] {
  const lines = unseenLines(host).filter(isMeant);
  const tab = reportTab(host);
  if (tab === null || lines.length === 0) return [];
  const seenCells = tab.values(2, columnOf('seen'), tab.lastRow() - 1, 1);
  const text = `${words} ${host.file.localTime(host.now())} ${host.user()}`.trim();
  for (const { line } of lines) seenCells[line - 2] = [text];
  putCells(tab, 2, columnOf('seen'), seenCells);
  return lines;
}

function reportTab(host: Host): SheetTab | null {
  const tab = findOwnTab(host.file, REPORT_TAB, HEADERS);
  if (tab === null || tab.lastRow() < 2) return null;
  const header = tab.values(1, 1, 1, HEADERS.length)[0]!.map(headerText);
  const changedName = HEADERS.find((name, i) => header[i] !== name);
  if (changedName === undefined) return tab;
  throw new TtError(
    'INPUT',
    `the list cannot be read: "${changedName}" is not in its column of the tab ${tab.name()} any more. Put the headers back, or delete the tab`,
  );
}
