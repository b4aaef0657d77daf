// The Python for comparisons with other programs: a virtual environment of the project, made on first use.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './lib.mjs';

/** The packages of `npm run test:peers`, which `npm run bench` compares with too. */
const PEERS = { folder: '.venv-peers', requirements: 'test/peers/requirements.txt' };
/**
 * Further libraries that only the bench compares with: trimesh would answer the tests with Embree if it were installed
 * beside it.
 */
export const BENCH_PEERS = { folder: '.venv-bench', requirements: 'bench/peers/requirements.txt' };

/** Makes the virtual environment if it is out of date. Returns its interpreter's path, or why there is none. */
export function preparePython({ folder, requirements } = PEERS) {
  const venv = join(ROOT, folder);
  const stamp = join(venv, 'requirements.txt');
  const python = join(venv, 'bin/python');
  const source = join(ROOT, requirements);
  const wanted = readFileSync(source, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { python };
  if (!existsSync(python)) {
    const result = spawnSync('python3', ['-m', 'venv', venv], { stdio: ['ignore', 2, 2] });
    if (result.error || result.status !== 0) return { why: 'no python3 with venv on this machine' };
  }
  const install = spawnSync(python, ['-m', 'pip', 'install', '-q', '-r', source], {
    stdio: ['ignore', 2, 2],
  });
  if (install.status !== 0) return { why: 'its Python packages could not be installed' };
  writeFileSync(stamp, wanted);
  return { python };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { why } = preparePython();
  if (why !== undefined) console.log(`no Python for the outside programs: ${why}`);
}
