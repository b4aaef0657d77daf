/** Faults of the stores: in each store's own form, before or after the request was carried out. */
import type { FaultKind } from '../../src/faults';
import { fresh } from '../ask';
import { asker, GOOGLE, head, json, NOKURA, text } from './bench';
import { code, s3Asker } from './s3/bench';

const sandbox = fresh();
const google = asker(sandbox);
const s3 = s3Asker(sandbox);
const lab = sandbox.stores.bucket('c10s.pni.princeton.edu', 'lab', { open: false });
const UP = `${GOOGLE}/upload/storage/v1/b/tracer-volumes/o?uploadType=media&name=`;

const failing = <T>(kind: FaultKind, ask: () => T): T => {
  sandbox.setFaults({ rate: 1, kinds: [kind], routes: '^/stores/', retryAfter: 7, limit: 1 });
  try {
    return ask();
  } finally {
    sandbox.setFaults({});
  }
};

test.each([
  ['429', 429, 'rateLimitExceeded', 503, 'SlowDown'],
  ['500', 500, 'backendError', 500, 'InternalError'],
  ['503', 503, 'backendError', 503, 'ServiceUnavailable'],
] as const)('%s as each store says it; nothing is carried out', (kind, status, reason, s3Status, s3Code) => {
  const reply = failing(kind, () => google(`${UP}refused`, { body: 'x' }));
  const error = json(reply).error as { code: number; errors: { reason: string }[] };
  expect([reply.status, error.code, error.errors[0]!.reason]).toEqual([status, status, reason]);
  expect(head(reply, 'retry-after')).toEqual(['7']);
  expect(google(`${GOOGLE}/storage/v1/b/tracer-volumes/o/refused`).status).toBe(404);
  expect(code(failing(kind, () => s3('PUT', `${NOKURA}/lab/refused`, { body: 'x' })))).toEqual([
    s3Status,
    s3Code,
  ]);
  expect(lab.get('refused')).toBeNull();
});

test('a gateway between fails in its own form', () => {
  expect(text(failing('502', () => google(`${UP}x`, { body: 'x' })))).toContain('<html>');
});

test('a lost reply: the request was carried out', () => {
  const reply = failing('lost', () => google(`${UP}lost`, { body: 'x' }));
  expect(reply.breaks).toBe('reset');
  expect(google(`${GOOGLE}/storage/v1/b/tracer-volumes/o/lost`).status).toBe(200);
  expect(failing('lost', () => s3('PUT', `${NOKURA}/lab/lost`, { body: 'x' })).breaks).toBe('reset');
  expect(lab.get('lost')!.size).toBe(1);
});

test('a reset comes before; a cut and a delay are those of the answer', () => {
  expect(failing('reset', () => google(`${UP}reset`, { body: 'x' })).breaks).toBe('reset');
  expect(google(`${GOOGLE}/storage/v1/b/tracer-volumes/o/reset`).status).toBe(404);
  const cut = failing('cut', () => google(`${GOOGLE}/tracer-volumes/lost`));
  expect([cut.breaks, text(cut)]).toEqual(['cut', 'x']);
  expect(failing('slow', () => google(`${GOOGLE}/tracer-volumes/lost`)).delayMs).toBe(8000);
});

test('200 with an error inside: of copies and completions alone', () => {
  const source = { 'x-amz-copy-source': '/lab/lost' };
  const copy = failing('error200', () => s3('PUT', `${NOKURA}/lab/copy`, { headers: source }));
  expect([code(copy), lab.get('copy')]).toEqual([[200, 'InternalError'], null]);
  expect(code(failing('error200', () => s3('PUT', `${NOKURA}/lab/plain`, { body: 'x' })))).toEqual([
    200,
    undefined,
  ]);
  expect(lab.get('plain')!.size).toBe(1);
  const id = encodeURIComponent(
    /<UploadId>(.*)<\/UploadId>/.exec(text(s3('POST', `${NOKURA}/lab/big?uploads=`)))![1]!,
  );
  const reply = failing('error200', () => s3('POST', `${NOKURA}/lab/big?uploadId=${id}`, { body: 'x' }));
  expect([code(reply), lab.get('big')]).toEqual([[200, 'InternalError'], null]);
});
