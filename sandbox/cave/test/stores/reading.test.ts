/** Plain reading: Google's public objects and those of the S3 kind, as they refuse and as they serve gzip. */
import { gzipSync } from 'node:zlib';
import type { CaveSandbox } from '../../src';
import { fresh, ask as overHttp } from '../ask';
import { asker, GOOGLE, head, NOKURA, text } from './bench';

let sandbox: CaveSandbox;
let ask: ReturnType<typeof asker>;
beforeEach(() => {
  sandbox = fresh();
  ask = asker(sandbox);
});

const code = (reply: ReturnType<typeof ask>): [number, string | undefined] => [
  reply.status,
  /<Code>(\w+)<\/Code>/.exec(text(reply))?.[1],
];

test('Google: what is missing, closed or beyond, in XML', () => {
  const bucket = `${GOOGLE}/lee-lab_brain-and-nerve-cord-fly-connectome`;
  const open = { token: null };
  expect(code(ask(`${bucket}/none`, open))).toEqual([404, 'NoSuchKey']);
  expect(text(ask(`${bucket}/a<b`, open))).toContain('No such object: lee-lab');
  expect(text(ask(`${bucket}/a%3Cb`, open))).toContain('a&#60;b');
  expect(code(ask(`${GOOGLE}/nowhere/x`, open))).toEqual([404, 'NoSuchBucket']);
  expect(code(ask(bucket, open))).toEqual([403, 'AccessDenied']);
  expect(code(ask(`${GOOGLE}/tracer-companion-state/x`, open))).toEqual([403, 'AccessDenied']);
  expect(code(ask(`${bucket}/none`, { token: 'wrong' }))).toEqual([401, 'AuthenticationRequired']);
  expect(code(ask(`${bucket}/none`, { method: 'PUT', body: 'x' }))).toEqual([405, 'MethodNotAllowed']);
  const beyond = ask(`${bucket}/region_outlines/info`, { ...open, headers: { range: 'bytes=9999-' } });
  expect(code(beyond)).toEqual([416, 'InvalidRange']);
  expect(head(beyond, 'content-range')[0]).toMatch(/^bytes \*\/\d+$/);
});

test('Google undoes gzip for those who do not take it, and heeds no range then', () => {
  const bytes = new Uint8Array(gzipSync('plain words'));
  sandbox.stores.bucket('storage.googleapis.com', 'b').put('z', bytes, { contentEncoding: 'gzip' });
  const plain = ask(`${GOOGLE}/b/z`, { token: null, headers: { range: 'bytes=0-3' } });
  expect([plain.status, text(plain), head(plain, 'content-encoding')]).toEqual([200, 'plain words', []]);
  expect(head(plain, 'x-goog-stored-content-encoding')).toEqual(['gzip']);
  const headers = { 'accept-encoding': 'gzip, deflate' };
  const reply = ask(`${GOOGLE}/b/z`, { token: null, headers });
  expect([reply.body, head(reply, 'content-encoding')]).toEqual([bytes, ['gzip']]);
  const part = ask(`${GOOGLE}/b/z`, { token: null, headers: { ...headers, range: 'bytes=0-1' } });
  expect([part.status, [...part.body]]).toEqual([206, [0x1f, 0x8b]]);
});

test('Google leaves gzip packed where no-transform says so, and what is called gzip but is none', () => {
  const bytes = new Uint8Array(gzipSync('plain words'));
  const bucket = sandbox.stores.bucket('storage.googleapis.com', 'b');
  bucket.put('fixed', bytes, { contentEncoding: 'gzip', cacheControl: 'public, no-transform' });
  bucket.put('none', Buffer.from('not gzip'), { contentEncoding: 'gzip' });
  bucket.put('brotli', Buffer.from('x'), { contentEncoding: 'br' });
  bucket.put('z', bytes, { contentEncoding: 'gzip' });
  const get = (name: string, encodings = 'identity') =>
    ask(`${GOOGLE}/b/${name}`, { token: null, headers: { 'accept-encoding': encodings } });
  expect([get('fixed').body, head(get('fixed'), 'content-encoding')]).toEqual([bytes, ['gzip']]);
  expect(text(get('none'))).toBe('not gzip');
  expect(head(get('brotli'), 'content-encoding')).toEqual(['br']);
  for (const encodings of ['gzip;q=0', 'deflate', 'xgzip', 'gzip; q=0.0']) {
    expect([encodings, text(get('z', encodings))]).toEqual([encodings, 'plain words']);
  }
  for (const encodings of ['gzip', 'br, gzip;q=0.5', '*', 'GZIP']) {
    expect([encodings, get('z', encodings).body]).toEqual([encodings, bytes]);
  }
});

