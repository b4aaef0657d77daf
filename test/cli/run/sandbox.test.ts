import { openSandbox, sandboxOrigin, sandboxUrl } from '../../../src/cli/run/sandbox';
import { type HttpReply, noReply } from '../../../src/http/request';

const ORIGIN = 'http://127.0.0.1:8787';

test.each([
  ['127.0.0.1:8787', ORIGIN],
  ['http://127.0.0.1:8787/', ORIGIN],
  ['localhost', 'http://localhost'],
])('%s is %s', (text, origin) => {
  expect(sandboxOrigin(text)).toBe(origin);
});

test.each(['https://cave.example', 'http://10.0.0.1', 'http://127.0.0.1.example', 'http://me@127.0.0.1'])(
  '%s is not of this machine',
  (text) => {
    expect(() => sandboxOrigin(text)).toThrow(/an address of this machine/);
  },
);

test('hosts of stores are answered by the sandbox, nothing else is', () => {
  expect(sandboxUrl(`${ORIGIN}/info/x`, ORIGIN)).toBe(`${ORIGIN}/info/x`);
  expect(sandboxUrl('https://storage.googleapis.com/b/o?x=%20', ORIGIN)).toBe(
    `${ORIGIN}/stores/storage.googleapis.com/b/o?x=%20`,
  );
  expect(() => sandboxUrl('https://cave.example/x', ORIGIN)).toThrow(/does not stand in for cave.example/);
  expect(() => sandboxUrl('http://storage.googleapis.com/b', ORIGIN)).toThrow(/does not stand in for/);
});

test.each([
  [noReply('network'), /no sandbox answers at http:\/\/127.0.0.1:8787. Start it with npm start/],
  [{ status: 200, headers: {}, text: () => '{}', bytes: () => new Uint8Array(0) }, /is not the sandbox/],
  [{ status: 404, headers: {}, text: () => '<html>', bytes: () => new Uint8Array(0) }, /is not the sandbox/],
] as [HttpReply, RegExp][])('%j is no sandbox', async (reply, words) => {
  const driver = { send: async () => [reply], sleep: async () => undefined };
  await expect(openSandbox('127.0.0.1:8787', driver)).rejects.toThrow(words);
});
