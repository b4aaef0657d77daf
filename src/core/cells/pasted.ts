/** Reads pasted text as cells: which columns hold ids, links, points or labels, and which ids cannot be kept. */
import { cellText, roundedIdError } from '../errors';
import { type Id, LAYER_2 } from '../ids';
import { readNumber, readNumbers } from '../number-text';
import { canBeSegment, type IdCell, idsInCell, readCell } from './id-cell';
import { pastedRows } from './pasted-rows';
import { probablyRounded } from './rounded-ids';

export type PastedKind = 'ids' | 'links' | 'points' | 'numbers' | 'labels';

export interface PastedColumn {
  kind: PastedKind;
  /** '' if the content is unknown. */
  header: string;
  /** True if the pasted text contained the header. */
  named: boolean;
}

/** A cell of an id column without a usable id; `row` is a row of `cells`, from 1. */
export interface PastedProblem {
  row: number;
  shown: string;
  kind: 'rounded' | 'doubtful' | 'several' | 'bad';
}

export interface Pasted {
  form: string;
  columns: PastedColumn[];
  /** The texts to write; '' for a blank cell. */
  cells: string[][];
  ids: number;
  distinct: number;
  /** Number of cells with a word for "none". */
  none: number;
  comments: number;
  /** Number of ids with a remark beside them; the remarks are dropped. */
  remarks: number;
  problems: PastedProblem[];
}

export function readPasted(text: string): Pasted {
  const { rows, hasHeader, form, comments } = pastedRows(text);
  const data = hasHeader ? rows.slice(1) : rows;
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const table: Pasted = {
    form,
    columns: [],
    cells: data.map((row) => Array.from({ length: width }, (_x, i) => row[i] ?? '')),
    ids: 0,
    distinct: 0,
    none: 0,
    comments,
    remarks: 0,
    problems: [],
  };
  const usedNames = new Set<string>();
  for (let c = 0; c < width; c++) {
    const values = table.cells.map((row) => row[c]!);
    const kind = kindOf(values);
    const ownHeader = hasHeader ? rows[0]![c]! : '';
    const header =
      ownHeader !== ''
        ? ownHeader
        : freeName(kind === 'ids' ? idHeader(values) : DEFAULT_HEADERS[kind], usedNames);
    usedNames.add(header);
    table.columns.push({ kind, header, named: ownHeader !== '' });
    if (kind === 'ids') readIds(table, c);
  }
  table.problems.sort((a, b) => a.row - b.row);
  return table;
}

/** Headers of columns that have none. */
const DEFAULT_HEADERS: Record<Exclude<PastedKind, 'ids'>, string> = {
  links: 'link',
  points: 'point',
  numbers: '',
  labels: '',
};

function freeName(name: string, usedNames: ReadonlySet<string>): string {
  if (name === '' || !usedNames.has(name)) return name;
  let n = 2;
  while (usedNames.has(`${name}_${n}`)) n++;
  return `${name}_${n}`;
}

/** `supervoxel_id` if most ids are below the first id of layer 2, else `root_id`. */
function idHeader(values: readonly string[]): string {
  const ids = values.flatMap((value) => idsInCell(readCell(value)));
  const pieces = ids.filter(
    (id) => id.length < LAYER_2.length || (id.length === LAYER_2.length && id < LAYER_2),
  );
  return pieces.length * 2 > ids.length ? 'supervoxel_id' : 'root_id';
}

function kindOf(values: readonly string[]): PastedKind {
  const nonBlank = values.filter((value) => value !== '');
  const most = (is: (value: string) => boolean) =>
    nonBlank.filter(is).length * 2 >= nonBlank.length && nonBlank.some(is);
  if (most((value) => /^[a-z][a-z0-9+.-]*:\/\//i.test(value))) return 'links';
  // A word for "none" does not count for or against ids.
  const ids = nonBlank.filter((value) => readCell(value).kind !== 'none');
  const reads = ids.map(readCell);
  const hasIds = reads.some((read) => read.kind !== 'rounded' && isId(read)) || reads.every(isId);
  const idCount = reads.filter(isId).length;
  if (hasIds && idCount > 0 && idCount * 2 >= reads.length) return 'ids';
  if (nonBlank.length > 0 && nonBlank.every((value) => readNumber(value) !== null)) return 'numbers';
  if (most((value) => !('reason' in readNumbers(value, 3)))) return 'points';
  return 'labels';
}

const isId = (read: IdCell): boolean => read.kind === 'rounded' || idsInCell(read).some(canBeSegment);

/** Replaces the cells of an id column by plain ids and records the cells without a usable id. */
function readIds(table: Pasted, c: number): void {
  const rowOf = new Map<Id, number>();
  const note = (row: number, display: string, kind: PastedProblem['kind']) =>
    table.problems.push({ row: row + 1, shown: display.slice(0, 60), kind });
  table.cells.forEach((row, r) => {
    const text = row[c]!;
    const read = readCell(text);
    if (read.kind === 'none') table.none++;
    else if (read.kind === 'rounded') {
      row[c] = cellText(roundedIdError(read.shown));
      note(r, read.shown, 'rounded');
    } else if (read.kind === 'several') note(r, text, 'several');
    else if (read.kind === 'id' && canBeSegment(read.id)) {
      if (hasRemark(text)) table.remarks++;
      row[c] = read.id;
      table.ids++;
      if (!rowOf.has(read.id)) rowOf.set(read.id, r);
    } else if (read.kind === 'id' || read.kind === 'bad') note(r, text, 'bad');
  });
  for (const id of probablyRounded([...rowOf.keys()])) note(rowOf.get(id)!, id, 'doubtful');
  table.distinct += rowOf.size;
}

/** True if there are letters beside the digits, other than the suffix of a program (7205…L, 7205…n). */
const hasRemark = (text: string): boolean =>
  /\p{L}/u.test(text.replace(/[0-9](?:u?l{1,2}|n)(?!\p{L})/giu, ''));
