/** A column of a query's answer. */
import type { Kind } from './table';

/** A column of the answer; positions are already split. */
export interface AnswerColumn {
  name: string;
  /** Only views have the kinds `double` and `untyped`. */
  kind: Exclude<Kind, 'position'> | 'double' | 'untyped';
  values: (string | number | boolean | null)[];
}
