/** Keys of rows that name a segment, or one piece of it by the anchor supervoxel or anchor point beside the id. */
import { layerOf } from '../../cave/client/node-id';
import { readCell } from '../../core/cells/id-cell';
import { type Id, parseId } from '../../core/ids';
import { readNumber } from '../../core/number-text';
import type { Vec3 } from '../../core/points';
import type { Cell } from '../../core/table';

/** The supervoxel in an anchor cell, or null. */
export function anchorOf(cell: Cell | undefined): Id | null {
  const read = readCell(cell);
  return read.kind === 'id' && layerOf(read.id) === 1 ? read.id : null;
}

/** A point beside an id, as `anchorCell` writes it: in viewer voxels or nm. */
export interface AnchorPoint {
  point: Vec3;
  nm: boolean;
}

const POINT = /^@([0-9.e+-]+),([0-9.e+-]+),([0-9.e+-]+)(nm)?$/i;

function pointIn(text: string): AnchorPoint | null {
  const found = POINT.exec(text);
  const point = found?.slice(1, 4).map(readNumber) ?? [];
  return found && point.every((x) => x !== null)
    ? { point: point as Vec3, nm: found[4] !== undefined }
    : null;
}

/** The part of a key that says which piece is meant: a supervoxel or a point; '' without an anchor. */
export function anchorKey(cell: Cell | undefined): string {
  if (typeof cell === 'string' && pointIn(cell)) return cell;
  return anchorOf(cell) ?? '';
}

export interface PieceKey {
  key: string;
  id: Id;
  anchor: Id | null;
  /** Set if the anchor is a point, not a supervoxel. */
  at?: AnchorPoint;
}

/** The id and anchor of a key that was made from ids or pieces. */
export function pieceOf(key: string): PieceKey {
  const [id = '', anchor = ''] = key.split(' ');
  const at = pointIn(anchor);
  return { key, id: parseId(id)!, anchor: parseId(anchor), ...(at ? { at } : {}) };
}
