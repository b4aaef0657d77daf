/** The column jobs of the registry, as the add-on plans and runs them. */
import type { Work } from '../../http/work';
import type { ColumnJob, JobRow, KeyedRow, KeyKind } from '../../tools/declaration/column-job';
import { requireTool } from '../../tools/registry';
import { userContext } from '../access/context';
import type { ColumnJobKind } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import type { RowValues } from '../sheet/record/record-lines';
import type { Job } from './state';
import type { WriteRecord } from './write-record';

/** A column job whose `answer` takes the add-on's own types. */
export interface JobSpec extends Omit<ColumnJob, 'answer'> {
  answer: (
    keyedRows: readonly KeyedRow[],
    job: Job,
    record: WriteRecord,
    unchanged: ReadonlyMap<string, RowValues>,
    host: Host,
  ) => Work<Map<string, JobRow>>;
}

/** `kind` comes from a form, or from a schedule of an older version. */
const jobOf = (kind: ColumnJobKind): ColumnJob => requireTool('columnJob', String(kind));

export function specOf(kind: ColumnJobKind): JobSpec {
  const job = jobOf(kind);
  return {
    ...job,
    answer: (rows, { headers, options, datastack }, record, unchangedKeys, host) =>
      job.answer(
        rows,
        {
          headers,
          options,
          written: (key) => record.after(key),
          earlier: (key) => unchangedKeys.get(key) ?? null,
        },
        userContext(host, datastack),
      ),
  };
}

/** The wanted headers in their fixed order, without unknown ones. */
export const wantedHeaders = (kind: ColumnJobKind, headers: readonly string[]): string[] =>
  jobOf(kind)
    .outputs.map(({ name }) => name)
    .filter((name) => headers.includes(name));

export const keyKindOf = (kind: ColumnJobKind): KeyKind => jobOf(kind).keys;
