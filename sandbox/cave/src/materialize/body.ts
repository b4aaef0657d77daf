/** Reads the bodies of queries. The schemas are strict, and the error messages are the service's. */

import type { WireReply } from '@tracer-tools/apps-script/wire';
import { asObject, type Json } from '../../../../src/core/json';
import { type Call, ServiceError } from '../http/call';
import { jsonReply } from '../http/reply';
import type { QueryComparison, QueryFilter } from './query';

const FILTERS: Record<string, QueryComparison> = {
  filter_in_dict: 'in',
  filter_equal_dict: 'equal',
  filter_greater_dict: 'greater',
  filter_less_dict: 'less',
  filter_greater_equal_dict: 'greater_equal',
  filter_less_equal_dict: 'less_equal',
  filter_spatial_dict: 'spatial',
  filter_regex_dict: 'regex',
};
// The schema accepts this key, but the service never uses it: exclusion has no effect in this version.
const IGNORED = 'filter_notin_dict';

export const FROZEN_KEYS = [
  ...Object.keys(FILTERS),
  IGNORED,
  'select_columns',
  'offset',
  'limit',
  'desired_resolution',
];
export const JOIN_KEYS = [...FROZEN_KEYS, 'tables', 'suffix_map', 'suffixes', 'select_column_map'];
export const LIVE_KEYS = [...FROZEN_KEYS, 'table', 'timestamp', 'join_tables', 'suffixes'];

/** A reply that the service's general error handler passes on unchanged. */
export class QueryRefusal extends Error {
  constructor(readonly reply: WireReply) {
    super('refused');
  }
}

/** The body, or the schema error for keys that the service does not know. */
export function readQueryBody(
  call: Call,
  keys: string[],
  requiredKeys: string[] = [],
): { [key: string]: Json } {
  const body = asObject(call.json());
  const errors: Record<string, string[]> = {};
  if (body === null) errors._schema = ['Invalid input type.'];
  for (const key of Object.keys(body ?? {})) if (!keys.includes(key)) errors[key] = ['Unknown field.'];
  for (const key of requiredKeys) {
    if (body?.[key] === undefined) errors[key] = ['Missing data for required field.'];
  }
  if (Object.keys(errors).length > 0)
    throw new QueryRefusal(jsonReply({ schema_errors: errors, message: '' }, 500));
  return body!;
}

/** Booleans and integers in the query string must be well formed. */
export function checkArguments(call: Call): void {
  const booleans = [
    'return_pyarrow',
    'arrow_format',
    'ipc_compress',
    'direct_sql_pandas',
    'split_positions',
    'count',
    'allow_missing_lookups',
    'allow_invalid_root_ids',
  ];
  for (const name of booleans) {
    const value = call.query.get(name);
    if (value === null || /^(true|false|1|0)$/i.test(value)) continue;
    const errors = { [name]: `Invalid literal for boolean(): ${value}` };
    throw new QueryRefusal(jsonReply({ errors, message: 'Input payload validation failed' }, 500));
  }
}

export function filtersOf(body: { [key: string]: Json }): QueryFilter[] {
  return Object.entries(FILTERS).flatMap(([key, by]) =>
    Object.entries(asObject(body[key]) ?? {}).flatMap(([table, columns]) =>
      Object.entries(asObject(columns) ?? {}).map(
        ([column, value]): QueryFilter => ({ table, column, comparison: by, value }),
      ),
    ),
  );
}

export const textList = (value: Json | undefined): string[] | null =>
  Array.isArray(value) ? value.map(String) : null;

/** An integer, also as text; the database refuses negative ones. */
export function wholeOf(value: Json | undefined, missing: number): number {
  const number = typeof value === 'string' && /^-?[0-9]+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) return missing;
  if (number < 0)
    throw new ServiceError(500, `(psycopg2.errors.InvalidRowCountInLimitClause) LIMIT must not be negative`);
  return number;
}
