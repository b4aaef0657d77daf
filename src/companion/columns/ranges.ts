/** Ranges of positions in a column of ids, from `from` up to and without `to`. */

export interface Range {
  from: number;
  to: number;
}

export const lengthOf = (ranges: readonly Range[]): number =>
  ranges.reduce((sum, { from, to }) => sum + to - from, 0);

/** In order, disjoint, none touching the next. */
export function union(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = merged[merged.length - 1];
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else if (to > from) merged.push({ from, to });
  }
  return merged;
}

/** What of `whole` lies in none of the ranges, in order. */
export function holes(whole: Range, ranges: readonly Range[]): Range[] {
  const open: Range[] = [];
  let at = whole.from;
  for (const { from, to } of union(ranges)) {
    if (from > at && at < whole.to) open.push({ from: at, to: Math.min(from, whole.to) });
    at = Math.max(at, to);
  }
  if (at < whole.to) open.push({ from: at, to: whole.to });
  return open;
}

/** Into ranges of nearly the same length, `size` at most, and no more than `most` of them. */
export function cut({ from, to }: Range, size: number, most = Number.POSITIVE_INFINITY): Range[] {
  const count = Math.min(most, Math.ceil((to - from) / size));
  const edge = (i: number): number => from + Math.round(((to - from) * i) / count);
  return Array.from({ length: count }, (_value, i) => ({ from: edge(i), to: edge(i + 1) }));
}
