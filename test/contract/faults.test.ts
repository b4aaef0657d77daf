/** When CAVE fails: jobs still end right, formulas say what happened, and nothing that failed reads as an answer. */
import { drive, fillTab, plan } from '../../workbench/addon/jobs';
import { type Workbench, workbench } from '../../workbench/addon/workbench';

const HEADERS = [
  'current_id',
  'volume_um3',
  'cable_length',
  'inc_syn',
  'out_syn',
  'total_syn',
  'proofread',
  'share',
];

function run(bench: Workbench, ids: string[]) {
  fillTab(bench, ids);
  const job = drive(bench, bench.call('startJob', [plan(bench, { headers: HEADERS })]).id);
  return { job, rows: bench.shown(2, 3, ids.length, HEADERS.length) };
}

test('30 % of all requests fail, and the job ends with the same cells', () => {
  const calm = workbench();
  const { truth } = calm.cave;
  const ids = [...truth.sampleStale(60), ...truth.sampleCurrent(60)];
  const expected = run(calm, ids);
  // Nothing failed: splits without a clear successor are refused on any CAVE.
  expect(expected.job.state).toBe('done');
  expect(expected.job.failures.every(({ code }) => code === 'AMBIGUOUS')).toBe(true);
  const rough = workbench();
  rough.cave.setFaults({ rate: 0.3, kinds: ['429', 'mat429', '502', '503', '504', 'reset', 'cut'] });
  const { job, rows } = run(rough, ids);
  expect(job).toMatchObject({ state: 'done', done: ids.length, failures: expected.job.failures });
  expect(rows).toEqual(expected.rows);
});

