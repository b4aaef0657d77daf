/**
 * The tab `TT changes`: what each run has done, row by row, with the cells' content before and after. A killed run
 * continues from it, and Undo reads it.
 */
import { digitsValue } from '../../../core/digits';
import { TtError } from '../../../core/errors';
import type { Cell } from '../../../core/table';
import { utcText } from '../../../core/time';
import type { SheetFile, SheetTab } from '../../interfaces/host';
import type { CellValue } from '../cells/cell-value';
import { rowsOfPart } from '../look/cells';
import { MAX_ATTEMPTS } from '../look/grid';
import { appendRows, findOwnTab, ownTab } from './own-tabs';
import { encodeHeld, RecordLines, valuesAsHeld, type WriteRecordLine } from './record-lines';

export const CHANGES_TAB = 'TT changes';
const HEADERS = [
  'run',
  'time_utc',
  'tab_id',
  'id',
  'row',
  'state',
  'before',
  'after',
  'mark',
  'beside',
  'line',
];
/** Number of lines of earlier runs to keep. */
export const LINES_KEPT = 40_000;
/** A cell holds 50,000 characters; longer text continues in lines with the state `more`. */
const PART = 40_000;

/** Where a run's lines are, and their number. */
export interface RecordPlace {
  run: string;
  /** The id of the tab with the lines; 0 before the first line. */
  recordTab: number;
  lines: number;
}

/** Lines of one write: what a line takes in memory is let go before the next ones are made. */
const LINES_AT_ONCE = 4000;

/** Appends lines and makes sure that they are there. Returns where the record is now. */
export function appendWriteRecord(
  file: SheetFile,
  place: RecordPlace,
  tabId: number,
  at: number,
  lines: Iterable<WriteRecordLine>,
): RecordPlace {
  let now = place;
  let page: WriteRecordLine[] = [];
  const write = () => {
    now = appendPage(file, now, tabId, at, page);
    page = [];
  };
  for (const line of lines) if (page.push(line) === LINES_AT_ONCE) write();
  if (page.length > 0) write();
  return now;
}

function appendPage(
  file: SheetFile,
  place: RecordPlace,
  tabId: number,
  at: number,
  lines: readonly WriteRecordLine[],
): RecordPlace {
  const tab = place.lines > 0 ? requireTab(file, place) : ownTab(file, CHANGES_TAB, HEADERS);
  const time = utcText(at);
  const rows = lines.flatMap((line, i) =>
    rowsOf(line, place.lines + i + 1, [place.run, time, String(tabId)]),
  );
  appendRows(tab, rows);
  file.flush();
  const last = tab.values(tab.lastRow(), 1, 1, HEADERS.length)[0] ?? [];
  const number = place.lines + lines.length;
  if (String(last[0]) !== place.run || lineOf(last[10]).line !== number) throw lostRecordError();
  return { run: place.run, recordTab: tab.id, lines: number };
}

/** The line, plus one for each further part of its longest text. */
function rowsOf(line: WriteRecordLine, number: number, head: string[]): CellValue[][] {
  const texts = [encodeHeld(line.before), encodeHeld(valuesAsHeld(line.after)), encodeHeld(line.beside)];
  const parts = Math.max(1, ...texts.map((text) => Math.ceil(text.length / PART)));
  return Array.from({ length: parts }, (_x, part) => {
    const [before, after, beside] = texts.map((text) => text.slice(part * PART, (part + 1) * PART));
    return [
      ...head,
      line.id,
      line.row,
      part === 0 ? line.state : 'more',
      before!,
      after!,
      part === 0 ? line.mark.join(' ') : '',
      beside!,
      part === 0 ? String(number) : `${number}/${part}`,
    ];
  });
}

const textAt = (row: readonly (Cell | undefined)[], column: number): string => `${row[column] ?? ''}`;

function lineOf(cell: Cell | undefined): { line: number; part: number } {
  const [line, part = '0'] = `${cell ?? ''}`.split('/');
  return { line: digitsValue(line), part: digitsValue(part) };
}

