/** Finds which ids that look like roots do not exist in CAVE. It never guesses. */
import type { Id } from '../../core/ids';
import { replyTo, type Work } from '../../http/work';
import { postJson } from '../client/access';
import type { Datastack } from '../client/datastack';
import { errorFromReply } from '../client/replies';
import { ReplyParts } from '../client/reply-parts';
import { existing } from './existence';
import { missingNode } from './missing-node';

/**
 * Each reply names one id that does not exist. After this many requests, the remaining ids are looked up by their
 * nodes.
 */
const MOST_REQUESTS = 5;

/**
 * Takes one request if all ids exist or none does, else one more for each unknown id, up to `MOST_REQUESTS`. Throws if
 * the service cannot tell: a failed look-up does not mean that an id exists.
 */
export function* unknownRoots(stack: Datastack, ids: readonly Id[]): Work<Set<Id>> {
  const parts = new ReplyParts({ route: 'chunkedgraph root_timestamps', datastack: stack.name });
  const url = `${stack.localServer}/segmentation/api/v1/table/${stack.table}/root_timestamps`;
  const unknown = new Set<Id>();
  for (let turn = 0; turn < MOST_REQUESTS; turn++) {
    const open = ids.filter((id) => !unknown.has(id));
    if (open.length === 0) return unknown;
    const reply = yield* replyTo(
      postJson(stack.access, url, { node_ids: open }, parts.label.route, open.length * 20),
    );
    const missing = missingNode(reply, open);
    if (missing !== null) {
      unknown.add(missing);
      continue;
    }
    if (reply.status !== 200) throw errorFromReply(reply, parts.label);
    const times = parts.list(parts.object(parts.json(reply)).timestamp).map((time) => parts.amount(time));
    // The list is empty if none of the ids exists.
    if (times.length === 0) return new Set(ids);
    parts.check(times.length === open.length);
    return unknown;
  }
  const rest = ids.filter((id) => !unknown.has(id));
  const existingIds = yield* existing(stack, rest);
  return new Set([...unknown, ...rest.filter((id) => !existingIds.has(id))]);
}
