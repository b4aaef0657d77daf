/**
 * Cable lengths at 0.3 s an id of the skeleton service: what a formula answers within its 30 s, that the rest comes at
 * the next turns, and what the main job asks. SKELETON_IDS gives the numbers of ids; without it 100 and
 * 300, and 1,000 in npm run test:long.
 */
import { drive, fillTab, plan } from '../../workbench/addon/jobs';
import { type Workbench, workbench } from '../../workbench/addon/workbench';
import { casesOf } from '../../workbench/long';

const COUNTS = (process.env.SKELETON_IDS ?? `100,${casesOf(300, 1000)}`).split(',').map(Number);
/** A call of the bulk route, with two processes behind it, and a file of the bucket. */
const SLOW = { skeletonCostMs: 300, skeletonWorkers: 2, skeletonFileMs: 150, latencyMs: 80 };
const SERVERS = ['0.23.11', '0.23.8'];
const STACK = 'brain_and_nerve_cord';

/** A sheet of distinct ids whose skeletons are all there. */
function setup(count: number, skeletonServer: string): { bench: Workbench; ids: string[] } {
  const bench = workbench();
  const { cave } = bench;
  const current = cave.truth.sampleCurrent(count);
  const ids = [...new Set([...current, ...cave.truth.sampleStale(2 * count)])].slice(0, count);
  expect(ids.length).toBe(count);
  const all = [...new Set(ids.flatMap((id) => [id, ...cave.truth.candidates(id).map((each) => each.id)]))];
  for (let at = 0; at < all.length; at += 1000) {
    cave.handle({
      method: 'POST',
      path: `/skeletoncache/api/v1/${STACK}/bulk/gen_skeletons`,
      headers: { authorization: `Bearer ${cave.token}`, 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify({ root_ids: all.slice(at, at + 1000), skeleton_version: 4 })),
    });
  }
  cave.advance(3_600_000);
  cave.setFaults({ ...SLOW, skeletonServer });
  fillTab(bench, ids);
  return { bench, ids };
}

/** A minute later: what a formula takes is on no clock but its own. */
function refresh(bench: Workbench): void {
  bench.host.triggers.advance(60_000);
  bench.book.recalculate();
}

const skeletonRequests = (bench: Workbench, from: number): number =>
  bench.host.sent.slice(from).filter(({ url }) => /skeletoncache|cave-skeletons/.test(url)).length;

