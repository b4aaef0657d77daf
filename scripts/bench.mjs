// npm run bench [-- bundle heap traffic geometry service 100 1000]: builds what is old and measures it.
import { freshAddon } from './fresh.mjs';
import { bundleForNode, load, ROOT } from './lib.mjs';
import { preparePython } from './python.mjs';
import { bundleSandbox } from './sandbox.mjs';

const parts = process.argv.slice(2);
await freshAddon();
const sandbox = await bundleSandbox();
const heapChild = bundleForNode('bench/heap-child.ts', 'bench-heap-child');
const { python = null, why } = preparePython();
if (python === null) console.log(`outside programs are not compared: ${why}`);
await load('bench/main.ts', 'bench').main(parts, { root: ROOT, heapChild, sandbox, python });
