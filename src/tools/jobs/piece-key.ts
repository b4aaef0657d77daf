/** Keys of rows that name a segment, or one piece of it by the anchor supervoxel beside it. */
import { layerOf } from '../../cave/client/node-id';
import { readCell } from '../../core/cells/id-cell';
import { type Id, parseId } from '../../core/ids';
import type { Cell } from '../../core/table';

/** The supervoxel in an anchor cell, or null where there is none. */
export function anchorOf(cell: Cell | undefined): Id | null {
  const read = readCell(cell);
  return read.kind === 'id' && layerOf(read.id) === 1 ? read.id : null;
}

export interface PieceKey {
  key: string;
  id: Id;
  anchor: Id | null;
}

/** The id and anchor of a key made from ids or pieces. */
export function pieceOf(key: string): PieceKey {
  const [id, anchor] = key.split(' ').map(parseId);
  return { key, id: id!, anchor: anchor ?? null };
}
