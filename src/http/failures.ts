/**
 * What a failed reply means, whichever service it came from. A service says its own words for each kind, and reads
 * what only its bodies tell.
 */

import type { Code } from '../core/codes';
import { resumableError, TtError } from '../core/errors';
import { httpDate } from './http-date';
import type { Failure, HttpReply } from './request';

export type FailureKind =
  /** Ours: time was out, or the user cancelled, before the request was sent. */
  | 'deadline'
  | 'cancelled'
  /** No reply, no whole one, or none that the platform lets us have. */
  | 'timeout'
  | 'cut'
  | 'blocked'
  /** The platform's own daily allowance of requests is used up. */
  | 'quota'
  | 'unreachable'
  | 'rate limit'
  /** Body, address or headers are too large. */
  | 'too large'
  | 'moved'
  /** 503: the service itself says that it cannot answer now. */
  | 'unavailable'
  /** 502 and 504: what stands before the service had no answer of it. */
  | 'gateway'
  | 'server error'
  | 'refused';

const NO_REPLY: Record<Failure, FailureKind> = {
  network: 'unreachable',
  timeout: 'timeout',
  cut: 'cut',
  blocked: 'blocked',
  quota: 'quota',
  cancelled: 'cancelled',
  deadline: 'deadline',
};

const BY_STATUS: Record<number, FailureKind> = {
  408: 'timeout',
  413: 'too large',
  414: 'too large',
  431: 'too large',
  502: 'gateway',
  503: 'unavailable',
  504: 'gateway',
};

/** Null for a good reply. */
export function failureKind(reply: HttpReply): FailureKind | null {
  const { status, failure } = reply;
  if (failure) return NO_REPLY[failure];
  if (status >= 200 && status < 300) return null;
  if (isRateLimit(reply)) return 'rate limit';
  const known = BY_STATUS[status];
  if (known) return known;
  if (status >= 500) return 'server error';
  if (status >= 300 && status < 400) return 'moved';
  return status === 400 && NGINX_HEADERS.test(reply.text().slice(0, 1000)) ? 'too large' : 'refused';
}

/** nginx says 400 where others say 431. */
const NGINX_HEADERS = /Request Header Or Cookie Too Large/;

/** Materialize wraps every error in a 500; only the prefix of `message` tells a rate limit from a wrong argument. */
const WRAPPED_429 = /"message"\s*:\s*"429 Too Many Requests/;

export function isRateLimit(reply: HttpReply): boolean {
  return reply.status === 429 || (reply.status === 500 && WRAPPED_429.test(reply.text().slice(0, 4000)));
}

const TRANSIENT: ReadonlySet<FailureKind | null> = new Set<FailureKind>([
  'unreachable',
  'timeout',
  'cut',
  'gateway',
  'unavailable',
]);

/** Whether sending the same request again may help; its outcome may be unknown. */
export const isTransient = (reply: HttpReply): boolean => TRANSIENT.has(failureKind(reply));

/** Seconds in a Retry-After header, or null. The runner has turned a date into seconds. */
export function retryAfterSeconds(reply: HttpReply): number | null {
  const header = reply.headers['retry-after']?.trim() ?? '';
  // biome-ignore lint/plugin: digits that were checked
  return /^-?[0-9]{1,9}(\.[0-9]+)?$/.test(header) ? Math.max(0, Number(header)) : null;
}

/** The reply with a Retry-After in seconds where it has a date; `now` is the time of the reply. */
export function withRelativeRetryAfter(reply: HttpReply, now: number): HttpReply {
  const header = reply.headers['retry-after'];
  if (header === undefined || retryAfterSeconds(reply) !== null) return reply;
  const date = httpDate(header);
  const seconds = Number.isNaN(date) ? '' : String(Math.max(0, Math.ceil((date - now) / 1000)));
  return { ...reply, headers: { ...reply.headers, 'retry-after': seconds } };
}

const CODES: Record<FailureKind, Code> = {
  deadline: 'PENDING',
  cancelled: 'PENDING',
  timeout: 'TIMEOUT',
  cut: 'DOWN',
  blocked: 'PERMISSION',
  quota: 'BUSY',
  unreachable: 'DOWN',
  'rate limit': 'BUSY',
  'too large': 'BIG',
  moved: 'DOWN',
  unavailable: 'DOWN',
  gateway: 'DOWN',
  'server error': 'DOWN',
  refused: 'INPUT',
};

/** What the words of a failure may name. */
export interface FailureFacts {
  status: number;
  /** What the driver said; never holds a token. */
  detail: string;
  /** Seconds that the service asks to wait, or null. */
  retryAfter: number | null;
}

type Words = string | ((facts: FailureFacts) => string);

/** A service's words by kind; with a code where another one than usual is meant. */
export type FailureWords = Partial<Record<FailureKind, Words | [Code, Words]>>;

const OUR_WORDS: FailureWords = {
  quota:
    'Google’s daily quota of web requests is used up for this account. It comes back within 24 hours; run again then',
  cancelled: 'cancelled before it was answered. Run again to go on',
};

/** The error of a failed reply, or null where `words` leaves its kind to the caller. */
export function failureError(reply: HttpReply, words: FailureWords): TtError | null {
  const kind = failureKind(reply);
  if (kind === 'deadline' && !words.deadline) return resumableError('out of time');
  const found = kind && (words[kind] ?? OUR_WORDS[kind]);
  if (!found) return null;
  const [code, text] = Array.isArray(found) ? found : [CODES[kind], found];
  const retryAfter = retryAfterSeconds(reply);
  const facts = { status: reply.status, detail: reply.detail ?? '', retryAfter };
  return new TtError(code, typeof text === 'string' ? text : text(facts), {
    retryAfter: code === 'BUSY' ? retryAfter : null,
  });
}
