/** S3: refusals in words, errors inside good replies, damaged XML, uploads and copies in parts that break off. */
import type { HttpRequest } from '../../../src/http/request';
import type { Work } from '../../../src/http/work';
import { s3Store } from '../../../src/volumes/s3/s3';
import { readStoreAddress } from '../../../src/volumes/store/address';
import { replyOf, type StoreBench, storeBench } from '../store/bench';

const MIB = 1024 * 1024;
const TEXT = { contentType: 'text/plain', cacheControl: 'no-cache', contentEncoding: 'x-own' };
const HOST = 'c10s.pni.princeton.edu';
const ADDRESS = readStoreAddress('nokura://lab');
const lab = s3Store(ADDRESS);
/** What S3 takes for parts, and little more. */
const small = s3Store(ADDRESS, { whole: 6 * MIB, part: 5 * MIB, copy: 6 * MIB, copyPart: 5 * MIB });
const error = (code: string, message = '') =>
  `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;

let bench: StoreBench;
beforeEach(() => {
  bench = storeBench();
  bench.stores.bucket(HOST, 'lab', { open: false });
});
const uploads = (): HttpRequest => ({
  method: 'GET',
  url: `https://${HOST}/lab?uploads=`,
  route: '',
  idempotent: true,
  signFor: 's3',
});
function* openUploads(): Work<number> {
  const [reply] = yield [uploads()];
  return reply!.text().split('<Upload>').length - 1;
}

test.each([
  [403, error('SignatureDoesNotMatch'), /does not take these keys \(SignatureDoesNotMatch\)/],
  [403, error('InvalidAccessKeyId'), /does not take these keys/],
  [403, error('RequestTimeTooSkewed'), /the clock here is over 15 minutes off/],
  [403, error('AccessDenied', 'Access Denied'), /whoever holds these keys may not do this: Access Denied/],
  [301, error('PermanentRedirect'), /lies in another region. Set AWS_DEFAULT_REGION beside its keys$/],
  [
    400,
    '<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-1</Region></Error>',
    /lies in the region eu-west-1. Set AWS_DEFAULT_REGION beside its keys to eu-west-1$/,
  ],
  [307, error('TemporaryRedirect'), /lies in another region/],
  [
    400,
    error('ExpiredToken', 'The provided token has expired.'),
    /have run out \(ExpiredToken\). Get new ones/,
  ],
  [400, error('InvalidToken'), /have run out/],
  [404, error('NoSuchBucket'), /there is no such bucket/],
  [400, error('InvalidArgument', 'a &amp; b'), /refuses \(HTTP 400\): a & b/],
  [503, error('SlowDown', 'Reduce your request rate'), /the store fails \(HTTP 503\)/],
  [200, error('InternalError'), /the store fails \(HTTP 503\)/],
  [200, error('AccessDenied', 'no'), /whoever holds these keys may not do this: no/],
  [200, error('QuotaExceeded'), /no room left: QuotaExceeded/],
  [200, error('NoSuchBucket'), /there is no such bucket/],
  [200, error('MalformedXML', 'no'), /refuses \(HTTP 400\): no/],
  [502, '<html>', /the store fails \(HTTP 502\)/],
  [403, '', /may not do this/],
])('%i %s', (status, body, words) => {
  const work = lab.list('a');
  work.next();
  expect(() => work.next([replyOf(status, body)])).toThrow(words);
});

test.each(['s3://lab', 's3://https://s3.us-west-2.amazonaws.com/lab'])(
  'of %s in another region, its host is named',
  (root) => {
    const work = s3Store(readStoreAddress(root)).list('a');
    work.next();
    const body = '<Error><Code>PermanentRedirect</Code></Error>';
    const reply = replyOf(301, body, { 'x-amz-bucket-region': 'eu-west-1' });
    expect(() => work.next([reply])).toThrow(
      /Name its host: s3:\/\/https:\/\/s3.eu-west-1.amazonaws.com\/bucket/,
    );
  },
);

describe('a store that knows no ACLs', () => {
  const KINDS = [
    [501, error('NotImplemented', 'A header you provided implies functionality that is not implemented')],
    [400, error('AccessControlListNotSupported', 'The bucket does not allow ACLs')],
  ] as const;
  const acls = () => bench.sent.map(({ method, headers }) => `${method} ${headers?.['x-amz-acl'] ?? '-'}`);
  const knowsNone = (status: number, body: string) => {
    bench.intercept = (request, send) => (request.headers?.['x-amz-acl'] ? replyOf(status, body) : send());
  };

  test.each(KINDS)('refuses the default with %i once: it is left out', (status, body) => {
    bench.stores.bucket('s3.amazonaws.com', 'lab', { open: false });
    const amazon = s3Store(readStoreAddress('s3://lab'), {
      whole: 6 * MIB,
      part: 5 * MIB,
      copy: 6 * MIB,
      copyPart: 5 * MIB,
    });
    knowsNone(status, body);
    bench.run(amazon.write('a', new Uint8Array(3), TEXT));
    expect(acls()).toEqual(['PUT bucket-owner-full-control', 'PUT -']);
    bench.sent.splice(0);
    bench.run(amazon.copy('a', 'b'));
    bench.run(amazon.write('big', new Uint8Array(7 * MIB), TEXT));
    expect(acls().some((words) => words.includes('bucket'))).toBe(false);
    expect(bench.run(amazon.stat('big'))).toMatchObject({ size: 7 * MIB, ...TEXT });
  });

  test('one that says who may read is not left out', () => {
    knowsNone(...KINDS[1]);
    expect(() => bench.run(lab.write('a', new Uint8Array(3), TEXT))).toThrow(/does not allow ACLs/);
    expect(bench.stores.bucket(HOST, 'lab').size).toBe(0);
  });

  test('another refusal is none of ACLs', () => {
    bench.stores.bucket('s3.amazonaws.com', 'lab', { open: false });
    knowsNone(403, error('AccessDenied', 'no'));
    const amazon = s3Store(readStoreAddress('s3://lab'));
    expect(() => bench.run(amazon.write('a', new Uint8Array(3), TEXT))).toThrow(/may not do this: no/);
    expect(acls()).toHaveLength(1);
  });
});

