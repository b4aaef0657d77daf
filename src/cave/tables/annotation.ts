/** The annotation engine: the tables of an aligned volume, and the live description of one. */
import { TtError } from '../../core/errors';
import { asObject, type Json } from '../../core/json';
import { replyTo, type Work } from '../../http/work';
import { getRequest } from '../client/access';
import type { Datastack } from '../client/datastack';
import { damagedReply, readJson } from '../client/replies';

function base(stack: Datastack): string {
  const { aligned_volume: volume } = stack.record;
  if (!volume) throw new TtError('NONE', `${stack.name} has no aligned volume, and so no annotation tables`);
  return `${stack.localServer}/annotation/api/v2/aligned_volume/${volume.name}`;
}

export function* tableNames(stack: Datastack): Work<string[]> {
  const label = { route: 'annotation tables', datastack: stack.name };
  const names = readJson(
    yield* replyTo(getRequest(stack.access, `${base(stack)}/table`, label.route, 100_000)),
    label,
  );
  if (!Array.isArray(names)) throw damagedReply(label);
  return names.map(String);
}

/**
 * The live description of a table, also of one that is in no version; the service answers 201. For a table with segment
 * ids it returns name, id and creation of the segmentation table instead.
 */
export function* liveTableInfo(stack: Datastack, table: string): Work<{ [key: string]: Json }> {
  const label = { route: `table ${table}`, datastack: stack.name };
  const url = `${base(stack)}/table/${encodeURIComponent(table)}`;
  const info = asObject(readJson(yield* replyTo(getRequest(stack.access, url, label.route)), label));
  if (!info) throw damagedReply(label);
  if (info.table_name === table) return info;
  const { id: _id, created: _created, ...own } = info;
  return { ...own, table_name: table };
}
