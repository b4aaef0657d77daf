/** A column of a query's answer. */
import type { Kind } from './table';

/** A column of the answer, positions already split. */
export interface AnswerColumn {
  name: string;
  /** Only views have `double` and `untyped`. */
  kind: Exclude<Kind, 'position'> | 'double' | 'untyped';
  values: (string | number | boolean | null)[];
}
