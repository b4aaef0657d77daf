/**
 * Columns of 1,000, 100,000 and 1,000,000 neurons on 1, 10 and 100 instances, simulated from the measured time of
 * triage (workbench/fleet-time.ts). The local CAVE runs on the same processors, so the measured time is an upper bound.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createCaveSandbox } from '@tracer-tools/cave';
import { type MaybeHandler, serve } from '@tracer-tools/cave/server';
import { INTERNET } from '../src/companion/egress/connection';
import { egressDriver } from '../src/companion/egress/driver';
import { readLimits } from '../src/companion/limits/limits';
import { answerQuestion } from '../src/companion/work/answer';
import { personMemories } from '../src/companion/work/person-memory';
import { loadKernels } from '../src/geometry/kernels';
import { wasmFiles } from '../src/node/wasm-files';
import { kernelsOf } from '../src/tools/heavy';
import { triageSegs } from '../src/tools/triage/segs';
import { type FleetFacts, fleetTime } from '../workbench/fleet-time';
import { median, table, withSpread } from './table';

const DATASTACK = 'brain_and_nerve_cord';
const LATENCY_MS = 80;
const [FEW, MANY] = [20, 200];
const RUNS = 5;
/**
 * Assumed for Cloud Run with an image of this size, not measured here. The process itself starts in less than half a
 * second.
 */
const COLD_START_MS = 5000;
const DELIVERY_MS = 100;

export async function columns(times: number): Promise<string[]> {
  const found: FleetFacts[] = [];
  while (found.length < times) found.push(await measuredFacts());
  const [perId, perPart] = [found.map(({ msPerId }) => msPerId), found.map(({ msPerPart }) => msPerPart)];
  const facts = { ...found[0]!, msPerId: median(perId), msPerPart: median(perPart) };
  console.log(
    `\ncolumns of triage, simulated from ${withSpread(perId, (ms) => ms.toFixed(1))} ms an id and ` +
      `${withSpread(perPart, (ms) => ms.toFixed(0))} ms a part, each the least of ${RUNS} runs at ${LATENCY_MS} ms ` +
      `latency; ${COLD_START_MS / 1000} s of a cold start assumed`,
  );
  const rows = [1000, 100_000, 1_000_000].flatMap((ids) =>
    [1, 10, 100].map((instances) => {
      const { seconds, parts, instanceSeconds, dollars } = fleetTime(ids, instances, facts);
      if (!(seconds > 0 && parts > 0 && instanceSeconds > 0 && dollars > 0)) {
        throw new Error(`${ids} ids on ${instances} instances: ${parts} parts in ${seconds} s`);
      }
      return [ids, instances, parts, Math.round(seconds), Math.round(instanceSeconds), dollars.toFixed(3)];
    }),
  );
  table(['ids', 'instances', 'parts', 'seconds', 'instance seconds', 'dollars'], rows);
  return [];
}

async function measuredFacts(): Promise<FleetFacts> {
  const built = spawnSync(process.execPath, ['scripts/companion.mjs', '--build'], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the companion was not built: ${built.stderr}`);
  const handlers: MaybeHandler[] = [];
  const served = await serve({ port: 0, handlers });
  try {
    const cave = createCaveSandbox({ origin: served.origin, watershed: 'here' });
    handlers.push(cave.handle);
    const graph = cave.truth.graph(DATASTACK);
    const ids = Array.from({ length: MANY }, (_value, i) => {
      const { roots } = graph.family(i)!;
      return graph.idOf(roots[roots.length - 1]!);
    });
    const kernels = {};
    await loadKernels(
      kernelsOf(triageSegs.name),
      wasmFiles(join(process.cwd(), 'dist', 'companion')),
      kernels,
    );
    const ask = async (some: readonly string[]): Promise<number> => {
      const started = performance.now();
      const { memory, learnedHosts } = personMemories()('bench');
      const rules = {
        sandbox: served.origin,
        servers: [served.origin],
        caveHosts: [],
        storageHosts: ['storage.googleapis.com', 'c10s.pni.princeton.edu'],
        writeBuckets: [],
        deleteBuckets: [],
      };
      const answer = await answerQuestion(
        triageSegs,
        { server: served.origin, datastack: DATASTACK, ids: [...some], args: {} },
        {
          driver: egressDriver({
            rules,
            network: INTERNET,
            token: cave.token,
            learnedHosts,
            replyBytes: 2e8,
            totalBytes: 4e9,
          }),
          kernels,
          memory,
          limits: readLimits({}),
          token: cave.token,
          deadline: Date.now() + 600_000,
          progress: () => {},
        },
      );
      if (!('rows' in answer) || answer.rows.length !== some.length)
        throw new Error('not every id has an answer');
      return performance.now() - started;
    };
    // The first run makes the skeletons, so that only the requests are measured.
    await ask(ids);
    cave.setFaults({ latencyMs: LATENCY_MS });
    const [few, many] = [[] as number[], [] as number[]];
    for (let run = 0; run < RUNS; run++) {
      few.push(await ask(ids.slice(0, FEW)));
      many.push(await ask(ids));
    }
    // Other programs only add to a time: the least of the runs is nearest to the time of the work.
    const [leastFew, leastMany] = [Math.min(...few), Math.min(...many)];
    const msPerId = Math.max(0.1, (leastMany - leastFew) / (MANY - FEW));
    return {
      msPerId,
      msPerPart: Math.max(0, leastFew - FEW * msPerId),
      coldStartMs: COLD_START_MS,
      deliveryMs: DELIVERY_MS,
      partsAtOnce: 1,
      idsPerStep: triageSegs.idsPerStep,
    };
  } finally {
    await served.close();
  }
}
