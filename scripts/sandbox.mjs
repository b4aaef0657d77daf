// npm run sandbox: the CAVE sandbox with the spreadsheet page; builds it if it is missing or out of date. Options after
// `--`: --port N (0 = any), --latency MS, --seed S, --ids FILE.tsv, --history FILE.tsv. Prints one line of JSON when
// ready.
import { pathToFileURL } from 'node:url';
import { freshAddon } from './fresh.mjs';
import { bundleForNode, foreground } from './lib.mjs';

/** Bundles the server and returns the file's path. */
export async function bundleSandbox() {
  await freshAddon();
  return bundleForNode('sandbox/playground/src/command.ts', 'sandbox');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  foreground(await bundleSandbox(), process.argv.slice(2));
}
