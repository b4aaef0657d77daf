/** The way out: what may be told to whom, what is counted, and where it ends. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { INTERNET, type Network } from '../../../src/companion/egress/connection';
import { type EgressOptions, egressDriver } from '../../../src/companion/egress/driver';
import type { EgressRules } from '../../../src/companion/egress/rules';
import { TtError } from '../../../src/core/errors';
import { unpackIds } from '../../../src/core/ids';
import type { HttpReply, HttpRequest } from '../../../src/http/request';

const TOKEN = '0123456789abcdef0123456789abcdef';
let server: Server;
let network: Network;
let seen: IncomingMessage[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void = (_q, response) =>
  void response.end('ok');
beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  network = {
    ...INTERNET,
    resolve: async () => ['127.0.0.1'],
    isPublic: () => true,
    port,
    tls: false,
    timeoutMs: 60_000,
  };
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  seen = [];
  answer = (_request, response) => void response.end('ok');
});

const RULES: EgressRules = {
  servers: ['https://global.daf-apis.com'],
  caveHosts: ['*.daf-apis.com'],
  storageHosts: ['storage.googleapis.com', 's3.amazonaws.com'],
  writeBuckets: ['our-lab', 'drafts'],
  deleteBuckets: ['drafts'],
  sandbox: '',
};

const driverOf = (options: Partial<EgressOptions> = {}) =>
  egressDriver({
    rules: RULES,
    network,
    token: TOKEN,
    learnedHosts: new Set(),
    replyBytes: 1e6,
    totalBytes: 1e7,
    ...options,
  });

async function send(request: Partial<HttpRequest>, options: Partial<EgressOptions> = {}): Promise<HttpReply> {
  const whole = {
    method: 'GET',
    url: 'https://storage.googleapis.com/a',
    idempotent: true,
    route: 'a test',
  } as const;
  const [reply] = await driverOf(options).send([{ ...whole, ...request }]);
  return reply!;
}

const expectBlocked = async (
  request: Partial<HttpRequest>,
  options: Partial<EgressOptions> = {},
): Promise<string> => {
  const reply = await send(request, options);
  expect(reply.failure).toBe('blocked');
  return reply.detail ?? '';
};

describe('the CAVE token', () => {
  const authorization = `Bearer ${TOKEN}`;

  test('goes to CAVE', async () => {
    const reply = await send({ url: 'https://x.daf-apis.com/a?b=c', headers: { authorization } });
    expect(reply.text()).toBe('ok');
    expect([seen[0]!.url, seen[0]!.headers.authorization, seen[0]!.headers.host]).toEqual([
      '/a?b=c',
      authorization,
      'x.daf-apis.com',
    ]);
  });

  test.each([
    [{ headers: { authorization } }],
    [{ headers: { Authorization: 'Bearer another' } }],
    [{ headers: { cookie: 'a=b' } }],
    [{ headers: { 'x-note': `see ${TOKEN}` } }],
    [{ url: `https://s3.amazonaws.com/a?token=${TOKEN}` }],
    [{ url: `https://s3.amazonaws.com/${TOKEN.toUpperCase()}` }],
    [
      {
        url: `https://s3.amazonaws.com/a?b=${[...TOKEN].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('')}`,
      },
    ],
    [{ url: `https://s3.amazonaws.com/a?b=${Buffer.from(`Bearer ${TOKEN}`).toString('base64url')}` }],
    [{ url: 'https://s3.amazonaws.com/a', body: `{"a":"${TOKEN}"}` }],
    [{ url: 'https://s3.amazonaws.com/a', body: Buffer.from(TOKEN) }],
    [{ url: 'https://s3.amazonaws.com/a', body: Buffer.from(`x${TOKEN}`).toString('base64') }],
    [{ headers: { [`x-${TOKEN}`]: '1' } }],
  ])('goes nowhere else: %j', async (request) => {
    expect(await expectBlocked(request)).toMatch(/token is not sent to/);
    expect(seen).toHaveLength(0);
  });

  test('goes to a server that the registry named, once it has named it', async () => {
    const learnedHosts = new Set<string>();
    const local = { url: 'https://cave.lab.example/x', headers: { authorization } };
    expect(await expectBlocked(local, { learnedHosts })).toMatch(/not on the companion’s list/);
    answer = (_request, response) => void response.end('{"local_server":"https://cave.lab.example/","a":1}');
    await send({ url: 'https://other.daf-apis.com/info/api/v2/datastack/full/x' }, { learnedHosts });
    expect(learnedHosts.size).toBe(0);
    await send({ url: 'https://global.daf-apis.com/info/api/v2/datastack/full/x' }, { learnedHosts });
    expect((await send(local, { learnedHosts })).status).toBe(200);
    expect([...learnedHosts]).toEqual(['cave.lab.example']);
  });
});

test.each([
  ['cave.lab.example', ['cave.lab.example']],
  ['cave.lab.example/', ['cave.lab.example']],
  ['http://cave.lab.example', []],
  ['https://me:secret@cave.lab.example', []],
  [null, []],
])('a registry that names the server %j lets the token go to %j', async (local, hosts) => {
  const learned = new Set<string>();
  answer = (_request, response) => void response.end(JSON.stringify({ local_server: local }));
  await send({ url: 'https://global.daf-apis.com/info/api/v2/datastack/full/x' }, { learnedHosts: learned });
  expect([...learned]).toEqual(hosts);
});

test('CAVE’s redirects are for the reader; a store’s are followed, without the headers of the first host', async () => {
  answer = (request, response) => {
    if (request.headers.host !== 's3.amazonaws.com')
      response.writeHead(302, { location: 'https://s3.amazonaws.com/b' });
    response.end(request.headers.host);
  };
  expect((await send({ url: 'https://global.daf-apis.com/a' })).status).toBe(302);
  const reply = await send({ headers: { range: 'bytes=0-1' } });
  expect([reply.status, reply.text(), seen.at(-1)!.headers.range]).toEqual([
    200,
    's3.amazonaws.com',
    'bytes=0-1',
  ]);
});

test('bytes lie in memory of their own: ids are unpacked from its whole', async () => {
  const ids = BigUint64Array.from([720575941473274509n, 1n]);
  answer = (_request, response) => void response.end(Buffer.from(ids.buffer));
  const bytes = (await send({})).bytes();
  expect(bytes.constructor).toBe(Uint8Array);
  expect(unpackIds(bytes)).toEqual(ids);
});

describe('bytes', () => {
  const code = async (work: Promise<unknown>) =>
    work.then(
      () => 'answered',
      (error: unknown) => (error instanceof TtError ? `${error.code}: ${error.message}` : String(error)),
    );

  test('gzip is undone', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync('hello'));
    };
    expect((await send({})).text()).toBe('hello');
    expect(seen[0]!.headers['accept-encoding']).toBe('gzip');
    await send({ headers: { range: 'bytes=0-9' } });
    expect(seen[1]!.headers['accept-encoding']).toBeUndefined();
  });

  test('a bomb ends where it reaches the limit, before it is unpacked', async () => {
    // 300 MB in 30 parts. Packing all of it at once takes seconds, and the server closes open connections meanwhile.
    const bomb = Buffer.concat(new Array(30).fill(gzipSync(Buffer.alloc(10e6))));
    answer = (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(bomb);
    };
    const before = process.memoryUsage.rss();
    expect(await code(send({}))).toMatch(/^BIG: a test: one reply is over the companion’s limit of 1 MB/);
    expect(process.memoryUsage.rss() - before).toBeLessThan(60e6);
  });

  test('an endless answer ends at the limit', async () => {
    answer = (_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    };
    expect(await code(send({}))).toMatch(/^BIG/);
  });

  test('many answers together have a limit too', async () => {
    answer = (_request, response) => void response.end(Buffer.alloc(600_000));
    const driver = driverOf({ totalBytes: 1e6 });
    const one = { method: 'GET', url: 'https://s3.amazonaws.com/a', idempotent: true, route: 'a' } as const;
    expect(await code(driver.send([one, one]))).toMatch(/^BIG: a: all that was fetched/);
  });

  test.each([
    [
      'cut',
      (response: ServerResponse) =>
        response.writeHead(200, { 'content-length': '10' }).write('abc', () => response.destroy()),
    ],
    [
      'cut',
      (response: ServerResponse) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip'),
    ],
    ['timeout', () => {}],
    ['network', (response: ServerResponse) => response.destroy()],
  ])('%s', async (failure, act) => {
    answer = (_request, response) => void act(response);
    const timeoutMs = failure === 'timeout' ? 300 : network.timeoutMs;
    expect((await send({}, { network: { ...network, timeoutMs } })).failure).toBe(failure);
  });
});

describe('writing', () => {
  const upload = {
    method: 'POST',
    url: 'https://storage.googleapis.com/upload/storage/v1/b/our-lab/o?uploadType=media&name=x',
    body: 'abc',
  } as const;
  const writer = async () => 'own-token';

  const api = 'https://storage.googleapis.com';
  const deletion = (bucket: string) => ({
    method: 'DELETE' as const,
    url: `${api}/storage/v1/b/${bucket}/o/x`,
  });
  const move = (bucket: string) => ({ url: `${api}/storage/v1/b/${bucket}/o/x/moveTo/o/y` });
  const batch = (...buckets: string[]) => ({
    url: `${api}/batch/storage/v1`,
    body: buckets
      .map((bucket) => `--b\r\n\r\nDELETE /storage/v1/b/${bucket}/o/a%2Fb HTTP/1.1\r\n\r\n`)
      .join(''),
  });

  test('copies between its buckets; deletions and moves where they are allowed', async () => {
    const rewrite = { ...upload, url: `${api}/storage/v1/b/our-lab/o/a%2Fb/rewriteTo/b/drafts/o/c` };
    for (const request of [rewrite, deletion('drafts'), move('drafts'), batch('drafts', 'drafts')]) {
      expect((await send({ ...upload, ...request }, { writer })).status).toBe(200);
    }
    expect(new Set(seen.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer own-token']));
  });

  test('what is public on S3 is read without keys', async () => {
    await send({ url: 'https://s3.amazonaws.com/lab?list-type=2', signFor: 's3' }, { writer });
    expect(seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  test('into a bucket of the list, with the service’s own token', async () => {
    expect((await send(upload, { writer })).status).toBe(200);
    expect(seen[0]!.headers.authorization).toBe('Bearer own-token');
    // Its list too: whether a folder is empty is asked before it is written.
    await send({ url: 'https://storage.googleapis.com/storage/v1/b/our-lab/o?prefix=x' }, { writer });
    await send({ url: 'https://storage.googleapis.com/storage/v1/b/their-lab/o?prefix=x' }, { writer });
    expect(seen.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer own-token',
      'Bearer own-token',
      undefined,
    ]);
  });

  test.each([
    [upload, {}, /formulas may not write/],
    [
      { url: 'https://s3.amazonaws.com/lab/a', method: 'PUT', signFor: 's3' },
      { writer },
      /holds no keys for it: name a gs:\/\/ bucket/,
    ],
    [
      { ...upload, url: upload.url.replace('our-lab', 'their-lab') },
      { writer },
      /may not write to their-lab/,
    ],
    [
      { ...upload, url: 'https://storage.googleapis.com/our-lab/x', method: 'PUT' },
      { writer },
      /may not write/,
    ],
    [
      { ...upload, url: 'https://storage.googleapis.com/storage/v1/b/our-lab/o/x/rewriteTo/b/their-lab/o/y' },
      { writer },
      /may not write/,
    ],
    [
      { ...upload, url: 'https://s3.amazonaws.com/upload/storage/v1/b/our-lab/o' },
      { writer },
      /may not write/,
    ],
    ...['our-lab', 'their-lab'].flatMap((bucket) => [
      [
        { ...upload, ...deletion(bucket) },
        { writer },
        /may not (?:write to their|delete or move in our)-lab/,
      ],
      [{ ...upload, ...batch(bucket) }, { writer }, /may not (?:write to their|delete or move in our)-lab/],
      [{ ...upload, ...move(bucket) }, { writer }, /may not (?:write to their|delete or move in our)-lab/],
    ]),
    [{ ...upload, ...batch('drafts', 'their-lab') }, { writer }, /may not write to their-lab/],
    [{ ...upload, ...batch('drafts', 'our-lab') }, { writer }, /may not delete or move in our-lab/],
    [{ ...upload, ...batch('drafts'), body: 'x' }, { writer }, /may not write/],
    [
      { ...upload, ...batch('drafts'), body: batch('drafts').body.replace('DELETE', 'PATCH') },
      { writer },
      /may not write/,
    ],
    [
      { ...upload, ...batch('drafts'), body: batch('drafts').body.replace('/o/', '/acl/') },
      { writer },
      /may not write/,
    ],
    [{ ...upload, ...deletion('drafts') }, {}, /formulas may not write/],
  ] as [Partial<HttpRequest>, Partial<EgressOptions>, RegExp][])(
    'nowhere else: %#',
    async (request, options, words) => {
      expect(await expectBlocked(request, options)).toMatch(words);
      expect(seen).toHaveLength(0);
    },
  );
});

test('in the sandbox the stores are paths of its one origin, and nothing else is asked', async () => {
  const origin = `http://127.0.0.1:${network.port}`;
  const sandbox = {
    rules: { ...RULES, sandbox: origin, servers: [origin] },
    network: INTERNET,
  };
  await send({ url: 'https://storage.googleapis.com/bucket/a%20b:0?x=1' }, sandbox);
  await send({ url: `${origin}/info/version`, headers: { authorization: `Bearer ${TOKEN}` } }, sandbox);
  expect(seen.map(({ url }) => url)).toEqual([
    '/stores/storage.googleapis.com/bucket/a%20b:0?x=1',
    '/info/version',
  ]);
  expect(await expectBlocked({ url: 'https://global.daf-apis.com/info' }, sandbox)).toMatch(
    /does not stand in for/,
  );
});
