/** When a datastack's graph began: before that every root is 0. */
import { readNumber } from '../../core/number-text';
import { replyTo, type Work } from '../../http/work';
import { getRequest } from '../client/access';
import type { Datastack, KeyValueCache } from '../client/datastack';
import { ReplyParts } from '../client/reply-parts';
import { utcSeconds } from '../tables/materialize';

/** It never changes. */
const SECONDS = 6 * 3600;
/** A graph service from before there was this question. */
const NOT_KNOWN = [404, 405, 501];

/** Seconds since the epoch, just before the first edit; null where the service cannot say. One request, remembered. */
export function* graphBeginning(stack: Datastack, cache: KeyValueCache): Work<number | null> {
  const key = `beginning:${stack.localServer}:${stack.table}`;
  const kept = /^[0-9.]+$/.exec(cache.get(key) ?? '');
  if (kept) return readNumber(kept[0]);
  const parts = new ReplyParts({ route: 'chunkedgraph oldest_timestamp', datastack: stack.name });
  const url = `${stack.localServer}/segmentation/api/v1/table/${stack.table}/oldest_timestamp`;
  const reply = yield* replyTo(getRequest(stack.access, url, parts.label.route));
  if (NOT_KNOWN.includes(reply.status)) return null;
  const seconds = utcSeconds(parts.text(parts.object(parts.json(reply)).iso), parts);
  cache.put(key, String(seconds), SECONDS);
  return seconds;
}
