/**
 * jose is only an ES module, which jest does not load, so tests use a bundle. Import this file before any module that
 * uses jose.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { builtOnce } from '../../support/built-once';

jest.mock('jose', () => {
  const folder = builtOnce('jose', (made) => {
    buildSync({
      entryPoints: [createRequire(__filename).resolve('jose')],
      outfile: join(made, 'jose.cjs'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'error',
    });
  });
  return jest.requireActual(join(folder, 'jose.cjs'));
});
