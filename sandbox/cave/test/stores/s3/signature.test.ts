/** Streamed bodies with a signature for each chunk, sums that follow a body, and signed addresses. */
import { createHash, createHmac } from 'node:crypto';
import type { CaveSandbox } from '../../../src';
import { fresh, NOW } from '../../ask';
import { head, NOKURA, text } from '../bench';
import { AMAZON, code, plainAsker, s3Asker, signedAddress } from './bench';

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();
const TIME = `${new Date(NOW).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
const SCOPE = `${TIME.slice(0, 8)}/us-east-1/s3/aws4_request`;
const OBJECT = `${NOKURA}/lab/a`;

let sandbox: CaveSandbox;
let ask: ReturnType<typeof s3Asker>;
let plain: ReturnType<typeof plainAsker>;
beforeAll(() => {
  sandbox = fresh();
  ask = s3Asker(sandbox);
  plain = plainAsker(sandbox);
  for (const host of [AMAZON, NOKURA]) {
    sandbox.stores.bucket(new URL(host).host, 'lab', { open: false });
  }
});

const signingKey = (): Buffer =>
  SCOPE.split('/').reduce<string | Buffer>(hmac, `AWS4${sandbox.s3Keys.secret}`) as Buffer;

/** Signed by hand: the product's own signer streams nothing. */
function streamUpload(kind: string, make: (seed: string) => string, more: Record<string, string> = {}) {
  const headers: Record<string, string> = {
    'content-encoding': 'aws-chunked',
    host: new URL(OBJECT).host,
    'x-amz-content-sha256': kind,
    'x-amz-date': TIME,
    'x-amz-decoded-content-length': '10',
    ...more,
  };
  const names = Object.keys(headers).sort();
  const canonical = [
    'PUT',
    new URL(OBJECT).pathname,
    '',
    names.map((name) => `${name}:${headers[name]}\n`).join(''),
    names.join(';'),
    kind,
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', TIME, SCOPE, sha256(canonical)].join('\n');
  const seed = hmac(signingKey(), text).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${sandbox.s3Keys.accessKey}/${SCOPE},SignedHeaders=${names.join(';')},Signature=${seed}`;
  return plain('PUT', OBJECT, { ...headers, authorization }, make(seed));
}

/** The chunks of `hello ` and `test`, each signed over the signature before it. */
function signedChunks(seed: string, trailer = ''): string {
  let last = seed;
  const sign = (kind: string, hashes: string): string => {
    const text = [`AWS4-HMAC-SHA256-${kind}`, TIME, SCOPE, last, hashes].join('\n');
    last = hmac(signingKey(), text).toString('hex');
    return last;
  };
  const chunk = (data: string): string =>
    `${data.length.toString(16)};chunk-signature=${sign('PAYLOAD', `${sha256('')}\n${sha256(data)}`)}\r\n${data}`;
  const chunks = `${chunk('hello ')}\r\n${chunk('test')}\r\n${chunk('')}`;
  if (trailer === '') return `${chunks}\r\n`;
  return `${chunks}${trailer}\r\nx-amz-trailer-signature:${sign('TRAILER', sha256(`${trailer}\n`))}\r\n\r\n`;
}

const SUM = `x-amz-checksum-sha256:${createHash('sha256').update('hello test').digest('base64')}`;
const TRAILS = { 'x-amz-trailer': 'x-amz-checksum-sha256' };
const storedText = () => text(ask('GET', OBJECT));

test('each chunk is signed over the one before; the coding of the way is not stored', () => {
  const kind = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
  expect(code(streamUpload(kind, signedChunks))).toEqual([200, undefined]);
  expect([storedText(), head(ask('GET', OBJECT), 'content-encoding')]).toEqual(['hello test', []]);
  const changedChunks = (seed: string) => signedChunks(seed).replace('test', 'Test');
  expect(code(streamUpload(kind, changedChunks))).toEqual([403, 'SignatureDoesNotMatch']);
  expect(code(streamUpload(kind, (seed) => signedChunks(seed).slice(0, -100)))).toEqual([
    400,
    'IncompleteBody',
  ]);
  expect(code(streamUpload(kind, signedChunks, { 'x-amz-decoded-content-length': '9' }))).toEqual([
    400,
    'IncompleteBody',
  ]);
  expect(code(streamUpload('STREAMING-OTHER', signedChunks))).toEqual([501, 'NotImplemented']);
});

test('a sum that follows the body is signed and compared too', () => {
  const kind = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER';
  const good = streamUpload(kind, (seed) => signedChunks(seed, SUM), TRAILS);
  expect([good.status, head(good, 'x-amz-checksum-sha256')]).toEqual([200, [SUM.split(':')[1]]]);
  const wrong = SUM.replace(/:../, ':AA');
  expect(code(streamUpload(kind, (seed) => signedChunks(seed, wrong), TRAILS))).toEqual([400, 'BadDigest']);
  const unsignedChunks = (seed: string) => signedChunks(seed, SUM).replace(SUM, wrong);
  expect(code(streamUpload(kind, unsignedChunks, TRAILS))).toEqual([403, 'SignatureDoesNotMatch']);
  const bare = (sum: string) => () => `a\r\nhello test\r\n0\r\n${sum}\r\n\r\n`;
  const free = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
  expect(code(streamUpload(free, bare(SUM), TRAILS))).toEqual([200, undefined]);
  expect(code(streamUpload(free, bare(wrong), TRAILS))).toEqual([400, 'BadDigest']);
});

test('a signed address: good for its time, its object and its method', () => {
  ask('PUT', OBJECT, { body: 'x' });
  const address = (more: Parameters<typeof signedAddress>[2] = {}) => signedAddress(sandbox, OBJECT, more);
  expect(text(plain('GET', address()))).toBe('x');
  expect(code(plain('GET', address({ at: NOW - 120_000 })))).toEqual([403, 'AccessDenied']);
  expect(code(plain('DELETE', address()))).toEqual([403, 'SignatureDoesNotMatch']);
  expect(plain('DELETE', address({ method: 'DELETE' })).status).toBe(204);
  expect(code(plain('GET', address().replace('/lab/a', '/lab/b')))).toEqual([403, 'SignatureDoesNotMatch']);
  expect(code(plain('GET', address({ seconds: 999_999 })))).toEqual([
    400,
    'AuthorizationQueryParametersError',
  ]);
});

test('other ways to sign: the old one is refused, a session’s token is not known', () => {
  expect(code(plain('GET', OBJECT, { authorization: 'AWS id:signature' }))).toEqual([400, 'InvalidRequest']);
  expect(code(plain('GET', `${OBJECT}?AWSAccessKeyId=x&Signature=y&Expires=1`))).toEqual([
    400,
    'InvalidRequest',
  ]);
  const token = ask('GET', OBJECT, { headers: { 'x-amz-security-token': 'x' } });
  expect(code(token)).toEqual([400, 'InvalidToken']);
});

test('the query is sorted by its names, not by what follows them', () => {
  for (const query of ['list-type=2&prefix=a&prefix-x=b', 'delimiter=%2F&delimiter-=1&list-type=2']) {
    expect(ask('GET', `${AMAZON}/lab?${query}`).status).toBe(200);
  }
});
