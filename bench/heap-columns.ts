/**
 * Heap of a job over 100,000 rows, step by step, with the add-on in an isolate of its own: filling two columns, a refresh
 * in which nothing changes, one in which every value changes, and Undo. Steps between the first and the last ones are
 * not run: their cells and lines are put there.
 */
import { columnPlan, fillColumn, type HeapBench, heapBench, syntheticIds } from '../workbench/heap/column';
import type { ErrandResult } from '../workbench/heap/column-child';
import { prefill } from '../workbench/heap/prefill';
import { megabytes, table } from './table';

const MOST_MB = 50;
const HEADERS = ['current_id', 'share'];
/** Rows that the last steps answer: one whole step and a part. */
const LAST = 2100;
const PRESSES = 20;

export async function heapColumns(child: string, sizes: readonly number[]): Promise<void> {
  const lines: (string | number)[][] = [];
  for (const rows of sizes) {
    const bench = heapBench(child);
    const show = (run: string, what: string, result: ErrandResult) => {
      if (result.error !== undefined) throw new Error(`${run}, ${what}: ${result.error}`);
      const isOver = result.heldBytes > MOST_MB * 1e6;
      lines.push([
        run,
        what,
        rows,
        megabytes(result.heldBytes),
        isOver ? 'MISSED' : '',
        result.at,
        result.calls,
      ]);
    };
    try {
      fillColumn(bench, syntheticIds(rows));
      await runColumn(bench, rows, false, (what, result) => show('blank columns', what, result));
      await runColumn(bench, rows, true, (what, result) => show('a refresh, nothing changed', what, result));
      changeAll(bench, rows);
      const id = await runColumn(bench, rows, true, (what, result) =>
        show('a refresh, every id changed', what, result),
      );
      for (let press = 0; press < PRESSES; press++) {
        const undone = await bench.run({ what: 'undo', id });
        show('a refresh, every id changed', `Undo ${press + 1}`, undone);
        if (!undone.message.includes('press Undo again')) break;
      }
    } finally {
      await bench.close();
    }
  }
  console.log(`\nHeap of a long column, beyond what is held between steps; goal ${MOST_MB} MB\n`);
  table(['run', 'step', 'rows', 'MB', '', 'at the call', 'calls'], lines);
}

/** Returns the id of the run. */
async function runColumn(
  bench: HeapBench,
  rows: number,
  isFilled: boolean,
  show: (what: string, result: ErrandResult) => void,
): Promise<string> {
  const started = await bench.run({
    what: 'start',
    plan: columnPlan(bench, rows, { kind: 'current', headers: HEADERS }),
  });
  show('start', started);
  const { id } = started;
  let step = await bench.run({ what: 'step', id });
  show('first step', step);
  prefill(bench, id, rows - LAST, isFilled);
  for (let n = 1; step.state === 'running'; n++) {
    step = await bench.run({ what: 'step', id });
    show(`last steps, ${n}`, step);
  }
  if (step.state !== 'done' || step.done !== rows)
    throw new Error(`${step.state}, ${step.done} of ${rows}: ${step.message}`);
  return id;
}

/** Every row holds an id of before. */
function changeAll({ host }: HeapBench, rows: number): void {
  const old = syntheticIds(rows).map((id) => [id.replace(/^7209/, '7208')]);
  host.tab.put(2, 6, old);
}
