/** The answer for one row: its values as cells can hold them, its failures, and whether to ask again. */
import { TtError } from '../../core/errors';
import type { JobRow } from '../../tools/declaration/column-job';
import { fitting } from '../sheet/cells/cell-value';

/** Attempts at a row whose answer may come later, before its error is written. */
export const MAX_PASSES = 2;
/** Few rows that wait for a skeleton are asked about sooner and more often: they hold up a run that is else ready. */
const FEW_PENDING = 50;
const PASSES_OF_FEW = 8;
/** A skeleton takes about a minute. */
const PENDING_MS = 60_000;
const FEW_PENDING_MS = 15_000;

export interface PendingPlan {
  /** Passes over rows that wait. */
  passes: number;
  /** Until the next one. */
  waitMs: number;
}

/** By how many rows of a step wait. */
export const pendingPlan = (answers: Iterable<JobRow>): PendingPlan =>
  [...answers].filter(isPending).length <= FEW_PENDING
    ? { passes: PASSES_OF_FEW, waitMs: FEW_PENDING_MS }
    : { passes: MAX_PASSES, waitMs: PENDING_MS };

/** A value too long for a cell becomes a failure of its row. */
export const fittingRow = (answer: JobRow): JobRow =>
  Object.fromEntries(
    Object.entries(answer).map(([header, out]) => [header, out instanceof Date ? out : fitting(out)]),
  );

/** A row with a transient failure is asked again, a few times. */
export const willAskAgain = (answer: JobRow, attempts: number, pendingPasses: number): boolean =>
  attempts < (isPending(answer) ? pendingPasses : MAX_PASSES) &&
  Object.values(answer).some((out) => out instanceof TtError && out.transient);

export const isPending = (answer: JobRow): boolean =>
  Object.values(answer).some((out) => out instanceof TtError && out.code === 'PENDING');

/** At most one failure per row: the first. */
export function failuresOf(answer: JobRow): { code: string; message: string }[] {
  const error = Object.values(answer).find((out): out is TtError => out instanceof TtError);
  return error ? [{ code: error.code, message: error.message }] : [];
}
