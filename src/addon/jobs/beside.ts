/**
 * Cells of other columns next to those that a run writes. The record keeps them with each row: if somebody inserts a
 * column during a write, and the step is killed before it can check, the resumed run restores them.
 */

import { headerText } from '../sheet/cells/columns';
import { cellKey, isBlank, isEqual, isSame } from '../sheet/look/grid';
import { matchRows } from '../sheet/look/row-identity';
import { blockedArrays } from '../sheet/look/spills';
import type { HeldCells, RowValues } from '../sheet/record/record-lines';
import { markedRows, outputCell, type Table } from '../sheet/table/table';
import type { CellWrite } from '../sheet/write/cell-write';
import { matchTable } from './match-table';
import type { Job } from './state';
import type { WriteRecord } from './write-record';

/** How many columns users may insert or delete at once in that moment. */
const REACH = 2;
/** The record does not repeat a longer text beside a written cell. */
const CHARACTERS = 200;

export function cellsBeside({ grid, columns, first, key }: Table, i: number): HeldCells {
  const beside: HeldCells = {};
  const ours = new Set(columns.values());
  const values = grid.values.row(first + i);
  for (const column of ours) {
    for (let c = Math.max(0, column - REACH); c <= column + REACH && c < values.length; c++) {
      const header = headerText(grid.values.cell(key.headerRow, c));
      const formula = grid.formulas.cell(first + i, c);
      if (ours.has(c) || header === '' || isBlank(values[c])) continue;
      if (String(values[c]).length > CHARACTERS || formula.length > CHARACTERS) continue;
      beside[header] = { value: values[c]!, ...(formula === '' ? {} : { formula }) };
    }
  }
  return beside;
}

/** Where the job's columns stand, in the order of its outputs; -1 for one that is gone. */
export const placesOf = ({ columns }: Table, { targets }: Pick<Job, 'targets'>): number[] =>
  targets.map(({ output }) => columns.get(output) ?? -1);

/** By how many columns the job's columns stand elsewhere than when its last write was planned; one that is gone counts one. */
export function columnShift(table: Table, { places, targets }: Pick<Job, 'targets' | 'places'>): number {
  const now = placesOf(table, { targets });
  const shiftOf = (place: number, i: number) =>
    now[i]! < 0 ? Math.min(1, place + 1) : Math.abs(now[i]! - place);
  return places === undefined ? Number.POSITIVE_INFINITY : Math.max(0, ...places.map(shiftOf));
}

interface Hit extends CellWrite {
  /** It holds the value of its own row. */
  isOwn: boolean;
  /** Our cells of the row lack what was to be written: it may have gone elsewhere. */
  lacks: boolean;
  /** It holds what this column held in some row: users exchange ids. */
  isExchanged: boolean;
}

/**
 * Restores what a killed step wrote over in columns that are not ours. A step writes many rows of a column, which our
 * column then lacks; a single cell that holds a value of the run may be a user's entry, unless it is the value of its
 * own row. Where the columns have not moved, only a row's own value counts that its own column lacks: users edit ids,
 * and empty cells, at any time. A column that holds nothing but what it held, in another order, is left alone.
 */
export function restoreBeside(table: Table, record: WriteRecord, options: RestoreOptions): CellWrite[] {
  const { entries } = matchRows(markedRows(table), record);
  const found = besideWrites(entries, table, record, options);
  const columns = new Set(found.map(({ column }) => column));
  if (columns.size === 0) return found;
  // What was written over tells nothing about its row, and ids may have been moved without the other cells.
  return besideWrites(matchTable(table, record, true, columns).entries, table, record, options);
}

type RestoreOptions = Pick<Job, 'undoing' | 'blanks' | 'places'> & { shift: number };

