/** Connections: reused, at most 64 per server, closed if a server says so or misbehaves. */

import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { Connections } from '../../../src/node/http/connections';

let server: Server;
let sockets: Socket[];
let answer: (socket: Socket, head: string) => void;
beforeEach(async () => {
  sockets = [];
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (piece) => answer(socket, piece.toString('latin1')));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
});
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
const HEAD = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';
const ask = async (connections: Connections, body: Uint8Array | null = null) => {
  const { port } = server.address() as AddressInfo;
  const end = await connections.exchange({ isTls: false, hostname: '127.0.0.1', port }, HEAD, body);
  return typeof end === 'string' ? end : Buffer.from(end.bytes()).toString();
};

test('one connection serves requests one after another, 64 serve many at once', async () => {
  answer = (socket) => socket.write(OK);
  const connections = new Connections(5000);
  for (let n = 0; n < 5; n++) expect(await ask(connections)).toBe('ok');
  expect(sockets).toHaveLength(1);
  const all = await Promise.all(Array.from({ length: 300 }, () => ask(connections)));
  expect(all).toEqual(Array(300).fill('ok'));
  expect(sockets.length).toBeLessThanOrEqual(64);
});

test.each([
  ['it says close', 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok'],
  ['more than a response came', `${OK}HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil`],
])('a connection is left where %s', async (_why, text) => {
  answer = (socket) => socket.write(text);
  const connections = new Connections(5000);
  expect([await ask(connections), await ask(connections)]).toEqual(['ok', 'ok']);
  expect(sockets).toHaveLength(2);
});

test('what comes unasked between two requests answers neither', async () => {
  answer = (socket) => {
    socket.write(OK);
    if (sockets.length === 1) setTimeout(() => socket.write(OK.replace('ok', 'no')), 20);
  };
  const connections = new Connections(5000);
  expect(await ask(connections)).toBe('ok');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await ask(connections)).toBe('ok');
  expect(sockets).toHaveLength(2);
});

test('a connection that the server closed while it was idle is not used again', async () => {
  answer = (socket) => socket.write(OK);
  const connections = new Connections(5000);
  expect(await ask(connections)).toBe('ok');
  sockets[0]!.end();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await ask(connections)).toBe('ok');
});

test.each([
  ['network', 'no response\r\n\r\n'],
  ['cut', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf'],
  ['cut', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
])('%s: %j', async (failure, text) => {
  answer = (socket) => socket.end(text);
  expect(await ask(new Connections(5000))).toBe(failure);
});

test('a server that answers before it has the whole request gets no other on that connection', async () => {
  answer = (socket) => {
    socket.pause();
    socket.write('HTTP/1.1 403 No\r\ncontent-length: 2\r\n\r\nno');
  };
  const connections = new Connections(5000);
  expect(await ask(connections, new Uint8Array(20e6))).toBe('no');
  answer = (socket) => socket.write(OK);
  expect(await ask(connections)).toBe('ok');
  expect(sockets).toHaveLength(2);
});

test('silence is a timeout; cancelling ends what is under way and what waits', async () => {
  answer = () => undefined;
  expect(await ask(new Connections(100))).toBe('timeout');
  const connections = new Connections(60_000);
  const all = Array.from({ length: 70 }, () => ask(connections));
  await new Promise((resolve) => setTimeout(resolve, 50));
  connections.cancel();
  expect(await Promise.all(all)).toEqual(Array(70).fill('cancelled'));
});
