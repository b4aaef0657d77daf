/** What people and the platform do to a sheet while the add-on works on it, one event at a time. */
import { failures, Kill, ScriptError } from '@tracer-tools/apps-script';
import type { Grid, Workbook } from '@tracer-tools/apps-script/sheet';

/** What the checks have to know of what happened. */
export interface EventLog {
  kinds: Set<string>;
  /** Notes of rows that somebody deleted, and ids that somebody gave to rows. */
  deleted: Set<string>;
  ids: Map<string, string>;
  /** Ids that rows held in between. */
  earlierIds: Map<string, string[]>;
  /** Headers that somebody renamed or deleted. */
  headers: Map<string, string | null>;
  /** The last look of the step had been taken when the id was edited. */
  lateEdits: Set<string>;
  copies: Map<string, number>;
  /** Cells of ours that somebody cleared, ruled, merged or protected, as `note header`; of all rows, as `* header`. */
  touched: Set<string>;
  /** Notes that somebody put on cells of ours, by `note header`. */
  notes: Map<string, string>;
}

export interface SweepScene {
  grid: Grid;
  book: Workbook;
  next: () => number;
  pool: readonly string[];
  happened: EventLog;
  /** The call that the event meets. */
  service: string;
  /** Another datastack is chosen in the settings. */
  changeDatastack: () => void;
  /** Steps of somebody else's run, or a schedule's. */
  other: (kind: 'same' | 'beside' | 'schedule') => void;
}

export interface EventKind {
  name: string;
  /** Ends the execution, or is answered in words: a run may end as failed. */
  stops?: true;
  happen(scene: SweepScene): void;
}

const pick = ({ next }: SweepScene, below: number): number => Math.floor(next() * Math.max(1, below));

/** The row of the headers, from 1, or 0. */
export function headerRow(grid: Grid): number {
  const rows = grid.lastRow();
  if (rows === 0) return 0;
  const shown = grid.shown({ row: 1, column: 1, rows, columns: Math.max(1, grid.lastColumn()) });
  return shown.findIndex((row) => row.includes('notes')) + 1;
}

export function columnOf(grid: Grid, header: string): number {
  const at = headerRow(grid);
  if (at === 0) return 0;
  return grid.shown({ row: at, column: 1, rows: 1, columns: grid.lastColumn() })[0]!.indexOf(header) + 1;
}

/** A data row, from 1. */
function dataRow(scene: SweepScene): number {
  const top = headerRow(scene.grid);
  return top + 1 + pick(scene, scene.grid.lastRow() - top);
}

function noteAt({ grid }: SweepScene, row: number): string {
  const column = columnOf(grid, 'notes');
  return column === 0 ? '' : grid.shown({ row, column, rows: 1, columns: 1 })[0]![0]!;
}

function sort(scene: SweepScene, header: string, ascending: boolean): void {
  const { grid } = scene;
  const top = headerRow(grid);
  const rows = grid.lastRow() - top;
  const column = columnOf(grid, header);
  if (rows < 2 || column === 0) return;
  grid.sort({ row: top + 1, column: 1, rows, columns: grid.lastColumn() }, { column, ascending });
}

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

function edit(scene: SweepScene, id: string): void {
  const row = dataRow(scene);
  const note = noteAt(scene, row);
  const column = columnOf(scene.grid, 'root_id');
  if (note === '' || column === 0) return;
  scene.grid.write({ row, column, rows: 1, columns: 1 }, [[id === '' ? '' : `'${id}`]]);
  const { ids, earlierIds } = scene.happened;
  if (ids.has(note)) earlierIds.set(note, [...(earlierIds.get(note) ?? []), ids.get(note)!]);
  ids.set(note, id);
  scene.happened.lateEdits.add(note);
}

const first = (grid: Grid, ...headers: string[]): number =>
  headers.map((header) => columnOf(grid, header)).find((c) => c > 0) ?? 0;

/** A cell of ours in a data row; what stands there afterwards is that person's matter. */
function ownCell(
  scene: SweepScene,
  header: string,
  change: (grid: Grid, row: number, column: number) => void,
): void {
  const row = dataRow(scene);
  const note = noteAt(scene, row);
  const column = columnOf(scene.grid, header);
  if (note === '' || column === 0) return;
  scene.happened.touched.add(`${note} ${header}`);
  change(scene.grid, row, column);
}

