/** The annotation engine: which tables an aligned volume has, and the live description of one. */
import { TtError } from '../core/errors';
import { asObject, type Json } from '../core/json';
import { ask, type Work } from '../exchange/work';
import { get } from './access';
import { broken, readJson } from './replies';
import type { Stack } from './stack';

function base(stack: Stack): string {
  const { aligned_volume: volume } = stack.record;
  if (!volume) throw new TtError('NONE', `${stack.name} has no aligned volume, and so no annotation tables`);
  return `${stack.local}/annotation/api/v2/aligned_volume/${volume.name}`;
}

export function* tableNames(stack: Stack): Work<string[]> {
  const question = { what: 'annotation tables', datastack: stack.name };
  const names = readJson(
    yield* ask(get(stack.access, `${base(stack)}/table`, question.what, 100_000)),
    question,
  );
  if (!Array.isArray(names)) throw broken(question);
  return names.map(String);
}

/**
 * The live description of a table, also of one that is in no version; the service answers 201. Of a table with
 * segment ids it lays the record of the segmentation table over it: name, id and creation are then that one's.
 */
export function* liveTableInfo(stack: Stack, table: string): Work<{ [key: string]: Json }> {
  const question = { what: `table ${table}`, datastack: stack.name };
  const url = `${base(stack)}/table/${encodeURIComponent(table)}`;
  const info = asObject(readJson(yield* ask(get(stack.access, url, question.what)), question));
  if (!info) throw broken(question);
  if (info.table_name === table) return info;
  const { id: _id, created: _created, ...own } = info;
  return { ...own, table_name: table };
}
