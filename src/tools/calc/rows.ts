/** Answers ranges of points row by row: a blank row gives a blank row, a wrong row gives only its own error. */
import { TtError } from '../../core/errors';
import type { Row } from '../../core/points';
import type { OutputCell } from '../declaration/declare';

/** Answers each row; drops blank rows at the end. */
export function eachRow<T>(rows: readonly Row<T>[], answer: (value: T) => OutputCell[]): OutputCell[][] {
  const out = rows.map((row): OutputCell[] => {
    if (row === null) return [null];
    if (row instanceof TtError) return [row];
    try {
      return answer(row);
    } catch (error) {
      if (error instanceof TtError) return [error];
      throw error;
    }
  });
  let end = rows.length;
  while (end > 1 && rows[end - 1] === null) end--;
  return out.slice(0, end);
}

/** Pairs two arguments row by row. An argument with a single row applies to every row of the other. */
export function pairRows<A, B>(
  a: readonly Row<A>[],
  b: readonly Row<B>[],
  names: [string, string],
): Row<[A, B]>[] {
  if (a.length !== b.length && a.length !== 1 && b.length !== 1) {
    throw new TtError(
      'INPUT',
      `${names[0]} has ${a.length} rows and ${names[1]} ${b.length}: as many rows in both, or one row in either`,
    );
  }
  return new Array<null>(Math.max(a.length, b.length)).fill(null).map((_row, i) => {
    const [left, right] = [a[a.length === 1 ? 0 : i]!, b[b.length === 1 ? 0 : i]!];
    if (left === null || right === null) return null;
    if (left instanceof TtError) return left;
    return right instanceof TtError ? right : [left, right];
  });
}