export const lostRecordError = (): TtError =>
  new TtError(
    'INPUT',
    `the tab ${CHANGES_TAB}, which holds what this run replaced, was deleted or changed. Nothing more is written. ` +
      'What the run wrote stays, and Undo cannot take it back; File › Version history can',
  );

function requireTab(file: SheetFile, { recordTab }: RecordPlace): SheetTab {
  const tab = file.tabById(recordTab);
  if (!tab) throw lostRecordError();
  return tab;
}

export interface ReadRecord {
  lines: RecordLines;
  /** A killed step has more lines than its job knows of. */
  place: RecordPlace;
}

/** Texts of state, before, after, mark and beside of a line. */
export type LineTexts = [state: string, before: string, after: string, mark: string, beside: string];

const everyText = (texts: LineTexts): LineTexts => texts;

/**
 * Every line of a run in order; `keep` says what of a line is kept. Throws where one that was written is no longer there,
 * or cannot be read.
 */
export function readWriteRecord(file: SheetFile, place: RecordPlace, keep = everyText): ReadRecord {
  const tab = place.lines > 0 ? requireTab(file, place) : findOwnTab(file, CHANGES_TAB, HEADERS);
  const rows = (tab?.lastRow() ?? 1) - 1;
  if (!tab || rows <= 0) {
    if (place.lines > 0) throw lostRecordError();
    return { lines: new RecordLines(), place };
  }
  const size = rowsOfPart(HEADERS.length);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const parts = () => partsOf(tab, rows, size, place.run);
    const lines =
      joinParts(parts(), keep) ??
      joinParts(
        [...parts()].sort((a, b) => a.line - b.line || a.part - b.part),
        keep,
      );
    if (lines !== null && lines.length >= place.lines)
      return {
        lines,
        place: { ...place, recordTab: lines.length > 0 ? tab.id : place.recordTab, lines: lines.length },
      };
    // Lines of other runs may go while the tab is read in pages.
    if (rows <= size) break;
  }
  throw lostRecordError();
}

interface LinePart {
  line: number;
  part: number;
  row: Cell[];
}

/** In the order of the tab. */
function* partsOf(tab: SheetTab, rows: number, size: number, run: string): Generator<LinePart> {
  for (let from = 0; from < rows; from += size) {
    for (const row of tab.values(2 + from, 1, Math.min(size, rows - from), HEADERS.length)) {
      if (textAt(row, 0) === run) yield { row, ...lineOf(row[10]) };
    }
  }
}

/** Null where they are not in order, or one is missing. */
function joinParts(parts: Iterable<LinePart>, keep: typeof everyText): RecordLines | null {
  const lines = new RecordLines();
  let open: Cell[] | null = null;
  const close = () => {
    if (!open) return;
    const texts = [5, 6, 7, 8, 9].map((column) => textAt(open!, column)) as LineTexts;
    try {
      lines.push(digitsValue(textAt(open, 4)), textAt(open, 3), keep(texts));
      lines.at(lines.length - 1);
    } catch {
      throw lostRecordError();
    }
  };
  let last = { line: 0, part: 0 };
  for (const { row, line, part } of parts) {
    const isNext = part === 0 ? line === last.line + 1 : line === last.line && part === last.part + 1;
    if (!isNext) return null;
    last = { line, part };
    if (part === 0) {
      close();
      open = [...row];
    } else for (const column of [6, 7, 9]) open![column] = `${open![column]}${row[column]}`;
  }
  close();
  return lines;
}

/** Deletes lines of earlier runs beyond the number to keep; returns the runs that they were of. */
export function trimWriteRecord(file: SheetFile, keep: ReadonlySet<string>): Set<string> {
  const tab = findOwnTab(file, CHANGES_TAB, HEADERS);
  const over = (tab?.lastRow() ?? 0) - 1 - LINES_KEPT;
  if (!tab || over <= 0) return new Set();
  // Lines of an unfinished run are never deleted.
  const runs = tab.values(2, 1, over, 1).map(([run]) => String(run));
  const until = runs.findIndex((run) => keep.has(run));
  const count = until < 0 ? over : until;
  if (count > 0) tab.deleteRows(2, count);
  return new Set(runs.slice(0, count));
}
