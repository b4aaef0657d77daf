/** Responses in pieces of any size: those of a real server, and everything that is not a valid response. */
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { ResponseError, ResponseReader } from '../../../src/node/http/response-reader';
import { random } from '../../../workbench/random';

const read = (text: string, cut: (at: number) => number = () => text.length): ResponseReader => {
  const reader = new ResponseReader();
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; ) {
    const end = at + Math.max(1, cut(at));
    reader.read(bytes.subarray(at, end));
    at = end;
  }
  return reader;
};
const HEAD = 'HTTP/1.1 200 OK\r\n';
const seen = ({ status, headers, isDone, isReusable, ...reader }: ResponseReader, body: Uint8Array) => [
  status,
  { ...headers },
  isDone,
  isReusable,
  Buffer.from(body).toString('latin1'),
  Object.keys(reader).length > 0,
];

test.each([
  ['a length', `${HEAD}Content-Length: 3\r\n\r\nabc`, 'abc', true],
  ['chunks', `${HEAD}transfer-encoding: chunked\r\n\r\n1\r\na\r\n2;x=y\r\nbc\r\n0\r\n\r\n`, 'abc', true],
  ['trailers', `${HEAD}transfer-encoding: Chunked\r\n\r\n3\r\nabc\r\n0\r\na: b\r\n\r\n`, 'abc', true],
  ['nothing', 'HTTP/1.1 204 No Content\r\n\r\n', '', true],
  ['a length of 0', `${HEAD}content-length: 0\r\n\r\n`, '', true],
  ['not changed', 'HTTP/1.1 304 x\r\ncontent-length: 9\r\n\r\n', '', true],
  ['no reason', 'HTTP/1.1 200\r\ncontent-length: 1\r\n\r\na', 'a', true],
  ['the same length twice', `${HEAD}content-length: 1\r\ncontent-length: 1\r\n\r\na`, 'a', true],
  [
    'what is said in between',
    `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nlink: x\r\n\r\n${HEAD}content-length: 1\r\n\r\na`,
    'a',
    true,
  ],
  ['close', `${HEAD}connection: close\r\ncontent-length: 1\r\n\r\na`, 'a', false],
  ['an older server', 'HTTP/1.0 200 OK\r\ncontent-length: 1\r\n\r\na', 'a', false],
  [
    'an older server that keeps',
    'HTTP/1.0 200 OK\r\nconnection: keep-alive\r\ncontent-length: 1\r\n\r\na',
    'a',
    true,
  ],
  ['more than was asked for', `${HEAD}content-length: 1\r\n\r\nab`, 'a', false],
])('%s, in pieces of every size', (_what, text, body, isReusable) => {
  for (let size = 1; size <= text.length; size++) {
    const reader = read(text, () => size);
    expect([size, reader.isDone, Buffer.from(reader.bytes()).toString()]).toEqual([size, true, body]);
    if (size > 1) continue;
    expect(seen(reader, reader.bytes()).slice(3, 5)).toEqual([isReusable, body]);
  }
});

test('a body without a length ends with the connection; any other is cut', () => {
  const open = read(`${HEAD}\r\nabc`);
  expect(open.isDone).toBe(false);
  open.end();
  expect([open.isDone, open.isReusable, Buffer.from(open.bytes()).toString()]).toEqual([true, false, 'abc']);
  for (const text of [
    '',
    HEAD,
    `${HEAD}content-length: 4\r\n\r\nabc`,
    `${HEAD}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n`,
  ])
    expect(() => read(text).end()).toThrow(ResponseError);
});

test.each([
  'HTTP/2 200 OK\r\n\r\n',
  'HTTP/1.1 20 OK\r\n\r\n',
  'HTTP/1.1 099 OK\r\n\r\n',
  'ICY 200 OK\r\n\r\n',
  '<html></html>\r\n\r\n',
  'HTTP/1.1 101 Switching\r\nupgrade: x\r\n\r\n',
  `${HEAD}no colon\r\n\r\n`,
  `${HEAD} folded: x\r\n\r\n`,
  `${HEAD}a: b\r\n c\r\n\r\n`,
  `${HEAD}a : b\r\n\r\n`,
  `${HEAD}a: b\nc: d\r\n\r\n`,
  `${HEAD}a: \0\r\n\r\n`,
  `${HEAD}content-length: x\r\n\r\n`,
  `${HEAD}content-length: -1\r\n\r\n`,
  `${HEAD}content-length: 1, 1\r\n\r\n`,
  `${HEAD}content-length: 1\r\ncontent-length: 2\r\n\r\n`,
  `${HEAD}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n`,
  `${HEAD}transfer-encoding: gzip, chunked\r\n\r\n`,
  `${HEAD}transfer-encoding: chunked\r\n\r\nx\r\n`,
  `${HEAD}transfer-encoding: chunked\r\n\r\n-1\r\n`,
  `${HEAD}transfer-encoding: chunked\r\n\r\n1\r\nab\r\n`,
  `${HEAD}transfer-encoding: chunked\r\n\r\nffffffffffffffff\r\n`,
  `${HEAD}${'a: b\r\n'.repeat(501)}\r\n`,
  `${HEAD}a: ${'b'.repeat(70_000)}`,
])('%j is no response', (text) => {
  expect(() => read(text)).toThrow(ResponseError);
  expect(() => read(text, () => 7)).toThrow(ResponseError);
});

test('repeated headers: the first length and type count, others are joined; names are no traps', () => {
  const { headers } = read(
    `${HEAD}ETag: "a"\r\netag: "b"\r\nSet-Cookie: a\r\nset-cookie: b\r\n__proto__: x\r\nconstructor: y\r\ncontent-length: 0\r\n\r\n`,
  );
  expect(headers).toMatchObject({ etag: '"a"', 'set-cookie': 'a, b', constructor: 'y' });
  expect(Object.getPrototypeOf(headers)).toBe(Object.prototype);
});

test('seed 41: 300 responses of node:http, in pieces of any size, are what was sent', async () => {
  const chance = random(41);
  const bodies = Array.from({ length: 300 }, () =>
    Buffer.alloc(Math.floor(chance() ** 3 * 9000), Math.floor(chance() * 256)),
  );
  const server = createServer((request, response) => {
    const n = Number(request.url!.slice(1));
    if (n % 3 === 0) response.setHeader('content-length', bodies[n]!.length);
    response.writeHead(200, { etag: `"${n}"` });
    if (n % 3 === 1) response.write(bodies[n]!.subarray(0, 10));
    response.end(n % 3 === 1 ? bodies[n]!.subarray(10) : bodies[n]!);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.setNoDelay(true);
  for (let n = 0; n < bodies.length; n++) {
    const reader = new ResponseReader();
    await new Promise<void>((done) => {
      socket.removeAllListeners('data').on('data', (piece: Buffer) => {
        for (let at = 0; at < piece.length; ) {
          const size = 1 + Math.floor(chance() ** 4 * piece.length);
          reader.read(piece.subarray(at, at + size));
          at += size;
        }
        if (reader.isDone) done();
      });
      socket.write(`GET /${n} HTTP/1.1\r\nhost: x\r\n\r\n`);
    });
    expect([n, reader.status, reader.headers.etag, reader.isReusable]).toEqual([n, 200, `"${n}"`, true]);
    expect(Buffer.compare(reader.bytes(), bodies[n]!)).toBe(0);
  }
  socket.destroy();
  server.close();
});
