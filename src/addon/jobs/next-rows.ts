/** Chooses the rows of a step: those without an answer, in the order of the sheet. */

import type { KeyedRow } from '../../tools/declaration/column-job';
import { ANCHOR_OUTPUT, outputCell, type Table } from '../sheet/table/table';
import type { Job } from './state';
import type { WriteRecord } from './write-record';

export interface NextRows {
  rows: KeyedRow[];
  /** An earlier attempt at them got no answer. */
  again: boolean;
}

/** Keys of the table without an answer. */
export const openKeys = (keys: Iterable<string | null>, record: WriteRecord, job: Job): string[] =>
  [...new Set(keys)].filter(
    (key): key is string => key !== null && !record.isDone(key) && (!job.planned || record.isKnown(key)),
  );

/** As many rows as the step takes; rows with earlier attempts come last. */
export function nextRows(table: Table, record: WriteRecord, job: Job): NextRows {
  const rows = new Map<string, KeyedRow>();
  table.keys.forEach((key, i) => {
    if (key === null || rows.has(key)) return;
    rows.set(key, { key, text: table.textAt(i), anchor: outputCell(table, i, ANCHOR_OUTPUT) });
  });
  const open = openKeys([...rows.keys()], record, job);
  const least = open.reduce((attempts, key) => Math.min(attempts, record.attempts(key)), Infinity);
  const next = open.filter((key) => record.attempts(key) <= least).slice(0, job.stepSize);
  return { rows: next.map((key) => rows.get(key)!), again: least > 0 };
}
