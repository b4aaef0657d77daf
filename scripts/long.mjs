// npm run test:long: every kind of event at every service call of a run and its Undo, and thousands mixed at random,
// tens of thousands of damaged replies and of bodies sent to the companion, 1,000 objects through every pair of stores,
// columns answered by instances that die, tens of thousands of spellings of files, 500 worlds of edits, the list of a
// whole neuron in a tab, the packed command line installed.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { freshAddon } from './fresh.mjs';
import { ROOT, run } from './lib.mjs';

await freshAddon();
const env = { ...process.env, TEST_LONG: '1' };
const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
const rest = await run(
  process.execPath,
  [
    jest,
    '--selectProjects',
    'unit',
    'contract',
    '--maxWorkers=100%',
    'test/contract/interleavings',
    'test/contract/sweep-',
    'test/contract/skeletons',
    'test/contract/tab-jobs',
    'test/contract/large-sheet',
    'test/contract/locale',
    'test/contract/files',
    'test/contract/hostile',
    'test/companion/columns',
    'test/companion/hostile',
    'test/companion/fleet',
    'test/replies/damage',
    'test/geometry/formats/spellings',
    'test/cli/input/spellings',
    'test/cli/package',
    'test/cli/refusals',
    'test/tools/get/table-random',
    'test/tools/overlapping-ids',
    'test/scripts/dockerfile',
    'test/security/fuzz',
    'test/volumes/transfer/folders',
    'test/tools/heavy/bucket/faults',
    'test/tools/heavy/bucket/hostile',
  ],
  { env },
);
const shares = Array.from(
  { length: availableParallelism() },
  (_x, i) => `${i + 1}/${availableParallelism()}`,
);
const sweeps = await Promise.all(
  shares.map((share) =>
    run(process.execPath, [jest, '--selectProjects', 'contract', '-i', 'test/contract/sweep.test'], {
      env: { ...env, SWEEP_PART: share },
    }),
  ),
);
process.exitCode = Math.max(rest, ...sweeps);
