/** Sums that S3's clients state: every kind compared, kept and told; none is taken that is not compared. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { crc32c } from '../../../../../src/core/crc32c';
import type { CaveSandbox } from '../../../src';
import { fresh } from '../../ask';
import { head, NOKURA } from '../bench';
import { AMAZON, code, field, plainAsker, s3Asker, signedAddress } from './bench';

let sandbox: CaveSandbox;
let ask: ReturnType<typeof s3Asker>;
beforeAll(() => {
  sandbox = fresh();
  ask = s3Asker(sandbox);
  for (const host of [AMAZON, NOKURA]) {
    sandbox.stores.bucket(new URL(host).host, 'lab', { open: false });
  }
});

const BODY = Buffer.from('hello');
const big = (sum: number): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(sum >>> 0);
  return bytes.toString('base64');
};
const SUMS: [string, (bytes: Uint8Array) => string][] = [
  ['crc32', (bytes) => big(crc32(bytes))],
  ['crc32c', crc32c],
  ['sha1', (bytes) => createHash('sha1').update(bytes).digest('base64')],
  ['sha256', (bytes) => createHash('sha256').update(bytes).digest('base64')],
];
const OBJECT = `${AMAZON}/lab/a`;

test.each(SUMS)('%s: right, wrong, of the wrong length', (name, of) => {
  const header = `x-amz-checksum-${name}`;
  const put = (sum: string) => ask('PUT', OBJECT, { body: BODY, headers: { [header]: sum } });
  const good = put(of(BODY));
  expect([good.status, head(good, header)]).toEqual([200, [of(BODY)]]);
  const answer = ask('GET', OBJECT, { headers: { 'x-amz-checksum-mode': 'ENABLED' } });
  expect([head(answer, header), head(ask('GET', OBJECT), header)]).toEqual([[of(BODY)], []]);
  expect(code(put(of(Buffer.from('other'))))).toEqual([400, 'BadDigest']);
  for (const bad of ['AA', '????', `${of(BODY)}AAAA`])
    expect(code(put(bad))).toEqual([400, 'InvalidRequest']);
  const reply = ask('PUT', `${AMAZON}/lab/b`, { headers: { 'x-amz-copy-source': '/lab/a' } });
  expect(field(reply, `Checksum${name.toUpperCase()}`)).toEqual([of(BODY)]);
});

test('two sums, and kinds that are not compared here, are refused rather than taken', () => {
  const two = { 'x-amz-checksum-crc32': SUMS[0]![1](BODY), 'x-amz-checksum-sha1': SUMS[2]![1](BODY) };
  expect(code(ask('PUT', OBJECT, { body: BODY, headers: two }))).toEqual([400, 'InvalidRequest']);
  const put = (name: string) =>
    ask('PUT', OBJECT, { body: BODY, headers: { [`x-amz-checksum-${name}`]: 'AAAA' } });
  expect(code(put('crc64nvme'))).toEqual([501, 'NotImplemented']);
  expect(code(put('md6'))).toEqual([400, 'InvalidRequest']);
});

test('a deletion of many with any sum at Amazon, with the MD5 at Dell, with none nowhere', () => {
  const body = '<Delete><Object><Key>none</Key></Object></Delete>';
  const bytes = Buffer.from(body);
  const remove = (host: string, headers: Record<string, string>) =>
    code(
      plainAsker(sandbox)(
        'POST',
        signedAddress(sandbox, `${host}/lab?delete=`, { method: 'POST' }),
        headers,
        body,
      ),
    );
  const md5 = { 'content-md5': createHash('md5').update(bytes).digest('base64') };
  const crc = { 'x-amz-checksum-crc32': SUMS[0]![1](bytes) };
  expect([remove(AMAZON, md5), remove(NOKURA, md5)]).toEqual(Array(2).fill([200, undefined]));
  expect([remove(AMAZON, crc), remove(NOKURA, crc)]).toEqual([
    [200, undefined],
    [400, 'InvalidRequest'],
  ]);
  expect([remove(AMAZON, {}), remove(NOKURA, {})]).toEqual(Array(2).fill([400, 'InvalidRequest']));
  expect(remove(AMAZON, { 'x-amz-checksum-crc32': 'AAAAAA==' })).toEqual([400, 'BadDigest']);
});
