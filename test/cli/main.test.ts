/** The command line against the sandbox over real HTTP: functions by both names, files, errors, and no token told. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CaveSandbox, createCaveSandbox } from '@tracer-tools/cave';
import { type RunningServer, serve } from '@tracer-tools/cave/server';
import { findToken } from '../../src/cli/credentials';
import { main } from '../../src/cli/main';
import { isOn, REGISTRY, toolKey, toolsOn } from '../../src/tools/registry';

let served: RunningServer;
let cave: CaveSandbox;
beforeAll(async () => {
  const handlers: Parameters<typeof serve>[0]['handlers'] = [];
  served = await serve({ port: 0, handlers });
  cave = createCaveSandbox({ origin: served.origin });
  handlers.push(cave.handle);
});
afterAll(() => served.close());

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const env = { CAVE_TOKEN: cave.token, CAVE_SERVER: served.origin };
  const code = await main(argv, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    env,
    stopped: Promise.resolve(),
  });
  expect(out + err).not.toContain(cave.token);
  return { code, out, err };
}

const folder = mkdtempSync(join(tmpdir(), 'tracertools-'));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

test('a function by its name or its formula, ids listed or from a file', async () => {
  const ids = ['720575941473274509', '720575941609391725'];
  const rows = '720575941473274509\tfalse\n720575941609391725\ttrue\n';
  expect(await run('check_seg_freshness', ids.join(','))).toEqual({ code: 0, out: rows, err: '' });
  expect((await run('tt_is_current', `@${file('ids.txt', ids.join('\n'))}`)).out).toBe(rows);
});

test('named arguments, JSON, and a row that fails alone', async () => {
  const { code, out } = await run('TT_CURRENT_ID', '720575941473274509 abc', 'include_ratio=TRUE', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toEqual([
    ['720575941473274509', '720575941441350235', 0.9747508490618563],
    ['abc', '#TT ID: "abc" is not a segment id'],
  ]);
});

test('points of a state file, by its path', async () => {
  const state = {
    dimensions: { x: [4e-9, 'm'], y: [4e-9, 'm'], z: [45e-9, 'm'] },
    layers: [
      {
        type: 'annotation',
        name: 'somata',
        source: { url: 'local://annotations', transform: { outputDimensions: {} } },
        annotations: [
          { type: 'point', id: 'a', point: [1, 2, 3] },
          { type: 'point', id: 'b', point: [4, 5, 6] },
        ],
      },
    ],
  };
  const path = file('state.json', JSON.stringify(state, null, 2));
  expect(await run('get_anno_array_from_state_file', path)).toEqual({
    code: 0,
    out: '1\t2\t3\n4\t5\t6\n',
    err: '',
  });
});

test('convert_colons needs no server', async () => {
  expect((await run('bucket_convert_colons', 'vol/mesh/1:0:1')).out).toBe('vol/mesh/1___0___1\n');
});

test.each([
  [['nope'], /there is no function "nope"/],
  [['TT_VOLUME'], /ids is missing/],
  [['TT_VOLUME', '@/no/such/file'], /there is no file/],
  [['TT_VOLUME', '1', '--wrong'], /there is no option --wrong/],
  [['TT_SUPERVOXELS', '76492475061776745'], /is a supervoxel/],
  [['TT_STACK_INFO', 'datastack=nope'], /CAVE has no datastack nope/],
] as [string[], RegExp][])('%j is refused in words', async (argv, words) => {
  const { code, out, err } = await run(...argv);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(words);
});

test('help lists every function of the command line, and no other; nothing asked is an error', async () => {
  const { out } = await run('--help');
  const listed = [...out.matchAll(/^ {2}([a-z0-9_]+) /gm)].map(([, name]) => name);
  expect(listed).toEqual(toolsOn('commandLine').map(({ name }) => name));
  expect(listed).toContain('host_ng_volume_locally');
  expect((await run()).code).toBe(2);
});

const ELSEWHERE = REGISTRY.filter((tool) => !isOn('commandLine', tool)).map(toolKey);

test.each(ELSEWHERE)(
  '%s is not on the command line: refused in words that say where it works',
  async (key) => {
    const { code, out, err } = await run(key);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(new RegExp(`^INPUT: ${key} does not work on the command line, but `));
  },
);

test('a folder is served until it is stopped; one without an info file is refused', async () => {
  const volume = join(folder, 'volume');
  mkdirSync(volume);
  expect((await run('host_ng_volume_locally', volume)).err).toMatch(/it has no file named info/);
  writeFileSync(join(volume, 'info'), '{}');
  const { code, out } = await run('host_ng_volume_locally', volume, '--port', '0');
  expect([code, out]).toEqual([0, expect.stringMatching(/^precomputed:\/\/http:\/\/127\.0\.0\.1:[0-9]+\n$/)]);
});

test('the token: the environment, then the file of the server; files for no server are for public CAVE alone', () => {
  const server = 'https://global.example';
  const secrets = join(folder, '.cloudvolume', 'secrets');
  mkdirSync(secrets, { recursive: true });
  expect(findToken(server, {}, folder)).toBe('');
  for (const general of ['chunkedgraph-secret.json', 'cave-secret.json']) {
    writeFileSync(join(secrets, general), `{"token": "${'a'.repeat(32)}"}`);
  }
  for (const other of [server, 'https://global.daf-apis.com.evil.test', 'http://127.0.0.1:8787']) {
    expect(findToken(other, {}, folder)).toBe('');
  }
  expect(findToken('https://global.daf-apis.com', {}, folder)).toBe('a'.repeat(32));
  writeFileSync(join(secrets, 'global.example-cave-secret.json'), `{"token": "${'b'.repeat(32)}"}`);
  expect(findToken(server, {}, folder)).toBe('b'.repeat(32));
  expect(findToken(server, { CAVE_TOKEN: 'c' }, folder)).toBe('c');
});

test.each([
  'http://cave.example.org',
  '//cave.example.org',
  'cave.example.org',
  'https://me:secret@cave.example.org',
  'https://me@cave.example.org',
  'https://cave.example.org/path',
  'https://cave.example.org?x=1',
  'https://cave.example.org\\@evil.test',
  'http://127.0.0.1@evil.test',
  'http://localhost.evil.test',
  'ftp://cave.example.org',
])('--server %s is refused before anything is sent', async (server) => {
  const { code, out, err } = await run('TT_STACKS', '--server', server);
  expect([code, out, err]).toEqual([1, '', expect.stringMatching(/^INPUT: --server: an https address/)]);
});

test('what a server wrote does not control the terminal', async () => {
  const handlers = [
    () => ({
      status: 500,
      headers: [],
      body: Buffer.from('{"message":"x \\u001b]0;owned\\u0007 \\u009b31m y"}'),
    }),
  ];
  const hostile = await serve({ port: 0, handlers });
  try {
    for (const more of [[], ['--json']]) {
      const { out, err } = await run('TT_STACKS', '--server', hostile.origin, ...more);
      expect(out + err).toMatch(/0;owned/);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
      expect(out + err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    }
  } finally {
    await hostile.close();
  }
});
