/**
 * Matches the rows of a run's record with the rows of the current tab. A key that occurs once identifies its row. If it
 * occurs twice, was changed or is blank, the row is identified by its mark: the content of its other cells, which moves
 * with it.
 */
import type { Cell } from '../../../core/table';
import { cellKey, isBlank } from './grid';
import { DistinctTexts, Ints } from './text-index';

/** A short code for each foreign cell: `header:value`. */
export type RowMark = string[];

/** Rows by their keys, '' for one without, and by their marks, which are made when they are asked for. */
export interface MarkedRows {
  readonly length: number;
  keyAt(i: number): string;
  markAt(i: number): RowMark;
}

const CELLS_MARKED = 16;
/** Larger sets of rows with one key and no equal mark are not compared with each other. */
const PAIRS_COMPARED = 1_000_000;
/** With this many cells of another row beside an id, the id has moved, not the cells. */
const PARTS_OF_OTHER = 2;

/** `columns`: the header and the place of cells that no job writes and no formula computes. */
export function markOf(
  cellIn: (column: number) => Cell | undefined,
  columns: readonly { code: string; column: number }[],
): RowMark {
  const mark: RowMark = [];
  for (const { code, column } of columns) {
    if (mark.length === CELLS_MARKED) break;
    const cell = cellIn(column);
    if (!isBlank(cell)) mark.push(`${code}:${shortHash(cellKey(cell))}`);
  }
  return mark;
}

export function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

export interface RowMatches {
  /** For each row of the tab the index of its entry, or null. */
  entries: (number | null)[];
  /** Rows that share key and mark with others, some of which are gone: this one could be any of them. */
  unclear: Set<number>;
}

