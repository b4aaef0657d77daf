/** Chooses the rows of a step: those without an answer, in the order of the sheet. */

import { codeInCell } from '../../core/errors';
import type { KeyedRow } from '../../tools/declaration/column-job';
import { ANCHOR_OUTPUT, keyedRows, outputCell, type Table } from '../sheet/table/table';
import type { Job } from './state';
import type { WriteRecord } from './write-record';

export interface NextRows {
  rows: KeyedRow[];
  /** An earlier attempt at them got no answer. */
  again: boolean;
}

/** Rows of the table without an answer; a key may stand in several. */
export function* openKeys(table: Table, record: WriteRecord, job: Job): Generator<[key: string, i: number]> {
  for (const row of keyedRows(table)) {
    const [key] = row;
    if (!record.isDone(key) && (!job.planned || record.isKnown(key))) yield row;
  }
}

/**
 * Rows with errors in a step: where successors are not clear, a step counts 500,000 supervoxels exactly, some 2,000 for
 * each of these rows.
 */
const MOST_WITH_ERRORS = 250;

/**
 * As many rows as the step takes; rows with earlier attempts come last. In a schedule's run so do those that hold an
 * error: they are asked about each time, and together they take fewer requests than some of them in each step.
 */
export function nextRows(table: Table, record: WriteRecord, job: Job): NextRows {
  const holdsError = (i: number) =>
    job.schedule !== '' && job.headers.some((output) => codeInCell(outputCell(table, i, output)) !== null);
  const turnOf = (key: string, i: number) => 2 * record.attempts(key) + (holdsError(i) ? 1 : 0);
  let least = Number.POSITIVE_INFINITY;
  for (const [key, i] of openKeys(table, record, job)) least = Math.min(least, turnOf(key, i));
  // Odd for rows that hold an error.
  const most = least % 2 === 1 ? Math.min(job.stepSize, MOST_WITH_ERRORS) : job.stepSize;
  const rows = new Map<string, KeyedRow>();
  for (const [key, i] of openKeys(table, record, job)) {
    if (rows.size === most) break;
    if (rows.has(key) || turnOf(key, i) > least) continue;
    rows.set(key, { key, text: table.textAt(i), anchor: outputCell(table, i, ANCHOR_OUTPUT) });
  }
  return { rows: [...rows.values()], again: least > 1 };
}
