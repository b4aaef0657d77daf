/**
 * People go on working while a job writes: a run is killed, a column sorted, a row inserted, an id edited, at any
 * service call. Afterwards every row holds the values of its own id, and none is missing.
 */

import { Kill } from '@tracer-tools/apps-script';
import { createCaveSandbox } from '@tracer-tools/cave';
import type { JobView } from '../../src/addon/interfaces/api';
import { drive, plan } from '../../workbench/addon/jobs';
import { CAVE_ORIGIN, START, type Workbench, workbench } from '../../workbench/addon/workbench';
import { casesOf } from '../../workbench/long';
import { random } from '../../workbench/random';
import { smallNeurons } from '../../workbench/sweep/pool';

const FIRST = Number(process.env.FIRST_SEED ?? 1);
/** `npm run test:long` plays all; the sweep beside it tries every kind of event. */
const CASES = Number(process.env.INTERLEAVINGS ?? casesOf(16, 1000));
const HEADERS = ['current_id', 'share'];
/** root_id, notes, current_id, comment, share: the owned columns do not stand side by side. */
const COLUMNS = { id: 1, notes: 2, current: 3, comment: 4, share: 5 };

const cave = createCaveSandbox({ origin: CAVE_ORIGIN, now: () => START });
const pool = smallNeurons(cave, 24, 16);

const bench = workbench({ cave });

/** The one spreadsheet, emptied, with these ids. */
function sheet(ids: string[]): Workbench {
  for (const grid of bench.book.grids()) if (grid !== bench.grid) bench.book.removeGrid(grid.id);
  const { maxRows: rows, maxColumns: columns } = bench.grid;
  bench.grid.clear({ row: 1, column: 1, rows, columns }, { contents: true, formats: true, notes: true });
  bench.put(1, 1, [['root_id', 'notes', 'current_id', 'comment', 'share']]);
  bench.put(
    2,
    1,
    ids.map((id, i) => [id === '' ? '' : `'${id}`, `note ${i}`]),
  );
  return bench;
}

/** What an undisturbed job writes beside each id of the pool. */
const expected = new Map<string, string>();
beforeAll(() => {
  sheet(pool);
  const job = drive(bench, bench.call('startJob', [plan(bench, { headers: HEADERS })]).id);
  expect(job).toMatchObject({ state: 'done', done: pool.length, message: '' });
  for (const row of bench.shown(2, 1, pool.length, 5)) expected.set(row[0]!, answerOf(row));
});

const answerOf = (row: string[]) => `${row[COLUMNS.current - 1]} ${row[COLUMNS.share - 1]}`;

type Event = 'kill' | 'sort' | 'insert' | 'edit';

interface Run {
  bench: Workbench;
  next: () => number;
  /** Rows by note: the id that the row should have now. */
  rows: Map<string, string>;
  lateEdits: Set<string>;
  told: string[];
}

function happen(event: Event, run: Run): void {
  const { grid } = run.bench;
  const last = grid.lastRow();
  const pick = (below: number) => Math.floor(run.next() * below);
  if (event === 'kill') throw new Kill('power loss');
  if (event === 'sort') {
    const header = grid
      .shown({ row: 1, column: 1, rows: last, columns: 1 })
      .findIndex(([id]) => id === 'root_id');
    const rows = last - header - 1;
    if (rows < 2) return;
    grid.sort(
      { row: header + 2, column: 1, rows, columns: 5 },
      { column: 1 + pick(2), ascending: run.next() < 0.5 },
    );
    return;
  }
  if (event === 'insert') {
    grid.insertRows(1 + pick(last + 1), 1);
    return;
  }
  const row = 2 + pick(last - 1);
  const note = grid.shown({ row, column: COLUMNS.notes, rows: 1, columns: 1 })[0]![0]!;
  if (!run.rows.has(note)) return;
  const id = run.next() < 0.2 ? '' : pool[pick(pool.length)]!;
  grid.write({ row, column: 1, rows: 1, columns: 1 }, [[id === '' ? '' : `'${id}`]]);
  run.rows.set(note, id);
  run.lateEdits.add(note);
}

