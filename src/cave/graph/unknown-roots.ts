/** Which ids do not exist in CAVE, of those that look like roots: never guessed. */
import type { Id } from '../../core/ids';
import { replyTo, type Work } from '../../http/work';
import { postJson } from '../client/access';
import type { Datastack } from '../client/datastack';
import { errorFromReply } from '../client/replies';
import { ReplyParts } from '../client/reply-parts';
import { existing } from './existence';
import { missingNode } from './missing-node';

/** Each reply names one id that does not exist; after this many requests the others are looked up by their nodes. */
const MOST_REQUESTS = 5;

/**
 * One request if all ids exist or none does, and one more for each that does not, up to `MOST_REQUESTS`. Throws where
 * the service cannot tell: an id that was not found missing is not therefore known.
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
    // Where none of them exists, the list is empty.
    if (times.length === 0) return new Set(ids);
    parts.check(times.length === open.length);
    return unknown;
  }
  const rest = ids.filter((id) => !unknown.has(id));
  const existingIds = yield* existing(stack, rest);
  return new Set([...unknown, ...rest.filter((id) => !existingIds.has(id))]);
}
