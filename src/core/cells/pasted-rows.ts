/** A text that was pasted, cut into rows of cells: a list, CSV, columns of a spreadsheet, JSON, arrows. */
import { readNumber } from '../number-text';
import { trimmedText } from './foreign';
import { canBeSegment, idsInCell, readCell } from './id-cell';
import { jsonRows } from './pasted-json';

export interface PastedRows {
  rows: string[][];
  /** The first row names the columns. */
  hasHeader: boolean;
  /** How the text was read, such as "CSV". */
  form: string;
  /** Lines without a cell of their own. */
  comments: number;
}

const LINE = /\r\n|\r|\n/;
const ARROW = /^(.*?\S)\s*(?:→|⇒|[-=]+>)\s*(\S.*)$/u;
const NUMBERING = /^[0-9]{1,5}$/;
/** One id with thousands separators. */
const GROUPED = /^[0-9]{1,3}(?:,[0-9]{3}){4,6}$/;

export function pastedRows(text: string): PastedRows {
  const plain = text.replace(/^\ufeff/, '');
  const json = jsonRows(plain);
  if (json) {
    const { rows, hasHeader, form } = json;
    return hasHeader === null ? table(rows, form) : { rows, hasHeader, form, comments: 0 };
  }
  if (plain.includes('\t'))
    return table(withoutBlankEnds(splitCells(plain, '\t')), 'columns of a spreadsheet');
  const all = plain.split(LINE).map(trimmedText);
  const lines = all.filter((line) => line !== '' && !isComment(line));
  const comments = all.filter((line) => line !== '').length - lines.length;
  const arrows = arrowRows(lines);
  if (arrows)
    return { ...table(arrows, arrows[0]!.length === 1 ? 'a numbered list' : 'pairs with arrows'), comments };
  const csv = bestCsv(lines.join('\n'));
  if (csv)
    return { ...table(csv.rows, csv.mark === ',' ? 'CSV' : `columns between "${csv.mark}"`), comments };
  return { rows: lines.flatMap(entriesOf).map((cell) => [cell]), hasHeader: false, form: 'a list', comments };
}

const hasId = (cell: string): boolean => {
  const read = readCell(cell);
  return read.kind === 'rounded' || idsInCell(read).some(canBeSegment);
};

const isComment = (line: string): boolean =>
  /^(?:#|\/\/)/.test(line) && !/^#TT /.test(line) && !hasId(line) && /^(?:#+|\/\/)\s/.test(line);

/** The entries of a line of a list. A link or a label is one, whatever it holds. */
function entriesOf(line: string): string[] {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(line)) return line.split(/[\s,;]+(?=[a-z][a-z0-9+.-]*:\/\/)/i);
  const read = readCell(line);
  if (read.kind === 'several') return read.ids.some(canBeSegment) ? read.ids : [line];
  if (read.kind !== 'bad') return [line];
  const parts = line.split(/[\s,;|]+/).filter((part) => part !== '');
  return parts.length > 1 && parts.some(hasId)
    ? parts.flatMap((part) => (part === line ? [part] : entriesOf(part)))
    : [line];
}

/** Numbers in front of arrows count the lines, and are dropped. */
function arrowRows(lines: readonly string[]): string[][] | null {
  const pairs = lines.map(
    (line) => ARROW.exec(line)?.slice(1, 3).map(trimmedText) as [string, string] | undefined,
  );
  const isPair = (pair: [string, string] | undefined) => pair?.some(hasId) ?? false;
  const [, ...below] = pairs;
  if (lines.length === 0 || !below.every(isPair) || !(isPair(pairs[0]) || (pairs[0] && below.length > 0)))
    return null;
  const rows = pairs as [string, string][];
  return rows.every(([left]) => NUMBERING.test(left)) ? rows.map(([, right]) => [right]) : rows;
}

