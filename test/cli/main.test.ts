/** The command line against the sandbox over real HTTP: functions by both names, files, errors, and no token told. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CaveSandbox, createCaveSandbox } from '@tracer-tools/cave';
import { type RunningServer, serve } from '@tracer-tools/cave/server';
import { commandName } from '../../src/cli/help/help';
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
  [['nope'], 2, /there is no function "nope". --help lists what there is/],
  [
    ['check_seg_freshnes', '1'],
    2,
    /there is no function "check_seg_freshnes": did you mean check_seg_freshness\?/,
  ],
  [['tt_is_curent', '1'], 2, /did you mean tt_is_current\?/],
  [['hlep'], 2, /no function "hlep": did you mean help\?/],
  [['complétion'], 2, /did you mean completion\?/],
  [['help', 'bucket_list', 'more'], 2, /"more" is one word too many: help takes one/],
  [['completion', 'bash', 'more'], 2, /"more" is one word too many/],
  // Said before anybody is asked.
  [
    ['bucket_list', 'gs://abc/d', '--headers', '--no-headers'],
    2,
    /^INPUT: --headers and --no-headers: leave one out/,
  ],
  [['bucket_list', 'gs://abc/d', '-q', '--verbose'], 2, /^INPUT: --quiet and --verbose: leave one out/],
  [
    ['bucket_upload_file', './none', 'gs://abc/d'],
    2,
    /^INPUT: local_path: there is no file or folder .\/none/,
  ],
  [
    ['bucket_upload_folder', './none', 'gs://abc/d'],
    2,
    /^INPUT: local_path: there is no file or folder .\/none/,
  ],
  [['bucket_upload_folder', './package.json', 'gs://abc/d'], 2, /package.json is a file, not a folder/],
  [['bucket_upload_file', './src', 'gs://abc/d'], 2, /src is a folder, not a file/],
  [['TT_VOLUME'], 2, /ids is missing/],
  [['TT_VOLUME', '@/no/such/file'], 2, /there is no file \/no\/such\/file/],
  [['TT_VOLUME', 'ids.csv'], 2, /ids: there is no file ids.csv/],
  [['TT_VOLUME', '1', '--wrong'], 2, /Unknown option '--wrong'/],
  [['TT_VOLUME', '1', '--fromat', 'csv'], 2, /did you mean --format\?/],
  [['TT_VOLUME', '1', '--port', '1'], 2, /--port is no option of this command/],
  [['TT_VOLUME', '1', '--format', 'xml'], 2, /--format: one of tsv, csv, json, ndjson/],
  [
    ['TT_VOLUME', '1', '2', '3'],
    2,
    /"3" is one argument too many: get_seg_3d_volume takes 2 at most: ids, datastack/,
  ],
  [['TT_VOLUME', 'ids=1', 'ids=2'], 2, /ids is given twice/],
  [
    ['TT_CURRENT_ID', '1', 'include-ration=TRUE'],
    2,
    /no argument include-ration: did you mean include_ratio\?/,
  ],
  [['TT_CURRENT_ID', '1', 'bogus=TRUE'], 2, /no argument bogus: there are ids, include_ratio/],
  [['TT_CURRENT_ID', '1', '--json', '--format=csv'], 2, /--json and --format/],
  [['TT_CURRENT_ID', '1', '--datastack', 'a', '--datastack', 'b'], 2, /--datastack is given twice/],
  [['TT_CURRENT_ID', '1', '--server', 'http://cave.example'], 2, /--server: an https address/],
  [['TT_CURRENT_ID', '1', '--server', 'https://me:secret@cave.example'], 2, /--server: an https address/],
  [['get_seg_mesh', 'region.obj'], 2, /mesh: there is no file region.obj/],
  [['get_seg_mesh', 'x', '--format', 'ply'], 2, /the kind of file is format=ply/],
  [['TT_SUPERVOXELS', '76492475061776745'], 2, /is a supervoxel/],
  [['TT_STACK_INFO', 'datastack=nope'], 3, /CAVE has no datastack nope/],
] as [string[], number, RegExp][])('%j is refused in words, with %d', async (argv, exit, words) => {
  const { code, out, err } = await run(...argv);
  expect({ code, out }).toEqual({ code: exit, out: '' });
  expect(err).toMatch(words);
});

test('help lists every function of the command line, and no other; nothing asked is an error', async () => {
  const { out } = await run('--help');
  const listed = [...out.matchAll(/^ {2}([a-z0-9_]+) /gm)].map(([, name]) => name);
  const names = toolsOn('commandLine').map(commandName);
  expect(listed).toEqual(names.filter((name) => !name.startsWith('TT_')));
  for (const name of names) expect(out).toContain(`\n  ${name} `);
  expect(listed).toContain('host_ng_volume_locally');
  expect((await run()).code).toBe(2);
});

const ELSEWHERE = REGISTRY.filter((tool) => !isOn('commandLine', tool)).map(toolKey);

test.each(ELSEWHERE)(
  '%s is not on the command line: refused in words that say where it works',
  async (key) => {
    const { code, out, err } = await run(key);
    expect({ code, out }).toEqual({ code: 2, out: '' });
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
