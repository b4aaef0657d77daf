/** The annotation engine: the tables of an aligned volume, and the live description of a table. */
import { TtError } from '../../core/errors';
import { replyTo, type Work } from '../../http/work';
import { getRequest } from '../client/access';
import type { Datastack } from '../client/datastack';
import { ReplyParts } from '../client/reply-parts';
import { readTableRecord, type TableRecord, tableLabel } from './table-record';

function base(stack: Datastack): string {
  const { aligned_volume: volume } = stack.record;
  if (!volume) throw new TtError('NONE', `${stack.name} has no aligned volume, and so no annotation tables`);
  return `${stack.localServer}/annotation/api/v2/aligned_volume/${volume.name}`;
}

export function* tableNames(stack: Datastack): Work<string[]> {
  const parts = new ReplyParts({ route: 'annotation tables', datastack: stack.name });
  const reply = yield* replyTo(getRequest(stack.access, `${base(stack)}/table`, parts.label.route, 100_000));
  return parts.names(parts.json(reply));
}

/**
 * The live description of a table, even if no version contains the table; the service answers with status 201. For a
 * table with segment ids, name, id and creation time are those of the segmentation table.
 */
export function* liveTableInfo(stack: Datastack, table: string): Work<TableRecord> {
  const label = tableLabel(stack, table);
  const url = `${base(stack)}/table/${encodeURIComponent(table)}`;
  const info = readTableRecord(yield* replyTo(getRequest(stack.access, url, label.route)), label);
  if (info.table_name === table) return info;
  const { id: _id, created: _created, ...own } = info;
  return { ...own, table_name: table };
}