describe.each(SERVERS)('server %s', (server) => {
  test.each(COUNTS)('TT_CABLE_LENGTH of %i ids: more at each turn, all in the end, none twice', (count) => {
    const { bench, ids } = setup(count, server);
    const sent = bench.host.sent.length;
    const lengths: number[] = [];
    let cells: string[] = [];
    bench.formula(2, 3, `=TT_CABLE_LENGTH(A2:A${count + 1})`);
    for (let turn = 0; turn < 1 + count / 20; turn++) {
      cells = bench.shown(2, 3, count, 1).flat();
      lengths.push(cells.filter((cell) => /^[\d.]+$/.test(cell)).length);
      if (lengths.at(-1) === count) break;
      for (const cell of cells) expect(cell).toMatch(/^([\d.]+|#TT PENDING: .*Refresh to go on)$/);
      refresh(bench);
    }
    const requests = skeletonRequests(bench, sent);
    console.log(
      `TT_CABLE_LENGTH, ${count} ids, ${server}: ${lengths[0]} in the first turn, ${lengths.length} turns, ${requests} requests`,
    );
    expect(lengths.at(-1)).toBe(count);
    expect(lengths[0]).toBeGreaterThanOrEqual(Math.min(count, 100));
    expect(requests).toBeLessThanOrEqual(server === SERVERS[0] ? 1.1 * count + 5 : count / 5);
    cells.forEach((cell, i) => {
      if (i % 37 === 0) expect(Number(cell)).toBeCloseTo(bench.cave.truth.cable(ids[i]!).length, 2);
    });
  });

  test.each(COUNTS)('Add segment details with cable length, %i ids: done', (count) => {
    const { bench } = setup(count, server);
    const sent = bench.host.sent.length;
    const started = bench.host.clock.now();
    const headers = ['current_id', 'cable_length'];
    const { id } = bench.call('startJob', [plan(bench, { headers })]);
    const job = drive(bench, id);
    const requests = skeletonRequests(bench, sent);
    const minutes = (bench.host.clock.now() - started) / 60_000;
    console.log(
      `Add segment details, ${count} ids, ${server}: ${requests} requests to skeletons, ${bench.host.sent.length - sent} in all, ${minutes.toFixed(1)} min, ${JSON.stringify(job.failures)}`,
    );
    expect(job).toMatchObject({ state: 'done', done: count });
    expect(job.failures.every(({ code }) => code === 'AMBIGUOUS' || code === 'ID')).toBe(true);
    expect(requests).toBeLessThanOrEqual(count / 5);
  });
});

test('a service that is too busy for a formula: TIMEOUT or PENDING in its rows, not an error of the platform', () => {
  const { bench } = setup(100, '0.23.8');
  bench.cave.setFaults({
    skeletonCostMs: 4000,
    skeletonWorkers: 2,
    skeletonServer: '0.23.8',
    skeletonGatewayMs: 1e6,
  });
  bench.formula(2, 3, '=TT_CABLE_LENGTH(A2:A101)');
  for (const cell of bench.shown(2, 3, 100, 1).flat()) expect(cell).toMatch(/^#TT (TIMEOUT|PENDING): /);
});

test('every bulk call fails: a hundred ids cost a formula few requests, and say so', () => {
  const { bench } = setup(100, '0.23.8');
  bench.cave.setFaults({ skeletonServer: '0.23.8', brokenSkeletons: true });
  const sent = bench.host.sent.length;
  bench.formula(2, 3, '=TT_CABLE_LENGTH(A2:A101)');
  const cells = bench.shown(2, 3, 100, 1).flat();
  expect(new Set(cells.map((cell) => cell.slice(0, 9)))).toEqual(new Set(['#TT DOWN:']));
  expect(skeletonRequests(bench, sent)).toBeLessThanOrEqual(13);
});

test('a gateway that gives up after 10 s: smaller calls, and every answer in the end', () => {
  const { bench } = setup(100, '0.23.8');
  bench.cave.setFaults({ ...SLOW, skeletonServer: '0.23.8', skeletonGatewayMs: 10_000 });
  bench.formula(2, 3, '=TT_CABLE_LENGTH(A2:A101)');
  const lengths = () =>
    bench
      .shown(2, 3, 100, 1)
      .flat()
      .filter((cell) => /^[\d.]+$/.test(cell)).length;
  const turns = [lengths()];
  for (let turn = 0; turn < 20 && turns.at(-1)! < 100; turn++) {
    refresh(bench);
    turns.push(lengths());
  }
  console.log(`a gateway of 10 s: ${turns.join(', ')} of 100 ids`);
  expect(turns.at(-1)).toBe(100);
});

test('an id that CAVE does not know, and a skeleton that is never made, end in words', () => {
  const bench = workbench();
  const [newRoots] = bench.cave.edit({ kind: 'split', share: 0.7 }).after;
  bench.cave.setFaults({ loseSkeletons: true });
  fillTab(bench, [newRoots!, '720575941499999999']);
  bench.formula(2, 3, '=TT_CABLE_LENGTH(A2:A3)');
  expect(bench.shown(2, 3, 2, 1).flat()).toEqual([
    expect.stringMatching(/^#TT PENDING: the skeleton is being made, about 1 min/),
    expect.stringMatching(/^#TT UNKNOWN: no such segment/),
  ]);
  bench.host.triggers.advance(45 * 60_000);
  bench.book.recalculate();
  expect(bench.shown(2, 3, 1, 1).flat()).toEqual([
    expect.stringMatching(/^#TT NONE: the skeleton was ordered \d+ min ago and is not made/),
  ]);
});

test('a few skeletons that are being made hold a run up for less than a minute; the other rows are there before', () => {
  const { bench, ids } = setup(40, '0.23.11');
  // These edits are new: no store has their skeletons yet.
  const fresh = [0, 1, 2].map(() => bench.cave.edit({ kind: 'split', share: 0.7 }).after[0]!);
  bench.cave.setFaults({ skeletonServer: '0.23.11', latencyMs: 80 });
  fillTab(bench, [...fresh, ...ids]);
  const started = bench.host.clock.now();
  const headers = ['current_id', 'cable_length'];
  let job = bench.call('startJob', [plan(bench, { headers })]);
  const filled = () => bench.shown(2, 4, fresh.length + ids.length, 1).flat();
  let firstReady = 0;
  let [longest, last] = [0, bench.host.clock.now()];
  while (job.state === 'running') {
    const before = filled().filter((cell) => cell !== '').length;
    job = bench.call('stepJob', [job.id]);
    const after = filled().filter((cell) => cell !== '').length;
    const now = bench.host.clock.now();
    if (after >= ids.length && firstReady === 0) firstReady = now - started;
    if (after > before) [longest, last] = [Math.max(longest, now - last), now];
  }
  expect(job).toMatchObject({ state: 'done', done: fresh.length + ids.length });
  expect(job.failures.every(({ code }) => code === 'AMBIGUOUS' || code === 'ID')).toBe(true);
  expect(
    filled()
      .slice(0, 3)
      .every((cell) => /^[\d.,]+$/.test(cell)),
  ).toBe(true);
  console.log(
    `all but three after ${firstReady / 1000} s, all after ${(last - started) / 1000} s, longest wait ${longest / 1000} s`,
  );
  expect(firstReady).toBeGreaterThan(0);
  expect(firstReady).toBeLessThan(15_000);
  expect(longest).toBeLessThan(60_000);
});
