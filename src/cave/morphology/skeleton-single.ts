/** Reads cached skeletons one by one, from servers before 0.22.51, which have no other route. */
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { all, replyTo, type Work } from '../../http/work';
import { getRequest, postJson } from '../client/access';
import type { Datastack } from '../client/datastack';
import { ReplyParts } from '../client/reply-parts';
import { slices } from '../graph/chunkedgraph';
import { readFlatdict } from './skeleton-formats';
import {
  addSkeleton,
  bareNumbers,
  failAll,
  question,
  type Sink,
  SKELETON_VERSION,
  serviceUrl,
} from './skeleton-service';

const IDS_A_QUESTION = 1000;
/** Replies in memory at once, of 10 to 500 kB each. */
const FILES = 32;
const BYTES_EACH = 60_000;

/** Requests only skeletons that exist: for a missing one, the route waits until the service has computed it. */
export function* singleSkeletons<T>(stack: Datastack, ids: readonly Id[], sink: Sink<T>): Work<null> {
  const there = (yield* all(slices(ids, IDS_A_QUESTION).map((part) => existing(stack, part)))).flat();
  for (const part of slices(there, FILES)) {
    const replies = yield part.map((id) =>
      getRequest(
        stack.access,
        `${serviceUrl(stack)}/precomputed/skeleton/${SKELETON_VERSION}/${id}/flatdict`,
        'skeletons',
        BYTES_EACH,
      ),
    );
    part.forEach((id, i) => {
      const reply = replies[i]!;
      if (reply.status === 200) addSkeleton(sink, id, readFlatdict(reply.bytes(), id));
      else failAll(sink, [id], reply, stack);
    });
  }
  return null;
}

function* existing(stack: Datastack, ids: readonly Id[]): Work<Id[]> {
  const url = `${serviceUrl(stack)}/precomputed/skeleton/exists`;
  const body = { root_ids: bareNumbers(ids), skeleton_version: SKELETON_VERSION, verbose_level: 0 };
  const reply = yield* replyTo(postJson(stack.access, url, body, 'skeletons', ids.length * 30));
  if (reply.status === 404) {
    throw new TtError(
      'NONE',
      `the skeleton service of ${stack.name} is too old: it has to be 0.9 or newer. Ask the datastack’s owners`,
    );
  }
  const parts = new ReplyParts(question(stack));
  const answer = parts.json(reply);
  // For a single id, the reply is a bare boolean.
  if (typeof answer === 'boolean' && ids.length === 1) return answer ? [...ids] : [];
  const entries = parts.object(answer);
  parts.check(Object.keys(entries).length === ids.length);
  return ids.filter((id) => parts.flag(entries[id]));
}
