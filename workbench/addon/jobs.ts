/** Fills a sheet, plans a job and runs it to its end. */
import type { JobPlan, JobView } from '../../src/addon/interfaces/api';
import type { Workbench } from './workbench';

/** Adds rows where the tab is too short. */
export function fillTab(bench: Workbench, ids: readonly string[], row = 1): void {
  const missing = row + ids.length - bench.grid.maxRows;
  if (missing > 0) bench.grid.insertRows(bench.grid.maxRows, missing);
  bench.put(row, 1, [['root_id', 'notes']]);
  bench.put(
    row + 1,
    1,
    ids.map((id, i) => [id === '' ? '' : `'${id}`, `note ${i}`]),
  );
}

export function plan(bench: Workbench, more: Partial<JobPlan> = {}): JobPlan {
  return {
    kind: 'details',
    sheetId: bench.grid.id,
    column: 'A',
    firstRow: 2,
    lastRow: bench.grid.lastRow(),
    headers: ['current_id', 'share'],
    datastack: 'brain_and_nerve_cord',
    replace: true,
    ...more,
  };
}

export function drive(bench: Workbench, id: string, who?: string): JobView {
  let job = bench.call('stepJob', [id], who);
  for (let steps = 0; job.state === 'running' && steps < 200; steps++) job = bench.call('stepJob', [id], who);
  return job;
}
