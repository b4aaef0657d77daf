/** Formats, notes and colours of single cells, written with the same looks before and after as values. */
import type { SheetFile, SheetTab } from '../../interfaces/host';
import { columnLetter } from '../cells/columns';
import { stacksOf } from '../cells/stacks';
import { portionsOf } from '../cells/write-cells';
import { align } from '../look/align';
import { type Alignment, placesNow } from '../look/alignment';
import { PackedCells, readBox } from '../look/cells';
import { type Grid, MAX_ATTEMPTS, readGrid } from '../look/grid';
import { isLocked } from '../look/left-alone';
import { writeFailure } from './refusal';

/** Rows and columns count from 0. */
export interface LayerWrite {
  row: number;
  column: number;
  value: string;
  /** The value when the write was planned: if it has changed, the cell is left alone. */
  held?: string;
}

/** One property of cells apart from their content, as texts. */
export interface CellLayer {
  /** From the first cell of `row`, from 1. */
  read: (tab: SheetTab, row: number, rows: number, columns: number) => string[][];
  put: (tab: SheetTab, value: string, cells: readonly LayerWrite[]) => void;
}

const a1Of = ({ row, column }: { row: number; column: number }): string =>
  `${columnLetter(column + 1)}${row + 1}`;

export const FORMAT_LAYER: CellLayer = {
  read: (tab, row, rows, columns) => tab.formats(row, 1, rows, columns),
  put: (tab, format, cells) => {
    const boxes = cells.map(({ row, column }) => ({ row, column, rows: 1, columns: 1 }));
    const ranges = stacksOf(boxes).map((stack) => `${a1Of(stack[0]!)}:${a1Of(stack.at(-1)!)}`);
    for (const a1 of portionsOf(ranges)) tab.setFormat(a1, format);
  },
};

export const NOTES: CellLayer = {
  read: (tab, row, rows, columns) => tab.notes(row, 1, rows, columns),
  put: (tab, note, cells) => {
    for (const a1 of portionsOf(cells.map(a1Of))) tab.setNote(a1, note);
  },
};

/** White counts as no colour. */
export const COLOURS: CellLayer = {
  read: (tab, row, rows, columns) =>
    tab
      .backgrounds(row, 1, rows, columns)
      .map((line) => line.map((colour) => (colour === '#ffffff' ? '' : colour))),
  put: (tab, colour, cells) => {
    for (const a1 of portionsOf(cells.map(a1Of))) tab.setBackground(a1, colour);
  },
};

type Look = Grid & { more: PackedCells<string> };

function lookAt(layer: CellLayer, tab: SheetTab, like?: Grid & { more?: unknown }): Look {
  const knownCells = like?.more instanceof PackedCells ? (like.more as PackedCells<string>) : undefined;
  return readGrid(
    tab,
    ({ length, width }) =>
      readBox(
        Math.max(1, length),
        Math.max(1, width),
        (row, rows) => layer.read(tab, row, rows, Math.max(1, width)),
        knownCells,
      ),
    like,
  );
}

/** The layer of a whole tab, as of one moment. */
export const readLayer = (layer: CellLayer, tab: SheetTab, like?: Grid): PackedCells<string> =>
  lookAt(layer, tab, like).more;

/**
 * Writes cells of `planned`, and restores cells that were hit because rows or columns moved. Leaves cells alone that
 * are protected by then.
 */
export function writeLayer(
  file: SheetFile,
  layer: CellLayer,
  plannedGrid: Grid,
  headerRow: number,
  writes: readonly LayerWrite[],
): void {
  if (writes.length === 0) return;
  const { tab } = plannedGrid;
  const by = { written: new Set<number>(), headerRow, put: new Set<string>() };
  const before = lookAt(layer, tab, plannedGrid);
  let open = movedWrites(writes, align(plannedGrid, before, by)).filter(
    ({ row, column, held }) => held === undefined || held === before.more.cell(row, column),
  );
  const target: (string | undefined)[][] = [];
  for (const { row, column, value } of open) {
    target[column] ??= [];
    target[column][row] = value;
  }
  const usedValues = new Set(writes.map(({ value }) => value));
  let refusal: unknown = null;
  for (let attempt = 0; open.length > 0 && attempt < MAX_ATTEMPTS; attempt++) {
    refusal = null;
    for (const value of new Set(open.map((write) => write.value))) {
      const cells = open.filter((write) => write.value === value);
      usedValues.add(value);
      // A protected cell may have moved there: check the written cells in any case.
      refusal = writeFailure(() => layer.put(tab, value, cells)) ?? refusal;
    }
    const columns = new Set(open.map(({ column }) => column));
    refusal = writeFailure(() => file.flush()) ?? refusal;
    const now = lookAt(layer, tab, before);
    const alignment = align(before, now, by);
    open = [];
    now.more.forEach((line, r) => {
      line.forEach((value, c) => {
        const [row, column] = [alignment.rows[r] ?? null, alignment.columns[c] ?? null];
        const isNew = row === null || column === null;
        // A new line copies its look from its neighbour: remove only what was put there.
        if (isNew && !(columns.has(c) && value !== '' && usedValues.has(value) && layer !== FORMAT_LAYER))
          return;
        const set = isNew ? undefined : target[column]?.[row];
        const isThere = isNew || (row < before.more.length && column < before.more.width);
        if (set === undefined && !isThere) return;
        const targetValue = set ?? (isNew ? '' : before.more.cell(row, column));
        if (value === targetValue) return;
        // Another value has been set by somebody since.
        const isUntouched = set !== undefined && value === before.more.cell(row!, column!);
        if (usedValues.has(value) || isUntouched) open.push({ row: r, column: c, value: targetValue });
      });
    });
    // One protected cell makes the whole call fail.
    if (open.length > 0 && refusal !== null) {
      const rules = { locked: tab.lockedBoxes() };
      open = open.filter(({ row, column }) => !isLocked(rules, row, column));
    }
  }
  if (open.length > 0 && refusal !== null) throw refusal;
}

/** Writes that were planned on one look, at their places in a later one. */
export function movedWrites(
  writes: readonly LayerWrite[],
  { rows, columns, same }: Alignment,
): readonly LayerWrite[] {
  if (same) return writes.filter(({ row, column }) => rows[row] === row && columns[column] === column);
  const [rowNow, columnNow] = [placesNow(rows), placesNow(columns)];
  return writes.flatMap((write) => {
    const [r, c] = [rowNow.get(write.row), columnNow.get(write.column)];
    return r === undefined || c === undefined ? [] : [{ ...write, row: r, column: c }];
  });
}
