/** 20,000 rows, with kills, sorts and inserts; then Undo. Exact, and no more service calls than for a few rows. */

import { Kill } from '@tracer-tools/apps-script';
import { createCaveSandbox } from '@tracer-tools/cave';
import type { JobView } from '../../src/addon/interfaces/api';
import { plan } from '../../workbench/addon/jobs';
import { CAVE_ORIGIN, START, workbench } from '../../workbench/addon/workbench';
import { LONG } from '../../workbench/long';
import { random } from '../../workbench/random';

const ROWS = LONG ? 20_000 : 1500;
const SEED = 20_000;

test(`${ROWS} rows, seed ${SEED}: every row has its own answer, and its old value after Undo`, () => {
  const cave = createCaveSandbox({ origin: CAVE_ORIGIN, now: () => START });
  const bench = workbench({ cave });
  const { grid, host } = bench;
  const next = random(SEED);
  const pool = cave.truth.sampleCurrent(300).filter((id) => cave.truth.supervoxelCount(id) < 3000);
  const ids = Array.from({ length: ROWS }, (_x, i) => pool[(i * 7) % pool.length]!);
  if (ROWS + 50 > grid.maxRows) grid.insertRows(grid.maxRows, ROWS + 50 - grid.maxRows);
  const rows = ids.map((id, i) => [`'${id}`, `note ${i}`, i % 3 === 0 ? `old ${i}` : '']);
  grid.write({ row: 1, column: 1, rows: 1, columns: 3 }, [['root_id', 'notes', 'current_id']]);
  grid.write({ row: 2, column: 1, rows: ROWS, columns: 3 }, rows);
  const { id } = bench.call('startJob', [plan(bench, { kind: 'current', headers: ['current_id'] })]);
  let calls = 0;
  let events = 0;
  const most = { step: 0, undo: 0 };
  const sort = () =>
    grid.sort(
      { row: 2, column: 1, rows: grid.lastRow() - 1, columns: 3 },
      { column: 1 + Math.floor(next() * 2), ascending: next() < 0.5 },
    );
  host.hooks.beforeCall = () => {
    calls++;
    if (next() > 0.015 || events >= 12) return;
    events++;
    const kind = Math.floor(next() * 3);
    if (kind === 0) throw new Kill('power loss');
    if (kind === 1) sort();
    else grid.insertRows(2 + Math.floor(next() * grid.lastRow()), 1);
  };
  let state = 'running';
  for (let steps = 0; state === 'running' && steps < 400; steps++) {
    calls = 0;
    const answer = bench.attempt('stepJob', [id]);
    most.step = Math.max(most.step, calls);
    if ('killed' in answer || !answer.ok) bench.attempt('resumeJob', [id]);
    else {
      state = (answer.value as JobView).state;
      if ((answer.value as JobView).leasedUntil !== '') bench.attempt('resumeJob', [id]);
    }
  }
  host.hooks.beforeCall = undefined;
  expect(state).toBe('done');
  expect(events).toBeGreaterThan(5);
  const wrong = () => {
    const shown = grid.shown({ row: 2, column: 1, rows: grid.lastRow() - 1, columns: 3 });
    return shown.filter(([key, note, current]) => (note === '' ? current !== '' : current !== key));
  };
  expect(wrong()).toEqual([]);
  sort();
  host.hooks.beforeCall = () => {
    calls++;
  };
  calls = 0;
  bench.call('undo', []);
  most.undo = calls;
  host.hooks.beforeCall = undefined;
  const after = grid
    .shown({ row: 2, column: 1, rows: grid.lastRow() - 1, columns: 3 })
    .filter(([, note]) => note !== '');
  expect(after).toHaveLength(ROWS);
  const lost = after.filter(([key, note, current]) => {
    const i = Number(note!.slice(5));
    return key !== ids[i] || current !== (i % 3 === 0 ? `old ${i}` : '');
  });
  expect(lost).toEqual([]);
  // However many rows: the looks, the record and the marks; scattered cells by value, of which there are some 300.
  expect(most.step).toBeLessThan(1200);
  expect(most.undo).toBeLessThan(1200);
  console.info(`most service calls of a step ${most.step}, of Undo ${most.undo}`);
}, 1_800_000);
