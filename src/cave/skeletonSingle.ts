/** Cached skeletons one by one, from servers before 0.22.51, which have no other way. */
import { TtError } from '../core/errors';
import type { Id } from '../core/ids';
import { asObject, type Json } from '../core/json';
import { all, ask, type Work } from '../exchange/work';
import { askJson, get } from './access';
import { slices } from './chunkedgraph';
import { broken, readJson } from './replies';
import { readFlatdict } from './skeletonFormats';
import { addSkeleton, failAll, question, rootIds, type Sink, serviceUrl, VERSION } from './skeletonService';
import type { Stack } from './stack';

const IDS_A_QUESTION = 1000;
/** Replies that are held at once: 10 to 500 kB each. */
const FILES = 32;
const BYTES_EACH = 60_000;

/** Only those that are there are asked for: the route of one waits until it is made. */
export function* singleSkeletons<T>(stack: Stack, ids: readonly Id[], sink: Sink<T>): Work<null> {
  const there = (yield* all(slices(ids, IDS_A_QUESTION).map((part) => existing(stack, part)))).flat();
  for (const part of slices(there, FILES)) {
    const replies = yield part.map((id) =>
      get(
        stack.access,
        `${serviceUrl(stack)}/precomputed/skeleton/${VERSION}/${id}/flatdict`,
        'skeletons',
        BYTES_EACH,
      ),
    );
    part.forEach((id, i) => {
      const reply = replies[i]!;
      if (reply.status === 200) addSkeleton(sink, id, readFlatdict(reply.bytes()));
      else failAll(sink, [id], reply, stack);
    });
  }
  return null;
}

function* existing(stack: Stack, ids: readonly Id[]): Work<Id[]> {
  const url = `${serviceUrl(stack)}/precomputed/skeleton/exists`;
  const body = { root_ids: rootIds(ids), skeleton_version: VERSION, verbose_level: 0 };
  const reply = yield* ask(askJson(stack.access, url, body, 'skeletons', ids.length * 30));
  if (reply.status === 404) {
    throw new TtError(
      'NONE',
      `the skeleton service of ${stack.name} is too old: it has to be 0.9 or newer. Ask the datastack’s owners`,
    );
  }
  const answer: Json = readJson(reply, question(stack));
  // A bare boolean for one id.
  if (typeof answer === 'boolean' && ids.length === 1) return answer ? [...ids] : [];
  const held = asObject(answer);
  if (!held) throw broken(question(stack));
  return ids.filter((id) => held[id] === true);
}
