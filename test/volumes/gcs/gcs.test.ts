/** Cloud Storage: what its replies mean in words, damaged replies, resumable uploads that break off. */
import type { HttpReply, HttpRequest } from '../../../src/http/request';
import type { Work } from '../../../src/http/work';
import { gcsStore } from '../../../src/volumes/gcs/gcs';
import { replyOf, type StoreBench, storeBench } from '../store/bench';

const MIB = 1024 * 1024;
const TEXT = { contentType: 'text/plain' };
const lab = gcsStore('lab');
let bench: StoreBench;
beforeEach(() => {
  bench = storeBench();
  bench.stores.bucket('storage.googleapis.com', 'lab', { open: false });
});

test.each([
  [{ status: 500 }, /the store fails \(HTTP 500\)/],
  [{ status: 429 }, /the store asks to wait/],
  [{ status: 400 }, /refuses \(HTTP 400\): what is said/],
  [{ status: 401 }, /does not know this sign-in/],
  [{ status: 403 }, /your Google account may not do this: what is said/],
  [{ status: 404 }, /there is no such bucket or object/],
  [{ status: 200 }, /answer about .* was damaged/],
  [{ status: 0, failure: 'timeout' as const }, /did not come in time/],
  [{ status: 0, failure: 'deadline' as const }, /Run again to go on/],
  [
    { status: 0, failure: 'blocked' as const, detail: 'not on the list' },
    /may not be fetched \(not on the list\)/,
  ],
  [{ status: 0, failure: 'network' as const }, /cannot be reached/],
])('%j is told in words', (reply, words) => {
  const work = lab.list('a');
  work.next();
  const body = '{"error":{"message":"what is said"},"items":[{"size":"x"}]}';
  expect(() => work.next([{ ...replyOf(200, body), ...reply }])).toThrow(words);
});

test.each(['a\nb', 'a\rb', '..', '', 'n'.repeat(1025)])('%j is no name of an object', (name) => {
  expect(lab.refuses(name)).not.toBe('');
  for (const work of [lab.stat(name), lab.remove(name), lab.write(name, new Uint8Array(1), TEXT)])
    expect(() => bench.run<unknown>(work)).toThrow(expect.objectContaining({ code: 'INPUT' }));
  expect(bench.sent).toEqual([]);
});

test.each([
  '',
  'null',
  '[]',
  '<html>',
  '{"items":[null]}',
  '{"items":[{"name":"a"}]}',
  '{"items":[{"name":1,"size":"1"}]}',
  '{"items":[{"name":"a","size":"-1"}]}',
  '{"items":[{"name":"a","size":"1e999"}]}',
  '{"items":[{"name":"a","size":"1"}',
])('a list that says %s is damaged', (body) => {
  const work = lab.list('a');
  work.next();
  expect(() => work.next([replyOf(200, body)])).toThrow(/was damaged/);
});

test('lists and copies that never end are left', () => {
  bench.intercept = () => replyOf(200, '{"nextPageToken":"same"}');
  expect(() => bench.run(lab.list(''))).toThrow(/does not end/);
  bench.intercept = () => replyOf(200, '{"done":false,"rewriteToken":"t","totalBytesRewritten":"5"}');
  expect(() => bench.run(lab.copy('a', 'b'))).toThrow(/the copy of gs:\/\/lab\/a to gs:\/\/lab\/b stopped/);
  bench.intercept = () => replyOf(200, '{"done":true,"objectSize":"9","resource":{"name":"b","size":"8"}}');
  expect(() => bench.run(lab.copy('a', 'b'))).toThrow(/was not stored whole/);
});

test('a long copy goes on with its token', () => {
  bench.stores.bucket('storage.googleapis.com', 'lab').put('a', new Uint8Array(3 * MIB));
  bench.intercept = (request, send) => {
    if (request.url.includes('rewriteTo')) {
      request.url += `${request.url.includes('?') ? '&' : '?'}maxBytesRewrittenPerCall=${MIB}`;
    }
    return send();
  };
  expect(bench.run(lab.copy('a', 'b'))).toMatchObject({ name: 'b', size: 3 * MIB });
  expect(bench.sent).toHaveLength(3);
});

test('the boundary of an upload is in none of its parts', () => {
  const bytes = new Uint8Array(Buffer.from('\r\n--tracer-tools-part\r\n--tracer-tools-part-0--\r\n'));
  bench.run(lab.write('tracer-tools-part-1', bytes, TEXT));
  expect(bench.run(lab.read('tracer-tools-part-1'))).toEqual(bytes);
});

test('only-new goes through where the reply to its own first attempt was lost', () => {
  let lost = false;
  bench.intercept = (_request, send) => {
    const reply = send();
    if (lost) return reply;
    lost = true;
    return { ...reply, status: 0, failure: 'network' };
  };
  expect(bench.run(lab.write('a', Uint8Array.of(1), { ...TEXT, onlyNew: true }))).toMatchObject({ size: 1 });
});

