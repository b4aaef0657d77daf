// The Python for comparisons with other programs: a virtual environment of the project, made on first use.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './lib.mjs';

const venv = join(ROOT, '.venv-peers');
const requirements = join(ROOT, 'test/peers/requirements.txt');
const stamp = join(venv, 'requirements.txt');

/** Its path, or why there is none. */
export function preparePython() {
  const python = join(venv, 'bin/python');
  const wanted = readFileSync(requirements, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { python };
  if (!existsSync(python)) {
    const result = spawnSync('python3', ['-m', 'venv', venv], { stdio: ['ignore', 2, 2] });
    if (result.error || result.status !== 0) return { why: 'no python3 with venv on this machine' };
  }
  const install = spawnSync(python, ['-m', 'pip', 'install', '-q', '-r', requirements], {
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
