/** Reads rows that name two segments, such as synapses: how often each requested id stands beside which other. */
import type { Id } from '../../core/ids';
import type { HttpReply } from '../../http/request';
import { ReplyParts } from '../client/reply-parts';
import { eachReplyRow, type RowRequest } from './row-replies';
import { tableLabel } from './table-record';

/** By requested id: the ids in the column `partner`, and in how many rows. An end in no segment, 0, is no partner. */
export function readPartners(
  replies: readonly HttpReply[],
  request: RowRequest,
  partner: string,
): Map<Id, Map<Id, number>> {
  const parts = new ReplyParts(tableLabel(request.stack, request.table));
  const found = new Map<Id, Map<Id, number>>();
  eachReplyRow(replies, request, (row, id) => {
    const other = row[partner];
    if (other === 0 || other === '0') return;
    const known = parts.node(other, request.stack.graph.layers);
    const counts = found.get(id) ?? new Map<Id, number>();
    counts.set(known, (counts.get(known) ?? 0) + 1);
    found.set(id, counts);
  });
  return found;
}