const wholeTable = ({ grid }: SweepScene) => {
  const top = headerRow(grid);
  return { row: Math.max(1, top), column: 1, rows: grid.lastRow() - top + 1, columns: grid.lastColumn() };
};

const STRICT = { criterion: 'VALUE_IN_LIST', values: ['yes', 'no'], allowInvalid: false, helpText: null };

export const EVENTS: readonly EventKind[] = [
  {
    name: 'kill',
    happen: () => {
      throw new Kill('power loss');
    },
  },
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
  { name: 'sort by id', happen: (scene) => sort(scene, 'root_id', scene.next() < 0.5) },
  { name: 'sort by notes, descending', happen: (scene) => sort(scene, 'notes', false) },
  { name: 'sort by our column', happen: (scene) => sort(scene, 'current_id', scene.next() < 0.5) },
  { name: 'rename a header of ours', happen: (scene) => rename(scene, 'current_id') },
  { name: 'rename the key header', happen: (scene) => rename(scene, 'root_id') },
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
  { name: 'edit an id', happen: (scene) => edit(scene, scene.pool[pick(scene, scene.pool.length)]!) },
  { name: 'clear an id', happen: (scene) => edit(scene, '') },
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
    name: 'put a dropdown on a cell of ours',
    happen: (scene) =>
      ownCell(scene, 'share', (grid, row, column) => {
        grid.setValidation({ row, column, rows: 1, columns: 1 }, STRICT);
      }),
  },
  {
    name: 'clear a cell of ours',
    happen: (scene) =>
      ownCell(scene, 'current_id', (grid, row, column) => {
        grid.write({ row, column, rows: 1, columns: 1 }, [['']]);
      }),
  },
  {
    name: 'merge cells of ours',
    happen: (scene) => {
      const { grid } = scene;
      const row = grid.lastRow() - 1;
      const column = columnOf(grid, 'current_id');
      if (column === 0 || row <= headerRow(grid)) return;
      const box = { row, column, rows: 2, columns: 1 };
      if (grid.merges.meeting(box).length > 0) return;
      for (const at of [row, row + 1]) scene.happened.touched.add(`${noteAt(scene, at)} current_id`);
      grid.merge(box);
    },
  },
  {
    name: 'protect a column of ours from us',
    stops: true,
    happen: ({ grid, happened }) => {
      const column = columnOf(grid, 'share');
      if (column === 0) return;
      for (const header of ['current_id', 'share']) happened.touched.add(`* ${header}`);
      grid.protect({ row: 1, column, rows: grid.maxRows, columns: 1 }, ['somebody@example.org']);
    },
  },
  {
    name: 'put a note on a cell of ours',
    happen: (scene) => {
      const row = dataRow(scene);
      const note = noteAt(scene, row);
      const column = columnOf(scene.grid, 'share');
      if (note === '' || column === 0) return;
      scene.grid.setNotes({ row, column, rows: 1, columns: 1 }, [['look at this']]);
      scene.happened.notes.set(`${note} share`, 'look at this');
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
  { name: 'change the datastack', happen: ({ changeDatastack }) => changeDatastack() },
  {
    name: 'delete TT changes',
    stops: true,
    happen: ({ book, happened }) => {
      const tab = book.grid('TT changes');
      if (!tab) return;
      book.removeGrid(tab.id);
      happened.kinds.add('record gone');
    },
  },
  {
    name: 'rename TT changes',
    happen: ({ book }) => {
      const tab = book.grid('TT changes');
      if (tab) tab.name = `Old changes ${tab.id}`;
    },
  },
  {
    name: 'rename the tab',
    happen: ({ grid }) => {
      grid.name = `${grid.name.split(' ')[0]} renamed`;
    },
  },
  { name: 'somebody runs over the same columns', happen: ({ other }) => other('same') },
  { name: 'somebody runs over other columns', happen: ({ other }) => other('beside') },
  { name: 'a schedule runs', happen: ({ other }) => other('schedule') },
  {
    name: 'quota',
    happen: ({ service }) => {
      if (service === 'UrlFetchApp') throw failures.dailyQuota('urlfetch');
    },
  },
  {
    name: 'a lock is not had',
    happen: ({ service }) => {
      if (service === 'Lock')
        throw new ScriptError('Lock timeout: another process was holding the lock for too long.');
    },
  },
];
