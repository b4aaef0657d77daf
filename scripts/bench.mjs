// npm run bench: builds what is out of date, then measures each part in a process of its own.
import { appendFileSync, mkdirSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { freshAddon } from './fresh.mjs';
import { BUNDLE_BYTES } from './gate.mjs';
import { bundleForNode, load, ROOT } from './lib.mjs';
import { ownOptions } from './options.mjs';
import { BENCH_PEERS, preparePython } from './python.mjs';
import { openRunFolder } from './run-folder.cjs';
import { bundleSandbox } from './sandbox.mjs';

const HELP =
  'npm run bench [-- all bundle traffic sheet heap geometry growth columns service stores install suite 100 1000] [--times 3]: parts (all of them but suite without any), sizes of the traffic and the sheet, and how many times each measurement is made. The output is kept in artefacts/bench.';
/** Of a part, and more for each time that it measures, in milliseconds; `sheet` makes four runs over 100,000 rows, twice. */
const LIMIT = { part: 10 * 60_000, time: 5 * 60_000, sheet: 45 * 60_000 };
const { positionals: words, values } = ownOptions(
  { times: { type: 'string', default: '1' } },
  { help: HELP, positionals: true },
);
const times = Number(values.times);
if (!Number.isInteger(times) || times < 1) {
  console.error(`--times is a whole number from 1, not ${values.times}`);
  process.exit(1);
}
const bench = load('bench/main.ts', 'bench');
let chosen;
try {
  chosen = bench.selected(words);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const { parts, sizes } = chosen;
const file = join(
  ROOT,
  'artefacts',
  'bench',
  `${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.txt`,
);
mkdirSync(dirname(file), { recursive: true });
function write(text) {
  process.stdout.write(text);
  appendFileSync(file, text);
}
process.on('exit', openRunFolder().close);
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.on(signal, () => {
    bench.stopParts();
    write(`\nended by ${signal}: the parts above are complete\n`);
    process.exit(code);
  });
}
write(
  `${new Date().toISOString()}, ${parts.join(' ')}, ${times} times, Node ${process.version}, ${availableParallelism()} processors (${cpus()[0]?.model ?? 'unknown'}), load ${loadavg()[0].toFixed(1)}\n`,
);
await freshAddon();
const { python = null, why } = preparePython();
if (python === null) write(`outside programs are not compared: ${why}\n`);
const { python: peers = null, why: whyNoPeers } = preparePython(BENCH_PEERS);
if (peers === null) write(`Embree and CGAL are not compared: ${whyNoPeers}\n`);
const task = {
  bundle: bundleForNode('bench/main.ts', 'bench'),
  sizes,
  files: {
    root: ROOT,
    bundleLimit: BUNDLE_BYTES,
    heapChild: bundleForNode('bench/heap-child.ts', 'bench-heap-child'),
    sandbox: await bundleSandbox(),
    python,
    peers,
    times,
  },
};
const runs = await bench.runParts(parts, {
  command: (part) => [
    process.execPath,
    join(ROOT, 'scripts', 'bench-part.mjs'),
    JSON.stringify({ ...task, part }),
  ],
  write,
  limitMs: (part) => (part === 'sheet' ? LIMIT.sheet : LIMIT.part + times * LIMIT.time),
});
write(bench.summary(runs));
write(`kept in ${file}\n`);
process.exitCode = bench.exitCode(runs);
