/** The parts that all skeleton routes share: addresses, labels for errors, and the known limits of each server. */
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { BareNumber, type Writable } from '../../core/json';
import type { HttpReply } from '../../http/request';
import type { Datastack, KeyValueCache } from '../client/datastack';
import type { RequestLabel } from '../client/replies';
import { errorFromReply } from '../client/replies';
import type { Skeleton, SkeletonDamage } from './skeleton-formats';

/** Servers support different versions. Version 4 is the one that is cached in its final form. */
export const SKELETON_VERSION = 4;

/** Converts each skeleton as it arrives. Skeletons are large: each is released before the next one is decompressed. */
export interface Sink<T> {
  use: (skeleton: Skeleton) => T;
  /**
   * Results by id; an error for a skeleton that exists and cannot be read. Missing, refused and unknown ids are absent.
   */
  results: Map<Id, T | TtError>;
}

export const serviceUrl = (stack: Datastack): string =>
  `${stack.localServer}/skeletoncache/api/v1/${stack.name}`;

export const question = (stack: Datastack, what = 'the skeleton service'): RequestLabel => ({
  route: what,
  datastack: stack.name,
});

export const bareNumbers = (ids: readonly Id[]): Writable => ids.map((id) => new BareNumber(id));

export function addSkeleton<T>({ use, results }: Sink<T>, id: Id, skeleton: Skeleton | SkeletonDamage): void {
  results.set(id, typeof skeleton === 'string' ? unreadable(id, skeleton) : use(skeleton));
}

const unreadable = (id: Id, damage: SkeletonDamage): TtError =>
  damage === 'transfer'
    ? new TtError('DOWN', `the skeleton service’s skeleton of ${id} was cut or damaged. Try again`)
    : new TtError(
        'FAULT',
        `the skeleton service’s skeleton of ${id} is damaged. Tell the datastack’s owners`,
      );

/** Gives all ids of a failed request its error. */
export function failAll<T>(
  { results }: Sink<T>,
  ids: readonly Id[],
  reply: HttpReply,
  stack: Datastack,
): void {
  const error = errorFromReply(reply, question(stack));
  for (const id of ids) results.set(id, error);
}

/** Cache lifetime: a server's version and speed change rarely. */
const LIMITS_SECONDS = 3600;

type Limit = 'no bucket' | 'no bulk' | 'ids a call' | 'rate';

/**
 * Known limits of a server: it has no readable bucket, has no bulk route, is too slow for large calls, or has a rate
 * limit.
 */
export class ServerLimits {
  /** Limits read or found in this run: the cache may lose entries at any time, and a read of it takes 10 ms. */
  private readonly now = new Map<Limit, string | null>();

  constructor(
    private readonly stack: Datastack,
    private readonly cache: KeyValueCache,
  ) {}

  private get key(): string {
    return `skeletons:${this.stack.localServer}:${this.stack.name}`;
  }

  get(what: Limit): string | null {
    if (!this.now.has(what)) this.now.set(what, this.cache.get(`${this.key}:${what}`));
    return this.now.get(what)!;
  }

  put(what: Limit, value: string): void {
    this.now.set(what, value);
    this.cache.put(`${this.key}:${what}`, value, LIMITS_SECONDS);
  }
}
