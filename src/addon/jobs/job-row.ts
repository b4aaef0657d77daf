/** What a job is asked, and what it answers for each key of its column. */
import type { Cell } from '../../core/table';
import type { OutputCell } from '../../tools/declaration/declare';

/** Cells by header; a header that is absent is left alone. */
export type JobRow = Record<string, OutputCell>;

/** A key of the sheet with the text it stands for. */
export interface KeyedRow {
  key: string;
  text: string;
  /** The anchor that stands beside it in a column that the job itself fills. */
  anchor: Cell | undefined;
}
