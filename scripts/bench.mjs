// npm run bench [-- all bundle heap traffic sheet geometry growth stores columns service 100 1000]: builds what is out of date, then measures.
import { freshAddon } from './fresh.mjs';
import { bundleForNode, load, ROOT } from './lib.mjs';
import { ownOptions } from './options.mjs';
import { BENCH_PEERS, preparePython } from './python.mjs';
import { openRunFolder } from './run-folder.cjs';
import { bundleSandbox } from './sandbox.mjs';
import { rcloneSettings } from './store-judges.mjs';
import { goTool, KEYS, startServers } from './store-servers.mjs';

const HELP =
  'npm run bench [-- all bundle heap traffic sheet geometry growth stores columns service 100 1000] [--times 3]: parts (all of them without any), sizes of the traffic, and how many times comparisons are made';
const { positionals: parts, values } = ownOptions(
  { times: { type: 'string', default: '1' } },
  { help: HELP, positionals: true },
);
const times = Number(values.times);
if (!Number.isInteger(times) || times < 1) {
  console.error(`--times is a whole number from 1, not ${values.times}`);
  process.exit(1);
}
process.on('exit', openRunFolder().close);
await freshAddon();
const sandbox = await bundleSandbox();
const heapChild = bundleForNode('bench/heap-child.ts', 'bench-heap-child');
const { python = null, why } = preparePython();
if (python === null) console.log(`outside programs are not compared: ${why}`);
const { python: peers = null, why: whyNoPeers } = preparePython(BENCH_PEERS);
if (peers === null) console.log(`Embree and CGAL are not compared: ${whyNoPeers}`);
async function startStores() {
  const { path, why } = goTool('rclone');
  bundleForNode('bench/stores-child.ts', 'bench-stores-child');
  if (why) console.log(`rclone is not compared: ${why}`);
  return {
    servers: await startServers(python, ['versitygw', 'fake-gcs-server']),
    keys: KEYS,
    child: bundleForNode('bench/stores-launch.ts', 'bench-stores-launch'),
    rclone: path ? { path, settings: rcloneSettings } : null,
  };
}
await load('bench/main.ts', 'bench').main(parts, {
  root: ROOT,
  heapChild,
  sandbox,
  python,
  peers,
  times,
  startStores,
});
