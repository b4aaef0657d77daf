// npm run lint: biome (format, globals, common faults), dependency-cruiser (layers, cycles), knip (unused code).
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, runBeside } from './lib.mjs';

const CHECKS = {
  biome: [join('@biomejs', 'biome', 'bin', 'biome'), 'check', '.'],
  layers: [
    join('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
    ...['src', 'sidebar', 'sandbox', 'scripts', 'test', 'bench', 'workbench'].filter((folder) =>
      existsSync(join(ROOT, folder)),
    ),
  ],
  'knip (unused files, exports or packages)': [join('knip', 'bin', 'knip.js')],
};

/** Returns the checks that found something; they print their findings. */
export async function lint() {
  const failed = await Promise.all(
    Object.entries(CHECKS).map(async ([name, [program, ...options]]) => {
      const path = join(ROOT, 'node_modules', program);
      return (await runBeside(process.execPath, [path, ...options])) === 0 ? [] : [name];
    }),
  );
  return failed.flat();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exitCode = (await lint()).length > 0 ? 1 : 0;
}
