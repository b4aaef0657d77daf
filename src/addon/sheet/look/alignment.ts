/** How the rows and columns of a tab moved between two looks at it. */

export interface Alignment {
  /** For each row of the later look, its row in the earlier one; null for a new row. */
  rows: (number | null)[];
  columns: (number | null)[];
  /** Nothing moved. */
  same: boolean;
}

/** By line of the earlier look, its line in the later one. */
export function placesNow(list: readonly (number | null)[]): { get(old: number): number | undefined } {
  const places: number[] = [];
  list.forEach((old, now) => {
    if (old !== null) places[old] = now;
  });
  return { get: (old) => places[old] };
}

/** From the first look of `first` to the second one of `second`. */
export function compose(first: Alignment, second: Alignment): Alignment {
  // The lists end with the used cells: beyond them a place is the same if nothing moved.
  const through = (a: (number | null)[], b: (number | null)[]) =>
    b.map((at) => (at === null ? null : at < a.length ? a[at]! : first.same ? at : null));
  return {
    rows: through(first.rows, second.rows),
    columns: through(first.columns, second.columns),
    same: first.same && second.same,
  };
}

/** Whether the lines are in order, except for at most one moved block. */
export function isOneMove(list: readonly (number | null)[]): boolean {
  const oldLines = list.filter((old) => old !== null);
  return (
    oldLines.filter((old, i) => i > 0 && old < oldLines[i - 1]!).length <= 1 &&
    oldLines.filter((old, i) => i > 0 && old > oldLines[i - 1]! + 1).length <= 2
  );
}
