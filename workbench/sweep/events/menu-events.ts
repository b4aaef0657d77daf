/** What the menus of Sheets do to a whole tab or a whole column. */
import { columnOf, type EventKind, wholeTable } from '../scene';
import { permute, sceneIdRows } from './block-events';

export const MENU_EVENTS: readonly EventKind[] = [
  {
    name: 'paste ids over the id column',
    happen: (scene) => {
      const rows = sceneIdRows(scene);
      const { pool, next } = scene;
      const pasted = rows.map((row) => ({ ...row, id: pool[Math.floor(next() * pool.length)]! }));
      permute(scene, rows, pasted);
    },
  },
  {
    name: 'shift the ids down by one',
    happen: (scene) => {
      const rows = sceneIdRows(scene);
      permute(scene, rows, [...rows.slice(-1), ...rows.slice(0, -1)]);
    },
  },
  {
    name: 'fold a group of columns',
    happen: ({ grid }) => {
      const column = columnOf(grid, 'pct');
      if (column === 0) return;
      if (grid.columnStates.at(column).depth < 3) grid.columnStates.shiftDepth(column, 2, 1);
      grid.columnStates.setHidden(column, 2, true);
    },
  },
  {
    name: 'hide the tab',
    happen: ({ grid }) => {
      grid.hidden = true;
    },
  },
  {
    name: 'protect the tab with a warning',
    happen: ({ grid }) => {
      grid.protections.add({ box: null, editors: [], description: '', warningOnly: true, unprotected: [] });
    },
  },
  {
    name: 'break all merges apart',
    happen: (scene) => scene.grid.breakApart(wholeTable(scene)),
  },
];
