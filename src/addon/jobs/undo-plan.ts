/** Plans what Undo restores in which cells of the current tab. Writes nothing. */
import type { Host } from '../interfaces/host';
import { isBlank, isEqual, isSame } from '../sheet/look/grid';
import type { MarkedRows } from '../sheet/look/row-identity';
import { DistinctTexts, Ints } from '../sheet/look/text-index';
import type { HeldCell, WriteRecordLine } from '../sheet/record/record-lines';
import { formulaOf, outputCell, outputFormat, type Table } from '../sheet/table/table';
import { type CellWrite, heldWrite } from '../sheet/write/cell-write';
import type { LayerWrite } from '../sheet/write/layer-writer';
import { cellsBeside } from './beside';
import { isGone, type JobRecord, readJobTable } from './job-columns';
import type { LaterRun } from './later-runs';
import { matchTable } from './match-table';
import type { Job } from './state';
import type { RowEntry } from './write-record';

/** Whether the run, or an earlier Undo, was killed: values may be on wrong cells. */
export interface WasKilled {
  undo: boolean;
  run: boolean;
}

export interface UndoPlan {
  table: Table;
  writes: CellWrite[];
  formats: LayerWrite[];
  /** Lines of the rows with writes: each is made when it is written. */
  lines: () => Iterable<WriteRecordLine>;
  /** Numbers of the restored cells: see `cellNumber`. */
  cells: Ints;
  /** The same for cells that are not restored: changed since, or in a row that can no longer be identified. */
  left: Ints;
  /** The same for cells with a formula, a rule or protection. */
  alone: Ints;
  /** Cells to write, those of later parts included. */
  open: number;
  /** The row of the table with which the next part begins; 0 if this plan is the last one. */
  next: number;
}

/** A plan holds no more cells: a run may have written 100,000 rows. */
export const CELLS_OF_PART = 30_000;

/** A cell of the run: by the number of its row in the record, and its output. */
const cellNumber = ({ targets }: Job, row: number, output: string): number =>
  row * targets.length + targets.findIndex((target) => target.output === output);

export const rowOfCell = ({ targets }: Job, cell: number): number => Math.floor(cell / targets.length);

/** A part of at most so many cells, and its last row whole; `from`: the row of the table with which it begins. */
export function planUndo(
  host: Host,
  job: Job,
  jobRecord: JobRecord,
  later: readonly LaterRun[],
  killed: WasKilled,
  from = 0,
  most = CELLS_OF_PART,
): UndoPlan {
  const { record } = jobRecord;
  const table = readJobTable(host, job, true, jobRecord);
  const { marks, entries, unclear } = matchTable(table, record, killed.run || killed.undo);
  const firstOf = firstEntries(record);
  const touched = later.map((run) => run.touches(table));
  const noted = { rows: new Ints(), entries: new Ints() };
  const plan: UndoPlan = {
    table,
    writes: [],
    formats: [],
    lines: () => undoLines(table, record, marks, noted),
    cells: new Ints(),
    left: new Ints(),
    alone: new Ints(),
    open: 0,
    next: 0,
  };
  const goneOutputs = new Set(
    [...table.columns].flatMap(([output, c]) => (isGone(table.grid, c) ? [output] : [])),
  );
  for (let i = from; i < table.keys.length; i++) {
    const key = table.keys.at(i) ?? null;
    if (plan.next === 0 && plan.writes.length + plan.formats.length >= most) plan.next = i;
    const at = entries[i] ?? null;
    const copied = at === null && key !== null ? firstOf(key) : at;
    const entry = copied === null ? null : record.entryAt(copied);
    if (entry === null) {
      if (killed.undo && plan.next === 0) clearRestored(plan, table, record, i);
      continue;
    }
    const written = plan.writes.length;
    let slot = -1;
    for (const output of table.columns.keys()) {
      slot++;
      const held = entry.before[output];
      // A row that is not the run's own may be a user's copy of one: a blank cell in it is not a copy.
      if (at === null && isBlank(outputCell(table, i, output))) continue;
      if (held === undefined || !(output in entry.after || isStrayOf(killed, record, table, i, output)))
        continue;
      const now = stateOf(killed, record, table, i, output, entry, held);
      const state = now === 'ours' && goneOutputs.has(output) ? 'changed' : now;
      const isFree = !unclear.has(i) || sameBefore(record, entry, output);
      const isLater = touched.some((touches) => touches(i, output));
      const cell = cellNumber(job, entry.row, output);
      const isAlone = state === 'ours' && table.leftAt(i, slot) !== null;
      if (state !== 'held' && (state === 'changed' || isLater || !isFree || isAlone)) {
        (isAlone ? plan.alone : plan.left).push(cell);
        continue;
      }
      if (state === 'ours') plan.open++;
      if (plan.next > 0) continue;
      const [row, column] = [table.first + i, table.columns.get(output)!];
      if (state === 'ours') {
        plan.writes.push(heldWrite(row, column, held));
        plan.cells.push(cell);
      }
      if (held.format !== undefined && outputFormat(table, i, output) !== held.format && !isLater) {
        plan.formats.push({ row, column, value: held.format });
      }
    }
    if (plan.writes.length > written) {
      noted.rows.push(i);
      noted.entries.push(copied!);
    }
  }
  return plan;
}

