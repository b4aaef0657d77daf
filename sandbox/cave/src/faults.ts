/** Faults on request: throttling, failing gateways, broken connections and bodies, delays. Seeded. */
import type { WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import { htmlReply, jsonReply } from './http/reply';
import { type Rng, rng } from './rng';

/**
 * `lost`: the request takes effect, but its reply never arrives. `error200`: S3 fails a copy or a completion after it
 * has sent status 200.
 */
export type FaultKind =
  | 'lost'
  | 'error200'
  | '429'
  | 'mat429'
  | '500'
  | '502'
  | '503'
  | '504'
  | 'reset'
  | 'cut'
  | 'slow'
  | 'hang'
  | '413';

export interface FaultOptions {
  /** Fraction of requests that fail, 0 to 1. */
  rate?: number;
  kinds?: FaultKind[];
  /** Only requests whose path matches fail. */
  routes?: string | RegExp;
  /** Added to the time of every reply. */
  latencyMs?: number;
  /** Row limit of a table query. */
  rowCap?: number;
  /** Retry-After of throttled replies, in seconds. */
  retryAfter?: number;
  nanSkeleton?: boolean;
  nullSkeleton?: boolean;
  /**
   * For the bulk routes of skeletons: ms per id, number of calls processed at once, and ms after which the gateway
   * gives up.
   */
  skeletonCostMs?: number;
  skeletonWorkers?: number;
  skeletonGatewayMs?: number;
  /** ms per file of the skeletons' bucket. */
  skeletonFileMs?: number;
  /** Limit of calls per minute for a bulk route of skeletons. */
  skeletonRate?: number;
  /** Ids whose file fails every bulk call that contains it; true: every bulk call fails. */
  brokenSkeletons?: true | readonly string[];
  /** Requests to generate skeletons are acknowledged and then lost. */
  loseSkeletons?: boolean;
  /** Version of the skeleton service, such as 0.22.50, which has no bulk route. */
  skeletonServer?: string;
  /** Fraction of level-2 nodes without data in the cache. */
  missingL2?: number;
  /** Number of faults after which all requests succeed. */
  limit?: number;
  /**
   * Statuses of the auth service for look-ups by the other services, in order; after the last, look-ups succeed. The
   * auth service's own routes are not affected: `/user/cache` still accepts the token.
   */
  authLookups?: { user?: number[]; dataset?: number[] };
  /** Replacement values for the info service's records, by datastack and key; null removes a value. */
  records?: Record<string, Record<string, string | null>>;
  /** Simulates the L2 cache on Python before 3.10: its 500s have a JSON body, not an HTML page. */
  l2OldPython?: boolean;
}

const GATEWAY: Record<string, string> = {
  '413': '413 Request Entity Too Large',
  '502': '502 Bad Gateway',
  '503': '503 Service Temporarily Unavailable',
  '504': '504 Gateway Time-out',
};

export class Faults {
  options: FaultOptions = {};
  private random: Rng;
  private faultCount = 0;
  private lookups = { user: 0, dataset: 0 };

  constructor(private readonly seed: number) {
    this.random = rng(seed);
  }

  /** Replaces all switches; an empty object turns everything off. */
  set(options: FaultOptions): void {
    this.options = options;
    this.random = rng(this.seed);
    this.faultCount = 0;
    this.lookups = { user: 0, dataset: 0 };
  }

  /** The auth service's status for the next look-up by another service. */
  authStatus(kind: 'user' | 'dataset'): number {
    return this.options.authLookups?.[kind]?.[this.lookups[kind]++] ?? 200;
  }

  /** The kind of fault for this request, or null. */
  choose(request: WireRequest): FaultKind | null {
    const { rate = 0, kinds = [], routes, limit = Number.POSITIVE_INFINITY } = this.options;
    if (rate <= 0 || kinds.length === 0 || this.faultCount >= limit) return null;
    if (routes !== undefined && !new RegExp(routes).test(request.path)) return null;
    if (this.random() >= rate) return null;
    this.faultCount += 1;
    return kinds[Math.floor(this.random() * kinds.length)]!;
  }

  /** The Retry-After header of throttled replies. */
  get wait(): [string, string][] {
    return this.options.retryAfter === undefined ? [] : [['Retry-After', String(this.options.retryAfter)]];
  }

  /** Applies a fault to the reply of a request that took effect. `base` is the delay of every reply in ms. */
  afterwards(kind: FaultKind | null, answer: WireReply, base: number): WireReply {
    const delayMs = (answer.delayMs ?? 0) + this.delay(kind, base);
    const breaks = kind === 'cut' ? 'cut' : kind === 'lost' ? 'reset' : null;
    return { ...answer, ...(delayMs > 0 ? { delayMs } : {}), ...(breaks === null ? {} : { breaks }) };
  }

  /** The reply of a fault that prevents the service from handling the request. */
  replyFor(kind: FaultKind, request: WireRequest): WireReply | null {
    const { wait } = this;
    const mat = request.path.startsWith('/materialize');
    if (kind === 'mat429' || (kind === '429' && mat)) {
      const message = '429 Too Many Requests: 300 per 1 minute';
      return jsonReply(
        { code: 500, message, traceback: ['Traceback (most recent call last):\n'] },
        500,
        wait,
      );
    }
    if (kind === '429') {
      if (/^\/skeletoncache\/.*\/bulk\//.test(request.path)) {
        return jsonReply({ message: '2 per 1 minute' }, 429, wait);
      }
      if (request.path.startsWith('/skeletoncache')) {
        return jsonReply({ 'get_skeleton() RateLimitExceeded': '10 per 1 minute' }, 429, wait);
      }
      return {
        ...htmlReply(429, '429 Too Many Requests'),
        headers: [['Content-Type', 'text/html'], ...wait],
      };
    }
    if (kind === '500') {
      const message = 'Deadline of 60.0s exceeded while calling the table service';
      return jsonReply({ code: 500, message, traceback: ['Traceback (most recent call last):\n'] }, 500);
    }
    if (kind === 'reset' || kind === 'hang')
      return { status: 0, headers: [], body: new Uint8Array(0), breaks: kind };
    const title = GATEWAY[kind];
    return title === undefined ? null : htmlReply(Number(kind), title);
  }

  private delay(kind: FaultKind | null, base: number): number {
    return base + (kind === 'slow' ? 8000 : 0);
  }
}
