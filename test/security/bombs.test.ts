/** Small inputs that mean to become large ones: each ends in words, with the service alive and its memory bounded. */
import { gzipSync } from 'node:zlib';
import type { MaybeHandler } from '@tracer-tools/cave/server';
import { BANC, type Local, type LocalCave, localCave, localService } from '../companion/support/service';

let cave: LocalCave;
let local: Local;
/** Objects of gs://bombs, by name. */
let objects: Map<string, { bytes: Uint8Array; gzip?: boolean }>;

const bucket: MaybeHandler = ({ path, headers }) => {
  const found = /^\/stores\/storage\.googleapis\.com\/bombs\/([^?]*)/.exec(path);
  if (!found) return null;
  const object = objects.get(decodeURIComponent(found[1]!));
  if (!object) return { status: 404, headers: [], body: new Uint8Array(0) };
  const range = /^bytes=([0-9]+)-([0-9]+)$/.exec(headers.range ?? '');
  const body = range ? object.bytes.subarray(Number(range[1]), Number(range[2]) + 1) : object.bytes;
  return { status: range ? 206 : 200, headers: object.gzip ? [['content-encoding', 'gzip']] : [], body };
};

beforeAll(async () => {
  cave = await localCave();
  cave.first.push(bucket);
  local = await localService(cave.origin, { limits: { seconds: 20, replyMb: 64, heapMb: 512 } });
});
afterAll(async () => {
  await local.close();
  await cave.close();
});
beforeEach(() => {
  objects = new Map();
});

const json = (value: unknown) => ({
  bytes: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
});
const base64 = (bytes: Uint8Array | string): string => `base64:${Buffer.from(bytes).toString('base64')}`;

/** 32-bit little-endian words. */
const words = (...values: number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer);

async function ask(tool: string, args: Record<string, unknown>): Promise<string> {
  const headers = await local.headers(undefined, cave.cave.token);
  const body = { server: cave.origin, datastack: BANC, args };
  const reply = await local.ask(`/v1/tools/${tool}`, { headers, body });
  const error = (reply.body as { error?: { code: string; message: string } } | undefined)?.error;
  expect((await local.ask('/healthz')).status).toBe(200);
  return error ? `${error.code}: ${error.message}` : reply.text.slice(0, 300);
}
const mesh = (source: string, id = '1') => ask('get_seg_mesh', { mesh: source, mesh_id: id });

const REFUSED = /^(INPUT|BIG|NONE|UNKNOWN|DOWN|TIMEOUT): /;
const LEGACY = json({ '@type': 'neuroglancer_legacy_mesh' });
const MULTIRES = {
  '@type': 'neuroglancer_multilod_draco',
  vertex_quantization_bits: 10,
  lod_scale_multiplier: 1,
  transform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
};
const SHARDED = {
  ...MULTIRES,
  sharding: {
    '@type': 'neuroglancer_uint64_sharded_v1',
    hash: 'identity',
    preshift_bits: 0,
    minishard_bits: 0,
    shard_bits: 0,
    minishard_index_encoding: 'raw',
    data_encoding: 'raw',
  },
};

/** Other tests have run in this process before. */
const BEFORE = process.memoryUsage.rss();

test('files whose headers promise what is not there', async () => {
  const stl = Buffer.concat([Buffer.alloc(80), words(0xffffffff), Buffer.alloc(100)]);
  const ply = (kind: string) =>
    `ply\nformat ${kind} 1.0\nelement vertex 4294967295\nproperty float x\nproperty float y\nproperty float z\nelement face 4294967295\nproperty list uchar int vertex_indices\nend_header\n`;
  const obj = `v 0 0 0\nv 1 0 0\nv 0 1 0\nf ${'1 2 3 '.repeat(100_000)}\nf 1 2 99999999999\n`;
  for (const bomb of [
    stl,
    ply('ascii'),
    ply('binary_little_endian'),
    ply('binary_big_endian'),
    obj,
    'v 1e999 0 0',
    '',
  ]) {
    expect(await mesh(base64(bomb))).toMatch(REFUSED);
  }
});

test('gzip: a volume’s info, and a mesh inside', async () => {
  const bomb = gzipSync(Buffer.alloc(400e6, 0x20));
  objects.set('a/info', { bytes: bomb, gzip: true });
  expect(await mesh('precomputed://gs://bombs/a')).toMatch(/^BIG: /);
  // Still packed when it arrives: unpacked by the reader, within its own bounds.
  objects.set('b/info', LEGACY);
  objects.set('b/1:0', json({ fragments: ['f'] }));
  objects.set('b/f', { bytes: bomb });
  expect(await mesh('precomputed://gs://bombs/b')).toMatch(REFUSED);
  objects.set('c/info', { bytes: bomb });
  expect(await mesh('precomputed://gs://bombs/c')).toMatch(REFUSED);
});

test.each([
  ['4 billion vertices', words(0xffffffff, 0, 0)],
  ['a count that no byte follows', words(1000)],
  ['indices beyond the vertices', Buffer.concat([words(3), Buffer.alloc(36), words(0, 1, 0xfffffffe)])],
  ['no number', Buffer.concat([words(3), Buffer.alloc(36, 0xff), words(0, 1, 2)])],
  ['nothing', Buffer.alloc(0)],
])('a legacy fragment of %s', async (_name, fragment) => {
  objects.set('a/info', LEGACY);
  objects.set('a/1:0', json({ fragments: ['f'] }));
  objects.set('a/f', { bytes: fragment });
  expect(await mesh('precomputed://gs://bombs/a')).toMatch(REFUSED);
});

