/**
 * Reads rows that name two segments, such as synapses, and counts how often each requested id occurs with each other
 * id.
 */
import type { Id } from '../../core/ids';
import type { HttpReply } from '../../http/request';
import { ReplyParts } from '../client/reply-parts';
import { eachReplyRow, type RowRequest } from './row-replies';
import { tableLabel } from './table-record';

/**
 * For each requested id, the ids in the column `partner` with their number of rows. 0 means an end outside all segments
 * and is not counted.
 */
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
    const partnerId = parts.node(other, request.stack.graph.layers);
    const counts = found.get(id) ?? new Map<Id, number>();
    counts.set(partnerId, (counts.get(partnerId) ?? 0) + 1);
    found.set(id, counts);
  });
  return found;
}
