/** Ranges of positions in a column of ids: `from` inclusive, `to` exclusive. */

export interface Range {
  from: number;
  to: number;
}

export const lengthOf = (ranges: readonly Range[]): number =>
  ranges.reduce((sum, { from, to }) => sum + to - from, 0);

/** Ordered and disjoint; adjacent ranges are merged. */
export function union(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = result[result.length - 1];
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else if (to > from) result.push({ from, to });
  }
  return result;
}

/** The parts of `whole` that no range covers, in order. */
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

/** Splits into ranges of nearly equal length: at most `size` long, at most `most` ranges. */
export function cut({ from, to }: Range, size: number, most = Number.POSITIVE_INFINITY): Range[] {
  const count = Math.min(most, Math.ceil((to - from) / size));
  const edge = (i: number): number => from + Math.round(((to - from) * i) / count);
  return Array.from({ length: count }, (_value, i) => ({ from: edge(i), to: edge(i + 1) }));
}
