/** What a job answers for each key of its column. */
export type { JobRow, KeyedRow } from '../../tools/declaration/column-job';
