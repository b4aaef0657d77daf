/** Splits pasted text into rows of cells. It reads lists, CSV, spreadsheet columns, JSON and pairs with arrows. */
import { readNumber } from '../number-text';
import { trimmedText } from './foreign';
import { canBeSegment, idsInCell, readCell } from './id-cell';
import { jsonRows } from './pasted-json';

export interface PastedRows {
  rows: string[][];
  /** True if the first row holds the column names. */
  hasHeader: boolean;
  /** The format that was recognized, such as "CSV". */
  form: string;
  /** Number of comment lines. */
  comments: number;
}

const LINE = /\r\n|\r|\n/;
const ARROW = /^(.*?\S)\s*(?:→|⇒|[-=]+>)\s*(\S.*)$/u;
/** The checkbox of a task list. */
const TASK = /^[-*+•]\s*\[[ xX]?\]\s+/;
/** Words that can be the header of a list of ids. */
const ID_HEADER = /^["']?[\p{L}_][\p{L}_ .-]{0,40}["']?$/u;
const ID_WORD =
  /(?:^|[_ .-])(?:ids?|root|segments?|segids?|neurons?|supervoxels?|svids?|body|bodies|nodes?)(?:$|[_ .-])/i;
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
  const all = plain.split(LINE).map((line) => trimmedText(trimmedText(line).replace(TASK, '')));
  const lines = withoutFrame(all.filter((line) => line !== '' && !isComment(line)));
  const comments = all.filter((line) => line !== '' && isComment(line)).length;
  const arrows = arrowRows(lines);
  if (arrows)
    return { ...table(arrows, arrows[0]!.length === 1 ? 'a numbered list' : 'pairs with arrows'), comments };
  const csv = bestCsv(lines.join('\n'));
  if (csv)
    return { ...table(csv.rows, csv.mark === ',' ? 'CSV' : `columns between "${csv.mark}"`), comments };
  const rows = lines.flatMap(entriesOf).map((cell) => [cell]);
  const name = listName(lines, rows);
  if (name !== '') rows[0] = [name];
  return { rows, hasHeader: name !== '', form: 'a list', comments };
}

/** The header that was copied with a single column of a sheet; '' if the first line is not a header. */
function listName([top = '']: readonly string[], [first, ...below]: readonly string[][]): string {
  const name = top.replace(/^["']|["']$/g, '');
  const isName = top === first?.[0] && ID_HEADER.test(top) && ID_WORD.test(name);
  const ids = below.filter(([cell]) => hasId(cell!)).length;
  return isName && ids * 2 > below.length ? name : '';
}

const hasId = (cell: string): boolean => {
  const read = readCell(cell);
  return read.kind === 'rounded' || idsInCell(read).some(canBeSegment);
};

const isComment = (line: string): boolean =>
  /^(?:#|\/\/)/.test(line) && !/^#TT /.test(line) && !hasId(line) && /^(?:#+|\/\/)\s/.test(line);

/** The entries of a list line. A link or a label is one entry, whatever it contains. */
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

/** Numbers in front of arrows are line numbers and are dropped. */
function arrowRows(lines: readonly string[]): string[][] | null {
  const pairs = lines.map(
    (line) => ARROW.exec(line)?.slice(1, 3).map(trimmedText) as [string, string] | undefined,
  );
  const isPair = (pair: [string, string] | undefined) => pair?.some(hasId) ?? false;
  const [, ...below] = pairs;
  if (lines.length === 0 || !below.every(isPair) || !(isPair(pairs[0]) || (pairs[0] && below.length > 0)))
    return null;
  const rows = pairs as [string, string][];
  return rows.every(([first]) => NUMBERING.test(first)) ? rows.map(([, right]) => [right]) : rows;
}

/**
 * Several separators may split all lines alike, because labels contain one of them. The best one gives the most cells
 * that hold only an id.
 */
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
  // The comma is a decimal mark.
  if (mark === ',' && lines.every((line) => readCell(line).kind === 'rounded')) return null;
  const cells = splitCells(text, mark);
  if (cells.some((row) => row.length !== cells[0]!.length)) return null;
  const rows = withoutBlankEnds(cells);
  const width = rows[0]?.length ?? 0;
  if (rows.length < 2 || width < 2) return null;
  if (rows.every((row) => row.every((cell) => hasId(cell) || cell === ''))) return null;
  // Each line is one point.
  if (width === 3 && rows.every((row) => row.every((cell) => readNumber(bare(cell)) !== null))) return null;
  return rows;
}

/**
 * Removes the frame of a Markdown table: the marks at both ends of each line, and the line of dashes below the names.
 */
function withoutFrame(lines: readonly string[]): string[] {
  if (!lines.every((line) => /^\|.*\|$/.test(line))) return [...lines];
  return lines
    .map((line) => trimmedText(line.slice(1, -1)))
    .filter((line) => !/^[\s|:]*-[\s|:-]*$/.test(line));
}

const bare = (cell: string): string => cell.replace(/[[\](){}]/g, '');

/** Drops empty columns at the right and empty rows at the end. */
function withoutBlankEnds(rows: string[][]): string[][] {
  const widths = rows.map((row) => row.reduce((last, cell, i) => (cell === '' ? last : i + 1), 0));
  const width = Math.max(0, ...widths);
  const end = widths.reduce((last, count, i) => (count > 0 ? i + 1 : last), 0);
  return rows.slice(0, end).map((row) => Array.from({ length: width }, (_x, i) => row[i] ?? ''));
}

/** Splits text at separators and line ends. Inside quotes, and inside brackets within one line, a separator is text. */
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

/** Length limit of a quoted cell: without it, an unclosed quote costs minutes. */
const CELL_CHARACTERS = 60_000;
const GROUP = /^(?:\[[^[\]\r\n]*\]|\([^()\r\n]*\))/;

function cellAt(text: string, start: number, mark: string): { text: string; next: number } {
  if (/["\s]/.test(text[start] ?? '')) {
    const quotedField = new RegExp(`^ *"((?:[^"]|"")*)" *(?=[\\r\\n${mark}]|$)`);
    const found = quotedField.exec(text.slice(start, start + CELL_CHARACTERS));
    if (found) return { text: found[1]!.replace(/""/g, '"'), next: start + found[0].length };
  }
  let at = start;
  while (at < text.length && text[at] !== mark && text[at] !== '\n' && text[at] !== '\r') {
    const opens = mark !== '\t' && (text[at] === '[' || text[at] === '(');
    at += (opens ? GROUP.exec(text.slice(at, at + 1000)) : null)?.[0].length ?? 1;
  }
  return { text: text.slice(start, at), next: at };
}

/** The first row holds the column names if it has no ids, links or numbers itself and stands above such data. */
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
