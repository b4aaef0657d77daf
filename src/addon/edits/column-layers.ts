/**
 * Properties of whole columns. Writing them reads the tab before and after: if columns moved meanwhile, a value that
 * reached another column is put back.
 */
import type { SheetFile, SheetTab } from '../interfaces/host';
import { columnLetter } from '../sheet/cells/columns';
import { align } from '../sheet/look/align';
import { placesNow } from '../sheet/look/alignment';
import { type Grid, MAX_ATTEMPTS, readGrid } from '../sheet/look/grid';
import type { CellLayer } from '../sheet/write/layer-writer';

/** Columns count from 0. */
interface ColumnLayer<T> {
  read(tab: SheetTab, columns: number): T[];
  put(tab: SheetTab, column: number, value: T): void;
}

/** Pixels. */
export const WIDTHS: ColumnLayer<number> = {
  read: (tab, columns) => Array.from({ length: columns }, (_x, c) => tab.width(c + 1)),
  put: (tab, column, pixels) => tab.setWidth(column + 1, pixels),
};

/** Format of the blank rows below the used ones; a column has one format there. */
export const FORMATS_BELOW: ColumnLayer<string> = {
  read: (tab, columns) => {
    const last = tab.lastRow();
    return last < tab.maxRows() ? tab.formats(last + 1, 1, 1, columns)[0]! : [];
  },
  put: (tab, column, format) => {
    const [first, last, letter] = [tab.lastRow() + 1, tab.maxRows(), columnLetter(column + 1)];
    if (first <= last) tab.setFormat([`${letter}${first}:${letter}${last}`], format);
  },
};

export const BOLD = 'bold';
export const BOLDS: CellLayer = {
  read: (tab, row, rows, columns) =>
    tab.bolds(row, 1, rows, columns).map((line) => line.map((bold) => (bold ? BOLD : ''))),
  put: (tab, value, cells) => {
    for (const { row, column } of cells) tab.setBold(row + 1, column + 1, 1, 1, value === BOLD);
  },
};

export function writeColumnLayers<T extends string | number>(
  file: SheetFile,
  layer: ColumnLayer<T>,
  plannedGrid: Grid,
  writes: readonly { column: number; value: T }[],
): void {
  if (writes.length === 0) return;
  const { tab } = plannedGrid;
  const by = { written: new Set<number>(), headerRow: 0, put: new Set<string>() };
  const look = () => readGrid(tab, (values) => layer.read(tab, Math.max(1, values.width)));
  const before = look();
  const places = placesNow(align(plannedGrid, before, by).columns);
  let open = writes.flatMap(({ column, value }) => {
    const now = places.get(column);
    return now === undefined ? [] : [{ column: now, value }];
  });
  const target = new Map(open.map(({ column, value }) => [column, value]));
  const usedValues = new Set(target.values());
  for (let attempt = 0; open.length > 0 && attempt < MAX_ATTEMPTS; attempt++) {
    for (const { column, value } of open) layer.put(tab, column, value);
    file.flush();
    const now = look();
    const { columns } = align(before, now, by);
    open = now.more.flatMap((value, column) => {
      const old = columns[column] ?? null;
      if (old === null) return [];
      const rightValue = target.get(old) ?? before.more[old];
      const isOurs = target.has(old) || usedValues.has(value);
      return rightValue === undefined || rightValue === value || !isOurs
        ? []
        : [{ column, value: rightValue }];
    });
  }
}
