/** Layout that people add around a table: filters, groups, colours, native tables, merges and protection elsewhere. */
import { columnOf, dataRow, type EventKind, headerRow, wholeTable } from '../scene';

export const LAYOUT_EVENTS: readonly EventKind[] = [
  {
    name: 'filter',
    happen: ({ grid }) => {
      const top = headerRow(grid);
      if (top === 0 || grid.filters.filter) return;
      grid.filters.create({
        row: top,
        column: 1,
        rows: grid.lastRow() - top + 1,
        columns: grid.lastColumn(),
      });
    },
  },
  { name: 'hide a row', happen: (scene) => scene.grid.rowStates.setHidden(dataRow(scene), 1, true) },
  {
    name: 'merge foreign cells',
    happen: (scene) => {
      const column = columnOf(scene.grid, 'calc');
      const row = scene.grid.lastRow() + 2;
      if (column > 0 && row + 1 <= scene.grid.maxRows) scene.grid.merge({ row, column, rows: 2, columns: 1 });
    },
  },
  {
    name: 'protect a foreign column from others',
    happen: ({ grid }) => {
      const column = columnOf(grid, 'notes');
      if (column > 0)
        grid.protect({ row: 1, column, rows: grid.maxRows, columns: 1 }, ['somebody@example.org']);
    },
  },
  {
    name: 'alternating colours',
    happen: (scene) => {
      if (scene.grid.regions.bandings.length === 0)
        scene.grid.regions.addBanding({ box: wholeTable(scene), theme: 'CYAN' });
    },
  },
  {
    name: 'a native table',
    happen: (scene) => {
      if (scene.grid.regions.tables.length === 0)
        scene.grid.regions.addTable({ name: 'Neurons', box: wholeTable(scene) });
    },
  },
  {
    name: 'a conditional format',
    happen: (scene) => {
      const { regions } = scene.grid;
      regions.conditionalFormats = [
        ...regions.conditionalFormats,
        { boxes: [wholeTable(scene)], criterion: 'CELL_NOT_EMPTY', values: [], background: '#ff0000' },
      ];
    },
  },
  {
    name: 'a filter that hides rows',
    happen: (scene) => {
      const { grid } = scene;
      const column = columnOf(grid, 'notes');
      if (column === 0 || grid.filters.filter) return;
      const filter = grid.filters.create(wholeTable(scene));
      filter.criteria.set(column, { hiddenValues: ['note 1', 'note 3'], condition: null });
      grid.applyFilter();
    },
  },
  {
    name: 'a filter view',
    happen: (scene) => {
      scene.grid.filters.views.push({ title: 'mine', box: wholeTable(scene) });
    },
  },
  {
    name: 'group and fold rows',
    happen: (scene) => {
      const { grid } = scene;
      const row = dataRow(scene);
      if (grid.rowStates.at(row).depth < 3) grid.rowStates.shiftDepth(row, 2, 1);
      grid.rowStates.setHidden(row, 2, true);
    },
  },
  {
    name: 'hide a column of ours',
    happen: ({ grid }) => {
      const column = columnOf(grid, 'share');
      if (column > 0) grid.columnStates.setHidden(column, 1, true);
    },
  },
  { name: 'freeze a column', happen: ({ grid }) => grid.frozen.set('columns', 1, grid.maxColumns) },
];
