/** Tells which ids are segments of a datastack's graph, and gives the errors of the others. */

import type { Datastack } from '../../cave/client/datastack';
import { layerOf } from '../../cave/client/node-id';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';

/** Separates the ids that cannot be segments, each with its error. Makes no request: the id contains its layer. */
export function splitSegments(
  stack: Datastack,
  ids: readonly Id[],
): { segments: Id[]; others: Map<Id, TtError> } {
  const others = new Map<Id, TtError>();
  const segments = ids.filter((id) => {
    const error = notSegment(stack, id);
    if (error) others.set(id, error);
    return error === null;
  });
  return { segments, others };
}

/** The error of an id that is not a segment of the datastack; null for a segment. */
export function notSegment(stack: Datastack, id: Id): TtError | null {
  const layer = layerOf(id);
  if (layer === stack.graph.layers) return null;
  const kind = layer === 1 ? 'a supervoxel' : layer === 2 ? 'a level-2 node' : null;
  const remedy = layer === 1 ? '. TT_ID_FROM_SUPERVOXEL gives its segment' : '';
  if (kind) return new TtError('ID', `${id} is ${kind}, not a segment${remedy}`);
  return new TtError('ID', `${id} is not a segment id of ${stack.name}`);
}

export const unknownSegment = (stack: Datastack): TtError =>
  new TtError('UNKNOWN', `no such segment in ${stack.name}`);
