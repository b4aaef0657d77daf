/**
 * The built program as a process: signals, pipes, files, exit codes, local files without a server. Each test starts
 * Node, so there are few and each shows several things.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CaveSandbox, createCaveSandbox } from '@tracer-tools/cave';
import { type RunningServer, serve } from '@tracer-tools/cave/server';
import { controlHandler } from '@tracer-tools/cave/services/control';
import { LONG } from '../../workbench/long';
import { peakMemory } from '../../workbench/peak-memory';

const ROOT = join(__dirname, '..', '..');
const PROGRAM = join(ROOT, 'scripts', 'tracertools.mjs');
const ID = '720575941609391725';
/** Nothing listens there. */
const NOBODY = 'http://127.0.0.1:1';
const folder = mkdtempSync(join(tmpdir(), 'tracertools-program-'));
const TETRAHEDRON = 'v 0 0 0\nv 600 0 0\nv 0 600 0\nv 0 0 600\nf 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n';

let served: RunningServer;
let cave: CaveSandbox;
beforeAll(async () => {
  execFileSync(process.execPath, [join(ROOT, 'scripts', 'cli.mjs')]);
  const handlers: Parameters<typeof serve>[0]['handlers'] = [];
  served = await serve({ port: 0, handlers });
  cave = createCaveSandbox({ origin: served.origin });
  handlers.push(controlHandler(cave), cave.handle);
});
afterAll(() => served.close());

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function begin(...argv: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const env = { PATH: process.env.PATH, HOME: folder, CAVE_SERVER: NOBODY };
  const child = spawn(process.execPath, [PROGRAM, ...argv], { cwd: folder, env });
  let [out, err] = ['', ''];
  child.stdout.on('data', (piece) => (out += piece));
  child.stderr.on('data', (piece) => (err += piece));
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out, err })));
  return { child, ended };
}

async function run(...argv: string[]): Promise<Ended> {
  const { child, ended } = begin(...argv);
  child.stdin?.end();
  return await ended;
}

function writeEmpty(name: string): string {
  writeFileSync(join(folder, name), '');
  return join(folder, name);
}

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return name;
};

test('files of this machine need no server', async () => {
  const mesh = write('tri.obj', TETRAHEDRON);
  expect(await run('calc_mesh_measures', mesh, '--no-headers')).toMatchObject({ code: 0, err: '' });
  expect((await run('get_mesh_triangles', mesh)).out.split('\n')).toHaveLength(5);
  const hits = await run(
    'calc_skeleton_mesh_intersect',
    write('bones.csv', '10,10,-5,10,10,5\n'),
    mesh,
    'exact=TRUE',
    '--headers',
  );
  expect(hits).toEqual({
    code: 0,
    out: 'x\ty\tz\texact_x\texact_y\texact_z\n10\t10\t0\t10\t10\t0\n',
    err: '',
  });
  const swc = write('n.swc', '1 1 10 10 10 5 -1\n2 2 10 10 1010 1 1\n');
  const measures = await run('calc_skeleton_measures', swc, mesh, '--json', '--headers');
  expect(JSON.parse(measures.out)).toMatchObject([
    { nodes: 2, cable_length_nm: 1000, inside_nm: expect.closeTo(570, 6) },
  ]);
  expect(await run('make_local_volume_from_obj', mesh, '--out', 'vol')).toMatchObject({ code: 0 });
  expect(readdirSync(join(folder, 'vol')).sort()).toEqual(['info', 'mesh', 'provenance']);
  expect(
    await run('get_seg_mesh', mesh, 'format=ply', 'smooth=2', 'faces=3', '--out', 'b.ply', '-q'),
  ).toMatchObject({ code: 0, err: '' });
  expect(readFileSync(join(folder, 'b.ply'), 'latin1')).toMatch(/^ply/);
});

test('the sandbox: its tokens, its stores for reading and writing, every request told', async () => {
  const sandbox = ['--sandbox', served.origin];
  const fresh = await run('check_seg_freshness', ID, ...sandbox, '--verbose');
  expect(fresh).toMatchObject({ code: 0, out: `${ID}\ttrue\n` });
  expect(fresh.err).toMatch(
    /^GET .*\/info\/api\/v2\/datastack\/full\/brain_and_nerve_cord 200, [0-9,]+ bytes, [0-9,]+ ms\n/,
  );
  for (const secret of [cave.token, cave.storageToken, cave.s3Keys.secret])
    expect(fresh.err + fresh.out).not.toContain(secret);
  const mesh = write('region.obj', TETRAHEDRON);
  const result = await run('make_bucket_volume_from_obj', mesh, 'gs://tracer-volumes/region', ...sandbox);
  expect(result).toMatchObject({
    code: 0,
    out: expect.stringContaining('gs://tracer-volumes/region/|neuroglancer-precomputed:'),
  });
  const read = await run('calc_mesh_measures', 'precomputed://gs://tracer-volumes/region', ...sandbox);
  expect(read).toMatchObject({ code: 0, out: expect.stringMatching(/^4\t4\t1\t/) });
  expect(await run('check_seg_freshness', ID, '--sandbox', NOBODY)).toMatchObject({
    code: 3,
    err: expect.stringContaining('Start it with npm start'),
  });
});

