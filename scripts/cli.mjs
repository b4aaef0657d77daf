// node scripts/cli.mjs: builds dist/cli, the command line with its launcher and its compiled libraries beside it.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleProgram } from './bundle/node-program.mjs';
import { newest, ROOT, SHARED_LAYERS } from './lib.mjs';

const OUT = join(ROOT, 'dist', 'cli');
const MADE_FROM = [
  ...SHARED_LAYERS,
  'src/node',
  'src/cli',
  'scripts/cli.mjs',
  'scripts/bundle',
  'package.json',
];

export const ENTRIES = {
  program: join(ROOT, 'src/cli/start.ts'),
  tracertools: join(ROOT, 'src/cli/launch.ts'),
};

export const bundleCli = (folder = OUT) => bundleProgram(ENTRIES, folder);

/** As `bundleCli`, where dist/cli is missing or older than what it is made from. */
export function freshCli() {
  const main = join(OUT, 'tracertools.cjs');
  if (existsSync(main) && statSync(main).mtimeMs >= newest(...MADE_FROM)) return main;
  return bundleCli();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(bundleCli());
