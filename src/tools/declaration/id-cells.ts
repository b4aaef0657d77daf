/** Ids in the cells of a `range` argument: one id, a column of them, or several in one cell of text. */
import { TtError } from '../../core/errors';
import { type Id, readCell } from '../../core/ids';
import { cellError } from './args';
import type { Args, Param } from './declare';

/** One id, or several: then the answer's first column says which. */
export const ID_OR_IDS: Param = {
  name: 'id',
  kind: 'range',
  description: 'a segment id as text; several give a first column that says which',
};

export interface IdCells {
  /** Distinct, in order. */
  ids: Id[];
  /** What could not be read, as shown in the sheet. */
  errors: Map<string, TtError>;
}

export function idCells(value: Args[string] | undefined, name: string): IdCells {
  const cells = Array.isArray(value) ? value.flat() : [value];
  const ids = new Set<Id>();
  const errors = new Map<string, TtError>();
  for (const cell of cells.flatMap(parts)) {
    const read = readCell(cell);
    const error = cellError(read);
    if (read.kind === 'id') ids.add(read.id);
    else if (error) errors.set(String(cell).trim().slice(0, 40), error);
  }
  if (ids.size === 0 && errors.size === 0) throw new TtError('INPUT', `${name}: there is no id`);
  return { ids: [...ids], errors };
}

/** A form's field holds several ids in one text. */
function parts(cell: unknown): unknown[] {
  if (typeof cell !== 'string' || readCell(cell).kind === 'id') return [cell];
  const words = cell.split(/[\s,;]+/).filter((word) => word !== '');
  return words.length > 1 && words.every((word) => readCell(word).kind === 'id') ? words : [cell];
}
