/**
 * Decides which filters the server applies, and which must be applied here because the server would ignore or change
 * them.
 */

import { compareIds } from '../../core/ids';
import { fromPostgres } from './postgres-regex';
import type { RowValue } from './row-cells';
import type { RowFilter, RowQuery } from './row-query';

export interface SplitFilters {
  server: RowFilter[];
  local: RowFilter[];
}

export const isRoot = (filter: RowFilter): boolean => /_root_id$/.test(filter.column.column);

/**
 * Filters that only the database applies. A live query applies all other filters a second time, to the columns of its
 * answer.
 */
export const inDatabase = (filter: RowFilter): boolean =>
  filter.comparison === '~' || filter.comparison === 'box';

/**
 * Splits filters into those for the server and those to apply here. The server accepts exclusions but ignores them,
 * except `root id != 0`, which is sent as `> 0`. It accepts one filter of a kind per column: a second one would
 * overwrite the first. In a live query, a list of root ids is sent without other root filters: the server would
 * intersect them, and it would check the bound of a comparison as if it were a root. No JSON form of times is known
 * that the server accepts, and merged versions have no `created`.
 */
export function splitFilters(filters: readonly RowFilter[], at: RowQuery['instant']): SplitFilters {
  const server: RowFilter[] = [];
  const here: RowFilter[] = [];
  const live = 'live' in at;
  const roots = live ? filters.filter((filter) => isRoot(filter) && filter.comparison === 'in') : [];
  const first = roots.sort((a, b) => a.values.length - b.values.length)[0];
  for (const filter of filters.map((one) => (live ? one : withoutZero(one)))) {
    const isRepeated = server.some(
      (other) => other.comparison === filter.comparison && other.column.name === filter.column.name,
    );
    const isDistorted = live && !inDatabase(filter) && (first ? filter !== first : isRoot(filter));
    (filter.comparison === 'not in' || filter.column.kind === 'time' || isRepeated || isDistorted
      ? here
      : server
    ).push(filter);
  }
  return { server, local: here };
}

function withoutZero(filter: RowFilter): RowFilter {
  const zero = filter.comparison === 'not in' && filter.column.kind === 'id' && filter.values.join() === '0';
  return zero ? { ...filter, comparison: '>' } : filter;
}

/** A blank cell passes only exclusions. */
export function matchesFilter(filter: RowFilter, value: RowValue): boolean {
  const { comparison: by, values } = filter;
  if (by === 'not in') return value === null || !values.some((target) => order(filter, value, target) === 0);
  if (value === null) return false;
  if (by === 'box') return inBox(value, values as number[]);
  if (by === '~') return typeof value === 'string' && fromPostgres(String(values[0])).test(value);
  if (by === 'in') return values.some((target) => order(filter, value, target) === 0);
  const side = order(filter, value, values[0]!);
  if (by === '>') return side > 0;
  if (by === '<') return side < 0;
  return by === '>=' ? side >= 0 : side <= 0;
}

function order(
  { column }: RowFilter,
  value: Exclude<RowValue, null>,
  target: string | number | boolean,
): number {
  if (column.kind === 'id') return compareIds(`${value}`, `${target}`);
  if (column.kind === 'text') return byValue(`${value}`, `${target}`);
  // 64-bit integers are digits in text if a double would round them.
  if (isWhole(value) && isWhole(target)) return byValue(BigInt(value), BigInt(target));
  return (value as number) - (target as number);
}

const isWhole = (value: unknown): value is number | string =>
  Number.isSafeInteger(value) || (typeof value === 'string' && /^-?[0-9]+$/.test(value));

const byValue = <T extends string | bigint>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

function inBox(value: RowValue, box: readonly number[]): boolean {
  return Array.isArray(value) && value.every((v, i) => v >= box[i]! && v <= box[i + 3]!);
}
