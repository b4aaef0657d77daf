/**
 * The only writer of users' tabs. Google has no write by identity: the writer looks, writes, looks again, restores
 * foreign cells that it hit because rows or columns moved, and puts our values where they belong.
 */
import type { SheetFile } from '../../interfaces/host';
import type { CellValue } from '../cells/cell-value';
import { relativeForm } from '../cells/references';
import { putBack, putLinked } from '../cells/write-cells';
import { align } from '../look/align';
import { type Alignment, compose, placesNow } from '../look/alignment';
import { cellKey, type Grid, isEqual, MAX_ATTEMPTS, padded, readGrid } from '../look/grid';
import { type LeftReason, leftAlone, readRules } from '../look/left-alone';
import { brokenArrays, type CellAt, filledBefore, fillsArray } from '../look/spills';
import { clearsOf, isBlankNow, writesInArrays } from './array-writes';
import {
  type CellWrite,
  filledBy,
  placeKey,
  type WriteOn,
  type WriteState,
  writtenColumns,
} from './cell-write';
import { corrections } from './corrections';
import { rebase } from './rebase';
import { writeFailure } from './refusal';
import { joinsOf, putBlocks } from './write-blocks';

export interface WriteResult {
  grid: Grid;
  /** From the look on which the writes were planned to `grid`. */
  moved: Alignment;
  /** Writes that were not done because the row or the cell was changed meanwhile. */
  dropped: CellWrite[];
  /** Writes that were not done because the cell was protected or merged, or got a rule, meanwhile. */
  alone: (CellWrite & { reason: LeftReason })[];
  /** Writes that were taken back because an array fills the cell. */
  inArray: CellWrite[];
  /** Writes that were taken back because their column is gone: deleted, or cut out with its header. */
  gone: CellWrite[];
  /** Cells that an array filled when the write was planned and no longer fills: they held nothing of their own. */
  overArray: CellWrite[];
  /** Cells of `grid` that could not be fixed, with what belongs there. */
  lost: { row: number; column: number; value: CellValue }[];
}

/** Writes what was planned, except where a user has changed it meanwhile. Flushes. */
export function writeCells(file: SheetFile, on: WriteOn, writes: readonly CellWrite[]): WriteResult {
  const { planned, headerRow, keys, size } = on;
  const { tab } = planned;
  const look = (used: Grid) => padded(used, size?.rows ?? 0, size?.columns ?? 0);
  const used = readGrid(tab, undefined, planned);
  const before = look(used);
  const by = {
    written: writtenColumns(writes),
    headerRow,
    put: new Set<string>(),
    filled: filledBy(writes, headerRow),
    ...(size && { added: size.added }),
  };
  const shift = align(planned, before, by);
  const { kept, dropped, over } = rebase(writes, on, before, shift);
  kept.push(...joinsOf(kept, (isGap) => unfilledJoins(on, before, shift, isGap)));
  const state: WriteState = {
    before,
    headerRow: Math.max(0, shift.rows.indexOf(headerRow)),
    keys: keys.map((column) => shift.columns.indexOf(column)),
    target: new Map(kept.map((write) => [placeKey(write.row, write.column), write])),
    written: writtenColumns(kept),
    filled: filledBy(kept, headerRow),
    clears: new Map(),
    broken: [],
    put: new Set(),
    ...(size && { added: used.values.length }),
    reached: new Set(),
    merged: new Set(),
  };
  let lastLook: Grid = before;
  let alignment: Alignment = align(before, before, state);
  let open: readonly CellWrite[] = kept;
  let retried = false;
  const arrays = { open: [] as CellWrite[], refused: [] as CellWrite[], over: [] as CellWrite[] };
  const anchors: CellAt[] = [];
  let refusal: unknown = null;
  const ruledWrites: WriteResult['alone'] = [];
  for (let attempt = 0; open.length > 0 && attempt < MAX_ATTEMPTS; attempt++) {
    // A cell with a strict rule, or a protected one, may have moved there: correct the written cells in any case.
    const failure = put(lastLook, open, state);
    refusal = writeFailure(() => file.flush()) ?? failure;
    const positions = writtenColumns(open);
    for (const column of positions) state.reached.add(column);
    const [done, old] = [open, alignment.columns];
    state.filled = filledBy(kept, state.headerRow, done, (column) => old[column]);
    lastLook = look(readGrid(tab, undefined, lastLook));
    alignment = align(before, lastLook, state);
    if (refusal !== null || attempt > 1) ruledWrites.push(...giveUpRuled(state, lastLook, alignment));
    state.broken = brokenArrays(before, lastLook, alignment);
    anchors.push(...state.broken);
    const inArrays = writesInArrays(state);
    open = [
      ...corrections(state, lastLook, alignment, positions),
      ...clearsOf(state, inArrays, lastLook, alignment),
    ];
    (retried ? arrays.refused : arrays.open).push(...inArrays);
    // Tries cells that the array leaves blank once more: it may end above them.
    if (open.length === 0 && arrays.open.length > 0) {
      retried = true;
      const again = arrays.open.filter((write) => isBlankNow(write, lastLook, alignment));
      arrays.refused.push(...arrays.open.filter((write) => !again.includes(write)));
      arrays.over = again.filter((write) => filledBefore(write, anchors, lastLook, alignment));
      arrays.open = [];
      for (const write of again) state.target.set(placeKey(write.row, write.column), write);
      open = corrections(state, lastLook, alignment, writtenColumns(again));
    }
  }
  if (open.length > 0 && refusal !== null) {
    const reasonOf = reasonsNow(lastLook);
    if (!open.every(({ row, column }) => reasonOf(row, column) !== null)) throw refusal;
  }
  // The places in the look on which the writes were planned.
  const asPlanned = <T extends CellWrite>(write: T): T => ({
    ...write,
    row: shift.rows[write.row] ?? write.row,
    column: shift.columns[write.column] ?? write.column,
  });
  const alone = ruledWrites.map(asPlanned);
  // Their cells were protected before the value could be taken back: it still blocks the array.
  const stuck =
    refusal === null || state.broken.length === 0
      ? []
      : arrays.refused.filter((write) => !isBlankNow(write, lastLook, alignment));
  const inArray = arrays.refused.filter((write) => !stuck.includes(write)).map(asPlanned);
  const gone = kept.filter(({ column }) => !alignment.columns.includes(column)).map(asPlanned);
  const overArray = [
    ...over,
    ...arrays.over.filter((write) => !arrays.refused.includes(write)).map(asPlanned),
  ];
  const stuckNow = stuck.map(({ row, column }) => ({
    row: alignment.rows.indexOf(row),
    column: alignment.columns.indexOf(column),
    value: '',
  }));
  return {
    grid: lastLook,
    moved: compose(shift, alignment),
    dropped,
    alone,
    inArray,
    gone,
    overArray,
    lost: [...open, ...stuckNow],
  };
}

