/** node:http as the driver: bodies as stored where they are wanted so, failures as replies. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { HttpRequest } from '../../src/http/request';
import { httpDriver } from '../../src/node/http-driver';

let server: Server;
let origin: string;
const WORDS = 'words '.repeat(200);
beforeAll(async () => {
  server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const path = request.url!;
      if (path === '/gzip')
        return response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(WORDS));
      if (path === '/sized') return response.writeHead(200, { 'content-length': WORDS.length }).end(WORDS);
      if (path === '/br')
        return response.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync(WORDS));
      if (path === '/damaged') return response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip');
      if (path === '/empty') return response.writeHead(204, { 'content-encoding': 'gzip' }).end();
      if (path === '/moved')
        return response.writeHead(302, { location: '/gzip', 'set-cookie': ['a', 'b'] }).end();
      if (path === '/cut') {
        response.writeHead(200, { 'content-length': '100' }).write('half');
        return setTimeout(() => response.destroy(), 20);
      }
      if (path === '/reset') return request.socket.destroy();
      if (path === '/hang') return undefined;
      const { method, headers } = request;
      return response
        .writeHead(200)
        .end(JSON.stringify({ method, headers, body: Buffer.concat(pieces).toString('latin1') }));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function send(path: string, more: Partial<HttpRequest> = {}, timeoutMs = 60_000) {
  const driver = httpDriver({ timeoutMs });
  const [reply] = await driver.send([
    { method: 'GET', url: path.startsWith('/') ? origin + path : path, idempotent: true, route: '', ...more },
  ]);
  return reply!;
}

test('compressed bodies are unpacked, or left as they are stored', async () => {
  expect((await send('/gzip')).text()).toBe(WORDS);
  expect((await send('/br')).text()).toBe(WORDS);
  expect(Buffer.from((await send('/gzip', { raw: true })).bytes())).toEqual(gzipSync(WORDS));
  expect(Buffer.from((await send('/br', { raw: true })).bytes())).toEqual(brotliCompressSync(WORDS));
  expect(await send('/damaged')).toMatchObject({ failure: 'cut' });
  expect((await send('/damaged', { raw: true })).text()).toBe('no gzip');
  expect((await send('/empty')).status).toBe(204);
});

test('what is sent: method, headers, body; the encodings that are taken are said', async () => {
  const body = Uint8Array.of(0, 255, 10);
  const sent = JSON.parse(
    (await send('/', { method: 'PUT', body, contentType: 'a/b', headers: { 'X-A': '1' } })).text(),
  );
  expect(sent).toMatchObject({
    method: 'PUT',
    body: '\0\u00ff\n',
    headers: { 'content-type': 'a/b', 'x-a': '1', 'content-length': '3', 'accept-encoding': 'gzip, br' },
  });
  const acceptHeader = async (more: Partial<HttpRequest>) =>
    JSON.parse((await send('/', more)).text()).headers['accept-encoding'];
  // A range of what a server compresses would be a range of other bytes.
  expect(await acceptHeader({ headers: { range: 'bytes=0-1' } })).toBeUndefined();
  expect(await acceptHeader({ raw: true })).toBeUndefined();
  expect(await acceptHeader({ raw: true, headers: { 'accept-encoding': 'gzip' } })).toBe('gzip');
});

test('host, length and password of the address are sent as node:http sends them', async () => {
  const sent = async (path: string, more: Partial<HttpRequest> = {}) =>
    JSON.parse((await send(path, more)).text()).headers;
  const host = origin.slice('http://'.length);
  expect((await sent('/')).host).toBe(host);
  expect((await sent('/', { headers: { Host: 'bucket.test' } })).host).toBe('bucket.test');
  for (const method of ['PUT', 'POST', 'PATCH'] as const) {
    const headers = await sent('/', { method });
    expect([headers['content-length'], headers['transfer-encoding']]).toEqual(['0', undefined]);
  }
  expect((await sent('/', { method: 'PUT', body: '' }))['content-length']).toBe('0');
  expect((await sent('/'))['content-length']).toBeUndefined();
  expect((await sent('/', { method: 'DELETE' }))['content-length']).toBeUndefined();
  const withPassword = origin.replace('//', '//ana:s%20t@');
  expect(await sent(`${withPassword}/`)).toMatchObject({ host, authorization: `Basic ${btoa('ana:s t')}` });
  const own = { headers: { authorization: 'Bearer a' } };
  expect((await sent(`${withPassword}/`, own)).authorization).toBe('Bearer a');
  await expect(send('/', { headers: { 'x-a': 'a\r\nx-b: c' } })).rejects.toThrow('Invalid character');
});

test('redirects are not followed; repeated headers are joined', async () => {
  expect(await send('/moved')).toMatchObject({
    status: 302,
    headers: { location: '/gzip', 'set-cookie': 'a, b' },
  });
});

test('failures are replies', async () => {
  expect(await send('/cut')).toMatchObject({ status: 0, failure: 'cut' });
  expect(await send('/reset')).toMatchObject({ failure: 'network' });
  expect(await send('/hang', {}, 300)).toMatchObject({ failure: 'timeout' });
  expect(await send('http://127.0.0.1:1/')).toMatchObject({ failure: 'network' });
  expect(await send('no address')).toMatchObject({ failure: 'blocked' });
});

test('what is under way ends when it is stopped', async () => {
  const stop = new AbortController();
  const sent = httpDriver({ signal: stop.signal }).send([
    { method: 'GET', url: `${origin}/hang`, idempotent: true, route: '' },
  ]);
  stop.abort();
  expect((await sent)[0]).toMatchObject({ failure: 'cancelled' });
});

test('a body lies in memory that is used again where it fits, and nowhere else', async () => {
  const into = new Uint8Array(2000);
  const sized = await send('/sized', { raw: true, into });
  expect(sized.text()).toBe(WORDS);
  expect(sized.bytes().buffer).toBe(into.buffer);
  const small = new Uint8Array(100);
  const other = await send('/sized', { raw: true, into: small });
  expect([other.text(), small.every((byte) => byte === 0)]).toEqual([WORDS, true]);
  // Unpacked, or of a length that nobody told.
  expect((await send('/gzip', { into })).bytes().buffer).not.toBe(into.buffer);
});
