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
    const cellNow = {
      row: r,
      cell: now.values.cell(r, c),
      formula: now.formulas.cell(r, c),
      isPlace: positions.has(c),
    };
    const fix =
      row === null || column === null
        ? strayCell(state, cellNow, column)
        : changedCell(state, { row, column }, cellNow, isChanged, alignment);
    if (fix) found.push({ row: r, column: c, ...fix });
  };
  const keysNow = state.keys.map((key) => alignment.columns.indexOf(key));
  // If no column moved, only the columns of the write can be wrong: a user may type a value of ours elsewhere.
  const near = haveStayed(state, alignment) ? new Set([...state.written, ...state.reached]) : null;
  const columnsToCheck = near ?? Array(now.values.width).keys();
  const columns = [...columnsToCheck].filter((c) => c < now.values.width);
  for (let r = 0; r < now.values.length; r++) {
    const row = alignment.rows[r] ?? null;
    const isChanged =
      row !== null &&
      state.keys.some(
        (key, i) => !isSame(state.before.values.cell(row, key), now.values.cell(r, keysNow[i]!)),
      );
    for (const c of columns) look(r, c, row, isChanged);
  }
  return found;
}

function haveStayed({ before }: WriteState, { same, columns }: Alignment): boolean {
  const width = before.values.width;
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
function strayCell(state: WriteState, cellNow: Seen, column: number | null): Content | null {
  const near = cellNow.isPlace || (column !== null && state.written.has(column));
  const isThere = cellNow.formula !== '' || !isBlank(cellNow.cell);
  return near && isThere && state.put.has(seenKey(cellNow)) ? { value: '' } : null;
}

const seenKey = ({ row, cell, formula }: Seen): string =>
  formula === '' ? cellKey(cell) : relativeForm(formula, row);

function changedCell(
  state: WriteState,
  at: CellAt,
  cellNow: Seen,
  isChanged: boolean,
  alignment: Alignment,
): Content | null {
  const { cell, formula, isPlace } = cellNow;
  const plannedWrite = state.target.get(placeKey(at.row, at.column));
  if (state.merged.has(placeKey(at.row, at.column))) return null;
  const isInReach = state.broken.some((anchor) => at.row >= anchor.row && at.column >= anchor.column);
  if (!plannedWrite && state.clears.has(placeKey(at.row, at.column)))
    return clearAgain(state, at, cell, formula);
  if (!plannedWrite && isInReach && isBlank(cell)) return null;
  const target = isChanged ? undefined : plannedWrite;
  const oldValue = state.before.values.cell(at.row, at.column) as CellValue;
  const heldFormula = state.before.formulas.cell(at.row, at.column);
  const isOurs =
    formula === '' &&
    state.put.has(cellKey(cell)) &&
    (!isBlank(cell) || isPlace || plannedWrite !== undefined);
  if (target) {
    // A cell that an array fills cannot be cleared.
    if (isBlank(target.value) && fillsArray(state.before, at.column)[at.row]) return null;
    if (isEqual(cell, target.value) || (target.formula && formula !== '')) return null;
    const untouched = isSame(cell, oldValue) && formula === heldFormula;
    const { value, formula: isFormula, links } = target;
    return isOurs || untouched
      ? { value, ...(isFormula && { formula: true }), ...(links && { links }) }
      : null;
  }
  if (heldFormula !== '') {
    const text = () => mapReferences(heldFormula, referencesAfter(at, alignment));
    return formula === '' && isOurs ? { value: text(), formula: true } : null;
  }
  // A formula that was put back may have landed on a row that holds a value.
  const isFallen = formula !== '' && state.put.has(seenKey(cellNow));
  if (isFallen) return { value: oldValue };
  if (isSame(cell, oldValue) || formula !== '' || !isOurs) return null;
  // A cell that an array fills has no content of its own: once cleared, the array fills it again.
  const value = fillsArray(state.before, at.column)[at.row] ? '' : oldValue;
  return isSame(cell, value) ? null : { value };
}

/** Inserting, deleting and moving lines adjusts every reference; a sort moves a formula as if it were copied. */
function referencesAfter(at: CellAt, alignment: Alignment): ReferenceMap {
  const rows = placesNow(alignment.rows);
  const columns = placesNow(alignment.columns);
  const isSorted = !isOneMove(alignment.rows);
  const shift = (rows.get(at.row) ?? at.row) - at.row;
  const follow = (now: ReturnType<typeof placesNow>, place: number) => (now.get(place - 1) ?? place - 1) + 1;
  return {
    row: (row, isAbsolute) => (isSorted ? (isAbsolute ? row : row + shift) : follow(rows, row)),
    column: (column) => follow(columns, column),
  };
}
