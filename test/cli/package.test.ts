/**
 * The package of `npm pack` in a folder of its own: it needs no other package. `npm run test:long` packs and installs
 * it; `npm test` copies the files that the package lists.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import manifest from '../../package.json';
import { LONG } from '../../workbench/long';

const { bin, files, version } = manifest;
const ROOT = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'tracertools-package-'));
const home = join(folder, 'home');
const env = { PATH: process.env.PATH, HOME: home, SHELL: '/bin/bash' };
let installed: string;
let program: string[];

beforeAll(() => {
  mkdirSync(home);
  if (LONG) {
    const npm = (...argv: string[]) => execFileSync('npm', argv, { cwd: folder, env, encoding: 'utf8' });
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT, env });
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    // Offline: whatever is missing in the tarball cannot come from elsewhere.
    const said = npm('install', '--offline', '--omit=dev', `./tracer-tools-sheets-${version}.tgz`);
    expect(said).toContain('added 1 package');
    installed = join(folder, 'node_modules', 'tracer-tools-sheets');
    program = [join(folder, 'node_modules', '.bin', 'tracertools')];
  } else {
    execFileSync(process.execPath, [join(ROOT, 'scripts', 'cli.mjs')]);
    installed = join(folder, 'package');
    for (const name of [...files, 'package.json'])
      cpSync(join(ROOT, name), join(installed, name), { recursive: true });
    program = [process.execPath, join(installed, bin.tracertools)];
  }
  writeFileSync(
    join(folder, 'tri.obj'),
    'v 0 0 0\nv 6 0 0\nv 0 6 0\nv 0 0 6\nf 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n',
  );
  mkdirSync(join(folder, 'local'));
  writeFileSync(join(folder, 'local', 'info'), '{}');
}, 120_000);

function run(...argv: string[]) {
  const [command = '', ...words] = [...program, ...argv];
  const { status, stdout, stderr } = spawnSync(command, words, { cwd: folder, env, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

test('it depends on no package, and carries the licences of those that it contains', () => {
  expect(Object.keys(manifest).filter((key) => /dependencies$/i.test(key))).toEqual(['devDependencies']);
  const notices = readFileSync(join(installed, 'dist/cli/THIRD-PARTY.txt'), 'utf8');
  expect(notices.match(/^[a-z0-9-]+ \d+\.\d+\.\d+: .*$/gm)?.map((line) => line.split(' ')[0])).toEqual([
    'draco3d',
    'fflate',
    'manifold-3d',
    'meshoptimizer',
  ]);
  expect(existsSync(join(installed, 'src'))).toBe(false);
});

test('it answers: its version and help, files of this machine', () => {
  expect(run('--version')).toEqual({ code: 0, out: `tracertools ${version}\n`, err: '' });
  expect(run('--help').out).toContain('bucket_list');
  expect(run('bucket_list', 'local', '--no-headers').out).toMatch(/^info\t2\t/);
  const coarse = run('get_seg_mesh', 'tri.obj', 'faces=3', '--out', 'coarse.obj', '-q');
  expect(coarse).toMatchObject({ code: 0, err: '' });
  expect(readFileSync(join(folder, 'coarse.obj'), 'latin1')).toMatch(/^v /m);
  for (const name of ['draco_decoder.wasm', 'manifold.wasm'])
    expect(existsSync(join(installed, 'dist/cli', name))).toBe(true);
});

test('one command more installs completion', () => {
  const { code, out } = run('completion', '--install');
  expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('completion') });
  const written = readdirSync(home, { recursive: true, withFileTypes: true }).filter(
    (one) => one.isFile() && !one.parentPath.includes('cache'),
  );
  const text = written.map((one) => readFileSync(join(one.parentPath, one.name), 'utf8')).join('\n');
  expect(text).toContain('check_seg_freshness');
});