/** Rows of the table are those of the record with these indexes. */
function besideWrites(
  entries: readonly (number | null)[],
  table: Table,
  record: WriteRecord,
  { undoing, blanks, shift, places }: RestoreOptions,
): CellWrite[] {
  const moved = shift > 0;
  // A write to these places may have hit a column that stands no farther from them than ours do now.
  const isNear = (column: number) =>
    moved && (places ?? [column]).some((place) => Math.abs(place - column) <= shift);
  const { grid, first, key, columns } = table;
  const headers = grid.values.row(key.headerRow).map(headerText);
  const ours = new Set(columns.values());
  const hits: Hit[] = [];
  const valuesByColumn = new Map<number, Set<string>>();
  const rows = new Map<number, number>();
  const entryOf = (at: number) => {
    const { after, before } = record.entryAt(at);
    const found = Object.entries(record.besideAt(at)).flatMap(([header, cell]) => {
      const column = headers.indexOf(header);
      const isClear = column >= 0 && !ours.has(column) && headers.lastIndexOf(header) === column;
      return isClear ? [{ column, cell }] : [];
    });
    return { own: undoing ? valuesOf(before) : after, found };
  };
  for (let at = 0; at < record.length; at++) {
    for (const { column, cell } of entryOf(at).found) {
      if (!valuesByColumn.has(column)) valuesByColumn.set(column, new Set());
      valuesByColumn.get(column)!.add(cellKey(cell.value));
    }
  }
  entries.forEach((at, i) => {
    if (at === null) return;
    const { own, found } = entryOf(at);
    const lacking = Object.keys(own).filter(
      (output) => !columns.has(output) || !isEqual(own[output], outputCell(table, i, output)),
    );
    for (const { column, cell } of found) {
      const now = grid.values.cell(first + i, column);
      rows.set(column, (rows.get(column) ?? 0) + 1);
      const isOwn = !isBlank(now) && lacking.some((output) => isEqual(own[output], now));
      const isPut = undoing
        ? isBlank(now) || record.isHeld(now)
        : record.wroteAnywhere(now) || (blanks && isBlank(now));
      const isHit = (isNear(column) ? isPut : isOwn) && grid.formulas.cell(first + i, column) === '';
      if (!isHit || isSame(now, cell.value)) continue;
      const { value, formula } = cell;
      hits.push({
        row: first + i,
        column,
        isOwn,
        lacks: lacking.length > 0,
        isExchanged: valuesByColumn.get(column)!.has(cellKey(now)),
        ...(formula === undefined ? { value } : { value: formula, formula: true }),
      });
    }
  });
  return hits
    .filter(({ column, isOwn }) => {
      const same = hits.filter((hit) => hit.column === column);
      const isDisplaced =
        same.filter(({ lacks }) => lacks).length * 2 >= same.length &&
        !same.every(({ isExchanged }) => isExchanged);
      return isDisplaced && ((isOwn && moved) || same.length > 1 || rows.get(column) === 1);
    })
    .map(({ isOwn: _own, lacks: _lacks, isExchanged: _exchanged, ...write }) => write);
}

const valuesOf = (cells: HeldCells): RowValues =>
  Object.fromEntries(Object.entries(cells).map(([output, { value }]) => [output, value]));

/** Clears values of ours that block an array because the step was killed before it could take them back. */
export function clearArrays(table: Table, record: WriteRecord): CellWrite[] {
  const { grid, columns, first } = table;
  const outputs = [...columns].sort((a, b) => a[1] - b[1]);
  return blockedArrays(grid).flatMap((anchor) => {
    const nearest = outputs.find(([, column]) => column >= anchor.column);
    if (!nearest) return [];
    const [output, column] = nearest;
    const from = Math.max(first, anchor.row);
    return grid.values
      .column(column, from)
      .flatMap((cell, i) =>
        grid.formulas.cell(from + i, column) === '' && record.isOurs(output, cell)
          ? [{ row: from + i, column, value: '' }]
          : [],
      );
  });
}

/** Restores our headers where a killed step left a value, and where a filled column has lost its own. */
export function restoreHeaders(table: Table, record: WriteRecord, targets: Job['targets']): CellWrite[] {
  const headers = new Map(targets.map(({ output, header }) => [output, header]));
  return [...table.columns].flatMap(([output, column]) => {
    const now = headerText(table.grid.values.cell(table.key.headerRow, column));
    const header = headers.get(output)!;
    const isLost = now === '' && !table.grid.values.everyIn(column, isBlank);
    return now !== header && (isLost || record.wroteAnywhere(now))
      ? [{ row: table.key.headerRow, column, value: header }]
      : [];
  });
}