test.each([
  ['503', /^#TT DOWN: .* Try again later$/],
  ['429', /^#TT BUSY: CAVE asks us to wait/],
  ['reset', /^#TT DOWN: .*cannot be reached/],
  ['cut', /^#TT DOWN: .*(cut or damaged|reached)/],
] as const)('a formula under %s says so in every row', (kind, words) => {
  const bench = workbench();
  fillTab(bench, [...bench.cave.truth.sampleCurrent(3)]);
  bench.cave.setFaults({ rate: 1, kinds: [kind] });
  bench.formula(2, 3, '=TT_IS_CURRENT(A2:A4)');
  const cells = bench.shown(2, 3, 3, 1).flat();
  for (const cell of cells) expect(cell).toMatch(words);
  bench.cave.setFaults({ rate: 0 });
  bench.book.recalculate();
  expect(bench.shown(2, 3, 3, 1).flat()).toEqual(['TRUE', 'TRUE', 'TRUE']);
});

test('a job that cannot get through waits, and goes on when it can', () => {
  const bench = workbench();
  const ids = bench.cave.truth.sampleStale(10);
  fillTab(bench, ids);
  bench.cave.setFaults({ rate: 1, kinds: ['503'] });
  const { id } = bench.call('startJob', [plan(bench)]);
  const waiting = drive(bench, id);
  expect(waiting).toMatchObject({ state: 'waiting', done: 0 });
  expect(waiting.message).toMatch(/^CAVE is not answering; trying again by itself\. DOWN: /);
  // Tried again by itself, at growing intervals, with one line in the log.
  const wait = Date.parse(waiting.retryAt) - bench.host.clock.now();
  expect([wait > 14_000, wait <= 15_000]).toEqual([true, true]);
  bench.host.clock.advance(20_000);
  expect(bench.call('stepJob', [id])).toMatchObject({ state: 'waiting' });
  const log = bench.book.grid('TT log')!;
  expect(log.shown({ row: 2, column: 6, rows: 2, columns: 1 })).toEqual([['waiting'], ['started']]);
  expect(bench.shown(2, 3, 1, 1)[0]).toEqual(['']);
  bench.cave.setFaults({ rate: 0 });
  bench.host.clock.advance(60_000);
  expect(drive(bench, id)).toMatchObject({ state: 'done', done: ids.length, message: '' });
});

test('a part that fails leaves its reason in its own cells, and Retry failed asks for it again', () => {
  const bench = workbench();
  const ids = bench.cave.truth.sampleCurrent(5);
  bench.cave.setFaults({ rate: 1, kinds: ['503'], routes: 'skeletoncache' });
  const first = run(bench, ids);
  expect(first.job).toMatchObject({ state: 'done', failures: [{ code: 'DOWN', count: 5 }], canRetry: true });
  for (const row of first.rows) {
    expect(row[2]).toMatch(/^#TT DOWN: /);
    expect(Number(row[1])).toBeGreaterThan(0);
  }
  bench.cave.setFaults({ rate: 0 });
  bench.call('retryFailed', [first.job.id]);
  expect(drive(bench, first.job.id)).toMatchObject({ state: 'done', failures: [] });
  const cables = bench.grid.values({ row: 2, column: 5, rows: 5, columns: 1 }).flat();
  for (const cable of cables) expect(Number(cable)).toBeGreaterThan(0);
});

test('a token that CAVE does not know is refused and not kept', () => {
  const bench = workbench({ bare: true });
  bench.call('saveSettings', [{ server: 'http://127.0.0.1:8080' }]);
  const answer = bench.attempt('saveToken', [bench.cave.invalidToken]);
  expect(answer).toMatchObject({ ok: false, error: { code: 'TOKEN' } });
  expect(bench.call('boot', []).settings.hasToken).toBe(false);
});

test('a job whose token is gone fails with the remedy, and nothing is written', () => {
  const bench = workbench();
  fillTab(bench, bench.cave.truth.sampleStale(3));
  const { id } = bench.call('startJob', [plan(bench)]);
  bench.call('forgetToken', []);
  const job = drive(bench, id);
  expect(job).toMatchObject({ state: 'failed' });
  expect(job.message).toMatch(/^TOKEN: .*Settings/);
  expect(bench.shown(2, 3, 3, 1).flat()).toEqual(['', '', '']);
});

test('formulas are OFF until the owner switches them on', () => {
  const bench = workbench();
  fillTab(bench, bench.cave.truth.sampleCurrent(1));
  expect(bench.formula(2, 3, '=TT_IS_CURRENT(A2)')).toBe(true);
  bench.call('setFormulas', [false]);
  bench.book.recalculate();
  expect(bench.shown(2, 3, 1, 1)[0]![0]).toMatch(/^#TT OFF: the owner can switch formulas on/);
});

test('Cancel while a step asks: it stops before the batch after half a second, and writes nothing more', () => {
  const bench = workbench({ latencyMs: 600 });
  const ids = bench.cave.truth.sampleStale(50);
  fillTab(bench, ids);
  const { id } = bench.call('startJob', [plan(bench)]);
  let fetches = 0;
  bench.host.hooks.beforeCall = (_service, method) => {
    if (method !== 'fetchAll' || ++fetches !== 2) return;
    bench.host.hooks.beforeCall = undefined;
    bench.call('cancelJob', [id]);
  };
  bench.requests();
  const job = bench.call('stepJob', [id]);
  expect(job).toMatchObject({ state: 'cancelled', done: 0 });
  expect(bench.requests()).toBeLessThanOrEqual(3);
  expect(bench.shown(2, 3, ids.length, 2).flat().join('')).toBe('');
  bench.call('resumeJob', [id]);
  expect(drive(bench, id)).toMatchObject({ state: 'done', done: ids.length });
});

test('a file whose formulas cannot see the owner’s properties says OFF, never an empty answer', () => {
  const bench = workbench({ switches: { userPropertiesInCells: 'none' } });
  fillTab(bench, bench.cave.truth.sampleCurrent(1));
  expect(bench.formula(2, 3, '=TT_IS_CURRENT(A2)')).toMatch(/^#TT OFF: /);
});
