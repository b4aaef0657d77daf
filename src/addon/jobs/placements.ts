/**
 * From answers to cells: which rows of the sheet, as it stands now, take which values, and what the cells held.
 * Nothing here writes.
 */
import { TtError } from '../../core/errors';
import type { Cell } from '../../core/table';
import { type CellValue, cellValue, fitting } from '../sheet/cell-value';
import type { ColumnSnapshot, RowValues } from '../sheet/column-snapshot';
import type { WriteRecordLine } from '../sheet/write-record';
import type { Placement } from '../sheet/writer';
import type { JobRow } from './job-row';
import type { Job } from './state';
import { copyCounter, isBlank, type WriteRecord } from './write-record';

/** Passes over rows whose answer may come later, before the reason is written. */
export const MAX_PASSES = 2;

/** When it was asked: another time is no change. */
const TIME = 'as_of';

export interface PlacementPlan {
  placements: Placement[];
  changes: WriteRecordLine[];
  changedCells: { id: string; copy: number; header: string }[];
  failures: { code: string; message: string }[];
  skipped: number;
  /** Something is being made for at least one row. */
  pending: boolean;
}

export function placeAnswers(
  snapshot: ColumnSnapshot,
  answers: ReadonlyMap<string, JobRow>,
  record: WriteRecord,
  job: Job,
): PlacementPlan {
  const outcome: PlacementPlan = {
    placements: [],
    changes: [],
    changedCells: [],
    failures: [],
    skipped: 0,
    pending: false,
  };
  const copyOf = copyCounter();
  const headers = [...snapshot.columns.keys()];
  const placed = new Set<string>();
  snapshot.keys.forEach((id, index) => {
    const whole = id === null ? undefined : answers.get(id);
    if (id === null || !whole) return;
    const answer = fittingRow(whole);
    const copy = copyOf(id);
    const again = willAskAgain(answer, record.attempts(id));
    const values: RowValues = {};
    const before: RowValues = {};
    headers.forEach((header, slot) => {
      const out = answer[header];
      if (out === undefined || snapshot.formulas[index]![slot]) return;
      if (again && out instanceof TtError && out.transient) return;
      const held = heldBefore(record, id, copy, header, snapshot.owned[index]![slot]);
      if (isKept(record, id, header, snapshot.owned[index]![slot])) return;
      if (!job.replace && !isBlank(held) && !isOursNow(record, id, header, snapshot.owned[index]![slot])) {
        outcome.skipped++;
        return;
      }
      values[header] = cellValue(out);
      before[header] = held;
      if (!isBlank(held) && held !== values[header] && header !== TIME)
        outcome.changedCells.push({ id, copy, header });
    });
    outcome.placements.push({ index, values });
    outcome.changes.push({ id, copy, state: again ? 'again' : 'done', before, after: values });
    outcome.pending ||= again && isPending(answer);
    if (!placed.has(id) && !again) outcome.failures.push(...failuresOf(answer));
    placed.add(id);
  });
  outcome.changes.unshift(...standingElsewhere(snapshot, outcome.placements, record, job));
  return outcome;
}

/** What no cell holds is a failure of its row. */
const fittingRow = (answer: JobRow): JobRow =>
  Object.fromEntries(Object.entries(answer).map(([header, out]) => [header, fitting(out)]));

/**
 * Values about to be written for the first time that stand already on rows outside the run: a share of 1, a TRUE.
 * They are put on record, so that the last look does not take them for ours there.
 */
function standingElsewhere(
  snapshot: ColumnSnapshot,
  placements: readonly Placement[],
  record: WriteRecord,
  job: Job,
): WriteRecordLine[] {
  const lines: WriteRecordLine[] = [];
  [...snapshot.columns.keys()].forEach((header, slot) => {
    const fresh = new Set<Cell>();
    for (const { values } of placements) {
      const value = values[header];
      if (!isBlank(value) && !record.isOurs(header, value)) fresh.add(value!);
    }
    snapshot.keys.forEach((key, index) => {
      const outside = key === null || (job.planned && !record.isKnown(key));
      const held = snapshot.owned[index]![slot];
      if (!outside || held === undefined || !fresh.delete(held)) return;
      lines.push({ id: '', copy: 0, state: 'theirs', before: { [header]: held as CellValue }, after: {} });
    });
  });
  return lines;
}

/** A row with a passing failure is asked again, a few times. */
const willAskAgain = (answer: JobRow, attempts: number): boolean =>
  attempts < MAX_PASSES && Object.values(answer).some((out) => out instanceof TtError && out.transient);

const isPending = (answer: JobRow): boolean =>
  Object.values(answer).some((out) => out instanceof TtError && out.code === 'PENDING');

function heldBefore(
  record: WriteRecord,
  id: string,
  copy: number,
  header: string,
  now: Cell | undefined,
): CellValue {
  const recorded = record.before(id, copy, header);
  return recorded !== undefined ? recorded : ((now ?? '') as CellValue);
}

/** An anchor that somebody set says what the row means: it is never replaced. */
function isKept(record: WriteRecord, id: string, header: string, now: Cell | undefined): boolean {
  return header === 'anchor_supervoxel' && !isBlank(now) && record.after(id)[header] !== now;
}

function isOursNow(record: WriteRecord, id: string, header: string, now: Cell | undefined): boolean {
  return record.after(id)[header] === now || isBlank(now);
}

/** One failure a row: the first. */
function failuresOf(answer: JobRow): { code: string; message: string }[] {
  const error = Object.values(answer).find((out): out is TtError => out instanceof TtError);
  return error ? [{ code: error.code, message: error.message }] : [];
}

/**
 * The last look over the sheet: rows that a killed run left unwritten, and rows whose id was changed after they were
 * written. A cell that someone else filled is left alone. `open` are ids that the run has not answered yet.
 */
export function reconcile(
  snapshot: ColumnSnapshot,
  record: WriteRecord,
  job: Job,
): { placements: Placement[]; open: string[] } {
  const placements: Placement[] = [];
  const open = new Set<string>();
  const headers = [...snapshot.columns.keys()];
  const copyOf = copyCounter();
  snapshot.keys.forEach((id, index) => {
    const cells = snapshot.owned[index] ?? [];
    const copy = id === null ? 0 : copyOf(id);
    const known = id !== null && record.isKnown(id);
    if (known && !record.isDone(id)) {
      open.add(id);
      return;
    }
    const after = known ? record.after(id) : {};
    const values: RowValues = {};
    headers.forEach((header, slot) => {
      const now = cells[slot];
      const want = after[header] ?? '';
      if (now === want || snapshot.formulas[index]![slot] || (known && !(header in after))) return;
      const unwritten = known && (isBlank(now) || now === record.before(id, copy, header));
      const astray = known ? record.isOurs(header, now) : record.isStray(header, now);
      if (unwritten || astray) values[header] = want;
    });
    const wrong = Object.keys(values).length > 0;
    if (wrong) placements.push({ index, values });
    if (id !== null && !known && (!job.planned || wrong)) open.add(id);
  });
  return { placements, open: [...open] };
}
