// npm run sandbox: the CAVE sandbox with the spreadsheet page, built where it is missing or old.
// Options after `--`: --port N (0 = any), --latency MS, --seed S, --ids FILE.tsv. Prints one line of JSON when ready.
import { pathToFileURL } from 'node:url';
import { freshAddon } from './fresh.mjs';
import { bundleForNode, foreground } from './lib.mjs';

/** Makes the server's bundle and gives its path. */
export async function bundleSandbox() {
  await freshAddon();
  return bundleForNode('sandbox/playground/src/command.ts', 'sandbox');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  foreground(await bundleSandbox(), process.argv.slice(2));
}
