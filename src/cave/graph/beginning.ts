/** The time at which a datastack's graph began. Before it, every look-up of a root gives 0. */
import { readNumber } from '../../core/number-text';
import { replyTo, type Work } from '../../http/work';
import { getRequest } from '../client/access';
import type { Datastack, KeyValueCache } from '../client/datastack';
import { ReplyParts } from '../client/reply-parts';
import { utcSeconds } from '../tables/materialize';

/** Cache lifetime; the value itself never changes. */
const SECONDS = 6 * 3600;
/** Status codes of graph services that are too old to have the route. */
const NOT_KNOWN = [404, 405, 501];

/**
 * Seconds since the epoch, just before the first edit; null if the service cannot say. Takes one request; the result is
 * cached.
 */
export function* graphBeginning(stack: Datastack, cache: KeyValueCache): Work<number | null> {
  const key = `beginning:${stack.localServer}:${stack.table}`;
  const cachedText = /^[0-9.]+$/.exec(cache.get(key) ?? '');
  if (cachedText) return readNumber(cachedText[0]);
  const parts = new ReplyParts({ route: 'chunkedgraph oldest_timestamp', datastack: stack.name });
  const url = `${stack.localServer}/segmentation/api/v1/table/${stack.table}/oldest_timestamp`;
  const reply = yield* replyTo(getRequest(stack.access, url, parts.label.route));
  if (NOT_KNOWN.includes(reply.status)) return null;
  const seconds = utcSeconds(parts.text(parts.object(parts.json(reply)).iso), parts);
  cache.put(key, String(seconds), SECONDS);
  return seconds;
}
