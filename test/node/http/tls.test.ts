/** https: the server's certificate is checked, its name is sent, sessions and connections are reused. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'tls-'));
// Made for these tests, valid until 2126: openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes
// -days 36500 -subj /CN=localhost -addext subjectAltName=DNS:localhost
const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(__dirname, 'localhost', name)) as [
  string,
  string,
];
const names: unknown[] = [];
let connections = 0;
const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
  names.push((request.socket as unknown as { servername: unknown }).servername);
  response.end(`${request.headers.host} ${request.url}`);
});
server.on('secureConnection', () => (connections += 1));
beforeAll(() => new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

/** In a process of its own, because Node reads additional certificates only at its start. */
const program = join(folder, 'get.cjs');
buildSync({
  stdin: {
    contents: `import { httpDriver } from './src/node/http-driver';
const driver = httpDriver();
const get = async (url) => (await driver.send([{ method: 'GET', url, idempotent: true, route: '' }]))[0];
(async () => {
  const replies = [];
  for (const url of process.argv.slice(2)) replies.push(await get(url));
  console.log(JSON.stringify(replies.map((reply) => reply.failure ?? reply.text())));
})();`,
    resolveDir: join(__dirname, '..', '..', '..'),
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  outfile: program,
});
const get = async (trusted: boolean, ...hosts: string[]): Promise<unknown> => {
  const { port } = server.address() as AddressInfo;
  const urls = hosts.map((host) => `https://${host}:${port}/a?b=c`);
  const env = trusted ? { NODE_EXTRA_CA_CERTS: cert } : {};
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...urls], { env });
  return JSON.parse(stdout);
};

test('a certificate that nobody vouches for, or of another name, is no connection', async () => {
  expect(await get(false, 'localhost')).toEqual(['network']);
  expect(await get(true, '127.0.0.1')).toEqual(['network']);
  expect(names).toEqual([]);
});

test('the name that is asked for, and one connection for many requests', async () => {
  const { port } = server.address() as AddressInfo;
  const before = connections;
  const answer = `localhost:${port} /a?b=c`;
  expect(await get(true, 'localhost', 'localhost', 'localhost')).toEqual([answer, answer, answer]);
  expect([names, connections - before]).toEqual([['localhost', 'localhost', 'localhost'], 1]);
});
