/** Hosts of the S3 kind for those with keys: signatures, conditions, sums, lists, copies, parts, refusals in XML. */
import { createHash } from 'node:crypto';
import { crc32c } from '../../../../../src/core/crc32c';
import type { CaveSandbox } from '../../../src';
import { fresh, NOW, ORIGIN } from '../../ask';
import { head, NOKURA, text } from '../bench';
import { AMAZON, code, field, type S3RequestParts, s3Asker } from './bench';

let sandbox: CaveSandbox;
let ask: ReturnType<typeof s3Asker>;
beforeAll(() => {
  sandbox = fresh();
  ask = s3Asker(sandbox);
});
beforeEach(() => {
  for (const host of [AMAZON, NOKURA]) {
    const bucket = sandbox.stores.bucket(new URL(host).host, 'lab', { open: false });
    for (const { name } of bucket.list({ most: 9999 }).items) bucket.delete(name);
  }
});

const OBJECT = `${NOKURA}/lab/a`;

test('every way that a signature can be wrong', () => {
  const put = (options: S3RequestParts, url = OBJECT) => code(ask('PUT', url, { body: 'x', ...options }));
  expect(put({ keys: { secret: 'other' } })).toEqual([403, 'SignatureDoesNotMatch']);
  expect(put({ keys: { accessKey: 'OTHER' } })).toEqual([403, 'InvalidAccessKeyId']);
  expect(put({ now: NOW - 16 * 60_000 })).toEqual([403, 'RequestTimeTooSkewed']);
  expect(put({ now: NOW + 14 * 60_000 })[0]).toBe(200);
  expect(put({ keys: { region: 'eu-west-1' } })[0]).toBe(200);
  expect(put({ keys: { region: 'eu-west-1' } }, `${AMAZON}/lab/a`)).toEqual([
    400,
    'AuthorizationHeaderMalformed',
  ]);
  const tamper = (name: string, value: string) =>
    put({
      tamper: (headers) => {
        headers[name] = value;
      },
    });
  expect(tamper('x-amz-acl', 'public-read')).toEqual([403, 'AccessDenied']);
  expect(tamper('x-amz-content-sha256', 'UNSIGNED-PAYLOAD')).toEqual([403, 'SignatureDoesNotMatch']);
  expect(tamper('x-amz-content-sha256', '0'.repeat(64))).toEqual([400, 'XAmzContentSHA256Mismatch']);
  expect(tamper('x-amz-content-sha256', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD')).toEqual([
    403,
    'SignatureDoesNotMatch',
  ]);
  expect(tamper('authorization', 'AWS4-HMAC-SHA256 nonsense')).toEqual([400, 'AuthorizationHeaderMalformed']);
  expect(tamper('authorization', '')).toEqual([400, 'AuthorizationHeaderMalformed']);
  expect(tamper('x-amz-date', '2026')).toEqual([403, 'AccessDenied']);
});

test('the same host under the sandbox’s own origin, signed for that address', () => {
  const url = `${ORIGIN}/stores/c10s.pni.princeton.edu/lab/b%20c`;
  const host = {
    tamper: (headers: Record<string, string>) => Object.assign(headers, { host: 'sandbox.test' }),
  };
  expect(ask('PUT', url, { body: 'x', ...host }).status).toBe(200);
  expect(text(ask('GET', `${NOKURA}/lab/b%20c`))).toBe('x');
});

test('sums and conditions', () => {
  const put = (headers: Record<string, string>) => ask('PUT', OBJECT, { body: 'hello', headers });
  const wrong = ask('PUT', OBJECT, {
    body: 'hello',
    headers: { 'x-amz-checksum-crc32c': crc32c(Buffer.from('other')) },
  });
  expect(code(wrong)).toEqual([400, 'BadDigest']);
  expect(code(put({ 'x-amz-checksum-crc32c': 'AA' }))).toEqual([400, 'InvalidRequest']);
  const right = put({ 'x-amz-checksum-crc32c': 'mnG7TA==', 'if-none-match': '*' });
  expect([right.status, head(right, 'x-amz-checksum-crc32c')]).toEqual([200, ['mnG7TA==']]);
  const [etag] = head(right, 'etag');
  expect(etag).toBe(`"${createHash('md5').update('hello').digest('hex')}"`);
  expect(code(put({ 'if-none-match': '*' }))).toEqual([412, 'PreconditionFailed']);
  expect(code(put({ 'if-match': '"other"' }))).toEqual([412, 'PreconditionFailed']);
  expect(put({ 'if-match': etag! }).status).toBe(200);
  expect(code(ask('PUT', `${NOKURA}/lab/none`, { body: 'x', headers: { 'if-match': '*' } }))).toEqual([
    404,
    'NoSuchKey',
  ]);
  expect(ask('GET', OBJECT, { headers: { 'if-none-match': etag! } }).status).toBe(304);
  expect(code(ask('GET', OBJECT, { headers: { 'if-match': '"x"' } }))).toEqual([412, 'PreconditionFailed']);
  const beyond = ask('GET', OBJECT, { headers: { range: 'bytes=5-' } });
  expect([code(beyond), head(beyond, 'content-range')]).toEqual([[416, 'InvalidRange'], ['bytes */5']]);
});

