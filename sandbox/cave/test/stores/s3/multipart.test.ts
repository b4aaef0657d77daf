/** Multipart uploads: pages of uploads and parts, sums of parts and wholes, parts copied from what nobody could hold. */
import { createHash } from 'node:crypto';
import { crc32c } from '../../../../../src/core/crc32c';
import type { CaveSandbox } from '../../../src';
import { fresh } from '../../ask';
import { head, NOKURA } from '../bench';
import { code, field, s3Asker } from './bench';

const LAB = `${NOKURA}/lab`;
const MIB = 1024 * 1024;
let sandbox: CaveSandbox;
let ask: ReturnType<typeof s3Asker>;
beforeEach(() => {
  sandbox = fresh();
  ask = s3Asker(sandbox);
  sandbox.stores.bucket('c10s.pni.princeton.edu', 'lab', { open: false });
});

const begin = (key: string, headers: Record<string, string> = {}) =>
  encodeURIComponent(field(ask('POST', `${LAB}/${key}?uploads=`, { headers }), 'UploadId')[0]!);
const document = (parts: [number, string][]) =>
  `<CompleteMultipartUpload>${parts
    .map(([n, tag]) => `<Part><PartNumber>${n}</PartNumber><ETag>${tag}</ETag></Part>`)
    .join('')}</CompleteMultipartUpload>`;

test('uploads and parts are listed in pages', () => {
  const ids = ['a', 'a', 'b', 'c/d'].map((key) => begin(key));
  const uploads: [string, string][] = [];
  let markers = '';
  do {
    const page = ask('GET', `${LAB}?uploads=&max-uploads=1${markers}`);
    uploads.push([field(page, 'Key')[0]!, encodeURIComponent(field(page, 'UploadId')[0]!)]);
    const [key, id] = [field(page, 'NextKeyMarker')[0], field(page, 'NextUploadIdMarker')[0]];
    markers =
      key === undefined
        ? ''
        : `&key-marker=${encodeURIComponent(key)}&upload-id-marker=${encodeURIComponent(id!)}`;
  } while (markers !== '');
  expect(uploads).toEqual(['a', 'a', 'b', 'c/d'].map((key, i) => [key, ids[i]]));
  expect(field(ask('GET', `${LAB}?uploads=&prefix=c%2F`), 'Key')).toEqual(['c/d']);
  expect(code(ask('GET', `${LAB}?uploads=&max-uploads=x`))).toEqual([400, 'InvalidArgument']);
  for (const n of [3, 1, 2]) ask('PUT', `${LAB}/b?partNumber=${n}&uploadId=${ids[2]}`, { body: 'x' });
  const page = (after: number) =>
    ask('GET', `${LAB}/b?uploadId=${ids[2]}&max-parts=2&part-number-marker=${after}`);
  expect([field(page(0), 'PartNumber'), field(page(0), 'NextPartNumberMarker')]).toEqual([['1', '2'], ['2']]);
  expect([field(page(2), 'PartNumber'), field(page(2), 'IsTruncated')]).toEqual([['3'], ['false']]);
});

test('sums of parts, and of the whole by its parts or all of it', () => {
  const [one, two] = [new Uint8Array(5 * MIB).fill(1), Uint8Array.of(2)];
  const whole = new Uint8Array(Buffer.concat([one, two]));
  const sums = [one, two].map(crc32c);
  const composite = `${crc32c(new Uint8Array(Buffer.concat(sums.map((sum) => Buffer.from(sum, 'base64')))))}-2`;
  for (const [type, right] of [
    ['COMPOSITE', composite],
    ['FULL_OBJECT', crc32c(whole)],
  ] as const) {
    const id = begin('a', { 'x-amz-checksum-algorithm': 'CRC32C', 'x-amz-checksum-type': type });
    const tags = [one, two].map((body, i): [number, string] => {
      const headers = { 'x-amz-checksum-crc32c': crc32c(body) };
      const reply = ask('PUT', `${LAB}/a?partNumber=${i + 1}&uploadId=${id}`, { body, headers });
      return [i + 1, head(reply, 'etag')[0]!];
    });
    const complete = (headers: Record<string, string>) =>
      ask('POST', `${LAB}/a?uploadId=${id}`, { body: document(tags), headers });
    expect(code(complete({ 'x-amz-checksum-crc32c': 'AAAAAA==' }))).toEqual([400, 'BadDigest']);
    expect(field(complete({ 'x-amz-checksum-crc32c': right }), 'ChecksumCRC32C')).toEqual([right]);
    const answer = ask('GET', `${LAB}/a`, { headers: { 'x-amz-checksum-mode': 'ENABLED' } });
    expect(head(answer, 'x-amz-checksum-crc32c')).toEqual([right]);
  }
  const wrong = begin('a', { 'x-amz-checksum-algorithm': 'CRC32C' });
  const headers = { 'x-amz-checksum-crc32c': sums[0]! };
  expect(code(ask('PUT', `${LAB}/a?partNumber=1&uploadId=${wrong}`, { body: two, headers }))).toEqual([
    400,
    'BadDigest',
  ]);
});

test('6 GB are copied in parts, not in one request, and not from another version', () => {
  const size = 6 * 1024 ** 3;
  const read = (first: number, last: number) =>
    Uint8Array.from({ length: last - first + 1 }, (_none, i) => (first + i) % 251);
  const bucket = sandbox.stores.bucket('c10s.pni.princeton.edu', 'lab');
  const { etag } = bucket.put('big', { size, read });
  const source = { 'x-amz-copy-source': '/lab/big' };
  expect(code(ask('PUT', `${LAB}/copy`, { headers: source }))).toEqual([400, 'InvalidRequest']);
  const id = begin('copy');
  const part = (n: number, range: string, match = etag) =>
    ask('PUT', `${LAB}/copy?partNumber=${n}&uploadId=${id}`, {
      headers: { ...source, 'x-amz-copy-source-range': range, 'x-amz-copy-source-if-match': `"${match}"` },
    });
  expect(code(part(1, `bytes=0-${size - 1}`))).toEqual([400, 'InvalidRequest']);
  expect(code(part(1, 'bytes=0-9', 'other'))).toEqual([412, 'PreconditionFailed']);
  const half = 3 * 1024 ** 3;
  const tags = [
    [1, field(part(1, `bytes=0-${half - 1}`), 'ETag')[0]!],
    [2, field(part(2, `bytes=${half}-${size - 1}`), 'ETag')[0]!],
  ] as [number, string][];
  expect(ask('POST', `${LAB}/copy?uploadId=${id}`, { body: document(tags) }).status).toBe(200);
  const end = ask('GET', `${LAB}/copy`, { headers: { range: 'bytes=-3' } });
  expect([head(end, 'content-range'), [...end.body]]).toEqual([
    [`bytes ${size - 3}-${size - 1}/${size}`],
    [3, 2, 1].map((back) => (size - back) % 251),
  ]);
});

test('a part that was sent again counts once, as it was last', () => {
  const id = begin('a');
  const put = (body: string) =>
    head(ask('PUT', `${LAB}/a?partNumber=1&uploadId=${id}`, { body }), 'etag')[0]!;
  const [first, second] = [put('first'), put('second')];
  const complete = (tag: string) => ask('POST', `${LAB}/a?uploadId=${id}`, { body: document([[1, tag]]) });
  expect(code(complete(first))).toEqual([400, 'InvalidPart']);
  expect(complete(second).status).toBe(200);
  const md5 = createHash('md5').update(createHash('md5').update('second').digest()).digest('hex');
  expect(head(ask('GET', `${LAB}/a`), 'etag')).toEqual([`"${md5}-1"`]);
});
