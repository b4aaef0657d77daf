/** Plans what Undo restores in which cells of the current tab. Writes nothing. */
import type { Host } from '../interfaces/host';
import { isBlank, isEqual, isSame } from '../sheet/look/grid';
import type { HeldCell, WriteRecordLine } from '../sheet/record/write-record';
import { formulaOf, outputCell, outputFormat, type Table } from '../sheet/table/table';
import { type CellWrite, heldContent } from '../sheet/write/cell-write';
import type { LayerWrite } from '../sheet/write/layer-writer';
import { cellsBeside } from './beside';
import { type JobRecord, readJobTable } from './job-columns';
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
  lines: WriteRecordLine[];
  /** `row output` of each restored cell. */
  cells: string[];
  /** The same for cells that are not restored: changed since, or in a row that can no longer be identified. */
  left: string[];
  /** The same for cells with a formula, a rule or protection. */
  alone: string[];
}

export function planUndo(
  host: Host,
  job: Job,
  jobRecord: JobRecord,
  later: readonly LaterRun[],
  killed: WasKilled,
): UndoPlan {
  const { record } = jobRecord;
  const table = readJobTable(host, job, true, jobRecord);
  const { marks, entries, unclear } = matchTable(table, record, killed.run || killed.undo);
  const firstOf = firstEntries(record);
  const touched = later.map((run) => run.touches(table));
  const plan: UndoPlan = { table, writes: [], formats: [], lines: [], cells: [], left: [], alone: [] };
  table.keys.forEach((key, i) => {
    const at = entries[i] ?? null;
    const copied = at === null && key !== null ? firstOf(key) : at;
    const entry = copied === null ? null : record.entryAt(copied);
    if (entry === null) {
      if (killed.undo) clearRestored(plan, table, record, i);
      return;
    }
    const from = plan.writes.length;
    let slot = -1;
    for (const output of table.columns.keys()) {
      slot++;
      const held = entry.before[output];
      // A row that is not the run's own may be a user's copy of one: a blank cell in it is not a copy.
      if (at === null && isBlank(outputCell(table, i, output))) continue;
      if (held === undefined || !(output in entry.after || isStrayOf(killed, record, table, i, output)))
        continue;
      const state = stateOf(killed, record, table, i, output, entry, held);
      const isFree = !unclear.has(i) || sameBefore(record, entry, output);
      const isLater = touched.some((touches) => touches(i, output));
      const name = `${entry.row} ${output}`;
      const isAlone = state === 'ours' && table.leftAt(i, slot) !== null;
      if (state !== 'held' && (state === 'changed' || isLater || !isFree || isAlone)) {
        (isAlone ? plan.alone : plan.left).push(name);
        continue;
      }
      const place = { row: table.first + i, column: table.columns.get(output)! };
      if (state === 'ours') {
        plan.writes.push({ ...place, ...heldContent(held) });
        plan.cells.push(name);
      }
      if (held.format !== undefined && outputFormat(table, i, output) !== held.format && !isLater) {
        plan.formats.push({ ...place, value: held.format });
      }
    }
    if (plan.writes.length > from) {
      const line = { id: entry.key, row: entry.row, mark: marks.markAt(i), before: {}, after: {} };
      plan.lines.push({ ...line, state: 'undo', beside: cellsBeside(table, i) });
    }
  });
  return plan;
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
  const first = new Map<string, number>();
  return (key) => {
    for (let at = first.size === 0 ? record.length - 1 : -1; at >= 0; at--) first.set(record.keyAt(at), at);
    return first.get(key) ?? null;
  };
}

/** Clears what a killed Undo has put on a new row. */
function clearRestored(plan: UndoPlan, table: Table, record: JobRecord['record'], i: number): void {
  if (table.keys[i] !== null) return;
  for (const [output, column] of table.columns) {
    const now = outputCell(table, i, output);
    if (isBlank(now) || formulaOf(table, i, output) !== '' || !record.isHeld(now)) continue;
    plan.writes.push({ row: table.first + i, column, value: '' });
  }
}