const page = (inner: string) => `<ListBucketResult>${inner}</ListBucketResult>`;
const object = (key: string, size = '1') => `<Contents><Key>${key}</Key><Size>${size}</Size></Contents>`;
test.each([
  ['nothing', ''],
  ['another document', '<Other/>'],
  ['a cut one', page(object('a')).slice(0, -5)],
  ['no end', page(object('a'))],
  ['an end that is neither', page('<IsTruncated>maybe</IsTruncated>')],
  ['a next page without its token', page('<IsTruncated>true</IsTruncated>')],
  ['a key without a name', page(`${object('')}<IsTruncated>false</IsTruncated>`)],
  ['a size that is none', page(`${object('a', '1.5')}<IsTruncated>false</IsTruncated>`)],
  [
    'a key that cannot be decoded',
    page(`<EncodingType>url</EncodingType>${object('%E0%A4%A')}<IsTruncated>false</IsTruncated>`),
  ],
])('a list with %s is damaged', (_name, body) => {
  const work = lab.list('a');
  work.next();
  expect(() => work.next([replyOf(200, body)])).toThrow(/was damaged/);
});

test('a server that encodes nothing, and pages that never end', () => {
  bench.intercept = () => replyOf(200, page(`${object('a+b&#39;%20c')}<IsTruncated>false</IsTruncated>`));
  expect(bench.run(lab.list('')).objects[0]!.name).toBe("a+b'%20c");
  const again = '<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>';
  bench.intercept = () => replyOf(200, page(again));
  expect(() => bench.run(lab.list(''))).toThrow(/does not end/);
});

test('what a store leaves in a header of its own upload is not the object’s encoding', () => {
  const headers = { 'content-encoding': 'aws-chunked,gzip', 'content-range': 'bytes 0-0/5', etag: '"1-"' };
  bench.intercept = () => replyOf(206, 'x', headers);
  expect(bench.run(lab.stat('a'))).toMatchObject({
    contentEncoding: 'gzip',
    size: 5,
    md5: '',
    version: '1-',
  });
  bench.intercept = () => replyOf(206, 'x', { 'content-range': 'bytes 0-0/*' });
  expect(() => bench.run(lab.stat('a'))).toThrow(/was damaged/);
});

test('what a deletion of many leaves is named with its reason', () => {
  bench.intercept = () =>
    replyOf(
      200,
      '<DeleteResult><Error><Key>a&amp;b</Key><Code>AccessDenied</Code><Message/></Error></DeleteResult>',
    );
  expect(bench.run(lab.removeMany(['a&b', 'c']))).toEqual([{ name: 'a&b', why: 'AccessDenied' }]);
  bench.intercept = () => replyOf(200, '<html>');
  expect(() => bench.run(lab.removeMany(['a']))).toThrow(/was damaged/);
});

test('a key that XML cannot hold is deleted by itself', () => {
  const bucket = bench.stores.bucket(HOST, 'lab');
  for (const key of ['a\x01b', 'c', 'd\ufffe']) bucket.put(key, new Uint8Array(1));
  expect(bench.run(lab.removeMany(['a\x01b', 'c', 'd\ufffe']))).toEqual([]);
  expect(bucket.size).toBe(0);
});

test('a copy that S3 calls done and is not', () => {
  const bucket = bench.stores.bucket(HOST, 'lab');
  bucket.put('a', new Uint8Array(10));
  bench.intercept = (request, send) =>
    request.method === 'PUT' ? replyOf(200, error('InternalError')) : send();
  expect(() => bench.run(lab.copy('a', 'b'))).toThrow(/the store fails/);
  bench.intercept = (request, send) =>
    request.method === 'PUT' ? replyOf(200, '<CopyObjectResult><ETag>x</ETag></CopyObjectResult>') : send();
  expect(() => bench.run(lab.move('a', 'b'))).toThrow(/was not stored whole/);
  bucket.put('b', new Uint8Array(10).fill(1));
  expect(() => bench.run(lab.move('a', 'b'))).toThrow(/was not stored whole/);
  expect(bucket.get('a')).not.toBeNull();
});

