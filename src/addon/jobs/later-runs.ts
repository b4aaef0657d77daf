/** Later runs that wrote some of the same columns and are not undone: Undo does not touch their cells. */
import type { Host } from '../interfaces/host';
import { matchRows } from '../sheet/look/row-identity';
import type { LineTexts } from '../sheet/record/write-record';
import { markedRows, type Table } from '../sheet/table/table';
import { readJobRecord } from './job-columns';
import { type Job, jobs } from './state';

export interface LaterRun {
  touches(table: Table): (i: number, output: string) => boolean;
}

/** Which outputs it wrote, not what: several records of 100,000 rows stand beside that of the run itself. */
function withoutValues([state, before, after, mark]: LineTexts): LineTexts {
  const outputs = after === '' ? [] : Object.keys(JSON.parse(after));
  return [
    state,
    state === 'array' ? before : '',
    JSON.stringify(Object.fromEntries(outputs.map((output) => [output, 0]))),
    mark,
    '',
  ];
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
      const { record } = readJobRecord(host, other, withoutValues);
      return {
        touches: (table) => {
          const { entries } = matchRows(markedRows(table), record);
          return (i, output) => {
            const at = entries[i] ?? null;
            return at !== null && output in record.entryAt(at).after;
          };
        },
      };
    });
}
