/** The wire handlers over real sockets: bodies of GET, repeated headers, delays and breaks. */
import { request } from 'node:http';
import type { WireRequest } from '@tracer-tools/apps-script/wire';
import { type RunningServer, serve } from '../src/server';

let server: RunningServer;
let seen: WireRequest;

beforeAll(async () => {
  server = await serve({
    port: 0,
    handlers: [
      ({ path }) => (path === '/first' ? { status: 200, headers: [], body: Buffer.from('first') } : null),
      (call) => {
        seen = call;
        if (call.path === '/none') return null;
        if (call.path === '/throws') throw new Error('a defect');
        return {
          status: 200,
          headers: [
            ['Warning', 'one'],
            ['Warning', 'two'],
          ],
          body: Buffer.from('x'.repeat(1000)),
          ...(call.path === '/slow' ? { delayMs: 80 } : {}),
          ...(call.path === '/reset' ? { breaks: 'reset' as const } : {}),
          ...(call.path === '/cut' ? { breaks: 'cut' as const } : {}),
        };
      },
    ],
  });
});
afterAll(() => server.close());

interface Got {
  status: number;
  warnings: string[];
  body: string;
}

function get(path: string, body = '', method = 'GET'): Promise<Got> {
  return new Promise((resolve, reject) => {
    const call = request({
      host: '127.0.0.1',
      port: server.port,
      path,
      method,
      headers: { 'X-Mixed': 'Case' },
    });
    call.on('error', reject);
    call.on('response', (reply) => {
      const raw = reply.rawHeaders;
      let text = '';
      reply.on('data', (chunk) => {
        text += String(chunk);
      });
      reply.on('error', reject);
      reply.on('end', () =>
        resolve({
          status: reply.statusCode ?? 0,
          warnings: raw.filter((_, i) => i % 2 === 1 && raw[i - 1] === 'Warning'),
          body: text,
        }),
      );
    });
    if (body !== '') call.setHeader('Content-Length', body.length);
    call.end(body);
  });
}

test('listens on loopback', () => {
  expect(server.origin).toBe(`http://127.0.0.1:${server.port}`);
  expect((server.server.address() as { address: string }).address).toBe('127.0.0.1');
});

test('the first handler that answers wins; none is 404', async () => {
  expect((await get('/first')).body).toBe('first');
  expect((await get('/none')).status).toBe(404);
});

test('a GET keeps its body, header names are lower case, repeated headers stay apart', async () => {
  const got = await get('/a?b=1', '{"node_ids":[1]}');
  expect(Buffer.from(seen.body).toString()).toBe('{"node_ids":[1]}');
  expect([seen.path, seen.headers['x-mixed']]).toEqual(['/a?b=1', 'Case']);
  expect(got.warnings).toEqual(['one', 'two']);
});

test('delays are waited out', async () => {
  const order: string[] = [];
  const send = (path: string) => get(path).then(() => order.push(path));
  await Promise.all([send('/slow'), send('/a')]);
  expect(order).toEqual(['/a', '/slow']);
});

test('reset and cut really break', async () => {
  await expect(get('/reset')).rejects.toThrow();
  await expect(get('/cut')).rejects.toThrow();
});

test('HEAD has no body; a throwing handler is a 500 that says so', async () => {
  expect((await get('/a', '', 'HEAD')).body).toBe('');
  const reply = await get('/throws');
  expect([reply.status, reply.body]).toEqual([500, 'The sandbox failed: a defect\n']);
});
