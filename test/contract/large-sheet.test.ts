/** 20,000 rows, with kills, sorts and inserts; then Undo with the same. Exact, and in no more service calls than for a few rows. */

import { Kill } from '@tracer-tools/apps-script';
import { createCaveSandbox } from '@tracer-tools/cave';
import type { JobView } from '../../src/addon/interfaces/api';
import { plan } from '../../workbench/addon/jobs';
import { CAVE_ORIGIN, START, workbench } from '../../workbench/addon/workbench';
import { LONG } from '../../workbench/long';
import { random } from '../../workbench/random';

const ROWS = LONG ? 20_000 : 1500;
const SEED = 20_000;
/** Google ends an execution after this long. */
const LIMIT_MS = 360_000;
/** Of a run, and of its Undo. */
const EVENTS = { run: 12, undo: 6 };
const RATE = { run: 0.015, undo: 0.05 };

test(`${ROWS} rows, seed ${SEED}: every row has its own answer, and its old value after Undo`, () => {
  const cave = createCaveSandbox({ origin: CAVE_ORIGIN, now: () => START });
  // Real time says how busy this machine is; the virtual clock counts calls and requests.
  const bench = workbench({ cave, switches: { realLimitMs: 1_800_000 } });
  const { grid, host } = bench;
  const next = random(SEED);
  const pool = cave.truth.sampleCurrent(300).filter((id) => cave.truth.supervoxelCount(id) < 3000);
  const ids = Array.from({ length: ROWS }, (_x, i) => pool[(i * 7) % pool.length]!);
  if (ROWS + 50 > grid.maxRows) grid.insertRows(grid.maxRows, ROWS + 50 - grid.maxRows);
  const rows = ids.map((id, i) => [`'${id}`, `note ${i}`, i % 3 === 0 ? `old ${i}` : '']);
  grid.write({ row: 1, column: 1, rows: 1, columns: 3 }, [['root_id', 'notes', 'current_id']]);
  grid.write({ row: 2, column: 1, rows: ROWS, columns: 3 }, rows);
  const { id } = bench.call('startJob', [plan(bench, { kind: 'current', headers: ['current_id'] })]);
  const most = { calls: 0, ms: 0, cpuMs: 0, times: 0 };
  let calls = 0;
  /** One call of the add-on: its service calls, its time on the virtual clock, and this process's own. */
  const measured = <T>(work: () => T): T => {
    const [from, cpu] = [host.clock.now(), process.cpuUsage()];
    calls = 0;
    const value = work();
    most.times++;
    most.calls = Math.max(most.calls, calls);
    most.ms = Math.max(most.ms, host.clock.now() - from);
    const { user, system } = process.cpuUsage(cpu);
    most.cpuMs = Math.max(most.cpuMs, Math.round((user + system) / 1000));
    return value;
  };
  const shown = () => {
    const said = `${most.calls} service calls, ${most.ms} ms on the virtual clock, ${most.cpuMs} ms of this processor`;
    const words = `${most.times} calls of the add-on, each at most ${said}`;
    Object.assign(most, { calls: 0, ms: 0, cpuMs: 0, times: 0 });
    return words;
  };
  const sort = () =>
    grid.sort(
      { row: 2, column: 1, rows: grid.lastRow() - 1, columns: 3 },
      { column: 1 + Math.floor(next() * 2), ascending: next() < 0.5 },
    );
  const disturb = (phase: 'run' | 'undo') => {
    const count = EVENTS[phase];
    const happened = { count: 0 };
    host.hooks.beforeCall = (service) => {
      // A rich text is a value that its range has returned: reading its runs does not reach the spreadsheet.
      if (service === 'RichTextValue') return;
      calls++;
      if (next() > RATE[phase] || happened.count >= count) return;
      const kind = happened.count++ % 3;
      if (kind === 0) throw new Kill('power loss');
      if (kind === 1) sort();
      else grid.insertRows(2 + Math.floor(next() * grid.lastRow()), 1);
    };
    return happened;
  };
  const inRun = disturb('run');
  let state = 'running';
  for (let steps = 0; state === 'running' && steps < 400; steps++) {
    const answer = measured(() => bench.attempt('stepJob', [id]));
    if ('killed' in answer || !answer.ok) bench.attempt('resumeJob', [id]);
    else {
      state = (answer.value as JobView).state;
      if ((answer.value as JobView).leasedUntil !== '') bench.attempt('resumeJob', [id]);
    }
  }
  expect(state).toBe('done');
  expect(inRun.count).toBe(EVENTS.run);
  host.hooks.beforeCall = undefined;
  const wrong = grid
    .shown({ row: 2, column: 1, rows: grid.lastRow() - 1, columns: 3 })
    .filter(([key, note, current]) => (note === '' ? current !== '' : current !== key));
  expect(wrong).toEqual([]);
  const [runCalls, runMs] = [most.calls, most.ms];
  const run = shown();
  sort();
  const inUndo = disturb('undo');
  for (let tries = 0; tries < 10; tries++) {
    measured(() => bench.attempt('undo', [id]));
    if (bench.call('jobs', [])[0]!.undone) break;
  }
  host.hooks.beforeCall = undefined;
  const [undoCalls, undoMs] = [most.calls, most.ms];
  console.info(`${ROWS} rows; run: ${run}; Undo: ${shown()}, with ${inUndo.count} events`);
  expect(bench.call('jobs', [])[0]).toMatchObject({ id, undone: true });
  const after = grid
    .shown({ row: 2, column: 1, rows: grid.lastRow() - 1, columns: 3 })
    .filter(([, note]) => note !== '');
  expect(after).toHaveLength(ROWS);
  const lost = after.filter(([key, note, current]) => {
    const i = Number(note!.slice(5));
    return key !== ids[i] || current !== (i % 3 === 0 ? `old ${i}` : '');
  });
  expect(lost).toEqual([]);
  // However many rows: the looks, the record and the marks, and what the events made to be set right: after a sort in the
  // middle of a write, each of up to 300 ids stands in rows that are far from each other.
  expect(Math.max(runCalls, undoCalls)).toBeLessThan(LONG ? 900 : 600);
  expect(Math.max(runMs, undoMs)).toBeLessThan(LIMIT_MS);
}, 1_800_000);