test('an object that changes while it is moved is kept', () => {
  const bucket = bench.stores.bucket(HOST, 'lab');
  bucket.put('a', Uint8Array.of(1));
  bench.intercept = (request, send) => {
    const reply = send();
    if (request.method === 'PUT') bucket.put('a', Uint8Array.of(2));
    return reply;
  };
  expect(() => bench.run(lab.move('a', 'b'))).toThrow(/changed while it was moved: both are kept/);
  expect([bucket.get('a')!.bytes, bucket.get('b')!.bytes]).toEqual([Uint8Array.of(2), Uint8Array.of(1)]);
});

test('an ACL is said with every write and every copy, as its store’s people expect it', () => {
  bench.run(lab.write('a', new Uint8Array(1), TEXT));
  bench.run(lab.copy('a', 'b'));
  const messageOf = (requests: HttpRequest[]) =>
    requests.flatMap(({ headers }) => headers?.['x-amz-acl'] ?? []);
  expect(messageOf(bench.sent)).toEqual(['public-read', 'public-read']);
  expect(bench.stores.bucket(HOST, 'lab').get('b')!.facts.open).toBe(true);
  bench.sent.splice(0);
  for (const [root, host] of [
    ['tigerdata://lab', 'td.princeton.edu'],
    ['s3://lab', 's3.amazonaws.com'],
  ] as const) {
    bench.stores.bucket(host, 'lab');
    bench.run(s3Store(readStoreAddress(root)).write('a', new Uint8Array(1), TEXT));
  }
  expect(messageOf(bench.sent)).toEqual(['private', 'bucket-owner-full-control']);
});

describe('in parts', () => {
  const big = new Uint8Array(11 * MIB + 3).map((_none, n) => (n * 31 + (n >> 9)) & 255);

  test('sent ones, then copied ones, with the metadata of the whole', () => {
    bench.run(small.write('a', big, TEXT));
    expect(bench.run(small.stat('a'))).toMatchObject({ ...TEXT, size: big.length, md5: '' });
    bench.sent.splice(0);
    expect(bench.run(small.copy('a', 'b +ü'))).toMatchObject({ ...TEXT, size: big.length });
    expect(bench.sent.filter(({ url }) => url.includes('partNumber='))).toHaveLength(3);
    expect(bench.sent.some(({ body }) => body instanceof Uint8Array)).toBe(false);
    expect(Buffer.compare(bench.run(small.read('b +ü'))!, big)).toBe(0);
    expect(bench.run(openUploads())).toBe(0);
  });

  test('what fails is aborted, at every request, and nothing is seen', () => {
    for (let stop = 1; stop <= 4; stop++) {
      let n = 0;
      bench.intercept = (request, send) => {
        if (request.method === 'DELETE') return send();
        n += 1;
        return n > stop ? replyOf(403, error('AccessDenied')) : send();
      };
      expect(() => bench.run(small.write('a', big, TEXT))).toThrow(/may not do this/);
      bench.intercept = null;
      expect([bench.run(small.stat('a')), bench.run(openUploads())]).toEqual([null, 0]);
    }
  });

  test('parts that cannot be aborted are named', () => {
    bench.intercept = (request, send) =>
      request.method === 'POST' && request.url.includes('uploads=')
        ? send()
        : replyOf(403, error('AccessDenied'));
    expect(() => bench.run(small.write('a', big, TEXT))).toThrow(
      /Parts of an unfinished upload \(.+\) are left/,
    );
  });

  test('only where there is none yet, asked at the end', () => {
    bench.run(small.write('a', Uint8Array.of(1), TEXT));
    expect(() => bench.run(small.write('a', big, { ...TEXT, onlyNew: true }))).toThrow(/is there already/);
    expect(bench.run(small.read('a'))).toEqual(Uint8Array.of(1));
    expect(bench.run(openUploads())).toBe(0);
  });

  test('a source that changes between its parts is no copy', () => {
    bench.run(small.write('a', big, TEXT));
    bench.intercept = (request, send) => {
      if (request.url.includes('partNumber=3'))
        bench.stores.bucket(HOST, 'lab').put('a', big.slice().fill(1));
      return send();
    };
    expect(() => bench.run(small.copy('a', 'b'))).toThrow(/refuses \(HTTP 412\)/);
    bench.intercept = null;
    expect(bench.run(small.stat('b'))).toBeNull();
  });

  test('replies without what they have to hold', () => {
    bench.intercept = () => replyOf(200, '<InitiateMultipartUploadResult/>');
    expect(() => bench.run(small.write('a', big, TEXT))).toThrow(/was damaged/);
    bench.intercept = (request, send) =>
      request.method === 'PUT' ? replyOf(200, '<CopyPartResult/>') : send();
    expect(() => bench.run(small.write('a', big, TEXT))).toThrow(/was damaged/);
    bench.intercept = () => replyOf(200, '');
    expect(() => bench.run(lab.write('a', Uint8Array.of(1), TEXT))).toThrow(/was damaged/);
  });
});
