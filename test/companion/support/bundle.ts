/** The worker's bundle, built like the companion's own command builds it; once per test process. */
import { copyFileSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = join(__dirname, '../../..');
const built = new Map<string, string>();

/** Bundles an entry of the repository for a worker thread and returns its path. */
export function bundle(entry = 'src/companion/work/worker.ts'): string {
  const kept = built.get(entry);
  if (kept) return kept;
  const folder = mkdtempSync(join(tmpdir(), 'companion-'));
  const outfile = join(folder, 'worker.cjs');
  buildSync({
    entryPoints: [join(ROOT, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
  });
  const require = createRequire(join(ROOT, 'x.js'));
  for (const file of ['draco3d/draco_decoder.wasm', 'manifold-3d/manifold.wasm']) {
    copyFileSync(require.resolve(file), join(folder, file.split('/').pop()!));
  }
  built.set(entry, outfile);
  return outfile;
}
