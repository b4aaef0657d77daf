/** Sharded stores: what is written is read, in few requests; damaged ones end in errors. */

import { TtError } from '../../../src/core/errors';
import { gunzip } from '../../../src/core/gzip';
import { gzip } from '../../../src/core/write-gzip';
import { objectUrl, readRanges, replyBytes } from '../../../src/volumes/objects/objects';
import { readSharded } from '../../../src/volumes/precomputed/sharded';
import type { Sharding } from '../../../src/volumes/precomputed/sharding';
import { type KeyedValue, writeSharded } from '../../../src/volumes/writing/write-sharded';
import { random } from '../../../workbench/random';
import { errorOf } from '../../support/sandbox-driver';
import { filesOf, ORIGIN, serve } from '../store';

const PLACE = { url: ORIGIN };

const sharding = (more: Partial<Sharding> = {}): Sharding => ({
  preshift: 0,
  hash: 'murmurhash3_x86_128',
  minishardBits: 3,
  shardBits: 2,
  indexEncoding: 'gzip',
  dataEncoding: 'gzip',
  ...more,
});

function values(count: number, seed: number): Map<bigint, Uint8Array> {
  const next = random(seed);
  const result = new Map<bigint, Uint8Array>([
    [0n, Uint8Array.of(9)],
    [2n ** 64n - 1n, Uint8Array.of(8, 8)],
  ]);
  while (result.size < count) {
    const key = (BigInt(Math.floor(next() * 2 ** 32)) << 32n) | BigInt(Math.floor(next() * 2 ** 32));
    result.set(
      key,
      Uint8Array.from({ length: 1 + Math.floor(next() * 300) }, () => Math.floor(next() * 5)),
    );
  }
  return result;
}

const keyedValues = (all: Map<bigint, Uint8Array>): KeyedValue[] =>
  [...all].map(([key, bytes]) => ({ key, bytes }));

test.each<[string, Sharding, number]>([
  ['hashed, gzip, seed 71', sharding(), 71],
  ['hashed, raw, seed 72', sharding({ indexEncoding: 'raw', dataEncoding: 'raw' }), 72],
  ['identity with a shift, seed 73', sharding({ hash: 'identity', preshift: 9 }), 73],
  ['one file, one minishard, seed 74', sharding({ minishardBits: 0, shardBits: 0 }), 74],
  ['an index too large to fetch whole, seed 75', sharding({ minishardBits: 13, shardBits: 1 }), 75],
])('%s: 500 values come back, absent keys do not', (_name, spec, seed) => {
  const all = values(500, seed);
  const store = serve(filesOf(writeSharded(spec, keyedValues(all))));
  const keys = [...all.keys(), 1n, 5n];
  const found = store.run(readSharded(PLACE, spec, keys, 'values', 1e6));
  expect(found.size).toBe(500);
  expect([...all].every(([key, bytes]) => Buffer.from(bytes).equals(found.get(key)!))).toBe(true);
  expect(store.sent.every(({ headers }) => headers?.range && headers['accept-encoding'] === 'identity')).toBe(
    true,
  );
});

test('keys that lie together are fetched together', () => {
  const spec = sharding();
  const all = values(400, 76);
  const store = serve(filesOf(writeSharded(spec, keyedValues(all))));
  store.run(readSharded(PLACE, spec, [...all.keys()], 'values', 1e6));
  // Four shards: an index each, minishard indices side by side, values side by side.
  expect(store.sent).toHaveLength(12);
});

test('a missing shard is a missing key, with 404 and with 403', () => {
  for (const status of [404, 403]) {
    expect(serve(() => null, status).run(readSharded(PLACE, sharding(), [7n], 'values', 1e6)).size).toBe(0);
  }
});

test('bytes before a value are no part of it', () => {
  const spec = sharding({ dataEncoding: 'raw' });
  const files = writeSharded(spec, [{ key: 5n, before: Uint8Array.of(1, 2, 3), bytes: Uint8Array.of(4) }]);
  const found = serve(filesOf(files)).run(readSharded(PLACE, spec, [5n], 'values', 1e6));
  expect(found.get(5n)).toEqual(Uint8Array.of(4));
});

