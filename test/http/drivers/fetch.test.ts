/** The fetch driver against a real server on this machine: answers, failures, time-outs, redirects. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchDriver, type Platform } from '../../../src/http/drivers/fetch';
import type { HttpRequest } from '../../../src/http/request';
import { runAsync } from '../../../src/http/runner';
import { all, replyTo } from '../../../src/http/work';

let server: Server;
let origin: string;
const seen: { method: string; auth: string; body: Buffer }[] = [];
let failures = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const auth = request.headers.authorization ?? '';
      seen.push({ method: request.method ?? '', auth, body: Buffer.concat(chunks) });
      if (request.url === '/echo') response.end(Buffer.concat(chunks));
      else if (request.url === '/moved') response.writeHead(302, { location: '/echo' }).end();
      else if (request.url === '/cut') {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half');
        setTimeout(() => response.socket?.destroy(), 50);
      } else if (request.url === '/hang') return;
      else if (request.url === '/flaky' && failures++ < 2) response.writeHead(503).end();
      else response.writeHead(200, { 'X-Kind': 'text' }).end('grün');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const driver = (timeoutMs = 60_000) =>
  fetchDriver(globalThis as unknown as Platform, {
    timeoutMs,
    decode: (bytes) => new TextDecoder().decode(bytes),
  });
const request = (path: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url: `${origin}${path}`,
  idempotent: true,
  route: 'test',
  ...more,
});

test('text, bytes, headers and the order of a batch', async () => {
  const body = Uint8Array.from([0, 127, 128, 255]);
  const replies = await driver().send([
    request('/x', { headers: { authorization: 'Bearer abc' } }),
    request('/echo', { method: 'POST', body }),
  ]);
  expect(replies[0]!.text()).toBe('grün');
  expect(replies[0]!.headers['x-kind']).toBe('text');
  expect([...replies[1]!.bytes()]).toEqual([...body]);
  expect(seen.some(({ auth }) => auth === 'Bearer abc')).toBe(true);
});

test.each([
  ['/hang', 'timeout', 300],
  ['/cut', 'cut', 60_000],
])('%s is a reply that says %s', async (path, failure, timeoutMs) => {
  expect((await driver(timeoutMs).send([request(path)]))[0]).toMatchObject({ status: 0, failure });
});

test('nobody listens: network', async () => {
  const [reply] = await driver().send([request('', { url: 'http://127.0.0.1:1/' })]);
  expect(reply).toMatchObject({ status: 0, failure: 'network' });
});

test('a redirect is handed back, not followed with the token', async () => {
  expect((await driver().send([request('/moved')]))[0]!.status).toBe(302);
});

test('the asynchronous runner repeats what failed in passing', async () => {
  const policy = { now: () => Date.now(), random: () => 0 };
  const replies = await runAsync(all([replyTo(request('/flaky')), replyTo(request('/x'))]), driver(), policy);
  expect(replies.map((reply) => reply.status)).toEqual([200, 200]);
});
