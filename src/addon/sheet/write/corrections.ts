/** Finds what a write left wrong because rows or columns moved meanwhile, and what belongs there. */
import type { Cell } from '../../../core/table';
import type { CellValue } from '../cells/cell-value';
import { mapReferences, type ReferenceMap, relativeForm } from '../cells/references';
import { type Alignment, isOneMove, placesNow } from '../look/alignment';
import { cellKey, type Grid, isBlank, isEqual, isSame } from '../look/grid';
import { type CellAt, fillsArray } from '../look/spills';
import { clearAgain } from './array-writes';
import { type CellWrite, type Content, placeKey, type WriteState } from './cell-write';

/** Cells that differ from what they should hold because of this write. */
export function corrections(
  state: WriteState,
  now: Grid,
  alignment: Alignment,
  positions: ReadonlySet<number>,
): CellWrite[] {
  const found: CellWrite[] = [];
  const look = (r: number, c: number, row: number | null, isChanged: boolean) => {
    const column = alignment.columns[c] ?? null;
    const seen = {
      row: r,
      cell: now.values[r]![c]!,
      formula: now.formulas[r]![c]!,
      isPlace: positions.has(c),
    };
    const fix =
      row === null || column === null
        ? strayCell(state, seen, column)
        : changedCell(state, { row, column }, seen, isChanged, alignment);
    if (fix) found.push({ row: r, column: c, ...fix });
  };
  const keysNow = state.keys.map((key) => alignment.columns.indexOf(key));
  // If no column moved, only the columns of the write can be wrong: a user may type a value of ours elsewhere.
  const near = haveStayed(state, alignment) ? new Set([...state.written, ...state.reached]) : null;
  now.values.forEach((cells, r) => {
    const row = alignment.rows[r] ?? null;
    const isChanged =
      row !== null &&
      state.keys.some((key, i) => !isSame(state.before.values[row]?.[key] ?? '', cells[keysNow[i]!] ?? ''));
    const looked = near ?? cells.keys();
    for (const c of looked) if (c < cells.length) look(r, c, row, isChanged);
  });
  return found;
}

function haveStayed({ before }: WriteState, { same, columns }: Alignment): boolean {
  const width = before.values[0]?.length ?? 0;
  return (
    same ||
    (columns.length >= width &&
      columns.every((old, c) => (c < width ? old === c : old === null || old === c)))
  );
}

interface Seen {
  row: number;
  cell: Cell;
  formula: string;
  /** It is in a column that was written. */
  isPlace: boolean;
}

/** A new row or column holds nothing of ours. */
function strayCell(state: WriteState, seen: Seen, column: number | null): Content | null {
  const near = seen.isPlace || (column !== null && state.written.has(column));
  const isThere = seen.formula !== '' || !isBlank(seen.cell);
  return near && isThere && state.put.has(seenKey(seen)) ? { value: '' } : null;
}

const seenKey = ({ row, cell, formula }: Seen): string =>
  formula === '' ? cellKey(cell) : relativeForm(formula, row);

function changedCell(
  state: WriteState,
  at: CellAt,
  seen: Seen,
  isChanged: boolean,
  moved: Alignment,
): Content | null {
  const { cell, formula, isPlace } = seen;
  const planned = state.target.get(placeKey(at.row, at.column));
  if (state.merged.has(placeKey(at.row, at.column))) return null;
  const isInReach = state.broken.some((anchor) => at.row >= anchor.row && at.column >= anchor.column);
  if (!planned && state.clears.has(placeKey(at.row, at.column))) return clearAgain(state, at, cell, formula);
  if (!planned && isInReach && isBlank(cell)) return null;
  const target = isChanged ? undefined : planned;
  const held = (state.before.values[at.row]?.[at.column] ?? '') as CellValue;
  const heldFormula = state.before.formulas[at.row]?.[at.column] ?? '';
  const isOurs =
    formula === '' && state.put.has(cellKey(cell)) && (!isBlank(cell) || isPlace || planned !== undefined);
  if (target) {
    // A cell that an array fills cannot be cleared.
    if (isBlank(target.value) && fillsArray(state.before, at.column)[at.row]) return null;
    if (isEqual(cell, target.value) || (target.formula && formula !== '')) return null;
    const untouched = isSame(cell, held) && formula === heldFormula;
    return isOurs || untouched ? { value: target.value, ...(target.formula ? { formula: true } : {}) } : null;
  }
  if (heldFormula !== '') {
    const text = () => mapReferences(heldFormula, referencesAfter(at, moved));
    return formula === '' && isOurs ? { value: text(), formula: true } : null;
  }
  // A formula that was put back may have landed on a row that holds a value.
  const isFallen = formula !== '' && state.put.has(seenKey(seen));
  if (isFallen) return { value: held };
  if (isSame(cell, held) || formula !== '' || !isOurs) return null;
  // A cell that an array fills has no content of its own: once cleared, the array fills it again.
  const value = fillsArray(state.before, at.column)[at.row] ? '' : held;
  return isSame(cell, value) ? null : { value };
}

/** Inserting, deleting and moving lines adjusts every reference; a sort moves a formula as if it were copied. */
function referencesAfter(at: CellAt, moved: Alignment): ReferenceMap {
  const rows = placesNow(moved.rows);
  const columns = placesNow(moved.columns);
  const isSorted = !isOneMove(moved.rows);
  const shift = (rows.get(at.row) ?? at.row) - at.row;
  const follow = (now: Map<number, number>, place: number) => (now.get(place - 1) ?? place - 1) + 1;
  return {
    row: (row, isAbsolute) => (isSorted ? (isAbsolute ? row : row + shift) : follow(rows, row)),
    column: (column) => follow(columns, column),
  };
}
