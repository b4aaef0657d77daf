/** People insert, delete, move and rename columns. */
import type { Grid } from '@tracer-tools/apps-script/sheet';
import { columnOf, type EventKind, headerRow, type SweepScene } from '../scene';

const insertColumn =
  (before: (scene: SweepScene) => number): ((scene: SweepScene) => void) =>
  (scene) => {
    const column = before(scene);
    if (column > 0) scene.grid.insertColumns(column, 1);
  };

function deleteColumn(scene: SweepScene, header: string): void {
  const column = columnOf(scene.grid, header);
  if (column === 0) return;
  scene.grid.deleteColumns(column, 1);
  scene.happened.headers.set(header, null);
}

function rename(scene: SweepScene, header: string): void {
  const column = columnOf(scene.grid, header);
  if (column === 0) return;
  const name = `${header} (renamed)`;
  scene.grid.write({ row: headerRow(scene.grid), column, rows: 1, columns: 1 }, [[name]]);
  scene.happened.headers.set(header, name);
}

const first = (grid: Grid, ...headers: string[]): number =>
  headers.map((header) => columnOf(grid, header)).find((c) => c > 0) ?? 0;

export const COLUMN_EVENTS: readonly EventKind[] = [
  { name: 'insert a column at the left', happen: insertColumn(() => 1) },
  {
    name: 'insert a column before ours',
    happen: insertColumn(({ grid }) => first(grid, 'current_id', 'pct')),
  },
  { name: 'insert a column inside ours', happen: insertColumn(({ grid }) => first(grid, 'share', 'calc')) },
  { name: 'insert a column at the right', happen: insertColumn(({ grid }) => grid.lastColumn() + 1) },
  { name: 'delete a column before ours', happen: (scene) => deleteColumn(scene, 'pct') },
  { name: 'delete a column of ours', stops: true, happen: (scene) => deleteColumn(scene, 'share') },
  { name: 'delete the key column', stops: true, happen: (scene) => deleteColumn(scene, 'root_id') },
  {
    name: 'move a column of ours',
    happen: ({ grid }) => {
      const column = columnOf(grid, 'current_id');
      if (column > 0) grid.moveColumns(column, 1, 1);
    },
  },
  {
    name: 'move the key column',
    happen: ({ grid }) => {
      const column = columnOf(grid, 'root_id');
      if (column > 0) grid.moveColumns(column, 1, grid.lastColumn() + 1);
    },
  },
  { name: 'rename a header of ours', happen: (scene) => rename(scene, 'current_id') },
  { name: 'rename the key header', happen: (scene) => rename(scene, 'root_id') },
];
