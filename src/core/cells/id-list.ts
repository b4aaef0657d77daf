/**
 * Reads ids from text that a user pasted or typed into one field: a list, lines with comments, or a table with an id
 * column.
 */
import { TtError } from '../errors';
import { passedError, trimmedText } from './foreign';
import { canBeSegment, idsInCell, readCell } from './id-cell';

/** One text per row, to be read as a cell of an id column. `what` names the field. Throws if two columns hold ids. */
export function idTexts(text: string, what: string): string[] {
  const lines = text
    .split(/\r\n|\r|\n/)
    .map(trimmedText)
    .filter((line) => line !== '' && !isComment(line));
  return idColumn(lines, what) ?? lines.flatMap(entriesOf);
}

/** True for a line that is only a comment. `#N/A` and `#TT` are entries, not comments. */
const isComment = (line: string): boolean =>
  /^(?:#|\/\/)/.test(line) &&
  !passedError(line) &&
  readCell(line).kind === 'bad' &&
  !/^#\p{Lu}+[!?/]/u.test(line);

/** A separator outside brackets and before a comment. */
const SEPARATOR = /[,;\t](?![^([{]*[)\]}])/;

function entriesOf(line: string): string[] {
  const cell = readCell(line);
  if (cell.kind === 'several') return cell.ids;
  // The commas are thousands separators, or there is no separator.
  if (cell.kind === 'id' && !/[^0-9,]/.test(line)) return [line];
  const comment = line.search(/\s(?:#|\/\/)/);
  const parts = (comment < 0 ? line : line.slice(0, comment)).split(SEPARATOR).map(trimmedText);
  const entries = parts.filter((part) => part !== '');
  if (entries.length > 1) return entries.flatMap(entriesOf);
  return cell.kind === 'bad' && /^[\w.+\s-]+$/.test(line) ? line.split(/\s+/) : [line];
}

/** The cells of the only column that holds ids, or null if the lines are not a table. */
function idColumn(lines: readonly string[], what: string): string[] | null {
  const separator = ['\t', ',', ';'].find((mark) => lines.every((line) => line.includes(mark)));
  if (separator === undefined || lines.length < 2) return null;
  const rows = lines.map((line) =>
    line.split(separator).map((cell) => trimmedText(cell.replace(/^\s*"|"\s*$/g, ''))),
  );
  const width = rows[0]!.length;
  if (rows.some((row) => row.length !== width)) return null;
  const [top, ...below] = rows as [string[], ...string[][]];
  const columns = top
    .map((_cell, i) => i)
    .filter((i) => below.filter((row) => hasId(row[i]!)).length * 2 >= below.length);
  // Lines that are all ids form a list, unless the first line names columns.
  const isList =
    columns.length === width && (width === 1 || top.some(hasId) || top.some((cell) => cell === ''));
  if (isList || columns.length === 0) return null;
  if (columns.length > 1) {
    const names = columns.map((i) => (hasId(top[i]!) ? i + 1 : `"${top[i]!.slice(0, 40)}"`)).join(' and ');
    throw new TtError('INPUT', `${what}: the columns ${names} hold ids: paste one of them`);
  }
  const [at] = columns as [number];
  const header = !hasId(top[at]!) && readCell(top[at]).kind === 'bad';
  return (header ? below : rows).map((row) => row[at]!);
}

const hasId = (cell: string): boolean => idsInCell(readCell(cell)).some(canBeSegment);
