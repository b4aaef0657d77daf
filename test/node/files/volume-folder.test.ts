/** A volume's folder over HTTP: ranges, names with colons, gzipped files, and nothing beside the folder. */
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type HostedVolume, hostVolume } from '../../../src/cli/host-volume';
import { TtError } from '../../../src/core/errors';

const parent = mkdtempSync(join(tmpdir(), 'volume-'));
const folder = join(parent, 'volume');
let hosted: HostedVolume;
const at = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`http://127.0.0.1:${hosted.port}${path}`, { headers, method });

beforeAll(async () => {
  mkdirSync(join(folder, 'mesh'), { recursive: true });
  writeFileSync(join(parent, 'secret'), 'secret');
  writeFileSync(join(folder, 'info'), '{"scales":[]}');
  writeFileSync(join(folder, 'mesh', '1___0'), '{"fragments":["1:0:1"]}');
  writeFileSync(join(folder, 'mesh', '1:0:1'), 'abcdefghij');
  writeFileSync(join(folder, 'mesh', '2:0:1.gz'), gzipSync('unpacked'));
  symlinkSync(join(parent, 'secret'), join(folder, 'link'));
  hosted = await hostVolume(folder, 0);
});
afterAll(() => hosted.close());

test('files, under their own names and with ___ for colons, for any origin', async () => {
  const info = await at('/info');
  expect([info.status, info.headers.get('access-control-allow-origin'), await info.text()]).toEqual([
    200,
    '*',
    '{"scales":[]}',
  ]);
  const manifest = await at('/mesh/1:0');
  expect([manifest.headers.get('content-type'), await manifest.json()]).toEqual([
    'application/json',
    { fragments: ['1:0:1'] },
  ]);
  expect(await (await at('/mesh/2%3A0%3A1')).text()).toBe('unpacked');
  expect((await at('/info', {}, 'OPTIONS')).status).toBe(204);
  expect((await at('/info', {}, 'HEAD')).headers.get('content-length')).toBe('13');
});

test.each([
  ['bytes=2-4', 206, 'cde', 'bytes 2-4/10'],
  ['bytes=7-', 206, 'hij', 'bytes 7-9/10'],
  ['bytes=-3', 206, 'hij', 'bytes 7-9/10'],
  ['bytes=5-99', 206, 'fghij', 'bytes 5-9/10'],
  ['bytes=4-2', 200, 'abcdefghij', null],
  ['lines=1-2', 200, 'abcdefghij', null],
  ['bytes=10-', 416, 'the file ends before that\n', 'bytes */10'],
])('range %s: %i', async (range, status, body, expected) => {
  const reply = await at('/mesh/1:0:1', { range });
  expect([reply.status, await reply.text(), reply.headers.get('content-range')]).toEqual([
    status,
    body,
    expected,
  ]);
});

/** As it stands: fetch would tidy the path. */
const raw = (path: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    createConnection(hosted.port, '127.0.0.1', function connected(this: import('node:net').Socket) {
      this.end(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    })
      .on('data', (chunk) => {
        text += String(chunk);
      })
      .on('end', () => resolve(text))
      .on('error', reject);
  });

test.each([
  '/../secret',
  '/%2e%2e/secret',
  '/..%2fsecret',
  '/mesh/../../secret',
  '/link',
  '/',
  '/mesh',
  '/%00',
  '/%',
])('nothing beside the folder: %s', async (path) => {
  const text = await raw(path);
  expect(text).toMatch(/^HTTP\/1.1 404 /);
  expect(text).not.toContain('secret');
});

test('writing is refused; a folder that is no volume too', async () => {
  expect((await at('/info', {}, 'PUT')).status).toBe(405);
  expect(() => hostVolume(join(parent, 'none'), 0)).toThrow(TtError);
  expect(() => hostVolume(parent, 0)).toThrow(/is no volume/);
});
