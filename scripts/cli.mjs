// node scripts/cli.mjs: builds dist/cli, the command line as one file with its compiled libraries beside it.
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import esbuild from 'esbuild';
import { HOUSE, newest, ROOT } from './lib.mjs';

const OUT = join(ROOT, 'dist', 'cli');
const MADE_FROM = [...HOUSE, 'src/node', 'src/cli', 'scripts/cli.mjs', 'package.json'];
const WASM = ['draco3d/draco_decoder.wasm', 'manifold-3d/manifold.wasm'];

export function bundleCli(folder = OUT) {
  // Built in another folder and moved file by file: no reader sees half a bundle.
  const next = `${folder}-${process.pid}`;
  mkdirSync(next, { recursive: true });
  mkdirSync(folder, { recursive: true });
  try {
    esbuild.buildSync({
      entryPoints: { tracertools: join(ROOT, 'src/cli/start.ts') },
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
    const names = WASM.map((file) => file.split('/').pop());
    for (const [i, file] of WASM.entries()) copyFileSync(require.resolve(file), join(next, names[i]));
    for (const name of [...names, 'tracertools.cjs']) renameSync(join(next, name), join(folder, name));
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
  return join(folder, 'tracertools.cjs');
}

/** As `bundleCli`, where dist/cli is missing or older than what it is made from. */
export function freshCli() {
  const main = join(OUT, 'tracertools.cjs');
  if (existsSync(main) && statSync(main).mtimeMs >= newest(...MADE_FROM)) return main;
  return bundleCli();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(bundleCli());
