// npm run bench [-- bundle heap traffic geometry service 100 1000]: builds what is out of date, then measures.
import { freshAddon } from './fresh.mjs';
import { bundleForNode, load, ROOT } from './lib.mjs';
import { ownOptions } from './options.mjs';
import { preparePython } from './python.mjs';
import { bundleSandbox } from './sandbox.mjs';

const HELP =
  'npm run bench [-- bundle heap traffic geometry service 100 1000]: parts, and sizes of the traffic';
const { positionals: parts } = ownOptions({}, { help: HELP, positionals: true });
await freshAddon();
const sandbox = await bundleSandbox();
const heapChild = bundleForNode('bench/heap-child.ts', 'bench-heap-child');
const { python = null, why } = preparePython();
if (python === null) console.log(`outside programs are not compared: ${why}`);
await load('bench/main.ts', 'bench').main(parts, { root: ROOT, heapChild, sandbox, python });
