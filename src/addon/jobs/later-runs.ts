/** Later runs that wrote some of the same columns and are not undone: Undo does not touch their cells. */
import type { Host } from '../interfaces/host';
import { matchRows } from '../sheet/look/row-identity';
import { markedRows, type Table } from '../sheet/table/table';
import { readJobRecord } from './job-columns';
import { type Job, jobs } from './state';

export interface LaterRun {
  touches(table: Table): (i: number, output: string) => boolean;
}

export function laterRuns(host: Host, job: Job): LaterRun[] {
  return jobs(host.documentStore)
    .filter(
      (other) => other.number > job.number && other.sheetId === job.sheetId && other.touched && !other.undone,
    )
    .filter(
      (other) =>
        other.key.tag === job.key.tag && other.headers.some((output) => job.headers.includes(output)),
    )
    .map((other) => {
      const known = readJobRecord(host, other).record.rows();
      return {
        touches: (table) => {
          const { entries } = matchRows(markedRows(table), known);
          return (i, output) => entries[i] !== null && output in known[entries[i]!]!.after;
        },
      };
    });
}