describe('a resumable upload of 20 MiB', () => {
  const big = new Uint8Array(20 * MIB).fill(7);
  const write = () => bench.run(lab.write('big', big, TEXT));
  const pieces = () =>
    bench.sent
      .flatMap(({ headers }) => headers?.['content-range'] ?? [])
      .filter((range) => !range.includes('*'));
  const dropReply = (reply: HttpReply): HttpReply => ({
    ...reply,
    status: 0,
    failure: 'network',
    headers: {},
  });

  test('goes on where it was: pieces whose replies were lost, pieces that never came', () => {
    let n = 0;
    bench.intercept = (request: HttpRequest, send) => {
      if (request.method !== 'PUT') return send();
      n += 1;
      return n % 3 === 1 ? dropReply(send()) : n % 3 === 2 ? dropReply(replyOf(0, '')) : send();
    };
    expect(write()).toMatchObject({ name: 'big', size: big.length });
    bench.intercept = null;
    expect(Buffer.compare(bench.run(lab.read('big'))!, big)).toBe(0);
    expect(pieces().length).toBeGreaterThan(3);
  });

  test('a store that keeps less than was sent is asked again from there', () => {
    let cut = true;
    bench.intercept = (request, send) => {
      if (request.method !== 'PUT' || !cut) return send();
      cut = false;
      const body = request.body as Uint8Array;
      const part: HttpRequest = {
        ...request,
        body: body.subarray(0, 300_000),
        headers: { 'content-range': 'bytes 0-299999/*' },
      };
      request.body = part.body!;
      request.headers = part.headers!;
      return send();
    };
    expect(write().size).toBe(big.length);
    // The piece after it begins behind the one whole grain of 256 KiB that was kept.
    expect(pieces()[0]).toMatch(/^bytes 262144-/);
  });

  test('ends in a sentence where it does not go on, and its address is nobody else’s', () => {
    bench.intercept = (request, send) => (request.method === 'PUT' ? replyOf(308, '') : send());
    expect(write).toThrow(/the upload does not go on/);
    bench.intercept = (request, send) =>
      request.method === 'PUT' ? replyOf(308, '', { range: 'bytes=0-99999999' }) : send();
    expect(write).toThrow(/was damaged/);
    for (const location of ['', 'https://evil.example/x', 'https://storage.googleapis.com@evil.example/x']) {
      bench.sent.splice(0);
      bench.intercept = () => replyOf(200, '', { location });
      expect(write).toThrow(/gave no address to write to/);
      expect(bench.sent).toHaveLength(1);
    }
  });

  test('a refusal at the end ends the session', () => {
    bench.intercept = (request, send) => {
      if (request.headers?.['content-range']?.startsWith('bytes 15728640-'))
        request.body = new Uint8Array(5 * MIB);
      return send();
    };
    expect(write).toThrow(/CRC32C/);
    expect(bench.sent[bench.sent.length - 1]!.method).toBe('DELETE');
    expect(bench.run(lab.stat('big'))).toBeNull();
  });
});

test('a batch whose parts are not all answered is damaged; a refusal of one is told of one', () => {
  const part = (id: number, status: number, body = '') =>
    `--b\r\nContent-Type: application/http\r\nContent-ID: <response-n+${id}>\r\n\r\nHTTP/1.1 ${status} X\r\n\r\n${body}\r\n`;
  const answer = (text: string) =>
    replyOf(200, `${text}--b--`, { 'content-type': 'multipart/mixed; boundary=b' });
  bench.intercept = () => answer(part(0, 204));
  expect(() => bench.run(lab.removeMany(['a', 'b']))).toThrow(/was damaged/);
  bench.intercept = () => replyOf(200, 'x');
  expect(() => bench.run(lab.removeMany(['a']))).toThrow(/was damaged/);
  const held = '{"error":{"message":"Object is under active Temporary hold"}}';
  bench.intercept = () => answer(part(1, 403, held) + part(0, 404) + part(2, 412));
  expect(bench.run(lab.removeMany(['a', 'b', 'c']))).toEqual([
    { name: 'b', why: 'Object is under active Temporary hold' },
    { name: 'c', why: 'HTTP 412' },
  ]);
});

test('a bucket that is not there is no missing object: nothing is called deleted or absent', () => {
  const none = gcsStore('no-such-bucket');
  const info = { name: 'a', size: 1, contentType: '', contentEncoding: '', cacheControl: '' };
  bench.run(lab.write('a', new Uint8Array(1), TEXT));
  const works: (() => Work<unknown>)[] = [
    () => none.stat('a'),
    () => none.read('a'),
    () => none.remove('a'),
    () => none.removeMany(['a', 'b']),
    () => lab.copy('a', 'b', { bucket: 'no-such-bucket' }),
    () => none.move('a', 'b'),
    () => none.write('a', new Uint8Array(1), TEXT),
    () => none.upload('a', { ...info, ...TEXT, crc32c: '' }),
  ];
  for (const work of works) {
    expect(() => bench.run(work())).toThrow(
      expect.objectContaining({
        code: 'NONE',
        message: expect.stringMatching(/no such bucket\. Check the name/),
      }),
    );
  }
});