test('who may list is told that a key is missing; a missing bucket is one for everybody', () => {
  expect(code(ask('GET', `${NOKURA}/lab/none`))).toEqual([404, 'NoSuchKey']);
  expect(code(ask('GET', `${NOKURA}/nowhere/none`))).toEqual([404, 'NoSuchBucket']);
  expect(code(ask('POST', OBJECT))).toEqual([405, 'MethodNotAllowed']);
  expect(code(ask('GET', `${NOKURA}/lab?list-type=3`))).toEqual([400, 'InvalidArgument']);
  expect(code(ask('PUT', OBJECT, { body: 'x', headers: { 'x-amz-acl': 'all' } }))).toEqual([
    400,
    'InvalidArgument',
  ]);
  expect(ask('DELETE', `${NOKURA}/lab/none`).status).toBe(204);
});

test('lists: pages over keys and prefixes, starts, escapes, two spellings of a space', () => {
  for (const key of ['a b', "c'&<", 'd/1', 'd/2', 'e+', 'ü']) {
    for (const host of [NOKURA, AMAZON]) {
      sandbox.stores.bucket(new URL(host).host, 'lab').put(key, new Uint8Array(1));
    }
  }
  const list = (query: string, host = NOKURA) => ask('GET', `${host}/lab?list-type=2&${query}`);
  expect(field(list(''), 'Key')).toEqual(['a b', 'c&#39;&#38;&#60;', 'd/1', 'd/2', 'e+', 'ü']);
  expect(field(list('encoding-type=url'), 'Key').slice(0, 2)).toEqual(['a%20b', 'c&#39;%26%3C']);
  expect(field(list('encoding-type=url', AMAZON), 'Key')[0]).toBe('a+b');
  const level = list('delimiter=%2F');
  expect([field(level, 'Key').length, field(level, 'KeyCount')]).toEqual([4, ['5']]);
  expect(field(list('start-after=d%2F2'), 'Key')).toEqual(['e+', 'ü']);
  const names: string[] = [];
  let token = '';
  do {
    const page = list(`max-keys=2${token === '' ? '' : `&continuation-token=${encodeURIComponent(token)}`}`);
    names.push(...field(page, 'Key'));
    [token = ''] = field(page, 'NextContinuationToken');
    expect(field(page, 'IsTruncated')).toEqual([String(token !== '')]);
  } while (token !== '');
  expect(names).toHaveLength(6);
  expect(field(list('max-keys=0'), 'IsTruncated')).toEqual(['false']);
  expect(code(list('max-keys=x'))).toEqual([400, 'InvalidArgument']);
});

test('copies: encoded sources, conditions, onto itself; the ACL is that of the request', () => {
  const bucket = sandbox.stores.bucket('c10s.pni.princeton.edu', 'lab');
  bucket.put('a b/ü', Buffer.from('x'), { contentEncoding: 'gzip', open: true });
  const copy = (source: string, headers: Record<string, string> = {}, to = OBJECT) =>
    ask('PUT', to, { headers: { 'x-amz-copy-source': source, ...headers } });
  expect(copy('/lab/a%20b/%C3%BC').status).toBe(200);
  expect(bucket.get('a')!.facts).toMatchObject({ contentEncoding: 'gzip', open: false });
  expect(copy('/lab/a%20b/%C3%BC', { 'x-amz-acl': 'public-read' }).status).toBe(200);
  expect(bucket.get('a')!.facts.open).toBe(true);
  const same = copy('/lab/a');
  expect(code(same)).toEqual([400, 'InvalidRequest']);
  expect(copy('/lab/a', { 'x-amz-metadata-directive': 'REPLACE' }).status).toBe(200);
  expect(bucket.get('a')!.facts.contentEncoding).toBe('');
  expect(code(copy('/lab/a', { 'x-amz-copy-source-if-match': '"x"' }, `${NOKURA}/lab/b`))).toEqual([
    412,
    'PreconditionFailed',
  ]);
  expect(code(copy('/lab/none'))).toEqual([404, 'NoSuchKey']);
  expect(code(copy('/nowhere/a'))).toEqual([404, 'NoSuchBucket']);
});