test('2,000 damaged shards end in values or an error (seed 77)', () => {
  const next = random(77);
  const spec = sharding({ minishardBits: 1, shardBits: 0, indexEncoding: 'raw' });
  const all = values(30, 78);
  const [file] = writeSharded(spec, keyedValues(all));
  let failed = 0;
  for (let round = 0; round < 2000; round++) {
    const bytes = file!.bytes.slice(0, next() < 0.3 ? Math.floor(next() * file!.bytes.length) : undefined);
    const tail = Math.max(32, bytes.length - 30 * 24);
    for (let n = 0; n < 3; n++) {
      const at = next() < 0.5 ? Math.floor(next() * 32) : tail + Math.floor(next() * (bytes.length - tail));
      bytes[at] = Math.floor(next() * 256);
    }
    try {
      serve(filesOf([{ ...file!, bytes }])).run(readSharded(PLACE, spec, [...all.keys()], 'values', 1e6));
    } catch (error) {
      expect(error).toBeInstanceOf(TtError);
      failed++;
    }
  }
  expect(failed).toBeGreaterThan(500);
});

test('gzip is undone with a limit, whatever size it claims', () => {
  const zeros = gzip(new Uint8Array(5e6));
  expect(() => gunzip(zeros, 'it', 1e6)).toThrow(/unpacks to more than 1 MB/);
  const small = gzip(Uint8Array.of(1, 2, 3));
  expect(gunzip(small, 'it', 10)).toEqual(Uint8Array.of(1, 2, 3));
  const lying = small.slice();
  lying.set([0xff, 0xff, 0xff, 0x7f], lying.length - 4);
  const other = small.slice();
  other[12] = other[12]! ^ 1;
  expect(() => gunzip(other, 'it', 10)).toThrow(/its gzip is not whole/);
  expect(() => gunzip(lying, 'it', 10)).toThrow(/its gzip is not whole/);
  expect(() => gunzip(small.slice(0, 12), 'it', 10)).toThrow(/its gzip is not whole/);
  expect(() => gunzip(new Uint8Array(0), 'it', 10)).toThrow(/its gzip is not whole/);
});

test('2,000 damaged gzip files end in bytes or an error (seed 79)', () => {
  const next = random(79);
  const whole = gzip(Uint8Array.from({ length: 3000 }, () => Math.floor(next() * 9)));
  let failed = 0;
  for (let round = 0; round < 2000; round++) {
    const bytes = whole.slice(0, next() < 0.3 ? Math.floor(next() * whole.length) : undefined);
    for (let n = 0; n < 2; n++) bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
    try {
      gunzip(bytes, 'it', 1e5);
    } catch (error) {
      expect(error).toBeInstanceOf(TtError);
      failed++;
    }
  }
  expect(failed).toBeGreaterThan(500);
});

test('a server that knows no ranges is understood, one that answers short is not believed', () => {
  const bytes = Uint8Array.from({ length: 100 }, (_none, i) => i);
  const range = { path: 'x', start: 10, end: 20 };
  const work = readRanges(PLACE, [range], 'it');
  work.next();
  const reply = (status: number, body: Uint8Array) => ({
    status,
    headers: {},
    text: () => '',
    bytes: () => body,
  });
  expect(work.next([reply(200, bytes)]).value).toEqual([bytes.subarray(10, 20)]);
  const short = readRanges(PLACE, [range], 'it');
  short.next();
  expect(() => short.next([reply(206, bytes.subarray(10, 19))])).toThrow(/ends before byte 20/);
});

test('addresses keep colons, encode the rest, and climb only within the host', () => {
  const place = { url: 'https://h.test/b/vol' };
  expect(objectUrl(place, 'mesh/1:0:1')).toBe('https://h.test/b/vol/mesh/1:0:1');
  expect(objectUrl(place, '../other/a b#c')).toBe('https://h.test/b/other/a%20b%23c');
  expect(objectUrl(place, '../../../../x')).toBe('https://h.test/x');
  expect(() => objectUrl({ url: 'gs://b' }, 'x')).toThrow(/not an address/);
});

test.each([
  [{ status: 401 }, 'PERMISSION'],
  [{ status: 416 }, 'INPUT'],
  [{ status: 429 }, 'BUSY'],
  [{ status: 302 }, 'DOWN'],
  [{ status: 503 }, 'DOWN'],
  [{ status: 0, failure: 'network' as const }, 'DOWN'],
  [{ status: 0, failure: 'timeout' as const }, 'TIMEOUT'],
  [{ status: 0, failure: 'deadline' as const }, 'PENDING'],
  [{ status: 0, failure: 'cancelled' as const }, 'PENDING'],
  [{ status: 0, failure: 'blocked' as const }, 'PERMISSION'],
])('the reply %j is the error %s', (reply, code) => {
  const whole = { headers: {}, text: () => '', bytes: () => new Uint8Array(0), ...reply };
  expect(errorOf(() => replyBytes(whole, 'it'))).toMatchObject({
    code,
    message: expect.stringMatching(/^(it|out of time|cancelled)/) as unknown,
  });
});
