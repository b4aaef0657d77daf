/**
 * A column that takes several hourly runs, and the nights after it: what is said beforehand, Google's daily time for
 * triggers, and what a night costs in which nothing, or a few neurons, were edited.
 */
import { plan } from '../../workbench/addon/jobs';
import { type Workbench, workbench } from '../../workbench/addon/workbench';
import { LONG } from '../../workbench/long';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The quota of a consumer account, which the stand-in keeps too. */
const DAILY_MS = 90 * 60_000;
const KILLED_MS = 360_000;
/**
 * A short column takes as many hourly runs as a long one if each answer takes long. The world has 24,000 ids, and a step
 * of 100,000 rows takes this computer some 20 s.
 */
const [ROWS, LATENCY_MS] = LONG ? [20_000, 2500] : [300, 11_000];
const EDITED = 3;

function column(): Workbench {
  const bench = workbench({ switches: { realLimitMs: 3_600_000 } });
  const { truth } = bench.cave;
  const current = truth.sampleCurrent(ROWS / 2);
  const ids = [...truth.sampleStale(ROWS - current.length), ...current];
  expect(new Set(ids).size).toBe(ROWS);
  const rows = ROWS + 1 - bench.grid.maxRows;
  if (rows > 0) bench.grid.insertRows(bench.grid.maxRows, rows);
  bench.put(1, 1, [['root_id'], ...ids.map((id) => [`'${id}`])]);
  bench.cave.setFaults({ latencyMs: LATENCY_MS });
  return bench;
}

interface Night {
  runs: number;
  /** Time of triggers in the busiest 24 hours. */
  triggerMs: number;
  requests: number;
  changed: number;
}

/** Hour by hour until the round is done. */
function night(bench: Workbench): Night {
  const from = bench.host.ran.length;
  bench.requests();
  const triggers = () => bench.host.ran.slice(from).filter(({ entry }) => entry === 'trigger');
  const hours: number[] = [];
  const isDone = () => {
    const job = bench.call('job', []);
    return (
      hours.length > 1 && job?.state === 'done' && triggers().some(({ counters }) => counters.fetches > 0)
    );
  };
  while (!isDone()) {
    const before = triggers().length;
    bench.host.triggers.advance(HOUR);
    hours.push(
      triggers()
        .slice(before)
        .reduce((sum, { start, end }) => sum + end - start, 0),
    );
    expect(hours.length).toBeLessThan(100);
  }
  for (const { start, end } of triggers()) expect(end - start).toBeLessThan(KILLED_MS);
  const job = bench.call('job', [])!;
  expect(job).toMatchObject({ state: 'done', done: ROWS });
  return {
    runs: hours.filter((ms) => ms > 10_000).length,
    triggerMs: Math.max(...hours.map((_ms, i) => hours.slice(i, i + 24).reduce((sum, ms) => sum + ms, 0))),
    requests: bench.requests(),
    changed: job.changed,
  };
}

test(`${ROWS} rows kept fresh over the nights: within the daily time, said beforehand, cheap once they are fresh`, () => {
  const bench = column();
  const more = { headers: ['current_id', 'share'] };
  bench.call('addSchedule', [plan(bench, more), { kind: 'hours', hours: 24 }, 'none']);
  const first = night(bench);
  expect(first.runs).toBeGreaterThan(1);
  expect(first.triggerMs).toBeLessThan(DAILY_MS);
  const [schedule] = bench.call('schedules', []);
  expect(schedule!.roundText).toMatch(/^Its last round took about [0-9]+ hourly runs/);

  bench.host.triggers.advance(DAY / 2);
  const quiet = night(bench);
  const cells = () => bench.grid.shown({ row: 2, column: 1, rows: ROWS, columns: 1 }).flat();
  const edited = cells()
    .map((id) => bench.cave.truth.candidates(id)[0]!.id)
    .filter((id, i, all) => all.indexOf(id) === i)
    .slice(0, EDITED);
  for (const root of edited) bench.cave.edit({ kind: 'split', root, share: 0.9 });
  bench.host.triggers.advance(DAY / 2);
  const busy = night(bench);
  console.log(`${ROWS} rows: ${JSON.stringify({ first, quiet, busy })}`);
  // One request of freshness for each step's rows, and those that open the datastack.
  // Rows with an unclear successor are asked about each time: in the long column they are many.
  expect(quiet.requests).toBeLessThan(LONG ? 0.8 * first.requests : first.requests / 2);
  expect(quiet.changed).toBe(0);
  expect(busy.changed).toBeGreaterThanOrEqual(EDITED);
  expect(busy.requests - quiet.requests).toBeLessThan(30 * EDITED);
}, 3_600_000);
