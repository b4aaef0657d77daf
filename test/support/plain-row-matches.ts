/** Which row is which, said with plain lists, sets and maps: what `matchRows` has to answer from packed rows. */
import type { RowMark, RowMatches } from '../../src/addon/sheet/look/row-identity';

export interface PlainRow {
  key: string;
  mark: RowMark;
}

type Holds = (row: number, entry: number) => boolean;

const textOf = ({ mark }: PlainRow): string => mark.join(' ');
const codeOf = (part: string): string => part.slice(0, part.indexOf(':'));

/** The rows with the parts of their marks whose column some of `others` have too. */
function shared(rows: readonly PlainRow[], others: readonly PlainRow[]): PlainRow[] {
  const codes = new Set(others.flatMap(({ mark }) => mark.map(codeOf)));
  return rows.map(({ key, mark }) => ({ key, mark: mark.filter((part) => codes.has(codeOf(part))) }));
}

function groupBy<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

export function plainRowMatches(
  rows: readonly PlainRow[],
  run: readonly PlainRow[],
  holds: Holds,
): RowMatches {
  const known = shared(run, rows);
  const ofBoth = shared(rows, known);
  const entries = rows.map((): number | null => null);
  const unclear = new Set<number>();
  const isFree = (entry: number) => !entries.includes(entry);
  const freeEntries = () => [...known.keys()].filter(isFree);

  for (const [key, members] of groupBy([...rows.keys()], (row) => rows[row]!.key)) {
    const candidates = [...known.keys()].filter((entry) => known[entry]!.key === key);
    if (key !== '' && members.length === 1 && candidates.length === 1) entries[members[0]!] = candidates[0]!;
    else {
      pairEqual(members, candidates, key);
      pairAlike(members, candidates, key);
    }
  }
  pairEdited(rows);
  pairEdited(ofBoth);
  if (pairExchanged()) pairEdited(ofBoth);
  return { entries, unclear };

  function pairEqual(members: number[], candidates: number[], key: string): void {
    for (const [mark, same] of groupBy(members, (row) => textOf(rows[row]!))) {
      const found = candidates.filter((entry) => textOf(known[entry]!) === mark);
      if (mark === '' && key === '') continue;
      for (const [i, row] of same.entries()) {
        if (i < found.length) entries[row] = found[i]!;
        if (i < found.length && found.length > same.length) unclear.add(row);
      }
    }
  }

  function pairAlike(members: number[], candidates: number[], key: string): void {
    const pairs = members
      .filter((row) => entries[row] === null)
      .flatMap((row) =>
        candidates.filter(isFree).map((entry) => ({
          row,
          entry,
          score: rows[row]!.mark.filter((part) => known[entry]!.mark.includes(part)).length,
        })),
      )
      .sort((a, b) => b.score - a.score || a.row - b.row || a.entry - b.entry);
    for (const { row, entry, score } of pairs) {
      if (entries[row] === null && isFree(entry) && (key !== '' || score > 0)) entries[row] = entry;
    }
  }

  function pairEdited(now: readonly PlainRow[]): void {
    const open = [...rows.keys()].filter((row) => entries[row] === null && now[row]!.mark.length > 0);
    const found: [number, number][] = [];
    for (const [mark, same] of groupBy(open, (row) => textOf(now[row]!))) {
      const there = freeEntries().filter((entry) => textOf(known[entry]!) === mark);
      if (same.length === 1 && there.length === 1) found.push([same[0]!, there[0]!]);
    }
    for (const [row, entry] of found) entries[row] = entry;
  }

  function pairExchanged(): boolean {
    const was = [...entries];
    const isDoubtful = (row: number, entry: number) =>
      (ofBoth[row]!.mark.length >= 2 && textOf(ofBoth[row]!) !== textOf(known[entry]!)) || !holds(row, entry);
    const doubtful = [...rows.keys()].filter((row) => was[row] !== null && isDoubtful(row, was[row]!));
    const doubted = doubtful.map((row) => was[row]!);
    const open = [...freeEntries(), ...doubted];
    const bare = [...rows.keys()].filter((row) => was[row] === null && ofBoth[row]!.mark.length > 0);
    const owners = new Map<number, number>();
    const take = (row: number, isHis: (entry: number) => boolean) => {
      const isLike = (entry: number) => textOf(known[entry]!) === textOf(ofBoth[row]!);
      const found = open.find((entry) => isLike(entry) && !owners.has(entry) && isHis(entry));
      if (found !== undefined) owners.set(found, row);
    };
    for (const row of [...doubtful, ...bare]) {
      const isOther = (entry: number) => (was[row] === null ? doubted.includes(entry) : entry !== was[row]);
      take(row, (entry) => isOther(entry) && holds(row, entry));
    }
    if (owners.size === 0) return false;
    const paired = new Set(owners.values());
    const robbed = doubtful.filter((row) => !paired.has(row) && owners.has(was[row]!));
    for (const row of robbed) take(row, () => ofBoth[row]!.mark.length > 0);
    for (const row of robbed) entries[row] = null;
    for (const [entry, row] of owners) entries[row] = entry;
    return true;
  }
}
