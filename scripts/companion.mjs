// npm run companion -- [--port N] [--host ADDRESS] [--sandbox ORIGIN] [--volumes FOLDER]: builds dist/companion if it
// is out of date, and runs it. It prints one JSON line when ready; docs/companion.md lists the environment variables.
// --build only builds.
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import esbuild from 'esbuild';
import { foreground, HOUSE, newest, ROOT } from './lib.mjs';

const OUT = join(ROOT, 'dist', 'companion');
const MADE_FROM = [...HOUSE, 'src/node', 'src/companion', 'scripts/companion.mjs', 'package.json'];
const WASM = ['draco3d/draco_decoder.wasm', 'manifold-3d/manifold.wasm'];

/** Bundles the service and its worker into `folder`, with the wasm files beside them. */
export function bundleCompanion(folder = OUT) {
  // Built in another folder and moved file by file: no reader sees half a bundle.
  const next = `${folder}-${process.pid}`;
  mkdirSync(next, { recursive: true });
  mkdirSync(folder, { recursive: true });
  try {
    esbuild.buildSync({
      entryPoints: {
        worker: join(ROOT, 'src/companion/work/worker.ts'),
        main: join(ROOT, 'src/companion/main.ts'),
      },
      outdir: next,
      outExtension: { '.js': '.cjs' },
      bundle: true,
      minify: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      legalComments: 'none',
      logLevel: 'error',
    });
    const require = createRequire(import.meta.url);
    for (const file of WASM) copyFileSync(require.resolve(file), join(next, file.split('/').pop()));
    for (const name of ['worker.cjs', ...WASM.map((file) => file.split('/').pop()), 'main.cjs']) {
      renameSync(join(next, name), join(folder, name));
    }
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
  return join(folder, 'main.cjs');
}

/** As `bundleCompanion`, where dist/companion is missing or older than what it is made from. */
export function freshCompanion() {
  const main = join(OUT, 'main.cjs');
  if (existsSync(main) && statSync(main).mtimeMs >= newest(...MADE_FROM)) return main;
  return bundleCompanion();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const options = process.argv.slice(2);
  // The other options are read by the service itself.
  const { values } = parseArgs({ args: options, options: { build: { type: 'boolean' } }, strict: false });
  const main = freshCompanion();
  if (!values.build) foreground(main, options);
}
