/** What people do to several cells at once: they exchange ids, fill, paste, replace, or copy the tab. */
import type { CellValue } from '@tracer-tools/apps-script/sheet';
import { type EventLog, endWatches } from '../event-log';
import { watchedTab } from '../other-tab';
import { cellBox, columnOf, type EventKind, headerRow, noteAt, pick, type SweepScene } from '../scene';

export interface IdRow {
  row: number;
  note: string;
  id: string;
}

/** Rows with a note, and the content of their id column. */
export function sceneIdRows(scene: SweepScene): IdRow[] {
  const { grid } = scene;
  const top = headerRow(grid);
  const column = columnOf(grid, 'root_id');
  if (column === 0) return [];
  const found: IdRow[] = [];
  for (let row = top + 1; row <= grid.lastRow(); row++) {
    const note = noteAt(scene, row);
    if (note !== '') found.push({ row, note, id: String(grid.view(row, column).value) });
  }
  return found;
}

function noteId({ ids, earlierIds, lateEdits }: EventLog, { note, id }: IdRow, now: string): void {
  earlierIds.set(note, [...(earlierIds.get(note) ?? []), id]);
  ids.set(note, now);
  lateEdits.add(note);
}

/** Gives these rows the ids of `others`, in order; everything else stays in its row. */
export function permute(scene: SweepScene, rows: readonly IdRow[], others: readonly IdRow[]): void {
  const column = columnOf(scene.grid, 'root_id');
  rows.forEach((row, i) => {
    const id = others[i]!.id;
    if (id === row.id) return;
    scene.grid.write(cellBox(row.row, column), [[id === '' ? '' : `'${id}`]]);
    noteId(scene.happened, row, id);
  });
}

const isFree = (scene: SweepScene, row: number, column: number): boolean => {
  const view = scene.grid.view(row, column);
  return view.formula === '' && view.spilledFrom === null && !view.validation && !view.merged;
};

const typed = (value: CellValue): CellValue =>
  typeof value === 'string' && value !== '' ? `'${value}` : value;

/** Puts a person's value into a cell of ours; the run may not lose it after it has looked. */
function enter(
  scene: SweepScene,
  { row, note }: { row: number; note: string },
  header: string,
  value: CellValue,
): void {
  const column = columnOf(scene.grid, header);
  if (column === 0 || !isFree(scene, row, column)) return;
  const { happened, grid } = scene;
  if (grid.view(row, column).value === value) return;
  endWatches(happened, note, header);
  grid.write(cellBox(row, column), [[typed(value)]]);
  // A blank, or a value that also occurs elsewhere, may look like a value of the run.
  happened.touched.add(`${note} ${header}`);
  happened.pasted.add(`${note} ${header} ${value}`);
}

export const BLOCK_EVENTS: readonly EventKind[] = [
  {
    name: 'swap two ids',
    happen: (scene) => {
      const rows = sceneIdRows(scene);
      if (rows.length < 2) return;
      const a = rows[pick(scene, rows.length)]!;
      const b = rows[pick(scene, rows.length)]!;
      permute(scene, [a, b], [b, a]);
    },
  },
  {
    name: 'move an id to another row',
    happen: (scene) => {
      const rows = sceneIdRows(scene);
      if (rows.length < 2) return;
      const from = rows[pick(scene, rows.length)]!;
      const to = rows[pick(scene, rows.length)]!;
      if (from.row !== to.row) permute(scene, [from, to], [{ ...from, id: '' }, from]);
    },
  },
  {
    name: 'sort the ids alone',
    happen: (scene) => {
      const rows = sceneIdRows(scene);
      permute(
        scene,
        rows,
        [...rows].sort((a, b) => (a.id < b.id ? -1 : 1)),
      );
    },
  },
  {
    name: 'fill a cell of ours down',
    happen: (scene) => {
      const rows = sceneIdRows(scene);
      const column = columnOf(scene.grid, 'current_id');
      const from = pick(scene, rows.length);
      if (column === 0 || rows.length === 0) return;
      const { value } = scene.grid.view(rows[from]!.row, column);
      for (const each of rows.slice(from + 1, from + 3)) enter(scene, each, 'current_id', value);
    },
  },
  {
    name: 'paste a block over ours',
    happen: (scene) => {
      const rows = sceneIdRows(scene);
      const from = pick(scene, rows.length);
      rows.slice(from, from + 3).forEach((each, i) => {
        enter(scene, each, 'current_id', `pasted ${i}`);
        enter(scene, each, 'share', 40 + i);
      });
    },
  },
  {
    name: 'find and replace in the whole tab',
    happen: (scene) => {
      for (const each of sceneIdRows(scene)) {
        for (const header of ['current_id', 'share']) {
          const column = columnOf(scene.grid, header);
          const { value } = column === 0 ? { value: '' } : scene.grid.view(each.row, column);
          if (typeof value === 'string' && value.includes('old'))
            enter(scene, each, header, value.replace('old', 'former'));
        }
      }
    },
  },
  {
    name: 'copy the tab',
    happen: ({ book, grid, happened: { tabCopies } }) => {
      const copy = book.duplicateGrid(grid.id, `Copy ${tabCopies.length + 1}`);
      book.settle();
      tabCopies.push(watchedTab(copy));
    },
  },
  {
    name: 'freeze rows',
    happen: ({ grid }) => grid.frozen.set('rows', Math.max(1, headerRow(grid)), grid.maxRows),
  },
];
