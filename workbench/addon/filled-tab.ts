/** A tab with typed rows, and runs over it, for tests of what people do during a run. */
import type { CellValue, Grid } from '@tracer-tools/apps-script/sheet';
import type { CaveSandbox } from '@tracer-tools/cave';
import type { JobPlan, JobView } from '../../src/addon/interfaces/api';
import { OWNER, type Workbench } from './workbench';

/** Whether a segment has so few supervoxels that a run over it takes no time. */
export const isSmallIn =
  ({ truth }: CaveSandbox) =>
  (id: string): boolean =>
    truth.supervoxelCount(id) < 3000;

export interface Tab {
  bench: Workbench;
  grid: Grid;
  put: (row: number, column: number, rows: (CellValue | null)[][]) => void;
  shown: (row: number, column: number, rows: number, columns: number) => string[][];
  column: (header: string) => string[];
  plan: (more?: Partial<JobPlan>) => JobPlan;
  start: (more?: Partial<JobPlan>) => JobView;
  drive: (id: string, user?: string) => JobView;
}

/** A new spreadsheet with these rows; texts as they are typed. */
export function tabOf(rows: (CellValue | null)[][], bench: Workbench): Tab {
  const { grid } = bench;
  const put: Tab['put'] = (row, column, lines) => {
    grid.write({ row, column, rows: lines.length, columns: lines[0]!.length }, lines);
    bench.book.settle();
  };
  put(1, 1, rows);
  const plan: Tab['plan'] = (more = {}) => ({
    kind: 'current',
    sheetId: grid.id,
    column: 'A',
    firstRow: 1,
    lastRow: 1000,
    headers: ['current_id', 'share'],
    datastack: 'brain_and_nerve_cord',
    replace: true,
    ...more,
  });
  const shown: Tab['shown'] = (row, column, count, columns) =>
    grid.shown({ row, column, rows: count, columns });
  return {
    bench,
    grid,
    put,
    shown,
    plan,
    column: (header) => {
      const all = shown(1, 1, grid.lastRow(), grid.lastColumn());
      const top = all.findIndex((row) => row.includes(header));
      return top < 0 ? [] : all.slice(top + 1).map((row) => row[all[top]!.indexOf(header)]!);
    },
    start: (more) => bench.call('startJob', [plan(more)]),
    drive: (id, user = OWNER) => {
      let job = bench.call('stepJob', [id], user);
      for (let i = 0; job.state === 'running' && i < 60; i++) job = bench.call('stepJob', [id], user);
      return job;
    },
  };
}

export const typedText = (value: string) => (value === '' ? '' : `'${value}`);
export const idRowsWith = (ids: string[], ...more: ((i: number) => CellValue)[]): CellValue[][] =>
  ids.map((id, i) => [typedText(id), `note ${i}`, ...more.map((of) => of(i))]);

/** Strikes at the n-th call of a method from now on; a write to scattered cells is one of `setValues`. */
export function strike(bench: Workbench, method: string, n: number, event: () => void): void {
  let calls = 0;
  bench.host.hooks.beforeCall = (_service, called) => {
    if ((called === 'setValue' ? 'setValues' : called) !== method || ++calls !== n) return;
    bench.host.hooks.beforeCall = undefined;
    event();
  };
}

export const calm = ({ bench }: Tab) => {
  bench.host.hooks.beforeCall = undefined;
};
