/**
 * A column of 100,000 rows with the add-on in an isolate of its own (workbench/heap): what each step holds there at its
 * service calls, after the garbage is gone, beyond what it holds between steps; its service calls and the cells of them.
 */
import { columnPlan, fillColumn, heapBench, syntheticIds } from '../workbench/heap/column';
import { megabytes, table } from './table';

/** The first steps of a run; each further one has 2,000 more lines of the record. */
const STEPS = 4;

export async function columnHeap(child: string, sizes: readonly number[]): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const size of sizes) {
    const bench = heapBench(child);
    try {
      fillColumn(bench, syntheticIds(size));
      let run = await bench.run({ what: 'start', plan: columnPlan(bench, size, {}) });
      const { id } = run;
      for (let step = 0; ; step++) {
        if (run.state !== 'running' && run.state !== 'done') throw new Error(`${run.state}: ${run.message}`);
        if (run.heldBytes <= 0 || run.calls === 0) throw new Error('no memory, or no call, was counted');
        const what = step === 0 ? 'start' : `step ${step}`;
        rows.push([
          size,
          what,
          run.done,
          megabytes(run.heldBytes),
          run.calls,
          run.cells,
          Math.round(run.cpuMs),
        ]);
        if (run.state === 'done' || step === STEPS) break;
        run = await bench.run({ what: 'step', id });
      }
    } finally {
      await bench.close();
    }
  }
  console.log('\nHeap of a column, MB: target 50\n');
  table(['rows', 'what', 'answered', 'most held', 'calls', 'cells', 'processor ms'], rows);
}
