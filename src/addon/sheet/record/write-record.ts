/**
 * The tab `TT changes`: what each run has done, row by row, with the cells' content before and after. A killed run
 * continues from it, and Undo reads it.
 */
import { digitsValue } from '../../../core/digits';
import { TtError } from '../../../core/errors';
import type { Cell } from '../../../core/table';
import { utcText } from '../../../core/time';
import type { SheetFile, SheetTab, TextLink } from '../../interfaces/host';
import type { CellValue } from '../cells/cell-value';
import { rowsOfPart, Texts } from '../look/cells';
import { MAX_ATTEMPTS } from '../look/grid';
import type { RowMark } from '../look/row-identity';
import { Ints, TextSet } from '../look/text-index';
import { appendRows, findOwnTab, ownTab } from './own-tabs';

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
const LINES_KEPT = 40_000;
/** A cell holds 50,000 characters; longer text continues in lines with the state `more`. */
const PART = 40_000;

/** Values by output. */
export type RowValues = Record<string, CellValue>;

/** A cell's content: its value, and its formula, number format and links if they are not the usual ones. */
export interface HeldCell {
  value: CellValue;
  formula?: string;
  format?: string;
  links?: TextLink[];
}

export type HeldCells = Record<string, HeldCell>;

export interface WriteRecordLine {
  /** The key of the row; '' for a row without one. */
  id: string;
  /** The row's number in this run, from 1; 0 for a line about a key alone. */
  row: number;
  /**
   * `done` is final; `again` will be asked again; `planned` waits for its turn; `held`: the content of the row when the
   * run began; `array`: an array fills these cells; `undo`: the cells beside before Undo wrote; `left`: cells that
   * could not be written because they were protected meanwhile; `lost`: a cell that could not be fixed; `kept`: answers
   * for a key that were not written because its cells were filled or not ours to write.
   */
  state: 'planned' | 'held' | 'done' | 'again' | 'array' | 'undo' | 'left' | 'lost' | 'kept';
  before: HeldCells;
  after: RowValues;
  mark: RowMark;
  /** By header: cells of other columns next to the written ones. */
  beside: HeldCells;
}

type Stored = CellValue | { date: number } | { v: Stored; f?: string; n?: string; l?: TextLink[] };

const storedValue = (value: CellValue): Stored => (value instanceof Date ? { date: value.getTime() } : value);

function encode(cells: Record<string, HeldCell>): string {
  const text = JSON.stringify(
    Object.fromEntries(
      Object.entries(cells).map(([name, { value, formula, format, links }]) => [
        name,
        formula === undefined && format === undefined && links === undefined
          ? storedValue(value)
          : { v: storedValue(value), f: formula, n: format, l: links },
      ]),
    ),
  );
  return text === '{}' ? '' : text;
}

const readValue = (stored: Stored): CellValue =>
  typeof stored === 'object' && 'date' in stored ? new Date(stored.date as number) : (stored as CellValue);

function readCell(stored: Stored): HeldCell {
  if (typeof stored !== 'object' || !('v' in stored)) return { value: readValue(stored) };
  const { v, f, n, l } = stored;
  return {
    value: readValue(v),
    ...(f === undefined ? {} : { formula: f }),
    ...(n === undefined ? {} : { format: n }),
    ...(l === undefined ? {} : { links: l }),
  };
}

function decode(text: string): HeldCells {
  if (text === '') return {};
  const stored = JSON.parse(text) as Record<string, Stored>;
  return Object.fromEntries(Object.entries(stored).map(([name, cell]) => [name, readCell(cell)]));
}

const plain = (cells: HeldCells): RowValues =>
  Object.fromEntries(Object.entries(cells).map(([name, { value }]) => [name, value]));

const readValues = (values: RowValues): HeldCells =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));

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
  const texts = [encode(line.before), encode(readValues(line.after)), encode(line.beside)];
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

