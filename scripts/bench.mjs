// npm run bench [-- bundle heap traffic 100 1000]: builds what is old and measures the built bundle.
import { freshAddon } from './fresh.mjs';
import { bundleForNode, load, ROOT } from './lib.mjs';
import { bundleSandbox } from './sandbox.mjs';

await freshAddon();
const sandbox = await bundleSandbox();
const heapChild = bundleForNode('bench/heap-child.ts', 'bench-heap-child');
await load('bench/main.ts', 'bench').main(process.argv.slice(2), { root: ROOT, heapChild, sandbox });
