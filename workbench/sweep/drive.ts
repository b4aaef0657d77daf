/** Runs jobs of the add-on as a user does: to their end, through kills and errors. */
import type { Grid } from '@tracer-tools/apps-script/sheet';
import type { JobView } from '../../src/addon/interfaces/api';
import { EDITOR, OWNER, type Workbench } from '../addon/workbench';
import { OUTPUTS } from './checks/lines';
import type { SweepScene } from './scene';
import { columnOf } from './scene';
import { fillSheet, type SheetRow } from './sheets';
import { armStrikes, type LayoutWatch, type Strike } from './strikes';

/** Current id and share by id. */
export type Answers = ReadonlyMap<string, [string, string]>;

export interface RunEnd {
  state: string;
  message: string;
  /** Cells skipped because they are protected. */
  isProtected: number;
}

const tabs = new Map<Workbench, number>();

/** Replaces all tabs by a new empty one, and deletes all recorded runs. */
export function emptiedBook(bench: Workbench): Grid {
  const { book } = bench;
  const count = (tabs.get(bench) ?? 0) + 1;
  tabs.set(bench, count);
  const grid = book.addGrid(`Neurons${count}`);
  for (const other of book.grids()) if (other.id !== grid.id) book.removeGrid(other.id);
  const store = bench.host.world.properties.named(`document ${book.id}`);
  for (const key of Object.keys(store.all())) if (/^(job|schedule)-/.test(key)) store.delete(key);
  for (const user of [OWNER, EDITOR])
    bench.host.world.screen.select(user, grid, { row: 1, column: 1, rows: 1, columns: 1 });
  return grid;
}

/** Answers by id, from an undisturbed run over all ids of the pool. */
export function answersOf(bench: Workbench, pool: readonly string[]): Answers {
  const grid = emptiedBook(bench);
  const rows = pool.map(
    (id, i): SheetRow => ({ id, note: `note ${i}`, old: { current_id: '', share: '' }, spilled: false }),
  );
  fillSheet(grid, { name: 'all', titles: [], rows, owned: false });
  const { id } = bench.call('startJob', [sweepPlan(grid, 'current', true)]);
  const { state } = driveToEnd(bench, id);
  if (state !== 'done') throw new Error(`the undisturbed run ended as ${state}`);
  const at = OUTPUTS.map((header) => columnOf(grid, header));
  const values = grid.values({ row: 2, column: 1, rows: pool.length, columns: grid.lastColumn() });
  return new Map(values.map((row) => [String(row[0]), [String(row[at[0]! - 1]), String(row[at[1]! - 1])]]));
}

function sweepPlan(grid: Grid, kind: string, replace: boolean) {
  return {
    kind,
    sheetId: grid.id,
    column: String.fromCharCode(64 + Math.max(1, columnOf(grid, 'root_id'))),
    header: 'root_id',
    firstRow: 1,
    lastRow: 1000,
    headers: kind === 'current' ? [...OUTPUTS] : ['anchor_supervoxel', 'point'],
    datastack: 'brain_and_nerve_cord',
    replace,
  };
}

/** Starts a run over the ids of the sheet. Returns null if the start fails. */
export function startRun(bench: Workbench, grid: Grid, replace: boolean, log: string[]): JobView | null {
  for (let tries = 0; tries < 4; tries++) {
    const answer = bench.attempt('startJob', [sweepPlan(grid, 'current', replace)]);
    if (!('killed' in answer) && answer.ok) return answer.value as JobView;
    if (!('killed' in answer) && !answer.ok && !answer.error.transient) {
      log.push(`start: ${answer.error.message}`);
      continue;
    }
    const mine = (bench.attempt('jobs', []) as { value?: JobView[] }).value?.find(
      (job) => job.kind === 'current' && job.state === 'running',
    );
    if (mine) return mine;
  }
  return null;
}

/** Runs steps until the run ends; continues after kills and errors as a user would. */
export function driveToEnd(bench: Workbench, id: string): RunEnd {
  let last: RunEnd = { state: 'never ended', message: '', isProtected: 0 };
  for (let tries = 0; tries < 80; tries++) {
    const answer = bench.attempt('stepJob', [id]);
    if ('killed' in answer || !answer.ok) {
      const message = 'killed' in answer ? answer.killed : answer.error.message;
      last = { state: 'never ended', message, isProtected: 0 };
      bench.attempt('resumeJob', [id]);
      continue;
    }
    const { state, leasedUntil, message, leftBy } = answer.value as JobView;
    const isProtected = leftBy.find(({ reason }) => reason === 'protected')?.count ?? 0;
    last = { state, message, isProtected };
    if (state === 'waiting') {
      bench.attempt('resumeJob', [id]);
    } else if (state !== 'running') return last;
    else if (leasedUntil !== '') bench.attempt('resumeJob', [id]);
  }
  return last;
}

/** Another user starts a run and drives it as far as it goes. */
export function otherRun(bench: Workbench, grid: Grid, kind: 'same' | 'beside' | 'schedule'): void {
  if (columnOf(grid, 'root_id') === 0) return;
  const plan = sweepPlan(grid, kind === 'beside' ? 'anchors' : 'current', true);
  if (kind === 'schedule') {
    bench.attempt('addSchedule', [plan, { kind: 'hours', hours: 1 }, 'none'], EDITOR);
    return;
  }
  const answer = bench.attempt('startJob', [plan], EDITOR);
  if ('killed' in answer || !answer.ok) return;
  const { id } = answer.value as JobView;
  for (let steps = 0; steps < 6; steps++) bench.attempt('stepJob', [id], EDITOR);
  bench.attempt('cancelJob', [id], EDITOR);
  bench.attempt('undo', [id], EDITOR);
}

export interface UndoEnd {
  calls: number;
  error: string;
  /** Cells that the last Undo skipped. */
  left: number;
}

/** Repeats Undo until it is done, through kills and errors. */
export function undoToEnd(
  bench: Workbench,
  scene: SweepScene,
  strikes: readonly Strike[],
  log: string[],
  layout: LayoutWatch,
  id: string,
  onArmed: (isQuiet: () => boolean) => void,
): UndoEnd {
  const counter = armStrikes(bench, scene, strikes, log, layout);
  onArmed(counter.isQuiet);
  let error = '';
  let left = 0;
  let isHopeless = false;
  for (let tries = 0; tries < 8 && !isHopeless; tries++) {
    const answer = bench.attempt('undo', [id]);
    if ('killed' in answer) continue;
    // The same again after Cancel: it will not change.
    isHopeless = !answer.ok && !answer.error.transient && answer.error.message === error;
    error = answer.ok ? '' : answer.error.message;
    if (answer.ok) left = (answer.value as { left: number }).left;
    const job = (bench.attempt('jobs', []) as { value?: JobView[] }).value?.find((each) => each.id === id);
    if (answer.ok && job?.undone) break;
    if (!answer.ok && !answer.error.transient) bench.attempt('cancelJob', [id]);
  }
  bench.host.hooks.beforeCall = undefined;
  return { calls: counter.calls, error, left };
}