/** Arms the events: each strikes at the n-th service call from now on. */
function arm(run: Run, events: { at: number; event: Event }[]): void {
  let calls = 0;
  const open = [...events];
  run.bench.host.hooks.beforeCall = (service, method) => {
    calls++;
    // After this, the job has looked: an id edited later is a matter for the next refresh.
    if (method === 'getValues') run.lateEdits.clear();
    while (open.length > 0 && open[0]!.at <= calls) {
      const { event } = open.shift()!;
      run.told.push(`${event} at ${calls} ${service}.${method}`);
      happen(event, run);
    }
  };
}

function driveThrough(run: Run, id: string): string {
  for (let tries = 0; tries < 60; tries++) {
    const answer = run.bench.attempt('stepJob', [id]);
    if ('killed' in answer || !answer.ok) {
      run.bench.attempt('resumeJob', [id]);
      continue;
    }
    const { state, leasedUntil } = answer.value as JobView;
    if (state !== 'running') return state;
    if (leasedUntil !== '') run.bench.attempt('resumeJob', [id]);
  }
  return 'never ended';
}

function check(run: Run): string[] {
  const { grid } = run.bench;
  const wrong: string[] = [];
  const seen = new Set<string>();
  for (const row of grid.shown({ row: 1, column: 1, rows: grid.lastRow(), columns: 5 })) {
    const [id, note] = row as [string, string];
    if (id === 'root_id' || note === '') {
      if (id === '' && answerOf(row) !== ' ') wrong.push(`values on an empty row: ${row.join(' | ')}`);
      continue;
    }
    seen.add(note);
    if (run.rows.get(note) !== id) wrong.push(`${note} moved to ${id}`);
    if (run.lateEdits.has(note)) continue;
    const want = id === '' ? ' ' : expected.get(id)!;
    if (answerOf(row) !== want) wrong.push(`${note} ${id}: ${answerOf(row)}, not ${want}`);
  }
  for (const note of run.rows.keys()) if (!seen.has(note)) wrong.push(`${note} is lost`);
  return wrong;
}

const EVENTS: Event[] = ['kill', 'sort', 'insert', 'edit'];

function play(seed: number): string[] {
  const next = random(seed);
  const ids = Array.from({ length: 6 + Math.floor(next() * 8) }, () =>
    next() < 0.08 ? '' : pool[Math.floor(next() * pool.length)]!,
  );
  if (!ids.some((id) => id !== '')) ids[0] = pool[0]!;
  sheet(ids);
  // Nobody has seen whether a killed run's buffered writes are lost: both ways.
  bench.host.world.switches.killLosesBufferedWrites = seed % 2 === 0;
  const rows = new Map(ids.map((id, i) => [`note ${i}`, id]));
  const run: Run = { bench, next, rows, lateEdits: new Set(), told: [] };
  const { id } = bench.call('startJob', [plan(bench, { headers: HEADERS })]);
  const events = Array.from({ length: 1 + Math.floor(next() * 4) }, () => ({
    at: 1 + Math.floor(next() * 110),
    event: EVENTS[Math.floor(next() * EVENTS.length)]!,
  })).sort((a, b) => a.at - b.at);
  arm(run, events);
  const state = driveThrough(run, id);
  run.bench.host.hooks.beforeCall = undefined;
  const wrong = check(run);
  if (state !== 'done') wrong.push(`ended as ${state}: ${bench.call('job', [])?.message}`);
  return wrong.length > 0 ? [`seed ${seed}: ${run.told.join('; ')}`, ...wrong] : [];
}

test(`${CASES} interleavings, seeds from ${FIRST}: no value on a wrong row and none lost`, () => {
  const wrong: string[] = [];
  for (let seed = FIRST; seed < FIRST + CASES && wrong.length < 30; seed++) wrong.push(...play(seed));
  expect(wrong).toEqual([]);
}, 600_000);
