/**
 * Reads cached skeletons from the service's bucket, with the short-lived token that servers from 0.23.9 on hand out.
 * Each skeleton is one file, and many are read in parallel, which is faster than the service. The token is not stored.
 */
import type { Id } from '../../core/ids';
import { asObject, type Json } from '../../core/json';
import type { HttpReply, HttpRequest } from '../../http/request';
import { replyTo, type Work } from '../../http/work';
import { postJson } from '../client/access';
import type { Datastack } from '../client/datastack';
import { readJson } from '../client/replies';
import { slices } from '../graph/chunkedgraph';
import { readHdf5 } from './skeleton-formats';
import {
  addSkeleton,
  failAll,
  question,
  type ServerLimits,
  type Sink,
  SKELETON_VERSION,
  serviceUrl,
} from './skeleton-service';

/** Replies in memory at once; the runner sends 16 requests in parallel. */
const FILES = 48;
const BYTES_EACH = 150_000;
/** Google's address for downloads. The token goes only to it, whatever host the service names. */
const DOWNLOADS = 'https://storage.googleapis.com/download/storage/v1/b/';

interface Bucket {
  token: string;
  bucket: string;
  template: string;
}

/**
 * Reads the files that exist. Returns the ids that must be requested from the service; ids without a file are not among
 * them.
 */
export function* bucketSkeletons<T>(
  stack: Datastack,
  ids: readonly Id[],
  limits: ServerLimits,
  sink: Sink<T>,
): Work<Id[]> {
  const bucket = yield* openBucket(stack, limits);
  if (bucket === null) return [...ids];
  const remaining: Id[] = [];
  for (const part of slices(ids, FILES)) {
    if (limits.get('no bucket') !== null) {
      remaining.push(...part);
      continue;
    }
    const replies = yield part.map((id) => fileRequest(bucket, id));
    part.forEach((id, i) => {
      const reply = replies[i]!;
      if (reply.status === 404) return;
      const skeleton = reply.status === 200 ? readHdf5(reply.bytes(), id) : 'transfer';
      if (typeof skeleton !== 'string') addSkeleton(sink, id, skeleton);
      else if (reply.status === 200 || isRefusal(reply)) remaining.push(id);
      else failAll(sink, [id], reply, stack);
      if (isRefusal(reply)) limits.put('no bucket', 'refused');
    });
  }
  return remaining;
}

function* openBucket(stack: Datastack, limits: ServerLimits): Work<Bucket | null> {
  const url = `${serviceUrl(stack)}/bulk/get_skeleton_token/${SKELETON_VERSION}`;
  const reply = yield* replyTo(postJson(stack.access, url, { verbose_level: 0 }, 'skeletons', 2000));
  if ([404, 405, 501].includes(reply.status)) limits.put('no bucket', 'older than 0.23.9');
  if (reply.status !== 200) return null;
  const bucket = readBucket(readJson(reply, question(stack)));
  if (bucket === null) limits.put('no bucket', 'unreadable');
  return bucket;
}

/** Every value read here is used in an address or a header. */
function readBucket(json: Json): Bucket | null {
  const { token, bucket, path_template: template } = asObject(json) ?? {};
  const whole =
    typeof token === 'string' &&
    /^[\x21-\x7e]{1,4000}$/.test(token) &&
    typeof bucket === 'string' &&
    /^[a-z0-9][a-z0-9._-]{1,220}$/.test(bucket) &&
    typeof template === 'string' &&
    template.includes('{rid}');
  return whole ? { token, bucket, template } : null;
}

function fileRequest({ token, bucket, template }: Bucket, id: Id): HttpRequest {
  const name = encodeURIComponent(template.split('{rid}').join(id));
  return {
    method: 'GET',
    url: `${DOWNLOADS}${bucket}/o/${name}?alt=media`,
    headers: { authorization: `Bearer ${token}` },
    idempotent: true,
    route: 'skeletons',
    expectedBytes: BYTES_EACH,
  };
}

/** True if the driver must not or cannot reach the bucket, or the token does not allow it. */
const isRefusal = ({ status, failure }: HttpReply): boolean =>
  status === 401 || status === 403 || failure === 'blocked' || failure === 'network';
