/**
 * jose is only an ES module, which jest does not load, so tests use a bundle. Import this file before any module that
 * uses jose.
 */
import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

jest.mock('jose', () => {
  const outfile = join(mkdtempSync(join(tmpdir(), 'jose-')), 'jose.cjs');
  const entry = createRequire(__filename).resolve('jose');
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
  return jest.requireActual(outfile);
});
