// Bundles a program for Node into few files: its entries, with the wasm files that they load and the licences of the
// packages that they contain beside them.
import { copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { ROOT } from '../lib.mjs';
import { bundledPackages, licenceTexts } from './third-party.mjs';

const WASM = ['draco3d/draco_decoder.wasm', 'manifold-3d/manifold.wasm'];
const LICENCES = 'THIRD-PARTY.txt';
const require = createRequire(import.meta.url);

/** esbuild's result for `entries`, paths of sources by name. */
const bundle = (entries, more) =>
  // Loaded here: most commands find their program built.
  require('esbuild').buildSync({
    absWorkingDir: ROOT,
    entryPoints: entries,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    legalComments: 'none',
    logLevel: 'error',
    metafile: true,
    ...more,
  });

/** The packages that a program contains, without writing it. */
export const packagesOf = (entries) =>
  bundledPackages(bundle(entries, { write: false, outdir: 'dist' }).metafile);

/** The last entry is moved into `folder` last; returns its path. */
export function bundleProgram(entries, folder) {
  // Builds in another folder and moves the files one by one, so that no reader sees half a bundle.
  const next = `${folder}-${process.pid}`;
  mkdirSync(next, { recursive: true });
  mkdirSync(folder, { recursive: true });
  const programs = Object.keys(entries).map((name) => `${name}.cjs`);
  try {
    const { metafile } = bundle(entries, { outdir: next, minify: true });
    writeFileSync(join(next, LICENCES), licenceTexts(bundledPackages(metafile)));
    for (const file of WASM) copyFileSync(require.resolve(file), join(next, basename(file)));
    for (const name of [...WASM.map((file) => basename(file)), LICENCES, ...programs]) {
      renameSync(join(next, name), join(folder, name));
    }
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
  return join(folder, programs[programs.length - 1]);
}
