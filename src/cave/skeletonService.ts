/** What the ways to the skeletons share: addresses, the question in words, and what a server cannot do. */
import { TtError } from '../core/errors';
import type { Id } from '../core/ids';
import { BareNumber, type Writable } from '../core/json';
import type { HttpReply } from '../exchange/request';
import type { Asked } from './replies';
import { failureOf } from './replies';
import type { Skeleton } from './skeletonFormats';
import type { Memory, Stack } from './stack';

/** Served versions differ; 4 is the one that is cached as it is. */
export const VERSION = 4;

/** What is made of each skeleton as it comes: they are large, and each is let go before the next is unpacked. */
export interface Sink<T> {
  use: (skeleton: Skeleton) => T;
  /** By id; an error where the skeleton is there and cannot be had. Missing, refused and unknown ids are absent. */
  results: Map<Id, T | TtError>;
}

export const serviceUrl = (stack: Stack): string => `${stack.local}/skeletoncache/api/v1/${stack.name}`;

export const question = (stack: Stack, what = 'skeletons'): Asked => ({ what, datastack: stack.name });

export const rootIds = (ids: readonly Id[]): Writable => ids.map((id) => new BareNumber(id));

export function addSkeleton<T>({ use, results }: Sink<T>, id: Id, skeleton: Skeleton | null): void {
  results.set(id, skeleton ? use(skeleton) : damaged(id));
}

const damaged = (id: Id): TtError =>
  new TtError('FAULT', `the service’s skeleton of ${id} is damaged. Tell the datastack’s owners`);

/** Rows of a request that failed fail with it. */
export function failAll<T>({ results }: Sink<T>, ids: readonly Id[], reply: HttpReply, stack: Stack): void {
  const error = failureOf(reply, question(stack));
  for (const id of ids) results.set(id, error);
}

/** A server's age and speed change rarely. */
const LIMITS_SECONDS = 3600;

type Limit = 'no bucket' | 'no bulk' | 'ids a call' | 'rate';

/** What a server was found unable to do: no bucket to read from, no bulk route, too slow for large calls, no more calls. */
export class ServerLimits {
  /** The memory may forget at any time. */
  private readonly now = new Map<Limit, string>();

  constructor(
    private readonly stack: Stack,
    private readonly memory: Memory,
  ) {}

  private get key(): string {
    return `skeletons:${this.stack.local}:${this.stack.name}`;
  }

  get(what: Limit): string | null {
    return this.now.get(what) ?? this.memory.get(`${this.key}:${what}`);
  }

  put(what: Limit, value: string): void {
    this.now.set(what, value);
    this.memory.put(`${this.key}:${what}`, value, LIMITS_SECONDS);
  }
}
