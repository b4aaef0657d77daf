/**
 * Cached skeletons from the service. It reads ids one after another, some 0.3 s each, so a call holds few ids. A failed
 * call is sent again in halves; if both halves fail, the call is given up.
 */
import { digitsValue } from '../../core/digits';
import type { Id } from '../../core/ids';
import { asObject, type Json, parseJson } from '../../core/json';
import { isRateLimit } from '../../http/failures';
import type { HttpReply, HttpRequest } from '../../http/request';
import { all, replyTo, type Work } from '../../http/work';
import { postJson } from '../client/access';
import type { Datastack } from '../client/datastack';
import { damagedReply } from '../client/replies';
import { slices } from '../graph/chunkedgraph';
import { readHex } from './skeleton-formats';
import {
  addSkeleton,
  bareNumbers,
  failAll,
  question,
  type ServerLimits,
  type Sink,
  SKELETON_VERSION,
  serviceUrl,
} from './skeleton-service';
import { singleSkeletons } from './skeleton-single';

/** 25 ids at 0.3 s take 7.5 s, or 15 s if two processes serve all calls: below the 25 s of a formula's request. */
const IDS_A_CALL = 25;
/** Calls in parallel. If all of them fail, the remaining calls are not sent. */
const CALLS = 4;
/** Parts of this size are not halved: else a server that is down would get one call per id. */
const FEWEST_A_CALL = 5;
/** Estimated bytes of one skeleton in hex; they range from 10 to 500 kB. */
const BYTES_EACH = 60_000;

/** Reads the cached skeletons of `ids`. */
export function* bulkSkeletons<T>(
  stack: Datastack,
  ids: readonly Id[],
  limits: ServerLimits,
  sink: Sink<T>,
): Work<null> {
  let open = [...ids];
  while (open.length > 0) {
    if (limits.get('no bulk') !== null) return yield* singleSkeletons(stack, open, sink);
    const size = Math.min(IDS_A_CALL, digitsValue(limits.get('ids a call')) || IDS_A_CALL);
    const parts = slices(open.slice(0, size * CALLS), size);
    open = open.slice(size * CALLS);
    const call = new BulkCalls(stack, limits, sink);
    const fates = yield* all(parts.map((part) => call.read(part)));
    if (limits.get('no bulk') !== null) {
      open = [...parts.flat(), ...open];
      continue;
    }
    const failures = fates.filter((fate) => fate !== null);
    if (failures.length < parts.length) continue;
    // All calls failed: the remaining ones are not sent.
    failAll(sink, open, failures[0]!, stack);
    return null;
  }
  return null;
}

class BulkCalls<T> {
  constructor(
    private readonly stack: Datastack,
    private readonly limits: ServerLimits,
    private readonly sink: Sink<T>,
  ) {}

  /** Returns null if some of the part was read, else the failed reply. */
  *read(part: Id[]): Work<HttpReply | null> {
    const failure = yield* this.once(part);
    return failure === null ? null : yield* this.halves(part, failure);
  }

  private *halves(part: Id[], failure: HttpReply): Work<HttpReply | null> {
    if (part.length === 1 || !isDivisible(failure)) return this.giveUp(part, failure);
    if (isSlow(failure)) {
      this.limits.put('ids a call', String(Math.max(FEWEST_A_CALL, Math.ceil(part.length / 2))));
    }
    const middle = part.length >> 1;
    const halves = [part.slice(0, middle), part.slice(middle)];
    const fates = yield* all(halves.map((half) => this.once(half)));
    if (fates[0] && fates[1]) return this.giveUp(part, fates[1]);
    for (const [i, fate] of fates.entries()) if (fate) yield* this.halves(halves[i]!, fate);
    return null;
  }

  private giveUp(part: Id[], failure: HttpReply): HttpReply {
    failAll(this.sink, part, failure, this.stack);
    return failure;
  }

  /** Sends one call; returns its reply if it failed, else null. */
  private *once(part: Id[]): Work<HttpReply | null> {
    let reply = yield* replyTo(this.request(part, false));
    if (isPassing(reply)) reply = yield* replyTo(this.request(part, true));
    if (reply.status === 404) {
      this.limits.put('no bulk', 'older than 0.22.51');
      return null;
    }
    if (isRateLimit(reply)) this.limits.put('rate', 'reached');
    if (reply.status !== 200) return reply;
    this.readPart(part, reply);
    return null;
  }

  private readPart(part: Id[], reply: HttpReply): void {
    const { stack, sink } = this;
    const found = objectIn(reply);
    const targets = new Set<string>(part);
    // Missing, refused and unknown ids are absent from the reply. An id that was not requested means a damaged reply.
    if (found === null || !Object.keys(found).every((id) => targets.has(id))) {
      const error = damagedReply(question(stack));
      for (const id of part) sink.results.set(id, error);
      return;
    }
    for (const id of part) {
      const hex = found[id];
      if (hex !== undefined) addSkeleton(sink, id, readHex(typeof hex === 'string' ? hex : '', id));
    }
  }

  /** `idempotent` is false for the first call: a call that timed out must not be sent again unchanged. */
  private request(part: Id[], idempotent: boolean): HttpRequest {
    const url = `${serviceUrl(this.stack)}/bulk/get_cached_skeletons/${SKELETON_VERSION}/flatdict`;
    const body = { root_ids: bareNumbers(part), generate_missing: false, verbose_level: 0 };
    const request = postJson(this.stack.access, url, body, 'skeletons', part.length * BYTES_EACH);
    return { ...request, idempotent };
  }
}

function objectIn(reply: HttpReply): { [key: string]: Json } | null {
  try {
    return asObject(parseJson(reply.text()));
  } catch {
    return null;
  }
}

const isSlow = ({ status, failure }: HttpReply): boolean => status === 504 || failure === 'timeout';

/** True if a smaller call may succeed: the call was too slow, or one damaged file failed the whole call with 500. */
const isDivisible = (reply: HttpReply): boolean =>
  isSlow(reply) || (reply.status === 500 && !isRateLimit(reply));

/** True if the failure does not depend on the ids of the call. */
const isPassing = ({ status, failure }: HttpReply): boolean =>
  status === 502 || status === 503 || failure === 'network' || failure === 'cut';
