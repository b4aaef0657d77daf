/** No hostile address is fetched: not as it is written, not by a resolver's answer, not by a redirect. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { INTERNET, type Network } from '../../src/companion/egress/connection';
import { type EgressOptions, egressDriver } from '../../src/companion/egress/driver';
import type { EgressRules } from '../../src/companion/egress/rules';
import type { HttpReply } from '../../src/http/request';
import { HOSTILE_ANSWERS, hostileAddresses } from './hostile-addresses';

let trap: Server;
let port: number;
let connections = 0;
/** What the server behind the allowed names answers with, once it is meant to be reached. */
let location = '';
beforeAll(async () => {
  trap = createServer((request, response) => {
    if (location !== '' && !request.url!.startsWith('/end')) response.writeHead(302, { location });
    response.end('secret of the inside');
  });
  trap.on('connection', () => connections++);
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  ({ port } = trap.address() as AddressInfo);
});
afterAll(() => void trap.close());
beforeEach(() => {
  connections = 0;
  location = '';
});

const RULES: EgressRules = {
  servers: ['https://global.daf-apis.com'],
  caveHosts: ['*.daf-apis.com'],
  storageHosts: ['storage.googleapis.com', 's3.amazonaws.com'],
  writeBuckets: [],
  deleteBuckets: [],
  sandbox: '',
};

const network = (more: Partial<Network> = {}): Network => ({
  ...INTERNET,
  // Every name leads home: whatever passes the list meets the check of addresses, and behind it the server.
  resolve: async () => ['127.0.0.1'],
  port,
  tls: false,
  timeoutMs: 2000,
  ...more,
});

async function fetchFrom(url: string, options: Partial<EgressOptions> = {}): Promise<HttpReply> {
  const driver = egressDriver({
    rules: RULES,
    network: network(),
    token: 'f'.repeat(32),
    learnedHosts: new Set(),
    replyBytes: 1e6,
    totalBytes: 1e7,
    ...options,
  });
  const [reply] = await driver.send([{ method: 'GET', url, idempotent: true, route: 'a test' }]);
  return reply!;
}

test('the corpus is as large as it claims', () => {
  expect(new Set(hostileAddresses(1)).size).toBeGreaterThanOrEqual(300);
  expect(HOSTILE_ANSWERS.length).toBeGreaterThanOrEqual(60);
});

test.each(['', 'sandbox'])('of all hostile addresses none is fetched %s', async (mode) => {
  const rules =
    mode === '' ? RULES : { ...RULES, sandbox: 'http://127.0.0.1:1', servers: ['http://127.0.0.1:1'] };
  const passed: string[] = [];
  for (const address of hostileAddresses(port)) {
    const reply = await fetchFrom(address, { rules });
    if (reply.failure !== 'blocked') passed.push(`${address} ${reply.failure ?? reply.status}`);
  }
  expect(passed).toEqual([]);
  expect(connections).toBe(0);
});

test('no answer of a resolver leads inside', async () => {
  const passed: string[] = [];
  for (const answer of HOSTILE_ANSWERS) {
    const reply = await fetchFrom('https://storage.googleapis.com/a', {
      network: network({ resolve: async () => answer }),
    });
    if (reply.failure !== 'blocked') passed.push(`${answer.join()} ${reply.failure ?? reply.status}`);
  }
  expect(passed).toEqual([]);
  expect(connections).toBe(0);
});

test('the trap works: with the check of addresses off it is reached', async () => {
  const reply = await fetchFrom('https://storage.googleapis.com/a', {
    network: network({ isPublic: () => true }),
  });
  expect([reply.status, reply.text(), connections]).toEqual([200, 'secret of the inside', 1]);
});

test('a name is resolved once a connection: a second answer moves nothing', async () => {
  let requestCount = 0;
  const reply = await fetchFrom('https://storage.googleapis.com/a', {
    network: network({
      isPublic: () => true,
      resolve: async () => [requestCount++ === 0 ? '127.0.0.1' : '127.0.0.9'],
    }),
  });
  expect([reply.status, requestCount]).toEqual([200, 1]);
});

test('no redirect leads to a hostile address', async () => {
  const passed: string[] = [];
  for (const address of hostileAddresses(port)) {
    // A header holds no such characters, and without a colon in front it is a path of the same host.
    if (/[^!-~]/.test(address) || !/^[a-z+]+:|^\/\//.test(address) || address.length > 8000) continue;
    if (address.startsWith('//storage') || /^https:\\/.test(address)) continue;
    location = address;
    const reply = await fetchFrom('https://storage.googleapis.com/a', {
      network: network({ isPublic: () => true }),
    });
    if (reply.failure !== 'blocked') passed.push(`${address} ${reply.failure ?? reply.status}`);
  }
  expect(passed).toEqual([]);
});

test('redirects within the list are followed, three at most', async () => {
  location = '/end';
  const open = { network: network({ isPublic: () => true }) };
  expect((await fetchFrom('https://storage.googleapis.com/a', open)).status).toBe(200);
  location = '/again';
  const reply = await fetchFrom('https://storage.googleapis.com/a', open);
  expect([reply.failure, reply.detail]).toEqual(['blocked', 'more than 3 redirects']);
});
