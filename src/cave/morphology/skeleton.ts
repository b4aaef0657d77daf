/** The skeleton service: cached skeletons, and the queue that computes missing ones. */
import type { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { all, replyTo, type Work } from '../../http/work';
import { postJson } from '../client/access';
import type { Datastack, KeyValueCache } from '../client/datastack';
import { ReplyParts } from '../client/reply-parts';
import { slices } from '../graph/chunkedgraph';
import { bucketSkeletons } from './skeleton-bucket';
import { bulkSkeletons } from './skeleton-bulk';
import type { Skeleton } from './skeleton-formats';
import { bareNumbers, question, ServerLimits, SKELETON_VERSION, serviceUrl } from './skeleton-service';

export type { Skeleton } from './skeleton-formats';

const IDS_A_QUEUE = 1000;
/** Up to this many ids, one call of the service is faster than its bucket, which first needs a token. */
const FEW = 4;

/** The sum of the edge lengths over all components, in nm. */
export function skeletonCableLength(skeleton: Skeleton): number {
  let length = 0;
  for (const [a, b] of skeleton.edges) {
    const p = skeleton.vertices[a]!;
    const q = skeleton.vertices[b]!;
    length += Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
  }
  return length;
}

/**
 * Whether to read files from the service's bucket. This is 20 times as fast as the service but takes one request per
 * file, and Google allows 20,000 requests a day. 'if slow' uses the bucket if the service is known to be slow or to
 * limit calls.
 */
export type BucketUse = 'always' | 'if slow' | 'never';

/**
 * The value that `use` returns for each cached skeleton, or the error of one that exists and cannot be read. Missing,
 * refused and unknown ids are absent.
 */
export function* cachedSkeletons<T>(
  stack: Datastack,
  ids: readonly Id[],
  cache: KeyValueCache,
  use: (skeleton: Skeleton) => T,
  bucket: BucketUse,
): Work<Map<Id, T | TtError>> {
  const limits = new ServerLimits(stack, cache);
  const sink = { use, results: new Map<Id, T | TtError>() };
  const slow = limits.get('ids a call') !== null || limits.get('rate') !== null;
  const isWanted = bucket === 'always' || (bucket === 'if slow' && slow);
  const byBucket = isWanted && ids.length > FEW && limits.get('no bucket') === null;
  const remaining = byBucket ? yield* bucketSkeletons(stack, ids, limits, sink) : ids;
  yield* bulkSkeletons(stack, remaining, limits, sink);
  return sink.results;
}

/**
 * Queues missing skeletons. Returns the seconds until they should be ready; 0 if none is missing or none can be
 * computed.
 */
export function* requestSkeletons(stack: Datastack, ids: readonly Id[]): Work<number> {
  const context = question(stack, 'skeleton queue');
  const queue = function* (part: Id[]): Work<number> {
    const body = { root_ids: bareNumbers(part), skeleton_version: SKELETON_VERSION, verbose_level: 0 };
    const request = postJson(stack.access, `${serviceUrl(stack)}/bulk/gen_skeletons`, body, context.route);
    const parts = new ReplyParts(context);
    return parts.amount(parts.json(yield* replyTo(request)));
  };
  const waits = yield* all(slices(ids, IDS_A_QUEUE).map(queue));
  return Math.max(0, ...waits);
}