test('a manifest of a million fragments, or of itself', async () => {
  objects.set('a/info', LEGACY);
  objects.set('a/1:0', json({ fragments: Array.from({ length: 300_000 }, (_v, i) => `f${i}`) }));
  expect(await mesh('precomputed://gs://bombs/a')).toMatch(REFUSED);
  objects.set('b/info', json({ redirect: '../b', '@redirect': '../b' }));
  expect(await mesh('precomputed://gs://bombs/b')).toMatch(REFUSED);
});

test.each([
  ['4 billion levels', words(0, 0, 0, 0, 0, 0, 0xffffffff)],
  [
    '4 billion fragments',
    Buffer.concat([
      Buffer.alloc(12, 1),
      Buffer.alloc(12),
      words(1),
      Buffer.alloc(4),
      Buffer.alloc(12),
      words(0xffffffff),
    ]),
  ],
  ['nothing', Buffer.alloc(0)],
])('a multi-resolution manifest of %s', async (_name, manifest) => {
  objects.set('a/info', json(MULTIRES));
  objects.set('a/1.index', { bytes: manifest });
  objects.set('a/1', { bytes: Buffer.alloc(64) });
  expect(await mesh('precomputed://gs://bombs/a')).toMatch(REFUSED);
});

test('Draco of nonsense, of huge counts, and cut', async () => {
  const header = Buffer.from('DRACO\x02\x02\x01\x01\x00\x00', 'latin1');
  const varint = Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]);
  const bombs = [
    Buffer.concat([header, varint, varint, varint, varint, Buffer.alloc(40, 0xff)]),
    Buffer.concat([
      Buffer.from('DRACO\x02\x02\x01\x00\x00\x00', 'latin1'),
      varint,
      varint,
      varint,
      Buffer.alloc(40, 0xff),
    ]),
    Buffer.concat([header, Buffer.alloc(200, 0x80)]),
    Buffer.from('DRACO'),
    Buffer.alloc(500, 0x41),
  ];
  for (const bomb of bombs) {
    const manifest = Buffer.concat([
      Buffer.from(Float32Array.of(100, 100, 100, 0, 0, 0).buffer),
      words(1),
      Buffer.from(Float32Array.of(1, 0, 0, 0).buffer),
      words(1),
      words(0, 0, 0),
      words(bomb.length),
    ]);
    objects.set('a/info', json(MULTIRES));
    objects.set('a/1.index', { bytes: manifest });
    objects.set('a/1', { bytes: bomb });
    expect(await mesh('precomputed://gs://bombs/a')).toMatch(REFUSED);
  }
});

test('a shard whose index means exabytes', async () => {
  const huge = (start: bigint, end: bigint): Buffer => Buffer.from(BigUint64Array.of(start, end).buffer);
  objects.set('a/info', json(SHARDED));
  for (const index of [huge(0n, 2n ** 62n), huge(2n ** 63n, 2n ** 63n + 24n), huge(24n, 0n)]) {
    objects.set('a/0.shard', { bytes: Buffer.concat([index, Buffer.alloc(64)]) });
    expect(await mesh('precomputed://gs://bombs/a')).toMatch(REFUSED);
  }
  const entry = Buffer.from(BigUint64Array.of(1n, 0n, 2n ** 60n).buffer);
  objects.set('a/0.shard', { bytes: Buffer.concat([huge(0n, 24n), entry]) });
  expect(await mesh('precomputed://gs://bombs/a')).toMatch(REFUSED);
});

test('JSON that is deep, long or of many numbers', async () => {
  for (const text of [
    '['.repeat(500_000),
    `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    `[${'9'.repeat(2_000_000)}]`,
  ]) {
    objects.set('a/info', json(text));
    expect(await mesh('precomputed://gs://bombs/a')).toMatch(REFUSED);
    expect(await ask('get_anno_array_from_state_file', { state: text })).not.toMatch(/^FAULT/);
  }
});

test('bodies over the limit, too deep, or packed', async () => {
  const headers = await local.headers();
  const path = '/v1/tools/bucket_convert_colons';
  const big = await local.ask(path, { headers, body: ' '.repeat(17e6) });
  expect([big.status, big.body]).toEqual([
    413,
    { error: { code: 'BIG', message: expect.stringContaining('larger than') } },
  ]);
  const deep = await local.ask(path, { headers, body: '['.repeat(1_000_000) });
  expect([deep.status, (deep.body as { error: { code: string } }).error.code]).toEqual([400, 'INPUT']);
  const packed = await local.ask(path, {
    headers: { ...headers, 'content-encoding': 'gzip' },
    body: gzipSync(' '.repeat(1e6)),
  });
  expect(packed.status).toBe(400);
  const rows = Array.from({ length: 250_000 }, () => ['x']);
  const long = await local.ask(path, {
    headers,
    body: { server: cave.origin, datastack: BANC, args: { path: rows } },
  });
  expect([long.status, long.body]).toEqual([
    413,
    {
      error: {
        code: 'BIG',
        message: expect.stringMatching(/^250,000 are more than the companion’s limit of 200,000 rows/),
      },
    },
  ]);
});

test('all of this left the memory bounded', () => {
  expect((process.memoryUsage.rss() - BEFORE) / 1e6).toBeLessThan(1500);
});