/** What the texts of most lines have in common: names of outputs, headers and their codes. */
const CELL_PARTS = /(")/;
const MARK_PARTS = /([ :])/;

/** The lines of a run, packed; each is decoded when it is asked for. */
export class RecordLines {
  private readonly rows = new Ints();
  /** Numbers of the ids: a row has several lines. */
  private readonly idNumbers = new Ints();
  private readonly ids = new TextSet();
  private readonly texts = [null, CELL_PARTS, CELL_PARTS, MARK_PARTS, CELL_PARTS].map(
    (parting) => new Texts(parting),
  );

  static of(lines: readonly WriteRecordLine[]): RecordLines {
    const found = new RecordLines();
    for (const line of lines) found.add(line);
    return found;
  }

  get length(): number {
    return this.rows.length;
  }

  add({ id, row, state, before, after, mark, beside }: WriteRecordLine): void {
    this.push(row, id, [state, encode(before), encode(readValues(after)), mark.join(' '), encode(beside)]);
  }

  /** Texts of state, before, after, mark and beside. */
  push(row: number, id: string, texts: readonly string[]): void {
    this.rows.push(row);
    this.idNumbers.push(this.ids.add(id));
    this.texts.forEach((list, i) => {
      list.push(texts[i]!);
    });
  }

  idAt(i: number): string {
    return this.ids.at(this.idNumbers.at(i));
  }

  /** Lines of one id have one number, from 0. */
  idNumberAt(i: number): number {
    return this.idNumbers.at(i);
  }

  /** -1 for an id without a line. */
  numberOf(id: string): number {
    return this.ids.numberOf(id);
  }

  idOf(number: number): string {
    return this.ids.at(number);
  }

  rowAt(i: number): number {
    return this.rows.at(i);
  }

  stateAt(i: number): WriteRecordLine['state'] {
    return this.texts[0]!.at(i) as WriteRecordLine['state'];
  }

  markAt(i: number): RowMark {
    const text = this.texts[3]!.at(i);
    return text === '' ? [] : text.split(' ');
  }

  at(i: number): WriteRecordLine {
    const [, before, after, , beside] = this.texts.map((list) => list.at(i));
    return {
      id: this.idAt(i),
      row: this.rowAt(i),
      state: this.stateAt(i),
      before: decode(before!),
      after: plain(decode(after!)),
      mark: this.markAt(i),
      beside: decode(beside!),
    };
  }

  all(): WriteRecordLine[] {
    return Array.from({ length: this.length }, (_x, i) => this.at(i));
  }
}

/** Every line of a run in order. Throws where one that was written is no longer there, or cannot be read. */
export function readWriteRecord(file: SheetFile, place: RecordPlace): ReadRecord {
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
      joinParts(parts()) ?? joinParts([...parts()].sort((a, b) => a.line - b.line || a.part - b.part));
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
function joinParts(parts: Iterable<LinePart>): RecordLines | null {
  const lines = new RecordLines();
  let open: Cell[] | null = null;
  const close = () => {
    if (open)
      lines.push(
        digitsValue(textAt(open, 4)),
        textAt(open, 3),
        [5, 6, 7, 8, 9].map((column) => textAt(open!, column)),
      );
    if (open) requireReadable(lines);
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

function requireReadable(lines: RecordLines): void {
  try {
    lines.at(lines.length - 1);
  } catch {
    throw lostRecordError();
  }
}

/** Deletes lines of earlier runs beyond the number to keep. */
export function trimWriteRecord(file: SheetFile, keep: ReadonlySet<string>): void {
  const tab = findOwnTab(file, CHANGES_TAB, HEADERS);
  const over = (tab?.lastRow() ?? 0) - 1 - LINES_KEPT;
  if (!tab || over <= 0) return;
  // Lines of an unfinished run are never deleted.
  const runs = tab.values(2, 1, over, 1).map(([run]) => String(run));
  const until = runs.findIndex((run) => keep.has(run));
  const count = until < 0 ? over : until;
  if (count > 0) tab.deleteRows(2, count);
}
