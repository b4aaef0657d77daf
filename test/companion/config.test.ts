/** The configuration: what is taken from the environment, and the sentence for every mistake. */
import { readConfig } from '../../src/companion/config';
import { COMPANION_LIMITS } from '../../src/companion/limits/limits';

const HOSTED = {
  K_SERVICE: 'companion',
  PORT: '8080',
  TT_AUDIENCE: 'a.apps.googleusercontent.com, b',
  TT_ALLOW: '@Lab.example guest@gmail.com',
  TT_SECRET: 's'.repeat(32),
  TT_BUCKET: 'state',
  TT_QUEUE: 'projects/p/locations/l/queues/q',
  TT_URL: 'https://companion.example/',
  TT_QUEUE_ACCOUNT: 'Tasks@p.iam.gserviceaccount.com',
};

test('a deployment', () => {
  const config = readConfig([], {
    ...HOSTED,
    TT_SERVERS: 'https://global.daf-apis.com/',
    TT_MAX_POINTS: '5',
  });
  expect(config).toMatchObject({
    host: '0.0.0.0',
    port: 8080,
    audiences: ['a.apps.googleusercontent.com', 'b'],
    allow: ['@lab.example', 'guest@gmail.com'],
    certs: 'https://www.googleapis.com/oauth2/v3/certs',
    bucket: 'state',
    tasks: {
      queue: HOSTED.TT_QUEUE,
      serviceUrl: 'https://companion.example',
      account: 'tasks@p.iam.gserviceaccount.com',
    },
    rules: { sandbox: '', servers: ['https://global.daf-apis.com'], writeBuckets: [], deleteBuckets: [] },
    limits: { points: 5, ids: COMPANION_LIMITS.ids.initial },
  });
  expect(config.rules.storageHosts).toContain('storage.googleapis.com');
});

test('one’s own machine, and the sandbox', () => {
  const own = readConfig(['--port', '0'], {});
  expect([own.host, own.port, own.secret.length, own.tasks, own.audiences, own.allow]).toEqual([
    '127.0.0.1',
    0,
    64,
    null,
    [],
    [],
  ]);
  expect(readConfig([], {}).secret).not.toBe(own.secret);
  const sandbox = readConfig(['--sandbox', 'http://127.0.0.1:8787/'], { TT_STORAGE_TOKEN: 't' });
  expect(sandbox).toMatchObject({
    rules: { sandbox: 'http://127.0.0.1:8787', servers: ['http://127.0.0.1:8787'] },
    certs: 'http://127.0.0.1:8787/oauth2/v3/certs',
    audiences: 'any',
    allow: ['*'],
    storageToken: 't',
  });
  expect(readConfig([], { TT_STORAGE_TOKEN: 't' }).storageToken).toBe('');
});

test.each([
  [['--nope', '1'], {}, "Unknown option '--nope': there are --port, --host"],
  [['8788'], {}, "Unexpected argument '8788'"],
  [['--volumes', '/no/such/folder'], {}, 'there is no folder'],
  [['--volumes', '/', '--host', '0.0.0.0'], {}, 'for viewers on this machine'],
  [['--volumes', '/tmp'], HOSTED, 'for viewers on this machine'],
  [['--port'], {}, "'--port <value>' argument missing"],
  [['--port', 'x'], {}, '--port needs a whole number'],
  [['--port', '70000'], {}, '--port needs a whole number'],
  [['--sandbox', 'http://192.168.0.1:80'], {}, 'loopback origin'],
  [['--sandbox', 'http://127.0.0.1:80@evil.example'], {}, 'loopback origin'],
  [['--sandbox', 'http://127.0.0.1:80'], HOSTED, 'not for a deployment'],
  [[], { TT_MAX_POINTS: '-1' }, 'TT_MAX_POINTS needs a number above 0'],
  [[], { TT_MAX_MB: '', TT_MAX_HEAP_MB: 'big' }, 'TT_MAX_HEAP_MB'],
  [[], { TT_SERVERS: 'http://global.daf-apis.com' }, 'TT_SERVERS'],
  [[], { TT_SERVERS: 'https://127.0.0.1' }, 'TT_SERVERS'],
  [[], { TT_CAVE_HOSTS: '*.com' }, 'TT_CAVE_HOSTS: *.com'],
  [[], { TT_CAVE_HOSTS: '*' }, 'TT_CAVE_HOSTS'],
  [[], { TT_STORAGE_HOSTS: '10.0.0.1' }, 'TT_STORAGE_HOSTS'],
  [[], { TT_STORAGE_HOSTS: 'host:8080' }, 'TT_STORAGE_HOSTS'],
  [[], { TT_ALLOW: '*' }, 'TT_ALLOW'],
  [[], { TT_ALLOW: 'lab.example' }, 'TT_ALLOW: lab.example'],
  [[], { TT_SECRET: 'short' }, 'at least 32'],
  [[], { TT_CERTS: 'http://keys.example' }, 'https'],
  [[], { ...HOSTED, TT_QUEUE: 'q' }, 'TT_QUEUE needs projects/'],
  [[], { ...HOSTED, TT_URL: '' }, 'TT_QUEUE needs TT_URL'],
  [[], { ...HOSTED, TT_BUCKET: '' }, 'TT_BUCKET'],
  [[], { ...HOSTED, TT_SECRET: '' }, 'TT_SECRET is missing'],
  [[], { ...HOSTED, TT_AUDIENCE: '' }, 'TT_AUDIENCE is missing'],
  [[], { ...HOSTED, TT_ALLOW: '' }, 'TT_ALLOW is missing'],
  [[], { ...HOSTED, TT_QUEUE: '' }, 'TT_BUCKET and TT_QUEUE are missing'],
] as [string[], Record<string, string>, string][])('%j %j is refused', (argv, env, words) => {
  expect(() => readConfig(argv, env)).toThrow(words);
});
