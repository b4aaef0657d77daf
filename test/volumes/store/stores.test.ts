/** Every operation of every kind of store, against the sandbox's stores. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Work } from '../../../src/http/work';
import { openStore } from '../../../src/volumes/places/open-store';
import { readStoreAddress } from '../../../src/volumes/store/address';
import type { Store } from '../../../src/volumes/store/store';
import { type StoreBench, storeBench } from './bench';

const PLACES = [
  ['gs://lab', 'storage.googleapis.com'],
  ['s3://lab', 's3.amazonaws.com'],
  ['nokura://lab', 'c10s.pni.princeton.edu'],
  ['matrix://lab', 's3-hpcrc.rc.princeton.edu'],
  ['s3://https://td.princeton.edu/lab', 'td.princeton.edu'],
] as const;

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const ALL = Uint8Array.from({ length: 1024 }, (_none, n) => n & 255);
const KEYS = [
  'plain',
  'mesh/1:0:1',
  'a b/c  d',
  'quotes \'"`',
  'ünï/漢字 😀',
  'sum+minus-=&;,@$!*()~',
  '100%/x%41',
  'angles <>&amp;',
  'dots./..x/.y',
  'question?hash#',
];
const TEXT = { contentType: 'text/plain' };

describe.each(PLACES)('%s', (root, host) => {
  let bench: StoreBench;
  let store: Store;
  beforeEach(() => {
    bench = storeBench();
    bench.stores.bucket(host, 'lab', { open: false });
    bench.stores.bucket(host, 'other', { open: false });
    store = openStore(readStoreAddress(root));
  });
  const put = (name: string, bytes = bytesOf(name)) => bench.run(store.write(name, bytes, TEXT));
  const names = (prefix = '') => bench.run(store.list(prefix)).objects.map(({ name }) => name);

  test('its name is that of its address', () => {
    expect(store.root).toBe(root);
  });

  test('bytes of all values go and come back as they are, under names of every kind', () => {
    for (const key of KEYS) {
      expect(put(key, ALL)).toMatchObject({ name: key, size: 1024 });
      expect(bench.run(store.read(key))).toEqual(ALL);
      expect(bench.run(store.stat(key))).toMatchObject({ name: key, size: 1024, contentType: 'text/plain' });
    }
    expect(names().sort()).toEqual([...KEYS].sort());
    expect(bench.run(store.list('ünï/')).objects).toMatchObject([{ name: 'ünï/漢字 😀', size: 1024 }]);
  });

  test('a name that an address cannot hold is refused before anything is sent', () => {
    bench.sent.splice(0);
    const names = root.startsWith('gs') ? ['', '.', '..'] : ['', '.', '..', 'a/../b', './a', 'a/.'];
    for (const name of names) {
      const works: Work<unknown>[] = [store.read(name), store.stat(name), store.remove(name)];
      for (const work of [...works, store.copy('x', name)]) {
        expect(() => bench.run(work)).toThrow(/needs a name|cannot hold/);
      }
      expect(() => put(name)).toThrow(/needs a name|cannot hold/);
    }
    expect(bench.sent).toEqual([]);
  });

  test('an empty object is an object', () => {
    put('empty', new Uint8Array(0));
    expect(bench.run(store.read('empty'))).toEqual(new Uint8Array(0));
    expect(bench.run(store.stat('empty'))).toMatchObject({ size: 0, contentType: 'text/plain' });
    expect(bench.run(store.copy('empty', 'copy'))).toMatchObject({ name: 'copy', size: 0 });
  });

  test('what is stored compressed stays so, with its type, encoding and cache control, in copies too', () => {
    const zipped = new Uint8Array(gzipSync('words '.repeat(100)));
    const options = { contentType: 'application/json', contentEncoding: 'gzip', cacheControl: 'no-cache' };
    bench.run(store.write('z', zipped, options));
    bench.run(store.copy('z', 'copy'));
    bench.run(store.move('copy', 'moved'));
    for (const key of ['z', 'moved']) {
      expect(bench.run(store.read(key))).toEqual(zipped);
      expect(bench.run(store.stat(key))).toMatchObject({ ...options, size: zipped.length });
      expect(bench.run(store.read(key, { start: 0, end: 2 }))).toEqual(Uint8Array.of(0x1f, 0x8b));
      expect(bench.run(store.read(key, { start: 9, end: 1e6 }))).toEqual(zipped.subarray(9));
    }
  });

  test('bytes that were unpacked on the way are no stored bytes', () => {
    bench.run(
      store.write('z', new Uint8Array(gzipSync('x'.repeat(500))), { ...TEXT, contentEncoding: 'gzip' }),
    );
    bench.intercept = (_request, send) => ({ ...send(), bytes: () => bytesOf('x'.repeat(500)) });
    expect(() => bench.run(store.read('z'))).toThrow(/arrived unpacked/);
  });

  test('ranges', () => {
    put('r', ALL);
    expect(bench.run(store.read('r', { start: 250, end: 260 }))).toEqual(ALL.subarray(250, 260));
    expect(bench.run(store.read('r', { start: 1000, end: 2000 }))).toEqual(ALL.subarray(1000));
    // A server without ranges sends everything.
    bench.intercept = (_request, send) => ({ ...send(), status: 200, bytes: () => ALL });
    expect(bench.run(store.read('r', { start: 250, end: 260 }))).toEqual(ALL.subarray(250, 260));
    bench.intercept = null;
    expect(() => bench.run(store.read('r', { start: 1024, end: 1025 }))).toThrow(/refuses \(HTTP 416\)/);
  });

  test('pages, and one level of folders', () => {
    const bucket = bench.stores.bucket(host, 'lab');
    for (let n = 0; n < 2345; n++) bucket.put(`many/${n % 7}/${n} +'&`, bytesOf(String(n)));
    expect(names('many/')).toHaveLength(2345);
    expect(new Set(names('many/')).size).toBe(2345);
    bench.sent.splice(0);
    expect(names('many/3/')).toHaveLength(335);
    expect(bench.sent).toHaveLength(1);
    put('top');
    const level = bench.run(store.list('', { delimiter: '/' }));
    expect([level.objects.map(({ name }) => name), level.folders]).toEqual([['top'], ['many/']]);
    expect(bench.run(store.list('many/', { delimiter: '/' })).folders).toEqual(
      Array.from({ length: 7 }, (_none, n) => `many/${n}/`),
    );
    expect(() => bench.run(store.list('many/', { most: 2000 }))).toThrow(/more than 2000 objects/);
    expect(bench.run(store.list('none/'))).toEqual({ objects: [], folders: [] });
  });

  test('only where there is none yet', () => {
    const write = (text: string) => bench.run(store.write('new', bytesOf(text), { ...TEXT, onlyNew: true }));
    write('one');
    expect(() => write('two')).toThrow(`${root}/new is there already`);
    expect(bench.run(store.read('new'))).toEqual(bytesOf('one'));
  });

  test('what was damaged on the way is refused by the store', () => {
    bench.intercept = (request, send) => {
      if (request.body instanceof Uint8Array && request.body.length > 900) {
        const at = request.body.length - 100;
        request.body[at] = request.body[at]! ^ 1;
      }
      return send();
    };
    // The damage comes after the sums were made and before the bytes are signed.
    expect(() => put('x', ALL.slice())).toThrow(/refuses \(HTTP 400\): .*CRC32C/);
    bench.intercept = null;
    expect(names()).toEqual([]);
  });

  test('copies within the bucket and to another; nothing passes through here', () => {
    put('a', ALL);
    put('taken');
    bench.sent.splice(0);
    expect(bench.run(store.copy('a', 'taken'))).toMatchObject({ name: 'taken', size: 1024 });
    expect(bench.run(store.copy('a', 'b +ü/1:0', { bucket: 'other' }))).toMatchObject({ size: 1024 });
    expect(bench.sent.some(({ body }) => body !== undefined && body.length > 0)).toBe(false);
    expect(bench.run(store.read('taken'))).toEqual(ALL);
    expect(bench.stores.bucket(host, 'other').get('b +ü/1:0')!.bytes).toEqual(ALL);
    expect(() => bench.run(store.copy('none', 'x'))).toThrow(`${root}/none is not there`);
    expect(() => bench.run(store.copy('a', 'a'))).toThrow(/are the same: nothing was done/);
    expect(() => bench.run(store.copy('a', ''))).toThrow(/an object needs a name/);
  });

  test('moves; onto itself it keeps the object', () => {
    put('a', ALL);
    expect(bench.run(store.move('a', 'b/1:0 ü'))).toMatchObject({ name: 'b/1:0 ü', size: 1024 });
    expect(names()).toEqual(['b/1:0 ü']);
    expect(bench.run(store.read('b/1:0 ü'))).toEqual(ALL);
    expect(() => bench.run(store.move('b/1:0 ü', 'b/1:0 ü'))).toThrow(/are the same: nothing was done/);
    expect(() => bench.run(store.move('none', 'x'))).toThrow(`${root}/none is not there`);
    expect(names()).toEqual(['b/1:0 ü']);
  });

  test.each(['before', 'after'])('a move whose every request is lost once, %s it arrived', (when) => {
    put('a', ALL);
    bench.sent.splice(0);
    const met = new Set<string>();
    bench.intercept = (request, send) => {
      const key = `${request.method} ${request.url} ${request.headers?.range ?? ''}`;
      if (met.has(key)) return send();
      met.add(key);
      if (when === 'after') send();
      return { status: 0, failure: 'network', headers: {}, text: () => '', bytes: () => new Uint8Array(0) };
    };
    expect(bench.run(store.move('a', 'b'))).toMatchObject({ name: 'b', size: 1024 });
    bench.intercept = null;
    expect(names()).toEqual(['b']);
    expect(bench.run(store.read('b'))).toEqual(ALL);
  });

  test('a move stopped before any of its requests loses nothing', () => {
    for (let stop = 0; stop < 6; stop++) {
      const [from, to] = [`from${stop}`, `to${stop}`];
      put(from, ALL);
      let left = stop;
      bench.intercept = (_request, send) => {
        left -= 1;
        if (left < 0) throw new Error('killed');
        return send();
      };
      try {
        bench.run(store.move(from, to));
      } catch (error) {
        expect((error as Error).message).toBe('killed');
      }
      bench.intercept = null;
      const kept = [from, to].map((name) => bench.run(store.read(name)));
      expect(kept.some((bytes) => bytes !== null)).toBe(true);
      for (const bytes of kept) if (bytes !== null) expect(bytes).toEqual(ALL);
    }
  });

  test('deletes one and many, names of every kind; what is gone already is no failure', () => {
    for (const key of [...KEYS, 'kept', 'one']) put(key);
    expect(bench.run(store.remove('one'))).toBe(true);
    expect(bench.run(store.removeMany([...KEYS, 'none']))).toEqual([]);
    expect(names()).toEqual(['kept']);
    expect(() => bench.run(store.remove(''))).toThrow(/an object needs a name/);
  });

  test('2,001 deletions in batches', () => {
    const bucket = bench.stores.bucket(host, 'lab');
    const many = Array.from({ length: 2001 }, (_none, n) => `n/${n}`);
    for (const name of many) bucket.put(name, ALL);
    bench.sent.splice(0);
    expect(bench.run(store.removeMany(many))).toEqual([]);
    expect([bucket.size, bench.sent.length]).toEqual([0, root.startsWith('gs') ? 21 : 3]);
    expect(bench.run(store.removeMany([]))).toEqual([]);
  });

  test('what is not there is null; a bucket that is not there is said', () => {
    expect(bench.run(store.read('none'))).toBeNull();
    expect(bench.run(store.stat('none'))).toBeNull();
    const nowhere = openStore(readStoreAddress(root.replace('lab', 'nowhere')));
    expect(() => bench.run(nowhere.list(''))).toThrow(/there is no such bucket/);
    expect(() => bench.run(nowhere.write('a', ALL, TEXT))).toThrow(/there is no such bucket/);
  });

  test('20 MB go in pieces, and are there only when all are', () => {
    const big = new Uint8Array(20 * 1024 * 1024 + 5).map((_none, n) => (n * 7 + (n >> 12)) & 255);
    let seen = false;
    bench.intercept = (_request, send) => {
      seen ||= bench.stores.bucket(host, 'lab').get('big') !== null;
      return send();
    };
    bench.run(store.write('big', big, { ...TEXT, cacheControl: 'no-cache' }));
    bench.intercept = null;
    expect(seen).toBe(false);
    const stored = bench.stores.bucket(host, 'lab').get('big')!;
    const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');
    expect(md5(stored.bytes)).toBe(md5(big));
    expect(stored.facts).toMatchObject({ contentType: 'text/plain', cacheControl: 'no-cache' });
    expect(Math.max(...bench.sent.map(({ body }) => body?.length ?? 0))).toBeLessThanOrEqual(8 * 1024 * 1024);
    expect(bench.run(store.stat('big'))!.size).toBe(big.length);
  });

  test('whoever may not is told so, and no key is', () => {
    put('a');
    bench.keys = { ...bench.keys, token: 'ya29.not-this', secret: 'not-this-secret' };
    const works: Work<unknown>[] = [store.list(''), store.write('b', ALL, TEXT)];
    for (const work of [...works, store.remove('a'), store.removeMany(['a'])]) {
      try {
        bench.run(work);
        throw new Error('nothing was thrown');
      } catch (error) {
        expect(String((error as { code?: string }).code)).toBe('PERMISSION');
        expect(String(error)).not.toMatch(/not-this|ACCESSKEYOFTESTS/);
      }
    }
    expect(bench.stores.bucket(host, 'lab').get('a')).not.toBeNull();
  });
});
