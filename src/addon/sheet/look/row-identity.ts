/**
 * Matches the rows of a run's record with the rows of the current tab. A key that occurs once identifies its row. If it
 * occurs twice, was changed or is blank, the row is identified by its mark: the content of its other cells, which moves
 * with it.
 */
import type { Cell } from '../../../core/table';
import { cellKey, isBlank } from './grid';

/** A short code for each foreign cell: `header:value`. */
export type RowMark = string[];

export interface MarkedRow {
  /** '' for a row without a key. */
  key: string;
  mark: RowMark;
}

const CELLS_MARKED = 16;
/** Larger sets of rows with one key and no equal mark are not compared with each other. */
const PAIRS_COMPARED = 1_000_000;
/** With this many cells of another row beside an id, the id has moved, not the cells. */
const PARTS_OF_OTHER = 2;

/** `columns`: the header and the place of cells that no job writes and no formula computes. */
export function markOf(row: readonly Cell[], columns: readonly { code: string; column: number }[]): RowMark {
  const mark: RowMark = [];
  for (const { code, column } of columns) {
    if (mark.length === CELLS_MARKED) break;
    if (!isBlank(row[column])) mark.push(`${code}:${shortHash(cellKey(row[column]))}`);
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
  rows: readonly MarkedRow[],
  entriesOfRun: readonly MarkedRow[],
  isHeld?: (row: number, entry: number) => boolean,
): RowMatches {
  // A column that is gone, or has another header by now, tells nothing about a row.
  const known = restrictMarks(entriesOfRun, rows);
  const entries: (number | null)[] = rows.map(() => null);
  const unclear = new Set<number>();
  const free = new Set(known.keys());
  const pair = (row: number, entry: number) => {
    entries[row] = entry;
    free.delete(entry);
  };
  const groups = groupBy(rows, entries);
  const entriesOf = groupBy(known, []);
  for (const [key, members] of groups) {
    const candidates = entriesOf.get(key) ?? [];
    if (candidates.length === 0) continue;
    if (key !== '' && members.length === 1 && candidates.length === 1) {
      pair(members[0]!, candidates[0]!);
      continue;
    }
    pairEqual(members, candidates);
    pairAlike(members, candidates, key === '');
  }
  pairEdited(rows);
  // Neither does a new column.
  const shared = restrictMarks(rows, known);
  pairEdited(shared);
  if (isHeld && pairExchanged(shared, isHeld)) pairEdited(shared);
  return { entries, unclear };

  function pairEqual(members: readonly number[], candidates: readonly number[]): void {
    const waiting = new Map<string, number[]>();
    for (const entry of candidates) push(waiting, known[entry]!.mark.join(' '), entry);
    const asking = new Map<string, number[]>();
    for (const row of members) push(asking, rows[row]!.mark.join(' '), row);
    for (const [mark, same] of asking) {
      const found = waiting.get(mark) ?? [];
      // A blank row without anything beside it is any blank row.
      if (mark === '' && rows[same[0]!]!.key === '') continue;
      same.forEach((row, i) => {
        if (found[i] === undefined) return;
        pair(row, found[i]!);
        if (found.length > same.length) unclear.add(row);
      });
    }
  }

  /** What else is known of rows with one key: the cells that still are as they were. */
  function pairAlike(members: readonly number[], candidates: readonly number[], mustShare: boolean): void {
    const open = members.filter((row) => entries[row] === null);
    if (open.length * candidates.length > PAIRS_COMPARED) return;
    const scores = open.flatMap((row) =>
      candidates
        .filter((entry) => free.has(entry))
        .map((entry, i) => ({ row, entry, i, score: sharedMarks(rows[row]!.mark, known[entry]!.mark) })),
    );
    scores.sort((a, b) => b.score - a.score || a.row - b.row || a.i - b.i);
    for (const { row, entry, score } of scores) {
      if (mustShare && score === 0) continue;
      if (entries[row] === null && free.has(entry)) pair(row, entry);
    }
  }

  /** Rows whose id was edited or cleared: nothing else has changed in them. */
  function pairEdited(now: readonly MarkedRow[]): void {
    const waiting = new Map<string, number[]>();
    for (const entry of free) {
      const { mark } = known[entry]!;
      if (mark.length > 0) push(waiting, mark.join(' '), entry);
    }
    const asking = new Map<string, number[]>();
    entries.forEach((found, row) => {
      const mark = now[row]!.mark.join(' ');
      if (found === null && waiting.has(mark)) push(asking, mark, row);
    });
    for (const [mark, same] of asking) {
      const found = waiting.get(mark)!;
      if (same.length === 1 && found.length === 1) pair(same[0]!, found[0]!);
    }
  }

  /** Rows whose ids changed places: all the other cells, and ours, are those of another entry. */
  function pairExchanged(now: readonly MarkedRow[], holds: (row: number, entry: number) => boolean): boolean {
    const markText = ({ mark }: MarkedRow) => mark.join(' ');
    const doubtful = entries.flatMap((entry, row) => {
      if (entry === null) return [];
      const { mark } = now[row]!;
      const isOther = mark.length >= PARTS_OF_OTHER && markText(now[row]!) !== markText(known[entry]!);
      return isOther || !holds(row, entry) ? [row] : [];
    });
    const waiting = new Map<string, number[]>();
    for (const entry of [...free, ...doubtful.map((row) => entries[row]!)])
      push(waiting, markText(known[entry]!), entry);
    // A row whose id was moved away has no entry by now; its own is paired with the row that the id came to.
    const doubted = new Set(doubtful.map((row) => entries[row]!));
    const bare = entries.flatMap((entry, row) => (entry === null && now[row]!.mark.length > 0 ? [row] : []));
    const candidatesOf = (row: number) => waiting.get(markText(now[row]!)) ?? [];
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
      entries[row] === null ? doubted.has(entry) : entry !== entries[row];
    take((row, entry) => isOpen(row, entry) && holds(row, entry), seekers);
    if (owners.size === 0) return false;
    const paired = new Set(owners.values());
    const robbed = doubtful.filter((row) => !paired.has(row) && owners.has(entries[row]!));
    take((row) => now[row]!.mark.length > 0, robbed);
    for (const row of robbed) entries[row] = null;
    for (const [entry, row] of owners) {
      if (entries[row] !== null) free.add(entries[row]!);
      entries[row] = entry;
    }
    for (const entry of owners.keys()) free.delete(entry);
    return true;
  }
}

const codeOf = (part: string): string => part.slice(0, part.indexOf(':'));

/** The rows with the parts of their marks that some of `others` have too. */
function restrictMarks(rows: readonly MarkedRow[], others: readonly MarkedRow[]): readonly MarkedRow[] {
  const codes = (list: readonly MarkedRow[]) => new Set(list.flatMap(({ mark }) => mark.map(codeOf)));
  const there = codes(others);
  if ([...codes(rows)].every((code) => there.has(code))) return rows;
  return rows.map((row) => ({ ...row, mark: row.mark.filter((part) => there.has(codeOf(part))) }));
}

function push(groups: Map<string, number[]>, key: string, index: number): void {
  const group = groups.get(key);
  if (group) group.push(index);
  else groups.set(key, [index]);
}

function groupBy(rows: readonly MarkedRow[], done: readonly (number | null)[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  rows.forEach(({ key }, index) => {
    if ((done[index] ?? null) === null) push(groups, key, index);
  });
  return groups;
}

function sharedMarks(a: RowMark, b: RowMark): number {
  const of = new Set(b);
  return a.filter((part) => of.has(part)).length;
}
