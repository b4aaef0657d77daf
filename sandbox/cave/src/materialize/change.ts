/** Changes of annotation rows at run time, as annotators make them. */
import { type State, stackByName } from '../state';

export interface RowChange {
  /** Default: brain_and_nerve_cord. */
  datastack?: string;
  table: string;
  /** Number of rows to add; they copy the points and values of the first rows. */
  add?: number;
  /** Number of added rows, counted from the first, that are not looked up. */
  missing?: number;
  /** Ids of rows to delete, and of rows to replace by rows with the same values under a new id. */
  remove?: string[];
  update?: string[];
  /** Looks up all supervoxels now. */
  lookUp?: boolean;
}

export interface RowChangeResult {
  /** Ids of the added rows. */
  ids: string[];
}

export function changeRows(state: State, change: RowChange): RowChangeResult {
  const stack = stackByName(state, change.datastack ?? 'brain_and_nerve_cord');
  const table = stack?.tables.get(change.table);
  if (table === undefined) throw new Error(`no table ${change.table}`);
  // A query does not return rows with its own timestamp.
  const time = state.now() - 1000;
  const { add = 0, missing = 0, remove = [], update = [], lookUp = false } = change;
  const indexOf = (id: string): number => {
    for (let i = 0; i < table.length; i++) {
      if (table.row(i).id === id && table.row(i).life.deleted === undefined) return i;
    }
    throw new Error(`${change.table} has no row ${id}`);
  };
  for (const id of remove) table.remove(indexOf(id), time);
  const ids = update.map((id) => table.update(indexOf(id), time, {}));
  if (add > 0) {
    const life = (nth: number) => (nth < missing ? { lookedUp: Number.POSITIVE_INFINITY } : {});
    // Within the last second before now, in order.
    ids.push(...table.add({ count: add, time: time - add, life }));
  }
  if (lookUp) table.lookUpAll(state.now());
  return { ids };
}
