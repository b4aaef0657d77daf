/** Round trips of the main jobs: what keeps them fast, asserted. Cable lengths at a real service's pace: skeletons.test.ts. */
import { drive, fillTab, plan } from '../../workbench/addon/jobs';
import { sharedCave, type Workbench, workbench } from '../../workbench/addon/workbench';

/** No test changes it, and only one asks for skeletons. */
const cave = sharedCave();
let bench: Workbench;
// A tab of its own for each: the formulas of the run log read whole columns, as long as the longest test needs them.
beforeEach(() => {
  bench = workbench({ cave });
});

test('freshness of 10,000 ids: 1 request', () => {
  bench.requests();
  const { truth } = bench.cave;
  const known = [...truth.sampleStale(1200), ...truth.sampleCurrent(1500)];
  const ids = Array.from({ length: 10_000 }, (_, i) => known[i] ?? String(720575940000000000n + BigInt(i)));
  fillTab(bench, ids);
  bench.formula(2, 3, '=TT_IS_CURRENT(A2:A10001)');
  expect(bench.requests()).toBe(1);
  const flags = bench.grid.values({ row: 2, column: 3, rows: ids.length, columns: 1 }).flat();
  expect(flags.slice(0, known.length)).toEqual(known.map((id) => truth.isLatest(id)));
});

test('1,000 stale ids to current with share: at most 12 requests', () => {
  bench.requests();
  const ids = bench.cave.truth.sampleStale(1000);
  expect(new Set(ids).size).toBe(1000);
  fillTab(bench, ids);
  bench.formula(2, 3, '=TT_CURRENT_ID(A2:A1001, TRUE)');
  const requests = bench.requests();
  console.log(`TT_CURRENT_ID with share, 1,000 stale ids: ${requests} requests`);
  expect(requests).toBeLessThanOrEqual(12);
  const best = bench.grid.values({ row: 2, column: 3, rows: 1000, columns: 1 }).flat();
  const wrong = ids.filter((id, i) => {
    const [first, second] = bench.cave.truth.candidates(id);
    return first!.share - (second?.share ?? 0) > 0.1 && best[i] !== first!.id;
  });
  expect(wrong).toEqual([]);
});

test('details for 1,000 rows: at most 85 requests, service calls by the step', () => {
  bench.requests();
  const { truth } = bench.cave;
  fillTab(bench, [...truth.sampleStale(500), ...truth.sampleCurrent(500)]);
  const headers = [
    'current_id',
    'volume_um3',
    'cable_length',
    'inc_syn',
    'out_syn',
    'total_syn',
    'proofread',
  ];
  const started = bench.call('startJob', [plan(bench, { headers })]);
  const before = bench.host.ran.length;
  const job = drive(bench, started.id);
  const all = bench.requests();
  // Who edited what: a request a changed id, in one exchange at the end, for at most a hundred.
  const logs = [...bench.cave.counters].reduce(
    (sum, [route, count]) => sum + (route.includes('change_log') ? count : 0),
    0,
  );
  const requests = all - logs;
  const steps = bench.host.ran.length - before;
  const calls = bench.host.ran.slice(before).map((ran) =>
    Object.entries(ran.counters.calls ?? {})
      .filter(([name]) => /Range\.|Sheet\./.test(name))
      .reduce((sum, [, count]) => sum + Number(count), 0),
  );
  console.log(
    `details of 1,000 rows: ${requests} requests in ${steps} steps; sheet calls ${calls.join(', ')}`,
  );
  expect(job).toMatchObject({ state: 'done', done: 1000 });
  // 40 of them for skeletons: the service makes a bulk answer one id after another, so that each call holds 25.
  expect(requests).toBeLessThanOrEqual(85);
  expect(logs).toBeLessThanOrEqual(100);
  // However many rows wait and however scattered they stand: two looks, the record, and a write for each block.
  for (const count of calls.slice(0, -1)) expect(count).toBeLessThanOrEqual(80);
  // The last one writes the report too.
  expect(calls.at(-1)).toBeLessThanOrEqual(110);
});
