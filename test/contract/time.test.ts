/** A formula's thirty seconds: it stops asking in time, keeps what it has, and goes on at the next recalculation. */
import { fillTab } from '../../workbench/addon/jobs';
import { type Workbench, workbench } from '../../workbench/addon/workbench';

function slow(bench: Workbench, latencyMs: number): void {
  bench.cave.setFaults({ rate: 0, latencyMs });
}

test('what is not answered in time says how far it came; later calls go on from there', () => {
  const bench = workbench();
  const ids = bench.cave.truth.sampleCurrent(300);
  fillTab(bench, ids);
  slow(bench, 4_000);
  bench.formula(2, 3, '=TT_VOLUME(A2:A301)');
  const run = bench.host.ran.at(-1)!;
  expect(run.end - run.start).toBeLessThan(30_000);
  const first = bench.shown(2, 3, 300, 1).flat();
  const pending = first.filter((cell) => cell.startsWith('#TT PENDING'));
  expect(pending.length).toBeGreaterThan(0);
  expect(pending.length).toBeLessThan(300);
  expect(pending[0]).toMatch(/^#TT PENDING: (\d+ of 300 done|out of time)\. Refresh to go on$/);
  let left = pending.length;
  for (let calls = 0; left > 0 && calls < 6; calls++) {
    bench.book.recalculate();
    const now = bench.shown(2, 3, 300, 1).flat();
    const still = now.filter((cell) => cell.startsWith('#TT PENDING')).length;
    expect(still).toBeLessThan(left);
    left = still;
  }
  expect(left).toBe(0);
  for (const [i, cell] of bench.grid.values({ row: 2, column: 3, rows: 300, columns: 1 }).entries()) {
    expect(cell[0]).toBeCloseTo(bench.cave.truth.volume(ids[i]!) / 1e9, 6);
  }
});

test('a distinct id is asked once, and the second time not at all', () => {
  const bench = workbench();
  const [a, b] = bench.cave.truth.sampleCurrent(2) as [string, string];
  fillTab(bench, [a, b, a, a, b, '']);
  bench.formula(2, 3, '=TT_VOLUME(A2:A7)');
  const requests = bench.requests();
  bench.formula(2, 5, '=TT_VOLUME(A2:A6)');
  expect(bench.requests()).toBe(0);
  expect(requests).toBeGreaterThan(0);
  const shown = bench.shown(2, 3, 6, 1).flat();
  expect(shown[2]).toBe(shown[0]);
  expect(shown[4]).toBe(shown[1]);
});

test.each([0, 0.7, 1])(
  'a lost cache (%d of its entries) costs requests, never an answer',
  (cacheMissRate) => {
    const bench = workbench({ switches: { cacheMissRate } });
    const ids = bench.cave.truth.sampleCurrent(20);
    fillTab(bench, ids);
    bench.requests();
    bench.formula(2, 3, '=TT_VOLUME(A2:A21)');
    const first = bench.requests();
    const shown = bench.shown(2, 3, 20, 1);
    for (const [i, cell] of bench.grid.values({ row: 2, column: 3, rows: 20, columns: 1 }).entries()) {
      expect(cell[0]).toBeCloseTo(bench.cave.truth.volume(ids[i]!) / 1e9, 6);
    }
    bench.book.recalculate();
    bench.book.settle();
    const again = bench.requests();
    if (cacheMissRate === 0) expect(again).toBe(0);
    else if (cacheMissRate === 1) expect(again).toBe(first);
    else expect(again).toBeGreaterThan(0);
    expect(bench.shown(2, 3, 20, 1)).toEqual(shown);
  },
);

test('a formula reads each property once', () => {
  const bench = workbench();
  fillTab(bench, bench.cave.truth.sampleCurrent(20));
  bench.formula(2, 3, '=TT_IS_CURRENT(A2:A21)');
  const { calls } = bench.host.ran.at(-1)!.counters;
  expect(calls['Properties.getProperty']).toBeLessThanOrEqual(3);
});
