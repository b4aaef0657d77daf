/**
 * From answers to cells: which rows of the sheet, as it stands now, take which values, and what the cells held.
 * Nothing here writes.
 */
import { TtError } from '../../core/errors';
import type { Cell } from '../../core/table';
import type { Change } from '../sheet/changes';
import type { Frame, RowValues } from '../sheet/frame';
import { plain, type Written } from '../sheet/text';
import type { Placement } from '../sheet/writer';
import { copies, isBlank, type Ledger } from './ledger';
import type { JobRow } from './row';
import type { Job } from './state';

/** Passes over rows whose answer may come later, before the reason is written. */
export const MOST_PASSES = 2;

export interface Outcome {
  placements: Placement[];
  changes: Change[];
  changedCells: { id: string; copy: number; header: string }[];
  failures: { code: string; message: string }[];
  skipped: number;
  /** Something is being made for at least one row. */
  pending: boolean;
}

export function placeAnswers(
  frame: Frame,
  answers: ReadonlyMap<string, JobRow>,
  ledger: Ledger,
  job: Job,
): Outcome {
  const outcome: Outcome = {
    placements: [],
    changes: [],
    changedCells: [],
    failures: [],
    skipped: 0,
    pending: false,
  };
  const copyOf = copies();
  const headers = [...frame.columns.keys()];
  const placed = new Set<string>();
  frame.keys.forEach((id, index) => {
    const answer = id === null ? undefined : answers.get(id);
    if (id === null || !answer) return;
    const copy = copyOf(id);
    const again = willAskAgain(answer, ledger.attempts(id));
    const values: RowValues = {};
    const before: RowValues = {};
    headers.forEach((header, slot) => {
      const out = answer[header];
      if (out === undefined || frame.formulas[index]![slot]) return;
      if (again && out instanceof TtError && out.passing) return;
      const held = heldBefore(ledger, id, copy, header, frame.owned[index]![slot]);
      if (isKept(ledger, id, header, frame.owned[index]![slot])) return;
      if (!job.replace && !isBlank(held) && !isOursNow(ledger, id, header, frame.owned[index]![slot])) {
        outcome.skipped++;
        return;
      }
      values[header] = plain(out);
      before[header] = held;
      if (!isBlank(held) && held !== values[header]) outcome.changedCells.push({ id, copy, header });
    });
    outcome.placements.push({ index, values });
    outcome.changes.push({ id, copy, state: again ? 'again' : 'done', before, after: values });
    outcome.pending ||= again && isPending(answer);
    if (!placed.has(id) && !again) outcome.failures.push(...failuresOf(answer));
    placed.add(id);
  });
  outcome.changes.unshift(...standingElsewhere(frame, outcome.placements, ledger, job));
  return outcome;
}

/**
 * Values about to be written for the first time that stand already on rows outside the run: a share of 1, a TRUE.
 * They are put on record, so that the last look does not take them for ours there.
 */
function standingElsewhere(
  frame: Frame,
  placements: readonly Placement[],
  ledger: Ledger,
  job: Job,
): Change[] {
  const lines: Change[] = [];
  [...frame.columns.keys()].forEach((header, slot) => {
    const fresh = new Set<Cell>();
    for (const { values } of placements) {
      const value = values[header];
      if (!isBlank(value) && !ledger.isOurs(header, value)) fresh.add(value!);
    }
    frame.keys.forEach((key, index) => {
      const outside = key === null || (job.planned && !ledger.isKnown(key));
      const held = frame.owned[index]![slot];
      if (!outside || held === undefined || !fresh.delete(held)) return;
      lines.push({ id: '', copy: 0, state: 'theirs', before: { [header]: held as Written }, after: {} });
    });
  });
  return lines;
}

/** A row with a passing failure is asked again, a few times. */
const willAskAgain = (answer: JobRow, attempts: number): boolean =>
  attempts < MOST_PASSES && Object.values(answer).some((out) => out instanceof TtError && out.passing);

const isPending = (answer: JobRow): boolean =>
  Object.values(answer).some((out) => out instanceof TtError && out.code === 'PENDING');

function heldBefore(
  ledger: Ledger,
  id: string,
  copy: number,
  header: string,
  now: Cell | undefined,
): Written {
  const recorded = ledger.before(id, copy, header);
  return recorded !== undefined ? recorded : ((now ?? '') as Written);
}

/** An anchor that somebody set says what the row means: it is never replaced. */
function isKept(ledger: Ledger, id: string, header: string, now: Cell | undefined): boolean {
  return header === 'anchor_supervoxel' && !isBlank(now) && ledger.after(id)[header] !== now;
}

function isOursNow(ledger: Ledger, id: string, header: string, now: Cell | undefined): boolean {
  return ledger.after(id)[header] === now || isBlank(now);
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
  frame: Frame,
  ledger: Ledger,
  job: Job,
): { placements: Placement[]; open: string[] } {
  const placements: Placement[] = [];
  const open = new Set<string>();
  const headers = [...frame.columns.keys()];
  const copyOf = copies();
  frame.keys.forEach((id, index) => {
    const cells = frame.owned[index] ?? [];
    const copy = id === null ? 0 : copyOf(id);
    const known = id !== null && ledger.isKnown(id);
    if (known && !ledger.isDone(id)) {
      open.add(id);
      return;
    }
    const after = known ? ledger.after(id) : {};
    const values: RowValues = {};
    headers.forEach((header, slot) => {
      const now = cells[slot];
      const want = after[header] ?? '';
      if (now === want || frame.formulas[index]![slot] || (known && !(header in after))) return;
      const unwritten = known && (isBlank(now) || now === ledger.before(id, copy, header));
      const astray = known ? ledger.isOurs(header, now) : ledger.isStray(header, now);
      if (unwritten || astray) values[header] = want;
    });
    const wrong = Object.keys(values).length > 0;
    if (wrong) placements.push({ index, values });
    if (id !== null && !known && (!job.planned || wrong)) open.add(id);
  });
  return { placements, open: [...open] };
}