/**
 * Gives up writes to cells that got a rule, a protection or a merge meanwhile. A cell that has its value already counts
 * as written.
 */
function giveUpRuled(state: WriteState, now: Grid, alignment: Alignment): WriteResult['alone'] {
  const givenUp: WriteResult['alone'] = [];
  const [rows, columns] = [placesNow(alignment.rows), placesNow(alignment.columns)];
  const reasonOf = reasonsNow(now);
  for (const [name, write] of state.target) {
    const [r, c] = [rows.get(write.row) ?? -1, columns.get(write.column) ?? -1];
    const reason = reasonOf(r, c);
    if (!reason || reason === 'formula' || isEqual(now.values.cell(r, c), write.value)) continue;
    state.target.delete(name);
    if (reason === 'merged') state.merged.add(name);
    givenUp.push({ ...write, reason });
  }
  return givenUp;
}

/** Why a cell of this look (from 0) may not be written, or null. */
function reasonsNow(now: Grid): (row: number, column: number) => LeftReason | null {
  const rules = readRules(now.tab, now.values.length, 0, Math.max(1, now.values.width) - 1);
  return (row, column) => leftAlone(now, row, column, rules);
}

/** As they still are; what an array fills takes no value. */
function unfilledJoins(
  on: WriteOn,
  before: Grid,
  shift: Alignment,
  isGap: (row: number, column: number) => boolean,
): CellWrite[] {
  const [rowNow, columnNow] = [placesNow(shift.rows), placesNow(shift.columns)];
  const isWanted = (row: number, column: number): boolean =>
    shift.same ? isGap(row, column) : isGap(rowNow.get(row) ?? -1, columnNow.get(column) ?? -1);
  const joins = rebase(on.joins?.(isWanted) ?? [], on, before, shift).kept;
  const filledColumns = new Map(
    [...writtenColumns(joins)].map((column) => [column, fillsArray(before, column)]),
  );
  return joins.filter(({ row, column }) => !filledColumns.get(column)![row]);
}

/** Returns the first failure, or null. A failed write does not stop the others: each may restore a foreign cell. */
function put({ tab }: Grid, writes: readonly CellWrite[], state: WriteState): unknown {
  for (const { row, value, formula } of writes) {
    state.put.add(formula ? relativeForm(`${value}`, row) : cellKey(value));
  }
  let failure: unknown = null;
  const attempt = (write: () => void) => {
    const refused = writeFailure(write);
    failure ??= refused;
  };
  const values = writes.filter(({ formula }) => !formula);
  putBlocks(tab, values, attempt);
  for (const { row, column, value, formula, links } of writes) {
    if (formula) attempt(() => putBack(tab, row + 1, column + 1, `${value}`));
    if (links) attempt(() => putLinked(tab, row + 1, column + 1, { text: `${value}`, links }));
  }
  return failure;
}