/** `isHeld` says whether our cells of a row hold what an entry says. */
export function matchRows(
  rows: MarkedRows,
  run: MarkedRows,
  isHeld?: (row: number, entry: number) => boolean,
): RowMatches {
  const entries = Array<number | null>(rows.length).fill(null);
  const unclear = new Set<number>();
  const used = new Uint8Array(run.length);
  const pair = (row: number, entry: number) => {
    entries[row] = entry;
    used[entry] = 1;
  };
  // A column that is gone, or has another header by now, tells nothing about a row; nor does one that came since.
  const both = lazily(() => [codesOf(rows), codesOf(run)] as const);
  const markOfEntry = (entry: number) => restrict(run.markAt(entry), both()[0]);
  const markOfRow = (row: number) => rows.markAt(row);
  const keys = new DistinctTexts((i) => run.keyAt(i));
  const candidates = groupsOf(run.length, (i) => keys.add(i));
  const members = groupsOf(rows.length, (i) => keys.numberOf(rows.keyAt(i)));
  for (let number = 0; number < keys.size; number++) {
    const [asking, there] = [members(number), candidates(number)];
    const isBlank = () => keys.textOf(number) === '';
    if (asking.length === 1 && there.length === 1 && !isBlank()) pair(asking[0]!, there[0]!);
    else if (asking.length > 0) {
      pairEqual(asking, there, isBlank());
      pairAlike(asking, there, isBlank());
    }
  }
  const sharedMark = (row: number) => restrict(markOfRow(row), both()[1]);
  pairEdited(markOfRow);
  pairEdited(sharedMark);
  if (isHeld && pairExchanged(sharedMark, isHeld)) pairEdited(sharedMark);
  return { entries, unclear };

  function pairEqual(group: readonly number[], there: readonly number[], isBlank: boolean): void {
    const waiting = new Map<string, number[]>();
    for (const entry of there) push(waiting, markOfEntry(entry).join(' '), entry);
    const asking = new Map<string, number[]>();
    for (const row of group) push(asking, markOfRow(row).join(' '), row);
    for (const [mark, same] of asking) {
      const found = waiting.get(mark) ?? [];
      // A blank row without anything beside it is any blank row.
      if (mark === '' && isBlank) continue;
      same.forEach((row, i) => {
        if (found[i] === undefined) return;
        pair(row, found[i]!);
        if (found.length > same.length) unclear.add(row);
      });
    }
  }

  /** What else is known of rows with one key: the cells that still are as they were. */
  function pairAlike(group: readonly number[], there: readonly number[], mustShare: boolean): void {
    const open = group.filter((row) => entries[row] === null);
    if (open.length * there.length > PAIRS_COMPARED) return;
    const free = there
      .filter((entry) => used[entry] === 0)
      .map((entry) => ({ entry, mark: new Set(markOfEntry(entry)) }));
    const scores = open.flatMap((row) => {
      const own = markOfRow(row);
      return free.map(({ entry, mark }, i) => ({
        row,
        entry,
        i,
        score: own.filter((part) => mark.has(part)).length,
      }));
    });
    scores.sort((a, b) => b.score - a.score || a.row - b.row || a.i - b.i);
    for (const { row, entry, score } of scores) {
      if (mustShare && score === 0) continue;
      if (entries[row] === null && used[entry] === 0) pair(row, entry);
    }
  }

  /** Rows whose id was edited or cleared: nothing else has changed in them. */
  function pairEdited(now: (row: number) => RowMark): void {
    const waiting = new Map<string, number[]>();
    used.forEach((isUsed, entry) => {
      const mark = isUsed ? [] : markOfEntry(entry);
      if (mark.length > 0) push(waiting, mark.join(' '), entry);
    });
    if (waiting.size === 0) return;
    const asking = new Map<string, number[]>();
    entries.forEach((found, row) => {
      const mark = found === null ? now(row).join(' ') : '';
      if (waiting.has(mark)) push(asking, mark, row);
    });
    for (const [mark, same] of asking) {
      const found = waiting.get(mark)!;
      if (same.length === 1 && found.length === 1) pair(same[0]!, found[0]!);
    }
  }

  /** Rows whose ids changed places: all the other cells, and ours, are those of another entry. */
  function pairExchanged(
    now: (row: number) => RowMark,
    holds: (row: number, entry: number) => boolean,
  ): boolean {
    const textOfRow = (row: number) => now(row).join(' ');
    const textOfEntry = (entry: number) => markOfEntry(entry).join(' ');
    // Equal as a whole they are equal in part: most rows are.
    const isOther = (row: number, entry: number) =>
      markOfRow(row).join(' ') !== run.markAt(entry).join(' ') &&
      now(row).length >= PARTS_OF_OTHER &&
      textOfRow(row) !== textOfEntry(entry);
    const doubtful = entries.flatMap((entry, row) =>
      entry !== null && (isOther(row, entry) || !holds(row, entry)) ? [row] : [],
    );
    if (doubtful.length === 0) return false;
    const waiting = new Map<string, number[]>();
    used.forEach((isUsed, entry) => {
      if (!isUsed) push(waiting, textOfEntry(entry), entry);
    });
    for (const row of doubtful) push(waiting, textOfEntry(entries[row]!), entries[row]!);
    // A row whose id was moved away has no entry now; its own entry is paired with the row that got the id.
    const doubtedEntries = new Set(doubtful.map((row) => entries[row]!));
    const bare = entries.flatMap((entry, row) => (entry === null && now(row).length > 0 ? [row] : []));
    const candidatesOf = (row: number) => waiting.get(textOfRow(row)) ?? [];
    const seekers = [...doubtful, ...bare];
    if (seekers.reduce((sum, row) => sum + candidatesOf(row).length, 0) > PAIRS_COMPARED) return false;
    const owners = new Map<number, number>();
    const take = (isHis: (row: number, entry: number) => boolean, among: readonly number[]) => {
      for (const row of among) {
        const found = candidatesOf(row).find((entry) => !owners.has(entry) && isHis(row, entry));
        if (found !== undefined) owners.set(found, row);
      }
    };
    const isOpen = (row: number, entry: number) =>
      entries[row] === null ? doubtedEntries.has(entry) : entry !== entries[row];
    take((row, entry) => isOpen(row, entry) && holds(row, entry), seekers);
    if (owners.size === 0) return false;
    const pairedRows = new Set(owners.values());
    const robbedRows = doubtful.filter((row) => !pairedRows.has(row) && owners.has(entries[row]!));
    take((row) => now(row).length > 0, robbedRows);
    for (const row of robbedRows) entries[row] = null;
    for (const [entry, row] of owners) {
      if (entries[row] !== null) used[entries[row]!] = 0;
      entries[row] = entry;
    }
    for (const entry of owners.keys()) used[entry] = 1;
    return true;
  }
}

/** The members of each group, in order; `numberOf` an item says its group, -1 for none. */
function groupsOf(length: number, numberOf: (i: number) => number): (group: number) => number[] {
  const heads = new Ints(-1);
  const next = new Int32Array(length);
  const numbers = Int32Array.from(next, (_x, i) => numberOf(i));
  for (let i = length - 1; i >= 0; i--) {
    const group = numbers[i]!;
    if (group < 0) continue;
    next[i] = heads.at(group);
    heads.set(group, i);
  }
  return (group) => {
    const found: number[] = [];
    for (let i = heads.at(group); i >= 0; i = next[i]!) found.push(i);
    return found;
  };
}

function lazily<T>(make: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= make());
}

const codeOf = (part: string): string => part.slice(0, part.indexOf(':'));

function codesOf(rows: MarkedRows): Set<string> {
  const codes = new Set<string>();
  for (let i = 0; i < rows.length; i++) for (const part of rows.markAt(i)) codes.add(codeOf(part));
  return codes;
}

/** The parts of a mark that others may have too. */
const restrict = (mark: RowMark, codes: ReadonlySet<string>): RowMark =>
  mark.filter((part) => codes.has(codeOf(part)));

function push(groups: Map<string, number[]>, key: string, index: number): void {
  const group = groups.get(key);
  if (group) group.push(index);
  else groups.set(key, [index]);
}
