/** The answer for one row: its values as cells can hold them, its failures, and whether to ask again. */
import { TtError } from '../../core/errors';
import { fitting } from '../sheet/cells/cell-value';
import type { JobRow } from './job-row';

/** Attempts at a row whose answer may come later, before its error is written. */
export const MAX_PASSES = 2;

/** A value too long for a cell becomes a failure of its row. */
export const fittingRow = (answer: JobRow): JobRow =>
  Object.fromEntries(
    Object.entries(answer).map(([header, out]) => [header, out instanceof Date ? out : fitting(out)]),
  );

/** A row with a transient failure is asked again, a few times. */
export const willAskAgain = (answer: JobRow, attempts: number): boolean =>
  attempts < MAX_PASSES && Object.values(answer).some((out) => out instanceof TtError && out.transient);

export const isPending = (answer: JobRow): boolean =>
  Object.values(answer).some((out) => out instanceof TtError && out.code === 'PENDING');

/** At most one failure per row: the first. */
export function failuresOf(answer: JobRow): { code: string; message: string }[] {
  const error = Object.values(answer).find((out): out is TtError => out instanceof TtError);
  return error ? [{ code: error.code, message: error.message }] : [];
}
