/** Anchors: a supervoxel column beside the ids says which piece a row means, so that a split is never ambiguous. */
import { layerOf } from '../../cave/nodeId';
import { type Id, readCell } from '../../core/ids';
import type { Frame } from '../sheet/frame';

const HEADERS = ['anchor_supervoxel', 'supervoxel_id'];

/** The column number of the anchors, or 0. */
export function headerAnchors(headers: readonly string[]): number {
  for (const header of HEADERS) {
    const at = headers.indexOf(header);
    if (at >= 0) return at + 1;
  }
  return 0;
}

/** Anchor by id. Rows of one id whose anchors differ mean different pieces: that id is left to vote. */
export function readAnchors(frame: Frame): Map<Id, Id> {
  const column = headerAnchors(frame.place.headers);
  const anchors = new Map<Id, Id>();
  const torn = new Set<Id>();
  if (column === 0 || frame.ids.length === 0) return anchors;
  frame.tab.values(frame.firstRow, column, frame.ids.length, 1).forEach(([cell], index) => {
    const id = frame.ids[index];
    const read = readCell(cell);
    if (!id || read.kind !== 'id' || layerOf(read.id) !== 1) return;
    if (anchors.has(id) && anchors.get(id) !== read.id) torn.add(id);
    anchors.set(id, read.id);
  });
  for (const id of torn) anchors.delete(id);
  return anchors;
}