test('deletions of many: a sum is needed, Dell’s kind wants the MD5, at most 1,000', () => {
  const bucket = sandbox.stores.bucket('c10s.pni.princeton.edu', 'lab');
  const body = (keys: string[]) =>
    `<Delete>${keys.map((key) => `<Object><Key>${key}</Key></Object>`).join('')}</Delete>`;
  const remove = (text: string, host = NOKURA, options: S3RequestParts = {}) =>
    ask('POST', `${host}/lab?delete=`, { body: text, ...options });
  bucket.put("a'b", new Uint8Array(1));
  const reply = remove(body(['a&#39;b', 'none']));
  expect([field(reply, 'Key'), bucket.size]).toEqual([['a&#39;b', 'none'], 0]);
  expect(code(remove(body(Array(1001).fill('x'))))).toEqual([400, 'MalformedXML']);
  expect(code(remove('<Delete></Delete>'))).toEqual([400, 'MalformedXML']);
  expect(code(remove('no XML'))).toEqual([400, 'MalformedXML']);
  const without = (headers: Record<string, string>) => {
    headers.authorization = headers.authorization!.replace('content-md5;', '');
    delete headers['content-md5'];
  };
  // The signature no longer holds either: the store looks at it first.
  expect(code(remove(body(['x']), NOKURA, { tamper: without }))).toEqual([403, 'SignatureDoesNotMatch']);
});

test('parts: order, tags, sizes, numbers, listing, abort; the ETag counts them', () => {
  const url = `${NOKURA}/lab/big`;
  const begin = () => encodeURIComponent(field(ask('POST', `${url}?uploads=`), 'UploadId')[0]!);
  const part = (id: string, number: number | string, body: Uint8Array) =>
    ask('PUT', `${url}?partNumber=${number}&uploadId=${id}`, { body });
  const complete = (id: string, parts: [number, string][]) =>
    ask('POST', `${url}?uploadId=${id}`, {
      body: `<CompleteMultipartUpload>${parts
        .map(([n, tag]) => `<Part><PartNumber>${n}</PartNumber><ETag>${tag}</ETag></Part>`)
        .join('')}</CompleteMultipartUpload>`,
    });
  const five = new Uint8Array(5 * 1024 * 1024).fill(5);
  const id = begin();
  const one = head(part(id, 1, five), 'etag')[0]!;
  const two = head(part(id, 2, Uint8Array.of(1)), 'etag')[0]!;
  expect(field(ask('GET', `${url}?uploadId=${id}`), 'PartNumber')).toEqual(['1', '2']);
  expect(field(ask('GET', `${NOKURA}/lab?uploads=`), 'Key')).toEqual(['big']);
  expect(code(part(id, 0, five))).toEqual([400, 'InvalidArgument']);
  expect(code(part(id, 10_001, five))).toEqual([400, 'InvalidArgument']);
  expect(
    code(
      complete(id, [
        [2, two],
        [1, one],
      ]),
    ),
  ).toEqual([400, 'InvalidPartOrder']);
  expect(code(complete(id, [[1, two]]))).toEqual([400, 'InvalidPart']);
  expect(code(complete(id, []))).toEqual([400, 'MalformedXML']);
  const three = head(part(id, 3, Uint8Array.of(2)), 'etag')[0]!;
  expect(
    code(
      complete(id, [
        [2, two],
        [3, three],
      ]),
    ),
  ).toEqual([400, 'EntityTooSmall']);
  expect(code(ask('GET', url))).toEqual([404, 'NoSuchKey']);
  expect(
    field(
      complete(id, [
        [1, one],
        [2, two],
      ]),
      'ETag',
    )[0],
  ).toMatch(/^&#34;[0-9a-f]{32}-2&#34;$/);
  expect(code(complete(id, [[1, one]]))).toEqual([404, 'NoSuchUpload']);
  expect(head(ask('GET', url, { headers: { range: 'bytes=0-0' } }), 'content-range')).toEqual([
    `bytes 0-0/${five.length + 1}`,
  ]);
  const other = begin();
  const copyPart = (range: string) =>
    ask('PUT', `${url}?partNumber=1&uploadId=${other}`, {
      headers: { 'x-amz-copy-source': '/lab/big', 'x-amz-copy-source-range': range },
    });
  expect(field(copyPart('bytes=0-9'), 'ETag')).toHaveLength(1);
  expect(code(copyPart('bytes=0-99999999'))).toEqual([400, 'InvalidArgument']);
  expect(ask('DELETE', `${url}?uploadId=${other}`).status).toBe(204);
  expect(code(part(other, 1, five))).toEqual([404, 'NoSuchUpload']);
  expect(field(ask('GET', `${NOKURA}/lab?uploads=`), 'Key')).toEqual([]);
});

test('an ACL of one object', () => {
  ask('PUT', OBJECT, { body: 'x' });
  const anybody = () =>
    sandbox.network(OBJECT)!({ method: 'GET', path: '/lab/a', headers: {}, body: new Uint8Array(0) }).status;
  expect([anybody(), field(ask('GET', `${OBJECT}?acl=`), 'URI')]).toEqual([403, []]);
  ask('PUT', `${OBJECT}?acl=`, { headers: { 'x-amz-acl': 'public-read' } });
  expect([anybody(), field(ask('GET', `${OBJECT}?acl=`), 'Permission')]).toEqual([
    200,
    ['FULL_CONTROL', 'READ'],
  ]);
});
