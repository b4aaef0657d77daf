/** The worker's bundle, built like the companion's own command builds it; once for each run of the tests. */
import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { builtOnce } from '../../support/built-once';

const ROOT = join(__dirname, '../../..');

/** Bundles an entry of the repository for a worker thread and returns its path. */
export function bundle(entry = 'src/companion/work/worker.ts'): string {
  const folder = builtOnce(entry.replace(/\.ts$/, ''), (made) => {
    buildSync({
      entryPoints: [join(ROOT, entry)],
      outfile: join(made, 'worker.cjs'),
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      logLevel: 'error',
    });
    const require = createRequire(join(ROOT, 'x.js'));
    for (const file of ['draco3d/draco_decoder.wasm', 'manifold-3d/manifold.wasm']) {
      copyFileSync(require.resolve(file), join(made, file.split('/').pop()!));
    }
  });
  return join(folder, 'worker.cjs');
}
