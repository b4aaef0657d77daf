/** What a cell of ours holds, what it held before the run, and whether the run or a user put it there. */
import type { Cell } from '../../core/table';
import type { CellValue } from '../sheet/cells/cell-value';
import { isBlank, isEqual, isSame } from '../sheet/look/grid';
import type { HeldCell } from '../sheet/record/record-lines';
import { formulaOf, outputCell, type Table } from '../sheet/table/table';
import type { Job } from './state';
import type { RowEntry, WriteRecord } from './write-record';

/** A row of the table, by its index, with its key and its entry in the record. */
export interface JudgedRow {
  i: number;
  key: string | null;
  entry: RowEntry | null;
}

export function heldCell(table: Table, i: number, output: string): HeldCell {
  const formula = formulaOf(table, i, output);
  const value = outputCell(table, i, output) as CellValue;
  return formula === '' ? { value } : { value, formula };
}

/** The cell holds what the run wrote when the row had another key. */
export function isEarlier(table: Table, { i, key, entry }: JudgedRow, output: string): boolean {
  const wrote = entry?.after[output];
  return (
    entry !== null && entry.key !== key && wrote !== undefined && isEqual(wrote, outputCell(table, i, output))
  );
}

/** A killed write has put a value of ours over the earlier content. */
export function isFallen(table: Table, record: WriteRecord, job: Job, i: number, output: string): boolean {
  return (
    job.killed && formulaOf(table, i, output) === '' && record.isOurs(output, outputCell(table, i, output))
  );
}

interface JudgedCell {
  now: Cell;
  /** Its content before this run. */
  held: HeldCell;
  /** It holds what the run wrote there, or what landed there when rows moved during a killed write. */
  isOurs: boolean;
  /** No user has touched it since the run began. */
  isOpen: boolean;
  /** The record does not hold its earlier content yet. */
  isNew: boolean;
}

export function judgeCell(
  table: Table,
  record: WriteRecord,
  job: Job,
  { i, entry }: JudgedRow,
  output: string,
): JudgedCell {
  const now = outputCell(table, i, output);
  const base = entry?.before[output];
  const wrote = entry?.after[output];
  const isBase = base !== undefined && isSame(base.value, now);
  // A blank may be what the run wrote over a value.
  const isFallen = job.killed && (record.isOurs(output, now) || (job.blanks && isErased(base, now)));
  const isOurs = !isBase && ((wrote !== undefined && isEqual(wrote, now)) || isFallen);
  const held = isOurs ? (base ?? { value: '' }) : heldCell(table, i, output);
  return {
    now,
    held,
    isOurs,
    isOpen: isBlank(now) || isBase,
    isNew: base === undefined || (!isOurs && !isBase),
  };
}

/** Cells that the run cleared may have belonged to other rows at that moment. */
export const isErased = (base: HeldCell | undefined, now: Cell): boolean =>
  isBlank(now) && base !== undefined && !isBlank(base.value);
