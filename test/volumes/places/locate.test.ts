/** Which store and name an address means in each shell, and what https servers answer. */
import { fileStore } from '../../../src/node/files/file-store';
import { nameOfPath } from '../../../src/node/files/local-files';
import { storeLocation } from '../../../src/volumes/places/locate';
import { replyOf, type StoreBench, storeBench } from '../store/bench';

const local = {
  store: fileStore(),
  packed: fileStore(),
  nameOf: (path: string) => nameOfPath(path, '/home/ana'),
};
const disk = { aliases: { ourlab: 's3-hpcrc.rc.princeton.edu' }, local };

test.each([
  ['gs://lab/a/b', 'gs://lab', 'a/b', false],
  ['gs://lab/a/b/', 'gs://lab', 'a/b', true],
  ['gs://lab', 'gs://lab', '', false],
  ['precomputed://gs://lab/a|neuroglancer-precomputed:', 'gs://lab', 'a', false],
  ['ourlab://lab/a', 'ourlab://lab', 'a', false],
  ['s3://https://s3.example.org/lab/a', 's3://https://s3.example.org/lab', 'a', false],
  ['https://storage.googleapis.com/lab/a%20b/1:0', 'https://storage.googleapis.com/lab', 'a b/1:0', false],
  ['https://c10s.pni.princeton.edu/lab/a/', 'https://c10s.pni.princeton.edu/lab', 'a', true],
  ['https://data.example.org/x/y.obj', 'https://data.example.org', 'x/y.obj', false],
  ['sub/file.txt', 'file://', 'home/ana/sub/file.txt', false],
  ['/x/y/', 'file://', 'x/y', true],
  ['file:///x/y', 'file://', 'x/y', false],
  ['./1:0', 'file://', 'home/ana/1:0', false],
  ['1:0', 'file://', 'home/ana/1:0', false],
  ['./gs:/x', 'file://', 'home/ana/gs:/x', false],
  ['mesh/a:b', 'file://', 'home/ana/mesh/a:b', false],
])('%s', (text, root, name, folder) => {
  const at = storeLocation(text, 'path', disk);
  expect([at.store.root, at.name, at.folder]).toEqual([root, name, folder]);
  expect(at.text).toBe(name === '' ? root : `${root}/${name}`);
});

test.each(['gs:/lab/a', 'gs:lab/a', 's3:/lab', 'nokura:/lab/a', 'https:/host/a', 'file:/x', 'GS:\\lab'])(
  '%j is no folder of this machine',
  (text) => {
    expect(() => storeLocation(text, 'path', disk)).toThrow(/an address has ":\/\/" behind its first word/);
  },
);

test.each([
  ['sub/file.txt', /reached on the command line alone/],
  ['file:///etc/passwd', /reached on the command line alone/],
  ['/etc/passwd', /reached on the command line alone/],
  ['', /an address such as gs:\/\/bucket\/folder is missing/],
  ['ourlab://lab/a', /is not a path such as/],
  ['http://storage.googleapis.com/lab/a', /is not an address such as https/],
  ['https://data.example.org', /which file of data.example.org/],
  ['https://data.example.org/a?b', /\? and #/],
  ['https://data.example.org/a%2fb', /%-codes/],
  ['https://data.example.org/%E0%A4%A', /%-codes/],
  ['https://data.example.org/%2e%2e/a', /"\." and "\.\."/],
  ['https://storage.googleapis.com/LAB/a', /bucket's name/],
])('where there is no disk, %j is refused', (text, words) => {
  expect(() => storeLocation(text, 'path')).toThrow(words);
});

describe('read by anybody', () => {
  let bench: StoreBench;
  beforeEach(() => {
    bench = storeBench();
    bench.stores
      .bucket('storage.googleapis.com', 'open', { listed: true })
      .put('v/a b', Uint8Array.of(1, 2, 3));
    bench.stores.bucket('storage.googleapis.com', 'shut', { open: false }).put('v/a', Uint8Array.of(1));
  });

  test('a bucket by its https address is listed and read without credentials, and never written', () => {
    const { store } = storeLocation('https://storage.googleapis.com/open/v', 'path');
    expect(bench.run(store.list('v/')).objects).toMatchObject([{ name: 'v/a b', size: 3 }]);
    expect(bench.run(store.read('v/a b'))).toEqual(Uint8Array.of(1, 2, 3));
    expect(bench.run(store.open('v/a b', 2))!.first).toEqual(Uint8Array.of(1, 2));
    expect(bench.run(store.stat('v/none'))).toBeNull();
    expect(bench.sent.every(({ signFor }) => signFor === undefined)).toBe(true);
    const shut = storeLocation('https://storage.googleapis.com/shut/v', 'path').store;
    expect(() => bench.run(shut.list('v/'))).toThrow(/is not public, and nobody is signed in here/);
    bench.sent.splice(0);
    const works = [
      () => store.write('x', new Uint8Array(1), { contentType: 'a/b' }),
      () => store.remove('v/a b'),
      () => store.removeMany(['v/a b']),
      () => store.copy('v/a b', 'x'),
      () => store.move('v/a b', 'x'),
      () => store.upload('x', { contentType: 'a/b', size: 1, crc32c: '' }),
    ];
    for (const work of works) expect(() => bench.run<unknown>(work())).toThrow(/only read/);
    expect(bench.sent).toEqual([]);
  });

  test('any server is read, its ranges and its version; it cannot be listed', () => {
    const { store, name } = storeLocation('https://data.example.org/x/a b.obj', 'path');
    const body = 'abcdef';
    bench.intercept = ({ url, headers = {} }) => {
      if (url !== 'https://data.example.org/x/a%20b.obj') return replyOf(404, '');
      const [, from, to] = /bytes=(\d+)-(\d+)/.exec(headers.range ?? '') ?? [];
      if (from === undefined) return replyOf(200, body, { etag: '"v1"', 'content-type': 'model/obj' });
      const end = Math.min(Number(to), 5);
      const more = { 'content-range': `bytes ${from}-${end}/6`, etag: '"v1"', 'content-type': 'model/obj' };
      return replyOf(206, body.slice(Number(from), end + 1), more);
    };
    expect(bench.run(store.stat(name))).toMatchObject({
      size: 6,
      contentType: 'model/obj',
      version: 'v1',
      md5: '',
    });
    expect(Buffer.from(bench.run(store.read(name, { start: 1, end: 3 }, 'v1'))!).toString()).toBe('bc');
    expect(Buffer.from(bench.run(store.read(name))!).toString()).toBe(body);
    expect(() => bench.run(store.read(name, undefined, 'v0'))).toThrow(/changed in the meantime/);
    expect(bench.run(store.read('none'))).toBeNull();
    expect(bench.run(store.open('none', 1))).toBeNull();
    expect(() => bench.run(store.list('x/'))).toThrow(/cannot be listed/);
    expect(store.publicUrl('x/1:0')).toBe('https://data.example.org/x/1%3A0');
    bench.intercept = () => replyOf(403, '');
    expect(() => bench.run(store.read(name))).toThrow(/an anonymous reader may not/);
    bench.intercept = (request) =>
      request.headers?.range ? replyOf(416, '') : replyOf(200, '', { etag: '"e"', 'content-type': 'a/b' });
    expect(bench.run(store.open(name, 5))).toMatchObject({ info: { size: 0 } });
  });
});
