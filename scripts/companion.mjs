// npm run companion -- [--port N] [--host ADDRESS] [--sandbox ORIGIN] [--volumes FOLDER]: builds dist/companion if it
// is out of date, and runs it. It prints one JSON line when ready; docs/companion.md lists the environment variables.
// --build only builds.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleProgram } from './bundle/node-program.mjs';
import { foreground, newest, ROOT, SHARED_LAYERS } from './lib.mjs';

const OUT = join(ROOT, 'dist', 'companion');
const MADE_FROM = [
  ...SHARED_LAYERS,
  'src/node',
  'src/companion',
  'scripts/companion.mjs',
  'scripts/bundle',
  'package.json',
];

/** The service and its worker. */
export const ENTRIES = {
  worker: join(ROOT, 'src/companion/work/worker.ts'),
  main: join(ROOT, 'src/companion/main.ts'),
};

export const bundleCompanion = (folder = OUT) => bundleProgram(ENTRIES, folder);

/** Like `bundleCompanion`, but only if dist/companion is missing or older than its sources. */
export function freshCompanion() {
  const main = join(OUT, 'main.cjs');
  if (existsSync(main) && statSync(main).mtimeMs >= newest(...MADE_FROM)) return main;
  return bundleCompanion();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const options = process.argv.slice(2);
  // The service reads the other options itself.
  const { values } = parseArgs({ args: options, options: { build: { type: 'boolean' } }, strict: false });
  const main = freshCompanion();
  if (!values.build) foreground(main, options);
}