test('a file of results appears whole, and is not written over', async () => {
  const ids = write('ids.csv', `root_id,type\n${ID},a\nabc,b\n`);
  const argv = ['check_seg_freshness', ids, '--sandbox', served.origin, '--out', 'fresh.csv', '--headers'];
  const first = await run(...argv);
  expect(first).toMatchObject({ code: 1, out: '' });
  expect(first.err).toBe('ids.csv: 2 rows of the column root_id\n2 rows: fresh.csv\n');
  const text = readFileSync(join(folder, 'fresh.csv'), 'utf8');
  expect(text).toBe(`id,is_current\n${ID},true\nabc,"#TT ID: ""abc"" is not a segment id"\n`);
  const sent = cave.counters.size;
  expect(await run(...argv)).toMatchObject({
    code: 2,
    err: expect.stringContaining('fresh.csv is there already'),
  });
  expect(cave.counters.size).toBe(sent);
  expect(await run(...argv, '--force', '--quiet')).toMatchObject({ code: 1, err: '' });
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});

/** Closed: n rings of 2n points. */
function ball(n: number): string {
  const lines: string[] = [];
  for (let i = 0; i < n; i++) {
    const [r, z] = [Math.sin((Math.PI * (i + 0.5)) / n), Math.cos((Math.PI * (i + 0.5)) / n)];
    for (let j = 0; j < 2 * n; j++) {
      const at = (Math.PI * j) / n;
      lines.push(`v ${[r * Math.cos(at), r * Math.sin(at), z].map((x) => (x * 5e4).toFixed(1)).join(' ')}`);
    }
  }
  const point = (i: number, j: number): number => i * 2 * n + (j % (2 * n)) + 1;
  lines.push('v 0 0 50000', 'v 0 0 -50000');
  const [top, bottom] = [2 * n * n + 1, 2 * n * n + 2];
  for (let j = 0; j < 2 * n; j++) {
    lines.push(
      `f ${top} ${point(0, j)} ${point(0, j + 1)}`,
      `f ${bottom} ${point(n - 1, j + 1)} ${point(n - 1, j)}`,
    );
    for (let i = 0; i < n - 1; i++) {
      lines.push(`f ${point(i, j)} ${point(i + 1, j)} ${point(i, j + 1)}`);
      lines.push(`f ${point(i, j + 1)} ${point(i + 1, j)} ${point(i + 1, j + 1)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Minutes of work if nobody ends it. */
const ENDLESS: readonly (readonly [what: string, argv: string[]])[] = [
  ['smoothing', ['get_seg_mesh', 'ball.obj', 'smooth=500', '--out', 'never.obj']],
  ['voxels', ['get_seg_mesh', 'ball.obj', 'voxel=180', '--out', 'never.obj']],
  ['what is piped in', ['check_seg_freshness', '-', '--sandbox', NOBODY]],
  ['a pipe that nobody writes', ['check_seg_freshness', '@pipe', '--sandbox', NOBODY]],
  [
    'a server that does not answer',
    ['check_seg_freshness', ID, '--server', 'http://127.0.0.1:PORT', '--out', 'never.tsv'],
  ],
  [
    'a list of a store that does not answer',
    ['bucket_list', 'gs://lab/meshes', '--sandbox', 'http://127.0.0.1:PORT', '--out', 'never.tsv'],
  ],
  ['serving', ['host_ng_volume_locally', 'served', '--port', '0']],
];

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Until the program handles signals (Node itself never handles SIGHUP), and a little longer: its work has begun. */
async function untilReady({ pid }: ChildProcess): Promise<void> {
  for (;;) {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const caught = BigInt(`0x${/^SigCgt:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`);
    if ((caught & 1n) === 1n) break;
    await pause(50);
  }
  await pause(700);
}

describe('ended by a signal', () => {
  let mute: RunningServer;
  beforeAll(async () => {
    write('ball.obj', ball(300));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    mkdirSync(join(folder, 'served'));
    writeFileSync(join(folder, 'served', 'info'), '{}');
    const never = () => new Promise(() => undefined) as never;
    mute = await serve({ port: 0, handlers: [controlHandler(cave), never] });
  });
  afterAll(() => mute.close());

  test.each(
    ENDLESS.flatMap(([what, argv], i) => [[what, i % 2 === 0 ? 'SIGINT' : 'SIGTERM', argv] as const]),
  )('%s, by %s: at once, with 130, and nothing is left', async (_what, signal, argv) => {
    const { child, ended } = begin(
      ...argv.map((word) => word.replace('127.0.0.1:PORT', new URL(mute.origin).host)),
    );
    await untilReady(child);
    expect(child.exitCode).toBeNull();
    child.kill(signal);
    const { code, err } = await ended;
    expect({ code, err: err.replace(/^Give this source.*\n/, '') }).toEqual({ code: 130, err: '' });
    expect(readdirSync(folder).filter((name) => /never|\.part$/.test(name))).toEqual([]);
  });
});

test('a closed pipe is no stack trace in any format, and nothing colours what goes through it', async () => {
  const many = write('many.txt', '1234, 5678, 90\n'.repeat(8000));
  const ends = ['tsv', 'csv', 'json', 'ndjson'].map(async (format) => {
    const argv = ['convert_coord_res', `@${many}`, '4, 4, 45', '1, 1, 1', '--format', format];
    const { child, ended } = begin(...argv);
    child.stdin?.end();
    child.stdout?.once('data', () => child.stdout?.destroy());
    const { code, out, err } = await ended;
    return { format, code, err, first: out.slice(0, 12), colours: out.includes('\u001b') };
  });
  const whole = { code: 0, err: '', colours: false };
  expect(await Promise.all(ends)).toEqual([
    { format: 'tsv', ...whole, first: '4936\t22712\t4' },
    { format: 'csv', ...whole, first: '4936,22712,4' },
    { format: 'json', ...whole, first: '[[4936,22712' },
    { format: 'ndjson', ...whole, first: '[4936,22712,' },
  ]);
}, 60_000);

test('a copy that is stopped leaves nothing of the file that was under way', async () => {
  mkdirSync(join(folder, 'large'), { recursive: true });
  truncateSync(writeEmpty('large/zeros'), 400e6);
  const { child, ended } = begin('bucket_copy_folder', 'large', 'large copy');
  child.stdin?.end();
  const copy = join(folder, 'large copy');
  const part = () =>
    existsSync(copy) && readdirSync(copy).some((name) => name.startsWith('.tracertools-part-'));
  while (child.exitCode === null && !part()) await new Promise((done) => setTimeout(done, 2));
  child.kill('SIGINT');
  expect(await ended).toEqual({ code: 130, out: '', err: '' });
  expect(readdirSync(copy)).toEqual([]);
});

const onLinux = existsSync('/proc/self/status') ? test : test.skip;
onLinux(
  'an upload far larger than the memory that it may take',
  async () => {
    const status = join(folder, 'status');
    const hook = write(
      'hook.cjs',
      `const { readFileSync, writeFileSync } = require('node:fs');
    process.on('exit', () => writeFileSync(${JSON.stringify(status)}, readFileSync('/proc/self/status')));`,
    );
    truncateSync(writeEmpty('huge'), LONG ? 2e9 : 200e6);
    const argv = ['bucket_upload_file', 'huge', 'gs://tracer-volumes/up', '--sandbox', served.origin];
    const child = spawn(process.execPath, ['--require', join(folder, hook), PROGRAM, ...argv], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
    expect(peakMemory(readFileSync(status, 'utf8'))).toBeLessThan(150);
  },
  120_000,
);

test('rows that cannot be written are said in a sentence', async () => {
  if (!existsSync('/dev/full')) return;
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, [PROGRAM, 'bucket_convert_colons', 'a:b'], {
    cwd: folder,
    stdio: ['ignore', full, 'pipe'],
  });
  let err = '';
  child.stderr!.on('data', (piece) => (err += piece));
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect({ code, err }).toEqual({ code: 3, err: 'the answer cannot be written: the disk is full\n' });
});

test('process substitution, and what is piped in', async () => {
  const script = `"$0" "$1" check_seg_freshness <(printf '${ID}\\n') --sandbox ${served.origin} && printf '["${ID}"]' | "$0" "$1" check_seg_freshness - --sandbox ${served.origin}`;
  const shell = spawn('bash', ['-c', script, process.execPath, PROGRAM], { cwd: folder });
  let out = '';
  shell.stdout.on('data', (piece) => (out += piece));
  await new Promise((resolve) => shell.on('close', resolve));
  expect(out).toBe(`${ID}\ttrue\n${ID}\ttrue\n`);
});

test('a token is in no argument of a process, and in no output', async () => {
  const token = 'f'.repeat(32);
  const { child, ended } = begin('check_seg_freshness', ID, '--server', served.origin, '--verbose');
  child.stdin?.end();
  const shown = existsSync(`/proc/${child.pid}/cmdline`)
    ? readFileSync(`/proc/${child.pid}/cmdline`, 'latin1')
    : '';
  expect(shown).not.toContain(cave.token);
  const { code, out, err } = await ended;
  expect(code).toBe(3);
  expect(err).toMatch(/TOKEN: there is no CAVE token for http.*: set CAVE_TOKEN, or/);
  expect(out + err).not.toContain(token);
});
