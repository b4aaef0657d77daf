/**
 * Classifies failed replies of any service. A service supplies the message for each kind, and reads what only its
 * response bodies tell.
 */

import type { Code } from '../core/codes';
import { resumableError, TtError } from '../core/errors';
import { httpDate } from './http-date';
import type { Failure, HttpReply } from './request';

export type FailureKind =
  /** Set by the runner: the deadline passed, or the user cancelled, before the request was sent. */
  | 'deadline'
  | 'cancelled'
  /** No reply, an incomplete reply, or one that the platform blocks. */
  | 'timeout'
  | 'cut'
  | 'blocked'
  /** The platform's daily quota of requests is used up. */
  | 'quota'
  | 'unreachable'
  | 'rate limit'
  /** The body, the address or the headers are too large. */
  | 'too large'
  | 'moved'
  /** 503: the service says that it cannot answer now. */
  | 'unavailable'
  /** 502 and 504: a gateway had no answer from the service. */
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

/** Returns null for a successful reply. */
export function failureKind(reply: HttpReply): FailureKind | null {
  const { status, failure } = reply;
  if (failure) return NO_REPLY[failure];
  if (status >= 200 && status < 300) return null;
  if (isRateLimit(reply)) return 'rate limit';
  const kindOfStatus = BY_STATUS[status];
  if (kindOfStatus) return kindOfStatus;
  if (status >= 500) return 'server error';
  if (status >= 300 && status < 400) return 'moved';
  return status === 400 && NGINX_HEADERS.test(reply.text().slice(0, 1000)) ? 'too large' : 'refused';
}

/** nginx sends 400 where other servers send 431. */
const NGINX_HEADERS = /Request Header Or Cookie Too Large/;

/**
 * Materialize wraps every error in a status 500. Only the prefix of `message` tells a rate limit from a wrong argument.
 */
const WRAPPED_429 = /"message"\s*:\s*"429 Too Many Requests/;

/** The reason in a refusal of Google's services, which send 403 or 429 for it. */
const GOOGLE_RATE = /"reason"\s*:\s*"(?:userR|r)ateLimitExceeded"/;

export function isRateLimit(reply: HttpReply): boolean {
  const { status } = reply;
  const words = status === 500 ? WRAPPED_429 : status === 403 ? GOOGLE_RATE : null;
  return status === 429 || words?.test(reply.text().slice(0, 4000)) === true;
}

const TRANSIENT: ReadonlySet<FailureKind | null> = new Set<FailureKind>([
  'unreachable',
  'timeout',
  'cut',
  'gateway',
  'unavailable',
]);

/** True if sending the same request again may help. Its outcome may be unknown. */
export const isTransient = (reply: HttpReply): boolean => TRANSIENT.has(failureKind(reply));

/** The seconds of a Retry-After header, or null. The runner has already converted dates to seconds. */
export function retryAfterSeconds(reply: HttpReply): number | null {
  const header = reply.headers['retry-after']?.trim() ?? '';
  // biome-ignore lint/plugin: digits that were checked
  return /^-?[0-9]{1,9}(\.[0-9]+)?$/.test(header) ? Math.max(0, Number(header)) : null;
}

/** The reply with a date in Retry-After converted to seconds; `now` is the time of the reply. */
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

/** The facts that a failure message may use. */
export interface FailureFacts {
  status: number;
  /** Text from the driver; never contains a token. */
  detail: string;
  /** Seconds that the service asks to wait, or null. */
  retryAfter: number | null;
}

type Words = string | ((facts: FailureFacts) => string);

/** A service's message for each kind of failure, with a code if it is not the usual code of the kind. */
export type FailureWords = Partial<Record<FailureKind, Words | [Code, Words]>>;

const OUR_WORDS: FailureWords = {
  quota:
    'Google’s daily quota of web requests is used up for this account. It comes back within 24 hours; run again then',
  cancelled: 'cancelled before it was answered. Run again to go on',
};

/** The error of a failed reply, or null if `words` has no entry for its kind: then the caller handles it. */
export function failureError(reply: HttpReply, words: FailureWords): TtError | null {
  const kind = failureKind(reply);
  if (kind === 'deadline' && !words.deadline) return resumableError('out of time');
  const entry = kind && (words[kind] ?? OUR_WORDS[kind]);
  if (!entry) return null;
  const [code, text] = Array.isArray(entry) ? entry : [CODES[kind], entry];
  const retryAfter = retryAfterSeconds(reply);
  const facts = { status: reply.status, detail: reply.detail ?? '', retryAfter };
  return new TtError(code, typeof text === 'string' ? text : text(facts), {
    retryAfter: code === 'BUSY' ? retryAfter : null,
  });
}
