/** What a failed reply means: kinds, waits, words; and that three services mean the same by the same failure. */
import { errorFromReply } from '../../src/cave/client/replies';
import { TtError } from '../../src/core/errors';
import { type RecordedReply, toReply } from '../../src/http/drivers/recorded';
import {
  type FailureKind,
  failureError,
  failureKind,
  isRateLimit,
  retryAfterSeconds,
  withRelativeRetryAfter,
} from '../../src/http/failures';
import { readCompanionReply } from '../../src/tools/companion/call-companion';
import { gcsFailure } from '../../src/volumes/gcs/gcs-api';
import { replyBytes } from '../../src/volumes/objects/objects';
import { errorOf } from '../support/sandbox-driver';

const MAT429 = '{"message": "429 Too Many Requests: 300 per 1 minute"}';
const NGINX = '<html><title>400 Request Header Or Cookie Too Large</title></html>';

const KINDS: [FailureKind | null, RecordedReply][] = [
  [null, { status: 200, body: MAT429 }],
  [null, { status: 206 }],
  ['deadline', { failure: 'deadline' }],
  ['cancelled', { failure: 'cancelled' }],
  ['timeout', { failure: 'timeout' }],
  ['timeout', { status: 408 }],
  ['cut', { failure: 'cut' }],
  ['blocked', { failure: 'blocked' }],
  ['unreachable', { failure: 'network' }],
  ['rate limit', { status: 429 }],
  ['rate limit', { status: 500, body: MAT429 }],
  ['too large', { status: 413 }],
  ['too large', { status: 414 }],
  ['too large', { status: 431 }],
  ['too large', { status: 400, body: NGINX }],
  ['moved', { status: 302 }],
  ['moved', { status: 308 }],
  ['unavailable', { status: 503 }],
  ['gateway', { status: 502 }],
  ['gateway', { status: 504 }],
  ['server error', { status: 500, body: '{"message": "row 429 Too Many Requests"}' }],
  ['server error', { status: 501 }],
  ['server error', { status: 599 }],
  ['refused', { status: 400 }],
  ['refused', { status: 401 }],
  ['refused', { status: 418 }],
];

test.each(KINDS)('%s: %j', (kind, answer) => {
  expect(failureKind(toReply(answer))).toBe(kind);
});

test('rate limits and Retry-After are read from any reply', () => {
  expect(isRateLimit(toReply({ status: 200, body: MAT429 }))).toBe(false);
  expect(isRateLimit(toReply({ failure: 'network' }))).toBe(false);
  const wait = (header: string, now = 0) =>
    retryAfterSeconds(withRelativeRetryAfter(toReply({ headers: { 'retry-after': header } }), now));
  expect([wait(''), wait('1.5'), wait('-3'), wait('soon'), wait('1e9')]).toEqual([null, 1.5, 0, null, null]);
  expect(wait('Thu, 01 Jan 1970 00:01:00 GMT', 20_000)).toBe(40);
});

test('words name status, detail and wait; a kind without words is left to the caller', () => {
  const of = (answer: RecordedReply) =>
    failureError(toReply(answer), {
      'rate limit': ({ retryAfter }) => `wait ${retryAfter}`,
      unavailable: ['BUSY', 'full'],
      gateway: ({ status }) => `no way (${status})`,
    });
  const headers = { 'retry-after': '7' };
  expect(of({ status: 429, headers })).toMatchObject({ code: 'BUSY', message: 'wait 7', retryAfter: 7 });
  expect(of({ status: 503, headers })).toMatchObject({ code: 'BUSY', message: 'full', retryAfter: 7 });
  expect(of({ status: 502, headers })).toMatchObject({
    code: 'DOWN',
    message: 'no way (502)',
    retryAfter: null,
  });
  expect(of({ status: 500 })).toBeNull();
  expect(of({ status: 200 })).toBeNull();
  // Ours, whatever the service.
  expect(of({ failure: 'deadline' })).toMatchObject({
    code: 'PENDING',
    message: 'out of time. Refresh to go on',
  });
});

const label = { route: 'roots', datastack: 'x' };
const companion = {
  address: 'https://companion.example',
  server: 'https://cave.example',
  headers: () => ({}),
};
const SERVICES: Record<string, (answer: RecordedReply) => unknown> = {
  CAVE: (answer) => errorFromReply(toReply(answer), label),
  'a store': (answer) => errorOf(() => replyBytes(toReply(answer), 'the mesh')),
  'Google Cloud Storage': (answer) =>
    errorOf(() => {
      throw gcsFailure(toReply(answer), 'gs://b/n');
    }),
  'the companion': (answer) => errorOf(() => readCompanionReply(toReply(answer), companion)),
};

/** Codes by service where they differ: who blocks an address, and what 503 says. */
const CODE: Partial<Record<FailureKind, string | Record<string, string>>> = {
  deadline: 'PENDING',
  cancelled: 'PENDING',
  timeout: 'TIMEOUT',
  cut: 'DOWN',
  unreachable: 'DOWN',
  blocked: { 'the companion': 'COMPANION', others: 'PERMISSION' },
  'rate limit': 'BUSY',
  gateway: 'DOWN',
  unavailable: { 'the companion': 'BUSY', others: 'DOWN' },
};

test.each(['userRateLimitExceeded', 'rateLimitExceeded'])(
  'Google’s 403 with the reason %s is no refusal',
  (reason) => {
    const answer = { status: 403, body: `{"error": {"errors": [{"reason": "${reason}"}]}}` };
    expect(failureKind(toReply(answer))).toBe('rate limit');
    for (const service of ['a store', 'Google Cloud Storage']) {
      expect(SERVICES[service]!(answer)).toMatchObject({ code: 'BUSY' });
    }
    const quoted = toReply({ status: 403, body: `{"reason": "forbidden", "message": "${reason}"}` });
    expect(failureKind(quoted)).toBe('refused');
  },
);

describe.each(Object.entries(SERVICES))('%s', (service, fail) => {
  test.each(KINDS.filter(([kind]) => kind !== null && kind in CODE))('means by %s: %j', (kind, answer) => {
    const error = fail(answer) as TtError;
    const code = CODE[kind!]!;
    expect(error).toBeInstanceOf(TtError);
    expect(error.code).toBe(typeof code === 'string' ? code : (code[service] ?? code.others));
    expect(error.message).not.toMatch(/undefined|null|NaN/);
  });

  test('keeps the wait of a rate limit', () => {
    expect(fail({ status: 429, headers: { 'retry-after': '40' } })).toMatchObject({ retryAfter: 40 });
  });
});
