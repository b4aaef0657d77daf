/** https: the server's certificate counts, its name is asked for, sessions and connections are used again. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { httpDriver } from '../../../src/node/http-driver';

const folder = mkdtempSync(join(tmpdir(), 'tls-'));
const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name)) as [string, string];
execFileSync(
  'openssl',
  [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert],
  ],
  { stdio: 'ignore' },
);
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
const { NODE_TLS_REJECT_UNAUTHORIZED: before } = process.env;
afterEach(() => {
  if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
});
const get = async (driver: ReturnType<typeof httpDriver>, host = 'localhost') => {
  const url = `https://${host}:${(server.address() as AddressInfo).port}/a?b=c`;
  const [reply] = await driver.send([{ method: 'GET', url, idempotent: true, route: '' }]);
  return reply!.failure ?? reply!.text();
};

test('a certificate that nobody vouches for is no connection', async () => {
  expect(await get(httpDriver())).toBe('network');
  expect(names).toEqual([]);
});

test('the name that is asked for, and one connection for many requests', async () => {
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  const driver = httpDriver();
  const { port } = server.address() as AddressInfo;
  for (let n = 0; n < 3; n++) expect(await get(driver)).toBe(`localhost:${port} /a?b=c`);
  expect([names, connections]).toEqual([['localhost', 'localhost', 'localhost'], 1]);
  expect(await get(driver, '127.0.0.1')).toBe(`127.0.0.1:${port} /a?b=c`);
});
