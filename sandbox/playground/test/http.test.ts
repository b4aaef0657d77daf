import { createServer, type IncomingMessage } from 'node:http';
import { serve } from '@tracer-tools/cave/server';
import { withShim } from '../src/assets';
import { attachPage } from '../src/attach';
import { fromHere, isOurPost } from '../src/http';
import { readArguments } from '../src/main';

const requests = (headers: Record<string, string>) => ({ headers }) as unknown as IncomingMessage;

test.each(['127.0.0.1:8787', 'localhost', '[::1]:80'])('%s is this machine', (host) =>
  expect(fromHere(requests({ host }))).toBe(true),
);
test.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:80', ''])(
  '"%s" is not',
  (host) => expect(fromHere(requests({ host }))).toBe(false),
);

test('only JSON from this very page may change anything', () => {
  const host = '127.0.0.1:8787';
  const json = { host, 'content-type': 'application/json' };
  expect(isOurPost(requests({ ...json, origin: 'http://127.0.0.1:8787' }))).toBe(true);
  expect(isOurPost(requests(json))).toBe(true);
  expect(isOurPost(requests({ ...json, origin: 'http://127.0.0.1:9999' }))).toBe(false);
  expect(isOurPost(requests({ ...json, origin: 'null' }))).toBe(false);
  expect(isOurPost(requests({ host, 'content-type': 'text/plain' }))).toBe(false);
  expect(isOurPost(requests({ host }))).toBe(false);
});

test('the shim comes before any script of the page, and cannot end its own element', () => {
  const html = withShim(
    '<!DOCTYPE html><html><head lang="en"><script>x()</script></head></html>',
    'a("</script><!--")',
  );
  expect(html).toBe(
    '<!DOCTYPE html><html><head lang="en"><script>a("<\\/script><\\!--")</script><script>x()</script></head></html>',
  );
  expect(withShim('<p>no head</p>', 's')).toBe('<script>s</script><p>no head</p>');
});

test('the page answers first and leaves the rest to the sandbox', async () => {
  const server = await serve({
    port: 0,
    handlers: [() => ({ status: 200, headers: [], body: Buffer.from('sandbox') })],
  });
  try {
    attachPage(server.server, (request, response) => {
      if (request.url !== '/') return false;
      response.end('page');
      return true;
    });
    expect(await (await fetch(`${server.origin}/`)).text()).toBe('page');
    expect(await (await fetch(`${server.origin}/info`)).text()).toBe('sandbox');
  } finally {
    await server.close();
  }
});

test('a server without listeners still serves the page', async () => {
  const server = createServer();
  attachPage(server, (_request, response) => {
    response.end('page');
    return true;
  });
  expect(server.listenerCount('request')).toBe(1);
});

test('arguments: defaults, values, and what is refused', () => {
  expect(readArguments([], '/r')).toEqual({
    port: 8787,
    latencyMs: 0,
    seed: 1,
    root: '/r',
    ids: [],
    history: [],
    companion: true,
  });
  expect(readArguments(['--no-companion', '--port', '3'], '/r')).toMatchObject({ port: 3, companion: false });
  expect(readArguments(['--port', '0', '--latency', '20', '--seed', '9'], '/r')).toEqual({
    port: 0,
    latencyMs: 20,
    seed: 9,
    root: '/r',
    ids: [],
    history: [],
    companion: true,
  });
  expect(readArguments(['--ids', 'a.tsv', '--port', '1', '--ids', 'b.tsv'], '/r')).toMatchObject({
    port: 1,
    ids: ['a.tsv', 'b.tsv'],
  });
  expect(readArguments(['--history', 'h.tsv'], '/r').history).toEqual(['h.tsv']);
  expect(() => readArguments(['--prot', '1'], '/r')).toThrow(
    "Unknown option '--prot': there are --port, --latency",
  );
  expect(() => readArguments(['--port', 'x'], '/r')).toThrow('--port needs a whole number');
  expect(() => readArguments(['--port'], '/r')).toThrow("'--port <value>' argument missing");
});
