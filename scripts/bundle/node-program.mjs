// Bundles a program for Node into few files: its entries, with the wasm files that they load beside them.
import { copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

const WASM = ['draco3d/draco_decoder.wasm', 'manifold-3d/manifold.wasm'];

/** `entries`: paths of sources by name. The last entry is moved into `folder` last; returns its path. */
export function bundleProgram(entries, folder) {
  // Builds in another folder and moves the files one by one, so that no reader sees half a bundle.
  const next = `${folder}-${process.pid}`;
  mkdirSync(next, { recursive: true });
  mkdirSync(folder, { recursive: true });
  const programs = Object.keys(entries).map((name) => `${name}.cjs`);
  const require = createRequire(import.meta.url);
  try {
    // Loaded here: most commands find their program built.
    require('esbuild').buildSync({
      entryPoints: entries,
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
    for (const file of WASM) copyFileSync(require.resolve(file), join(next, basename(file)));
    for (const name of [...WASM.map((file) => basename(file)), ...programs]) {
      renameSync(join(next, name), join(folder, name));
    }
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
  return join(folder, programs[programs.length - 1]);
}
