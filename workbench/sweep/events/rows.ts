/** People insert, delete, move, sort and copy rows. */
import { columnOf, dataRow, type EventKind, headerRow, noteAt, type SweepScene } from '../scene';

function sort(scene: SweepScene, header: string, ascending: boolean): void {
  const { grid } = scene;
  const top = headerRow(grid);
  const rows = grid.lastRow() - top;
  const column = columnOf(grid, header);
  if (rows < 2 || column === 0) return;
  grid.sort({ row: top + 1, column: 1, rows, columns: grid.lastColumn() }, { column, ascending });
}

/** Service calls until people notice a mistake and undo it. */
const SOON = 6;

/** Restores the order of the rows with these notes; rows without a note go below. */
function order(scene: SweepScene, notes: readonly string[]): void {
  const { grid } = scene;
  const top = headerRow(grid);
  if (top === 0) return;
  notes.forEach((note, i) => {
    const to = top + 1 + i;
    for (let row = to + 1; row <= grid.lastRow(); row++) {
      if (note === '' || noteAt(scene, row) !== note) continue;
      grid.moveRows(row, 1, to);
      return;
    }
  });
}

export const ROW_EVENTS: readonly EventKind[] = [
  { name: 'insert a row above', happen: ({ grid }) => grid.insertRows(1, 1) },
  { name: 'insert a row inside', happen: (scene) => scene.grid.insertRows(dataRow(scene), 1) },
  { name: 'insert two rows inside', happen: (scene) => scene.grid.insertRows(dataRow(scene), 2) },
  {
    name: 'delete a row',
    happen: (scene) => {
      const top = headerRow(scene.grid);
      if (scene.grid.lastRow() - top < 3) return;
      const row = dataRow(scene);
      const note = noteAt(scene, row);
      if (note !== '') scene.happened.deleted.add(note);
      scene.grid.deleteRows(row, 1);
    },
  },
  {
    name: 'move a row',
    happen: (scene) => {
      const to = dataRow(scene);
      scene.grid.moveRows(dataRow(scene), 1, to);
    },
  },
  { name: 'sort by id', happen: (scene) => sort(scene, 'root_id', scene.next() < 0.5) },
  { name: 'sort by notes, descending', happen: (scene) => sort(scene, 'notes', false) },
  { name: 'sort by our column', happen: (scene) => sort(scene, 'current_id', scene.next() < 0.5) },
  {
    name: 'sort, then Ctrl+Z',
    happen: (scene) => {
      const top = headerRow(scene.grid);
      const rows = Array.from({ length: Math.max(0, scene.grid.lastRow() - top) }, (_x, i) => top + 1 + i);
      const notes = rows.map((row) => noteAt(scene, row));
      sort(scene, 'notes', false);
      scene.later(SOON, () => order(scene, notes));
    },
  },
  {
    name: 'insert a row, then Ctrl+Z',
    happen: (scene) => {
      const { grid } = scene;
      grid.insertRows(dataRow(scene), 1);
      scene.later(SOON, () => {
        // Undoing an inserted row removes an empty row.
        for (let row = headerRow(grid) + 1; row <= grid.lastRow(); row++) {
          const cells = grid.shown({ row, column: 1, rows: 1, columns: grid.lastColumn() })[0]!;
          if (cells.every((cell) => cell === '')) {
            grid.deleteRows(row, 1);
            return;
          }
        }
      });
    },
  },
  {
    name: 'duplicate a row',
    happen: (scene) => {
      const { grid, happened } = scene;
      const row = dataRow(scene);
      const note = noteAt(scene, row);
      const column = columnOf(grid, 'notes');
      const id = columnOf(grid, 'root_id');
      if (note === '' || id === 0) return;
      grid.insertRows(row + 1, 1);
      for (const c of [id, column]) {
        const shown = grid.shown({ row, column: c, rows: 1, columns: 1 })[0]![0]!;
        grid.write({ row: row + 1, column: c, rows: 1, columns: 1 }, [[shown === '' ? '' : `'${shown}`]]);
      }
      happened.copies.set(note, (happened.copies.get(note) ?? 0) + 1);
    },
  },
  {
    name: 'another script adds a row',
    happen: (scene) => {
      const { grid, happened, pool } = scene;
      const [id, notes] = [columnOf(grid, 'root_id'), columnOf(grid, 'notes')];
      if (id === 0 || notes === 0) return;
      const row = dataRow(scene);
      const note = `note 9${happened.added.size}`;
      const value = pool[Math.floor(scene.next() * pool.length)]!;
      grid.insertRows(row, 1);
      grid.write({ row, column: id, rows: 1, columns: 1 }, [[`'${value}`]]);
      grid.write({ row, column: notes, rows: 1, columns: 1 }, [[note]]);
      happened.added.set(note, value);
      happened.lateEdits.add(note);
    },
  },
];