function* undoLines(
  table: Table,
  record: JobRecord['record'],
  marks: MarkedRows,
  { rows, entries }: { rows: Ints; entries: Ints },
): Generator<WriteRecordLine> {
  for (let at = 0; at < rows.length; at++) {
    const i = rows.at(at);
    const { key, row } = record.entryAt(entries.at(at));
    const [mark, beside] = [marks.markAt(i), cellsBeside(table, i)];
    yield { id: key, row, state: 'undo', before: {}, after: {}, mark, beside };
  }
}

/** Whether the cell still holds what the run wrote, or what it held before the run, or what a user changed it to. */
function stateOf(
  killed: WasKilled,
  record: JobRecord['record'],
  table: Table,
  i: number,
  output: string,
  entry: RowEntry,
  held: HeldCell,
): 'ours' | 'held' | 'changed' {
  const now = outputCell(table, i, output);
  const formula = formulaOf(table, i, output);
  if (held.formula !== undefined && formula !== '') return 'held';
  if (formula !== '') return 'changed';
  if (isSame(now, held.value) && held.formula === undefined) return 'held';
  if (output in entry.after && isEqual(now, entry.after[output])) return 'ours';
  return isStrayOf(killed, record, table, i, output) ? 'ours' : 'changed';
}

/** The value landed there when rows moved during a killed write or Undo. */
function isStrayOf(
  killed: WasKilled,
  record: JobRecord['record'],
  table: Table,
  i: number,
  output: string,
): boolean {
  const now = outputCell(table, i, output);
  return (killed.run && record.isOurs(output, now)) || (killed.undo && (isBlank(now) || record.isHeld(now)));
}

/** Rows that nobody can tell apart: it makes no difference where they held the same. */
function sameBefore(record: JobRecord['record'], entry: RowEntry, output: string): boolean {
  const held = entry.before[output]?.value;
  for (let at = 0; at < record.length; at++) {
    if (record.keyAt(at) === entry.key && !isSame(record.entryAt(at).before[output]?.value, held))
      return false;
  }
  return true;
}

/** The first row of each key, listed where one is asked for. */
function firstEntries(record: JobRecord['record']): (key: string) => number | null {
  const keys = new DistinctTexts((at) => record.keyAt(at));
  return (key) => {
    for (let at = keys.size === 0 ? 0 : record.length; at < record.length; at++) keys.add(at);
    const number = keys.numberOf(key);
    return number < 0 ? null : keys.placeOf(number);
  };
}

/** Clears what a killed Undo has put on a new row. */
function clearRestored(plan: UndoPlan, table: Table, record: JobRecord['record'], i: number): void {
  if (table.keys.at(i) !== null) return;
  for (const [output, column] of table.columns) {
    const now = outputCell(table, i, output);
    if (isBlank(now) || formulaOf(table, i, output) !== '' || !record.isHeld(now)) continue;
    plan.writes.push({ row: table.first + i, column, value: '' });
  }
}
