// npm run test:long: every kind of event at every service call of a run and its Undo, and thousands mixed at random.
import { join } from 'node:path';
import { freshAddon } from './fresh.mjs';
import { ROOT, run } from './lib.mjs';

await freshAddon();
const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
process.exitCode = await run(
  process.execPath,
  [
    jest,
    '--selectProjects',
    'contract',
    '--maxWorkers=100%',
    'test/contract/interleavings',
    'test/contract/sweep',
    'test/contract/large-sheet',
  ],
  { env: { ...process.env, SWEEP: 'whole' } },
);
