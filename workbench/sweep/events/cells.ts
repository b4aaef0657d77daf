/** People edit ids, and type into, clear, merge or protect our cells, or give them rules, notes and links. */
import { endWatches, type Watch } from '../event-log';
import {
  cellBox,
  columnOf,
  dataRow,
  type EventKind,
  headerRow,
  noteAt,
  ownCell,
  pick,
  type SweepScene,
  touchCell,
} from '../scene';

const STRICT = { criterion: 'VALUE_IN_LIST', values: ['yes', 'no'], allowInvalid: false, helpText: null };
const OTHERS = ['somebody@example.org'];
export const SOMEBODYS_NOTE = 'look at this';

function edit(scene: SweepScene, id: string): void {
  const row = dataRow(scene);
  const note = noteAt(scene, row);
  const column = columnOf(scene.grid, 'root_id');
  if (note === '' || column === 0) return;
  scene.grid.write(cellBox(row, column), [[id === '' ? '' : `'${id}`]]);
  const { ids, earlierIds, lateEdits, added } = scene.happened;
  const before = ids.get(note) ?? added.get(note);
  if (before !== undefined) earlierIds.set(note, [...(earlierIds.get(note) ?? []), before]);
  ids.set(note, id);
  lateEdits.add(note);
}

/** Puts something on one of our cells that the run must not lose once it has read it. */
function put(scene: SweepScene, header: string, kind: Watch['kind'], value: string): void {
  const { grid, happened } = scene;
  ownCell(scene, header, (row, column, note) => {
    const { merged, validation } = grid.view(row, column);
    if (kind !== 'note' && (merged || validation)) return;
    if (kind !== 'note') endWatches(happened, note, header);
    if (kind === 'note') grid.setNotes(cellBox(row, column), [[value]]);
    else grid.write(cellBox(row, column), [[value]]);
    happened.watches.push({ kind, row: note, header, value, isSeen: false, state: 'there' });
  });
}

/** A protected range stays at its position when rows move under it. */
const protect = ({ grid, happened }: SweepScene, header: string, row: number, rows: number) => {
  const column = columnOf(grid, header);
  if (column === 0) return;
  happened.locked.add(header);
  grid.protect({ row, column, rows, columns: 1 }, OTHERS);
};

export const CELL_EVENTS: readonly EventKind[] = [
  { name: 'edit an id', happen: (scene) => edit(scene, scene.pool[pick(scene, scene.pool.length)]!) },
  { name: 'clear an id', happen: (scene) => edit(scene, '') },
  {
    name: 'type into a cell of ours',
    happen: (scene) => put(scene, 'current_id', 'value', `typed ${scene.happened.watches.length}`),
  },
  {
    name: 'put a HYPERLINK into a cell of ours',
    happen: (scene) => put(scene, 'share', 'formula', '=HYPERLINK("https://a.example/","a page")'),
  },
  {
    name: 'put a link behind a text of theirs',
    happen: (scene) => {
      const { grid, happened } = scene;
      const column = columnOf(grid, 'notes');
      const row = dataRow(scene);
      const note = noteAt(scene, row);
      if (note === '' || happened.copies.has(note)) return;
      const url = `https://a.example/${note.replace(/\D/g, '')}`;
      grid.setRichText(row, column, note, [{ start: 0, end: note.length, url }]);
      happened.links.set(note, url);
    },
  },
  {
    name: 'Ctrl+Z of what was written',
    happen: (scene) => {
      const { grid, happened } = scene;
      for (const [cell, value] of scene.beforeLastWrite()) {
        const [note, header] = cell.split('\u0001') as [string, string];
        const column = columnOf(grid, header);
        const row = rowOf(scene, note);
        if (column === 0 || row === 0 || !scene.isOwnValue(note, header, value)) continue;
        const view = grid.view(row, column);
        const isFree = view.formula === '' && view.spilledFrom === null && !view.validation && !view.merged;
        if (!isFree || view.value === value) continue;
        grid.write(cellBox(row, column), [[typeof value === 'string' && value !== '' ? `'${value}` : value]]);
        endWatches(happened, note, header);
        happened.lateRevert = true;
      }
    },
  },
  {
    name: 'put a dropdown on a cell of ours',
    happen: (scene) =>
      touchCell(scene, 'share', (row, column) => scene.grid.setValidation(cellBox(row, column), STRICT)),
  },
  {
    name: 'clear a cell of ours',
    happen: (scene) =>
      touchCell(scene, 'current_id', (row, column) => scene.grid.write(cellBox(row, column), [['']])),
  },
  {
    name: 'merge cells of ours',
    happen: (scene) => {
      const { grid, happened } = scene;
      const row = grid.lastRow() - 1;
      const column = columnOf(grid, 'current_id');
      if (column === 0 || row <= headerRow(grid)) return;
      const box = { row, column, rows: 2, columns: 1 };
      if (grid.merges.meeting(box).length > 0) return;
      for (const at of [row, row + 1]) {
        happened.touched.add(`${noteAt(scene, at)} current_id`);
        endWatches(happened, noteAt(scene, at), 'current_id');
      }
      grid.merge(box);
    },
  },
  {
    name: 'protect a column of ours from us',
    stops: true,
    happen: (scene) => protect(scene, 'share', 1, scene.grid.maxRows),
  },
  {
    name: 'protect a cell of ours from us',
    stops: true,
    happen: (scene) => ownCell(scene, 'current_id', (row) => protect(scene, 'current_id', row, 1)),
  },
  {
    name: 'put a note on a cell of ours',
    happen: (scene) => put(scene, 'share', 'note', SOMEBODYS_NOTE),
  },
];

function rowOf(scene: SweepScene, note: string): number {
  for (let row = headerRow(scene.grid) + 1; row <= scene.grid.lastRow(); row++)
    if (noteAt(scene, row) === note) return row;
  return 0;
}
