/**
 * A column of 100,000 rows in the spreadsheet, a refresh of it where nothing was edited, and Undo of each. Calls,
 * requests and time of each step are those of the stand-in in this process, by its virtual clock; memory is that of the
 * script alone, in an isolate of its own. The world has 24,243 ids: rows of a longer column repeat them, as those of real
 * sheets do, and the column says how many differ.
 */
import type { Grid } from '@tracer-tools/apps-script/sheet';
import type { CallName, Calls, JobPlan, JobView } from '../src/addon/interfaces/api';
import { isolated } from './isolated';
import { fillIds, metered } from './metered';
import { megabytes, seconds, table } from './table';

const HEADERS = ['current_id', 'share'];
/** The most that a step may hold. */
const GOAL_MB = 50;

interface Step {
  calls: number;
  requests: number;
  /** Virtual time. */
  ms: number;
  /** Processor time of this machine. */
  cpuMs: number;
}

/** What the steps of a run took. */
interface Run<One> {
  what: string;
  steps: One[];
}

/** Calls the add-on, and says what the call took. */
type Caller<One> = <Name extends CallName>(
  name: Name,
  args: Calls[Name]['args'],
) => Promise<{ value: Calls[Name]['value']; took: One }>;

/** Returns the runs that held more than the goal, as texts. */
export async function sheet(sizes: readonly number[]): Promise<string[]> {
  const missed: string[] = [];
  const lines: (string | number)[][] = [];
  for (const size of sizes) {
    const { runs, ids } = await countedRuns(size);
    const held = await heldBytes(ids);
    runs.forEach(({ what, steps }, i) => {
      const bytes = Math.max(...held[i]!.steps);
      const isOver = bytes > GOAL_MB * 1e6;
      if (isOver) missed.push(`sheet, ${what}, ${size} rows: goal ≤ ${GOAL_MB} MB MISSED`);
      const most = (of: (one: Step) => number) => Math.max(...steps.map(of));
      const sum = (of: (one: Step) => number) => steps.reduce((total, one) => total + of(one), 0);
      lines.push([
        what,
        size,
        new Set(ids).size,
        steps.length,
        megabytes(bytes),
        `≤ ${GOAL_MB}${isOver ? ' MISSED' : ''}`,
        most((one) => one.calls),
        sum((one) => one.requests),
        seconds(sum((one) => one.ms)),
        seconds(most((one) => one.ms)),
        seconds(sum((one) => one.cpuMs)),
      ]);
    });
  }
  console.log('\nA column in the sheet, step by step; half of the ids are stale\n');
  table(
    [
      'what',
      'rows',
      'different ids',
      'steps',
      'most MB held',
      'goal',
      'most calls',
      'requests',
      's in all',
      'longest s',
      'processor s',
    ],
    lines,
  );
  return missed;
}

async function countedRuns(size: number): Promise<{ runs: Run<Step>[]; ids: string[] }> {
  const { bench, ids: sample, watch } = metered();
  const known = [...new Set(sample(size))];
  const ids = Array.from({ length: size }, (_x, i) => known[i % known.length]!);
  fillIds(bench.grid, ids);
  const call: Caller<Step> = async (name, args) => {
    let calls = 0;
    bench.host.hooks.beforeCall = () => {
      calls++;
    };
    const cpu = process.cpuUsage();
    let value!: Calls[typeof name]['value'];
    const { requests, ms } = watch(() => {
      value = bench.call(name, args);
    });
    bench.host.hooks.beforeCall = undefined;
    const { user, system } = process.cpuUsage(cpu);
    return { value, took: { calls, requests, ms, cpuMs: (user + system) / 1000 } };
  };
  const runs = await runAndUndo(
    call,
    bench.grid,
    ids,
    ({ requests, cpuMs }) => `${requests} requests, ${seconds(cpuMs)} s of the processor`,
  );
  if (runs[0]!.steps.every(({ requests }) => requests === 0)) throw new Error('no request was counted');
  return { runs, ids };
}

async function heldBytes(ids: readonly string[]): Promise<Run<number>[]> {
  const bench = await isolated();
  try {
    fillIds(bench.grid, ids);
    const call: Caller<number> = async (name, args) => ({
      value: await bench.call(name, args),
      took: bench.heldBytes(),
    });
    return await runAndUndo(call, bench.grid, ids, (bytes) => `${megabytes(bytes)} MB`);
  } finally {
    await bench.close();
  }
}

const planOf = (sheetId: number, rows: number): JobPlan => ({
  kind: 'current',
  sheetId,
  column: 'A',
  firstRow: 2,
  lastRow: rows + 1,
  headers: HEADERS,
  datastack: 'brain_and_nerve_cord',
  replace: true,
});

/** The columns that the run writes, as the file holds them. */
function keepColumns(grid: Grid, rows: number): { putBack: () => void } {
  const box = { row: 1, column: 2, rows: rows + 1, columns: HEADERS.length };
  const [values, formats] = [grid.values(box), grid.numberFormats(box)];
  const asTyped = values.map((row) => row.map((cell) => (typeof cell === 'string' ? `'${cell}` : cell)));
  return {
    putBack: () => {
      grid.write(box, asTyped);
      grid.setNumberFormats(box, formats);
    },
  };
}

/**
 * Brings the ids up to date and takes that back; then, with the columns filled again as they were, once more, and takes
 * that back too. `words` say what a step took.
 */
async function runAndUndo<One>(
  call: Caller<One>,
  grid: Grid,
  ids: readonly string[],
  words: (took: One) => string,
): Promise<Run<One>[]> {
  const plan = planOf(grid.id, ids.length);
  const step = async <Name extends CallName>(run: Run<One>, name: Name, args: Calls[Name]['args']) => {
    const { value, took } = await call(name, args);
    run.steps.push(took);
    console.error(`  ${run.what}, ${ids.length} rows, step ${run.steps.length}: ${words(took)}`);
    return value;
  };
  const runOf = (what: string): Run<One> => ({ what, steps: [] });
  const bringUpToDate = async (run: Run<One>) => {
    let job: JobView = await step(run, 'startJob', [plan]);
    while (job.state === 'running') job = await step(run, 'stepJob', [job.id]);
    if (job.state !== 'done' || job.done !== new Set(ids).size)
      throw new Error(`${run.what}: the job is ${job.state}, with ${job.done} ids`);
  };
  const undo = async (run: Run<One>): Promise<number> => {
    // A long Undo stops before its time is over, and goes on when it is pressed again.
    for (let restored = 0; ; ) {
      const answer = await step(run, 'undo', []);
      restored += answer.restored;
      if (!answer.message.includes('press Undo again')) return restored;
    }
  };
  const [filled, undone, again, againUndone] = ['current ids', 'Undo', 'the same again', 'Undo of that'].map(
    runOf,
  ) as [Run<One>, Run<One>, Run<One>, Run<One>];
  await bringUpToDate(filled);
  const columns = keepColumns(grid, ids.length);
  const restored = await undo(undone);
  // A share is written where the id was stale.
  if (restored < ids.length) throw new Error(`Undo restored ${restored} cells of ${ids.length} rows`);
  columns.putBack();
  await bringUpToDate(again);
  await undo(againUndone);
  return [filled, undone, again, againUndone];
}
