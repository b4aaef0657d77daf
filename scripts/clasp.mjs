// npm run clasp -- login: runs Google's clasp, which only deploying needs. It is a quarter of all packages, so it is not
// installed with the others but when it is first used, in the versions of scripts/clasp/package-lock.json.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { foreground, ROOT } from './lib.mjs';

const FOLDER = join(ROOT, 'dist', 'clasp');
const PROGRAM = join(FOLDER, 'node_modules', '@google', 'clasp', 'build', 'src', 'index.js');

/** Path of clasp's program; null if it could not be installed, with npm's words on the terminal. */
export function claspProgram() {
  // Tests replace it by a program of their own.
  if (process.env.TT_CLASP) return process.env.TT_CLASP;
  if (existsSync(PROGRAM)) return PROGRAM;
  console.error('clasp is installed into dist/clasp, once.');
  mkdirSync(FOLDER, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) {
    copyFileSync(join(ROOT, 'scripts', 'clasp', file), join(FOLDER, file));
  }
  spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: FOLDER,
    stdio: ['ignore', 2, 2],
    // npm is a script of the shell on Windows.
    shell: process.platform === 'win32',
  });
  return existsSync(PROGRAM) ? PROGRAM : null;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const program = claspProgram();
  if (program === null) process.exitCode = 1;
  else foreground(program, process.argv.slice(2));
}
