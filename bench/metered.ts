/** A workbench of the built bundle that counts the traffic with CAVE; each reply takes 80 ms. */
import type { Grid } from '@tracer-tools/apps-script/sheet';
import type { WireHandler } from '@tracer-tools/apps-script/wire';
import { createCaveSandbox } from '@tracer-tools/cave';
import { CAVE_ORIGIN, START, type Workbench, workbench } from '../workbench/addon/workbench';

export const LATENCY_MS = 80;

export interface Traffic {
  requests: number;
  /** Batches: each is one wait of the user. */
  roundTrips: number;
  bytesUp: number;
  bytesDown: number;
  /** Virtual time: requests, service calls and waits, without processor time. */
  ms: number;
  executions: number;
  longestMs: number;
}

export interface MeteredBench {
  bench: Workbench;
  /** `count` distinct ids: half stale and half current, as far as the world has enough current ones. */
  ids(count: number): string[];
  /** The traffic of `work`, which may need none. */
  watch(work: () => void): Traffic;
  /** The traffic of `work`. Throws if there was none: a meter that sees none would report a job without requests. */
  measure(work: () => void): Traffic;
}

export function metered(): MeteredBench {
  // CAVE uses the spreadsheet's clock, so what CAVE makes gets ready while a job waits.
  let now = () => START;
  const cave = createCaveSandbox({ origin: CAVE_ORIGIN, now: () => now(), latencyMs: LATENCY_MS });
  let up = 0;
  let down = 0;
  let requests = 0;
  // The host asks `network` for the handler of an address, so every request passes here.
  const counting =
    (handler: WireHandler): WireHandler =>
    (request) => {
      const reply = handler(request);
      requests += 1;
      up += request.path.length + request.body.length;
      down += reply.body.length;
      return reply;
    };
  const network = (url: string) => {
    const handler = cave.network(url);
    return handler && counting(handler);
  };
  // A generous limit, because a busy machine or a memory measurement is not an endless loop.
  const bench = workbench({ cave: { ...cave, network }, switches: { realLimitMs: 3_600_000 } });
  now = () => bench.host.clock.now();
  const watch = (work: () => void): Traffic => {
    const before = { up, down, requests };
    const ran = bench.host.ran.length;
    work();
    const executions = bench.host.ran.slice(ran);
    const took = executions.map(({ start, end }) => end - start);
    return {
      requests: requests - before.requests,
      roundTrips: executions.reduce((sum, { counters }) => sum + counters.roundTrips, 0),
      bytesUp: up - before.up,
      bytesDown: down - before.down,
      ms: took.reduce((sum, ms) => sum + ms, 0),
      executions: executions.length,
      longestMs: Math.max(0, ...took),
    };
  };
  return {
    bench,
    ids: (count) => {
      const current = cave.truth.sampleCurrent(Math.floor(count / 2));
      return [...cave.truth.sampleStale(count - current.length), ...current];
    },
    watch,
    measure: (work) => {
      const traffic = watch(work);
      if (traffic.requests === 0) throw new Error('the bench counted no request');
      return traffic;
    },
  };
}

/** Writes ids into column A below a header, and adds rows if the grid is too short. */
export function fillIds(grid: Grid, ids: readonly string[]): void {
  const missing = ids.length + 1 - grid.maxRows;
  if (missing > 0) grid.insertRows(grid.maxRows, missing);
  const cells = ['root_id', ...ids.map((id) => `'${id}`)];
  grid.write(
    { row: 1, column: 1, rows: cells.length, columns: 1 },
    cells.map((cell) => [cell]),
  );
}
