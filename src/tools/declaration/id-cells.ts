/** Reads the ids of a `range` argument: one id, a column of ids, or several ids in one text cell. */

import { shownCell } from '../../core/cells/foreign';
import { cellError, idsInCell, readCell } from '../../core/cells/id-cell';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { Args, Param } from './declare';

/** One id, or several: with several, the answer's first column holds the id. */
export const ID_OR_IDS: Param = {
  name: 'id',
  kind: 'range',
  description: 'a segment id as text; several give a first column that says which',
};

export interface IdCells {
  /** Distinct ids in order. */
  ids: Id[];
  /** Errors by the cell's text, for cells that cannot be read. */
  errors: Map<string, TtError>;
}

export function idCells(value: Args[string] | undefined, name: string): IdCells {
  const cells = Array.isArray(value) ? value.flat() : [value];
  const ids = new Set<Id>();
  const errors = new Map<string, TtError>();
  for (const cell of cells) {
    const read = readCell(cell);
    const found = idsInCell(read);
    for (const id of found) ids.add(id);
    const error = cellError(read);
    if (error && found.length === 0) errors.set(shownCell(cell), error);
  }
  if (ids.size === 0 && errors.size === 0) throw new TtError('INPUT', `${name}: there is no id`);
  return { ids: [...ids], errors };
}
