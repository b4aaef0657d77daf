/**
 * Scheduled refreshes ask about what was edited: rows whose neuron no edit has replaced cost one request for all, and
 * every cell is what a run that asks about everything would write.
 */
import { fillTab, plan } from '../../workbench/addon/jobs';
import { type Workbench, workbench } from '../../workbench/addon/workbench';
import { casesOf } from '../../workbench/long';
import { random } from '../../workbench/random';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LASTING = ['current_id', 'share', 'volume_um3', 'cable_length'];
const ALL = [...LASTING, 'inc_syn', 'out_syn', 'proofread', 'as_of'];

function scheduled(headers: string[], rows: number): Workbench {
  const bench = workbench();
  const { truth } = bench.cave;
  const small = (id: string) => truth.supervoxelCount(id) < 4000 && truth.candidates(id)[0]!.share > 0.75;
  fillTab(bench, [
    ...truth
      .sampleStale(rows)
      .filter(small)
      .slice(0, rows / 2),
    ...truth
      .sampleCurrent(rows)
      .filter(small)
      .slice(0, rows / 2),
  ]);
  bench.call('addSchedule', [plan(bench, { headers }), { kind: 'hours', hours: 24 }, 'none']);
  round(bench, HOUR);
  return bench;
}

/** Requests of a round. */
function round(bench: Workbench, ms = DAY + HOUR): number {
  bench.requests();
  bench.host.triggers.advance(ms);
  const requests = bench.requests();
  expect(bench.call('job', [])).toMatchObject({ state: 'done' });
  return requests;
}

/** Cells that a run finds wrong that asks about every row. */
function wrongCells(bench: Workbench, headers: string[]): number {
  let job = bench.call('startJob', [plan(bench, { headers })]);
  while (job.state === 'running') job = bench.call('stepJob', [job.id]);
  expect(job.state).toBe('done');
  return job.changed;
}

test('nothing was edited: one request for all rows, beside those that open the datastack', () => {
  const bench = scheduled(LASTING, 40);
  for (let night = 0; night < 2; night++) {
    bench.cave.counters.clear();
    round(bench);
    const counted = [...bench.cave.counters].filter(([route]) => !/info/.test(route));
    expect(counted).toEqual([[expect.stringMatching(/is_latest_roots$/), 1]]);
  }
  expect(wrongCells(bench, LASTING)).toBe(0);
});

test('rows whose successor is not clear are asked about together, after the others, not some in each step', () => {
  const bench = workbench();
  const { truth } = bench.cave;
  const stale = truth.sampleStale(300).filter((id) => truth.supervoxelCount(id) < 4000);
  const unclear = stale.filter((id) => truth.candidates(id)[0]!.share < 0.7).slice(0, 4);
  const clear = truth.sampleCurrent(130);
  fillTab(bench, [...unclear.slice(0, 2), ...clear, ...unclear.slice(2)]);
  bench.call('addSchedule', [
    plan(bench, { headers: ['current_id', 'share'] }),
    { kind: 'hours', hours: 24 },
    'none',
  ]);
  round(bench, HOUR);
  bench.cave.counters.clear();
  round(bench);
  const count = (route: RegExp) =>
    [...bench.cave.counters].filter(([name]) => route.test(name)).reduce((sum, [, times]) => sum + times, 0);
  expect(bench.call('job', [])!.failures).toEqual([expect.objectContaining({ code: 'AMBIGUOUS', count: 4 })]);
  expect(count(/lineage/)).toBe(1);
});

test('synapses, marks and the time are asked about each time, lengths and volumes are not', () => {
  const bench = scheduled(ALL, 20);
  const before = bench.grid.shown({ row: 1, column: 1, rows: 2, columns: bench.grid.lastColumn() });
  const asked: string[] = [];
  bench.cave.counters.clear();
  bench.host.triggers.advance(DAY + HOUR);
  for (const [route, count] of bench.cave.counters) if (count > 0) asked.push(route);
  expect(asked.some((route) => /skeleton|l2cache|leaves/.test(route))).toBe(false);
  const after = bench.grid.shown({ row: 1, column: 1, rows: 2, columns: bench.grid.lastColumn() });
  const time = before[0]!.indexOf('as_of');
  expect(after[1]![time]).not.toBe(before[1]![time]);
  expect(wrongCells(bench, ALL.slice(0, -1))).toBe(0);
});

test('a value that somebody typed over is asked about again', () => {
  const bench = scheduled(LASTING, 20);
  const value = bench.shown(4, 5, 1, 1)[0]![0]!;
  bench.put(4, 5, [[1234.5]]);
  // Another current segment in place of the right one, whose measures stay.
  const { value: other } = bench.grid.view(6, 3);
  const { value: right } = bench.grid.view(5, 3);
  bench.put(5, 3, [[`'${other}`]]);
  round(bench);
  expect(bench.shown(4, 5, 1, 1)[0]![0]).toBe(value);
  expect(bench.grid.view(5, 3).value).toBe(right);
  expect(wrongCells(bench, LASTING)).toBe(0);
});

test.each(Array.from({ length: casesOf(2, 40) }, (_x, i) => 400 + i))(
  'seed %i: edits, sorts, new rows, changed ids',
  (seed) => {
    const next = random(seed);
    const bench = scheduled(LASTING, 24);
    const { cave, grid } = bench;
    const pick = (many: number) => Math.floor(next() * many);
    for (let turn = 0; turn < 2; turn++) {
      const rows = grid.lastRow() - 1;
      for (let edit = 0; edit < 3; edit++) {
        const root = String(grid.view(2 + pick(rows), 3).value);
        if (cave.truth.isLatest(root)) cave.edit({ root, kind: 'split', share: 0.75 + next() / 5 });
      }
      const spare = cave.truth.sampleCurrent(60).slice(30);
      if (next() < 0.5) bench.put(2 + pick(rows), 1, [[`'${spare[pick(spare.length)]!}`]]);
      if (next() < 0.5) bench.put(rows + 2, 1, [[`'${spare[pick(spare.length)]!}`, 'new']]);
      if (next() < 0.5) {
        const box = { row: 2, column: 1, rows: grid.lastRow() - 1, columns: grid.lastColumn() };
        grid.sort(box, { column: 2, ascending: next() < 0.5 });
      }
      round(bench);
      for (let row = 2; row <= grid.lastRow(); row++) {
        const [id, , current] = grid.shown({ row, column: 1, rows: 1, columns: 3 })[0]!;
        const [best] = cave.truth.candidates(id!);
        const expected = best!.share < 0.7 ? expect.stringMatching(/^#TT AMBIGUOUS/) : best!.id;
        expect([id, current]).toEqual([id, expected]);
      }
    }
    expect(wrongCells(bench, LASTING)).toBe(0);
  },
);