/** Several marks may cut all lines alike, where labels hold one of them: the right one leaves ids alone in their cells. */
function bestCsv(text: string): { mark: string; rows: string[][] } | null {
  let best: { mark: string; rows: string[][] } | null = null;
  let most = -1;
  for (const mark of [',', ';', '|']) {
    const rows = csvRows(text, mark);
    const ids = rows === null ? -1 : rows.flat().filter((cell) => /^[0-9]{15,20}$/.test(cell)).length;
    if (rows !== null && ids > most) [best, most] = [{ mark, rows }, ids];
  }
  return best;
}

function csvRows(text: string, mark: string): string[][] | null {
  if (!text.includes(mark)) return null;
  const lines = text.split('\n');
  if (mark === ',' && lines.every((line) => GROUPED.test(line))) return null;
  // A decimal comma.
  if (mark === ',' && lines.every((line) => readCell(line).kind === 'rounded')) return null;
  const cells = splitCells(text, mark);
  if (cells.some((row) => row.length !== cells[0]!.length)) return null;
  const rows = withoutBlankEnds(cells);
  const width = rows[0]?.length ?? 0;
  if (rows.length < 2 || width < 2) return null;
  if (rows.every((row) => row.every((cell) => hasId(cell) || cell === ''))) return null;
  // One point a line.
  if (width === 3 && rows.every((row) => row.every((cell) => readNumber(bare(cell)) !== null))) return null;
  return rows;
}

const bare = (cell: string): string => cell.replace(/[[\](){}]/g, '');

/** Drops columns and last rows in which nothing stands. */
function withoutBlankEnds(rows: string[][]): string[][] {
  const filled = rows.map((row) => row.reduce((last, cell, i) => (cell === '' ? last : i + 1), 0));
  const width = Math.max(0, ...filled);
  const end = filled.reduce((last, count, i) => (count > 0 ? i + 1 : last), 0);
  return rows.slice(0, end).map((row) => Array.from({ length: width }, (_x, i) => row[i] ?? ''));
}

/** Cells between marks and line ends; in quotes, and between brackets of a line, a mark is text. */
function splitCells(text: string, mark: string): string[][] {
  const rows: string[][] = [];
  for (let at = 0; at <= text.length; ) {
    const row: string[] = [];
    let end: string | undefined;
    do {
      const cell = cellAt(text, at, mark);
      row.push(trimmedText(cell.text));
      at = cell.next + 1;
      end = text[cell.next];
    } while (end === mark);
    if (end === '\r' && text[at] === '\n') at++;
    rows.push(row);
  }
  return rows;
}

/** Characters of a quoted cell that are looked at: a quote without its end must not cost minutes. */
const CELL_CHARACTERS = 60_000;
const GROUP = /^(?:\[[^[\]\r\n]*\]|\([^()\r\n]*\))/;

function cellAt(text: string, start: number, mark: string): { text: string; next: number } {
  if (/["\s]/.test(text[start] ?? '')) {
    const quoted = new RegExp(`^ *"((?:[^"]|"")*)" *(?=[\\r\\n${mark}]|$)`);
    const found = quoted.exec(text.slice(start, start + CELL_CHARACTERS));
    if (found) return { text: found[1]!.replace(/""/g, '"'), next: start + found[0].length };
  }
  let at = start;
  while (at < text.length && text[at] !== mark && text[at] !== '\n' && text[at] !== '\r') {
    const opens = mark !== '\t' && (text[at] === '[' || text[at] === '(');
    at += (opens ? GROUP.exec(text.slice(at, at + 1000)) : null)?.[0].length ?? 1;
  }
  return { text: text.slice(start, at), next: at };
}

/** A row above ids, links or numbers that holds none names them. */
function table(rows: string[][], form: string): PastedRows {
  const [top, ...below] = rows;
  const isData = (cell: string) =>
    hasId(cell) || /^[a-z][a-z0-9+.-]*:\/\//i.test(cell) || readNumber(bare(cell)) !== null;
  const differs = (top ?? []).some(
    (cell, i) =>
      cell !== '' &&
      !isData(cell) &&
      below.length > 0 &&
      below.filter((row) => isData(row[i] ?? '')).length * 2 > below.length,
  );
  return { rows, hasHeader: differs && !(top ?? []).some(hasId), form, comments: 0 };
}
