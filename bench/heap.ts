/**
 * Heap of two formulas on a neuron of 846,443 supervoxels. The sandbox runs in its own process, so its memory does not
 * count. The result is the smallest heap with which a run succeeds, because the sampled peak also includes garbage.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { megabytes, seconds, table, withSpread } from './table';

const BIG = '720575941413124779';
const SMALL = '720575941441350235';
const GOAL_MB = 50;
const HEAPS_MB = [10, 12, 14, 16, 20, 24, 28, 32, 36, 40, 44, 48, 56, 64, 80, 96, 128, 192, 256];

interface Result {
  shown: string;
  ms: number;
  before: number;
  peak: number;
  /** Typed arrays and bytes of replies, which are outside the heap. */
  peakBuffers: number;
  peakBoth: number;
  after: number;
  requests: number;
}

interface Sandbox {
  child: ChildProcess;
  global: string;
  token: string;
}

function startSandbox(file: string): Promise<Sandbox> {
  const child = spawn(process.execPath, [file, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const line = text.split('\n').find((each) => each.startsWith('{') && each.endsWith('}'));
      if (line !== undefined) resolve({ child, ...(JSON.parse(line) as { global: string; token: string }) });
    });
    child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)));
  });
}

function once(file: string, sandbox: Sandbox, formula: string, id: string, heapMb?: number): Result | null {
  const flags = ['--expose-gc', ...(heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`])];
  const ran = spawnSync(process.execPath, [...flags, file, formula, id, sandbox.global, sandbox.token], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  const line = ran.stdout.split('\n').find((each) => each.startsWith('{'));
  return ran.status === 0 && line !== undefined ? (JSON.parse(line) as Result) : null;
}

/** The smallest heap with which the formula succeeds, in MB. */
function smallestHeap(
  file: string,
  sandbox: Sandbox,
  formula: string,
  id: string,
  shown: string,
): number | null {
  let low = 0;
  let high = HEAPS_MB.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (once(file, sandbox, formula, id, HEAPS_MB[middle]!)?.shown === shown) high = middle;
    else low = middle + 1;
  }
  return HEAPS_MB[low] ?? null;
}

/** Splits the neuron once, so that its old id is stale; the larger part is its successor. */
async function makeStale(sandbox: Sandbox): Promise<void> {
  const reply = await fetch(`${sandbox.global}/sandbox/edit`, {
    method: 'POST',
    body: JSON.stringify({ kind: 'split', root: BIG, share: 0.1 }),
  });
  if (!reply.ok) throw new Error(`the neuron could not be split: ${await reply.text()}`);
}

/** Returns what needs more than the goal, as texts. */
export async function heap(childFile: string, sandboxFile: string, times: number): Promise<string[]> {
  const sandbox = await startSandbox(sandboxFile);
  try {
    const rows: (string | number)[][] = [];
    const missed: string[] = [];
    const measure = (formula: string, id: string, what: string) => {
      const results = Array.from({ length: times }, () => once(childFile, sandbox, formula, id));
      const found = results.filter((result) => result !== null);
      if (found.length < times) throw new Error(`${formula} of ${id} did not end`);
      for (const { requests, shown } of found) {
        if (requests === 0 || shown.startsWith('#'))
          throw new Error(`${formula} of ${id} gave ${shown} after ${requests} requests`);
      }
      const { shown, requests } = found[0]!;
      // Once: each try starts a process.
      const fits = smallestHeap(childFile, sandbox, formula, id, shown);
      const isMissed = fits === null || fits > GOAL_MB;
      if (isMissed) missed.push(`heap, ${formula}, ${what}: goal ≤ ${GOAL_MB} MB MISSED`);
      const spread = (of: (result: Result) => number, text: (value: number) => string) =>
        withSpread(found.map(of), text);
      rows.push([
        `${formula}, ${what}`,
        requests,
        spread(({ peak, before }) => peak - before, megabytes),
        spread(({ peakBuffers }) => peakBuffers, megabytes),
        spread(({ after, before }) => after - before, megabytes),
        `${fits ?? `over ${HEAPS_MB.at(-1)}`}${isMissed ? ' MISSED' : ''}`,
        spread(({ ms }) => ms, seconds),
        shown.slice(0, 60),
      ]);
    };
    measure('TT_SUPERVOXEL_COUNT', SMALL, 'a small neuron');
    measure('TT_SUPERVOXEL_COUNT', BIG, '846,443 supervoxels');
    await makeStale(sandbox);
    measure('TT_CURRENT_ID', BIG, 'stale, 846,443 supervoxels');
    console.log(`\nHeap, MB; goal ≤ ${GOAL_MB} for the smallest that does\n`);
    table(
      [
        'what',
        'requests',
        'sampled growth',
        'buffers',
        'kept after',
        'smallest heap that does',
        's',
        'shown',
      ],
      rows,
    );
    return missed;
  } finally {
    sandbox.child.removeAllListeners('exit');
    sandbox.child.kill('SIGTERM');
  }
}
