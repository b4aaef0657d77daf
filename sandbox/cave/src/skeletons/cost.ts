/**
 * The time that bulk routes take: a few worker processes read ids one after another, and a gateway gives up on a call
 * that takes too long. Nothing here waits: the time of a call becomes the delay of its reply.
 */
import type { FaultOptions } from '../faults';

/** uwsgi starts with two processes and goes up to eight. */
const WORKERS = 2;
const GATEWAY_MS = 60_000;
const WINDOW_MS = 60_000;

export class BulkCost {
  private free: number[] = [];
  private calls: number[] = [];

  constructor(private readonly now: () => number) {}

  /** Milliseconds until the reply; `late` if the gateway answers 504 instead. */
  take(ids: number, options: FaultOptions): { delayMs: number; late: boolean } {
    const { skeletonCostMs = 0, skeletonWorkers = WORKERS, skeletonGatewayMs = GATEWAY_MS } = options;
    if (skeletonCostMs <= 0) return { delayMs: 0, late: false };
    const now = this.now();
    this.free = this.free.filter((until) => until > now).sort((a, b) => a - b);
    const begins = this.free.length < skeletonWorkers ? now : this.free.shift()!;
    const ends = begins + ids * skeletonCostMs;
    // The worker also finishes calls whose client has given up.
    this.free.push(ends);
    const late = ends - now > skeletonGatewayMs;
    return { delayMs: late ? skeletonGatewayMs : ends - now, late };
  }

  /** True if one more call would exceed the limit of calls per minute. */
  overRate({ skeletonRate }: FaultOptions): boolean {
    if (skeletonRate === undefined) return false;
    const now = this.now();
    this.calls = this.calls.filter((at) => at > now - WINDOW_MS);
    if (this.calls.length >= skeletonRate) return true;
    this.calls.push(now);
    return false;
  }
}
