/** The signer against AWS's published examples, and against another signer over random requests. */
import { between, pick as one, rng } from '@tracer-tools/cave/rng';
import { AwsV4Signer } from 'aws4fetch';
import type { HttpRequest } from '../../../src/http/request';
import { signS3, uriEncode } from '../../../src/volumes/s3/sigv4';
import { HASHES } from '../store/bench';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
const EXAMPLE = {
  accessKey: 'AKIAIOSFODNN7EXAMPLE',
  secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: '',
  region: 'us-east-1',
};
const HOST = 'https://examplebucket.s3.amazonaws.com';
const DAY = Date.UTC(2013, 4, 24);

const signatureOf = (request: HttpRequest): string[] =>
  /SignedHeaders=([^,]+), Signature=(.+)$/.exec(request.headers!.authorization!)!.slice(1);

test.each<[string, Pick<HttpRequest, 'url' | 'headers'>, string, string]>([
  [
    'an object’s range',
    { url: `${HOST}/test.txt`, headers: { range: 'bytes=0-9' } },
    'host;range;x-amz-content-sha256;x-amz-date',
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  ],
  [
    'a query without a value',
    { url: `${HOST}/?lifecycle` },
    'host;x-amz-content-sha256;x-amz-date',
    'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  ],
  [
    'a list',
    { url: `${HOST}/?prefix=J&max-keys=2` },
    'host;x-amz-content-sha256;x-amz-date',
    '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  ],
])('AWS’s example: %s', (_name, request, names, signature) => {
  const signed = signS3({ method: 'GET', idempotent: true, route: '', ...request }, EXAMPLE, HASHES, DAY);
  expect(signatureOf(signed)).toEqual([names, signature]);
});

const CHARACTERS = [...'aZ09-_.~ +:/&=?#%\'"()*!@,;<>$üπ漢😀'];

test('another signer agrees on 200 random requests (seed 11)', async () => {
  const random = rng(11);
  const pick = (most: number): string =>
    Array.from({ length: between(random, 1, most) }, () => one(random, CHARACTERS)).join('');
  for (let n = 0; n < 200; n++) {
    // An address cannot hold a folder named . or ..: readers take them for steps.
    const key = pick(20)
      .split('/')
      .map((part) => uriEncode(/^\.+$/.test(part) ? 'dots' : part))
      .join('/');
    const query = n % 2 === 0 ? '' : `?prefix=${uriEncode(pick(9))}&list-type=2&a=${uriEncode(pick(3))}`;
    const url = `https://c10s.pni.princeton.edu/lab/${key}${query}`;
    const words = n % 3 === 0 ? pick(40) : undefined;
    const body = words !== undefined && n % 2 === 0 ? new Uint8Array(Buffer.from(words)) : words;
    const request: HttpRequest = {
      method: body === undefined ? 'GET' : 'PUT',
      url,
      idempotent: true,
      route: '',
      headers: { 'x-amz-acl': '  public-read ', ...(n % 5 === 0 ? { 'x-amz-meta-a': 'b   c' } : {}) },
      ...(body === undefined ? {} : { body }),
    };
    const keys = { ...EXAMPLE, sessionToken: n % 7 === 0 ? 'session/token+=' : '' };
    const now = DAY + n * 86_400_000;
    const ours = signS3(request, keys, HASHES, now);
    const { authorization: _, ...headers } = ours.headers!;
    const theirs = await new AwsV4Signer({
      method: request.method,
      url,
      headers: { ...headers },
      ...(words === undefined ? {} : { body: words }),
      accessKeyId: keys.accessKey,
      secretAccessKey: keys.secret,
      ...(keys.sessionToken === '' ? {} : { sessionToken: keys.sessionToken }),
      service: 's3',
      region: keys.region,
      datetime: headers['x-amz-date']!,
    }).sign();
    expect([n, ours.headers!.authorization]).toEqual([n, theirs.headers.get('authorization')]);
  }
});

test('bytes over https are summed once, by an MD5 that is signed; words, and bytes without TLS, are signed whole', () => {
  const put = (url: string, body: string | Uint8Array) =>
    signS3({ method: 'PUT', url, idempotent: true, route: '', body }, EXAMPLE, HASHES, DAY).headers!;
  const bytes = new Uint8Array([104, 101, 108, 108, 111]);
  const sha = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
  const md5 = 'XUFAKrxLKna5cZ2REBfFkg==';
  const sums = (headers: Record<string, string>) => [
    headers['x-amz-content-sha256'],
    headers['content-md5'],
    /content-md5/.test(headers.authorization!),
  ];
  expect(sums(put('https://h.org/b/a', bytes))).toEqual(['UNSIGNED-PAYLOAD', md5, true]);
  expect(sums(put('http://h.org/b/a', bytes))).toEqual([sha, md5, true]);
  expect(sums(put('https://h.org/b/a', 'hello'))).toEqual([sha, md5, true]);
});

test('keys that changed, another day and another region are signed anew', () => {
  const keys = { ...EXAMPLE };
  const sign = (now: number) =>
    signatureOf(
      signS3({ method: 'GET', url: `${HOST}/a`, idempotent: true, route: '' }, keys, HASHES, now),
    )[1];
  const first = sign(DAY);
  expect(sign(DAY)).toBe(first);
  const others = [sign(DAY + 86_400_000)];
  keys.region = 'eu-west-1';
  others.push(sign(DAY));
  Object.assign(keys, EXAMPLE, { secret: 'another' });
  others.push(sign(DAY));
  expect(new Set([first, ...others]).size).toBe(4);
  Object.assign(keys, EXAMPLE);
  expect(sign(DAY)).toBe(first);
});

test('a key is signed the same however its address spells it, and a body brings its sums', () => {
  const put = (url: string) =>
    signS3({ method: 'PUT', url, idempotent: true, route: '', body: 'hello' }, EXAMPLE, HASHES, DAY);
  const [spelt, encoded] = [put('https://h.org/b/1:0'), put('https://h.org/b/1%3A0')];
  expect(signatureOf(spelt)).toEqual(signatureOf(encoded));
  expect(spelt.headers!['content-md5']).toBe('XUFAKrxLKna5cZ2REBfFkg==');
  expect(spelt.url).toBe('https://h.org/b/1:0');
  expect(JSON.stringify(spelt)).not.toContain(EXAMPLE.secret);
});