test('an ACL of one object is what counts at its public address', () => {
  const closedBucket = sandbox.stores.bucket('storage.googleapis.com', 'closed', { open: false });
  closedBucket.put('shown', Buffer.from('x'), { open: true });
  closedBucket.put('hidden', Buffer.from('x'));
  sandbox.stores.bucket('storage.googleapis.com', 'open').put('hidden', Buffer.from('x'), { open: false });
  const get = (path: string) => ask(`${GOOGLE}/${path}`, { token: null }).status;
  expect([get('closed/shown'), get('closed/hidden'), get('open/hidden')]).toEqual([200, 403, 403]);
});

test('S3: gzip as it is stored, 403 for what is missing or closed, nothing written', () => {
  const path = `${NOKURA}/tracers/swamps/banc/main/mesh`;
  const open = { token: null };
  const fragment = ask(`${path}/1:0:1`, open);
  expect([fragment.status, head(fragment, 'content-encoding')]).toEqual([200, ['gzip']]);
  expect(head(fragment, 'etag')[0]).toMatch(/^"[0-9a-f]{32}"$/);
  expect(head(fragment, 'x-goog-generation')).toEqual([]);
  expect(ask(`${path}/info`, { ...open, headers: { range: 'bytes=0-0' } }).status).toBe(206);
  expect(code(ask(`${path}/info`, { ...open, headers: { range: 'bytes=999-' } }))).toEqual([
    416,
    'InvalidRange',
  ]);
  expect(code(ask(`${path}/none`, open))).toEqual([403, 'AccessDenied']);
  expect(code(ask(`${NOKURA}/tracers`, open))).toEqual([403, 'AccessDenied']);
  expect(code(ask(`${NOKURA}/nowhere/x`, open))).toEqual([404, 'NoSuchBucket']);
  expect(code(ask(`${path}/info`, { ...open, method: 'PUT', body: 'x' }))).toEqual([403, 'AccessDenied']);
  sandbox.stores.bucket('c10s.pni.princeton.edu', 'tracers').put('mine', new Uint8Array(1), { open: false });
  expect(code(ask(`${NOKURA}/tracers/mine`, open))).toEqual([403, 'AccessDenied']);
});

test('every host answers under /stores/ of the sandbox too; others do not', () => {
  const path = '/stores/c10s.pni.princeton.edu/tracers/swamps/banc/main/info';
  const reply = overHttp(sandbox, path, { token: null });
  expect([reply.status, head(reply, 'access-control-allow-origin')]).toEqual([200, ['*']]);
  expect(overHttp(sandbox, '/stores/example.org/x', { token: null }).status).toBe(404);
  expect(overHttp(sandbox, '/stores/storage.googleapis.com', { token: null }).status).toBe(404);
  expect(sandbox.network('https://example.org/x')).toBeNull();
});

test('CAVE’s weather leaves the stores alone, unless a route of theirs is named', () => {
  const path = '/stores/c10s.pni.princeton.edu/tracers/swamps/banc/main/info';
  sandbox.setFaults({ rate: 1, kinds: ['503'] });
  expect(overHttp(sandbox, path, { token: null }).status).toBe(200);
  sandbox.setFaults({ rate: 1, kinds: ['503'], routes: '^/stores/c10s' });
  expect(overHttp(sandbox, path, { token: null }).status).toBe(503);
  expect(ask(`${NOKURA}/tracers/swamps/banc/main/info`, { token: null }).status).toBe(503);
  expect(ask(`${GOOGLE}/wclee-fly-cns-001-pcg/ws/info`, { token: null }).status).toBe(200);
});

test('what is made on demand and too large is served in ranges', () => {
  const id = '720575941524165453';
  const list = overHttp(sandbox, `/meshing/api/v1/table/wclee_fly_cns_001/manifest/${id}:0?verify=1`);
  const [, layer, file] = /~(\d)\/([\d-]+\.shard)/.exec(text(list))!;
  const url = `${GOOGLE}/wclee-fly-cns-001-pcg/ws/graphene_meshes/initial/${layer}/${file}`;
  expect(ask(url, { token: null, method: 'HEAD' }).status).toBe(200);
  const whole = ask(url, { token: null });
  expect([whole.status, text(whole)]).toEqual([400, expect.stringContaining('ask for a range')]);
  const gap = ask(url, { token: null, headers: { range: 'bytes=4000000000-4000000009' } });
  expect([gap.status, [...gap.body]]).toEqual([206, new Array(10).fill(0)]);
});
