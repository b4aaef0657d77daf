// npm run sandbox: the CAVE sandbox with the spreadsheet page, built where it is missing or old.
// Options after `--`: --port N (0 = any), --latency MS, --seed S, --ids FILE.tsv. Prints one line of JSON when ready.
import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { freshAddon } from './fresh.mjs';
import { bundleForNode } from './lib.mjs';

/** Makes the server's bundle and gives its path. */
export async function bundleSandbox() {
  await freshAddon();
  return bundleForNode('src/sandbox/main.ts', 'sandbox');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const child = spawn(process.execPath, [await bundleSandbox(), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => child.kill(signal));
  // npm passes a signal to the shell between us, which ends without passing it on: then we are nobody's child any more.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) {
    setInterval(() => {
      if (process.ppid !== parent) child.kill('SIGTERM');
    }, 300).unref();
  }
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
}
