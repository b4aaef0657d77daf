/** Finds the segments that replaced old ones, and the segments that descend from one another, from one lineage. */

import type { TtError } from '../../core/errors';
import { distinct, type Id } from '../../core/ids';
import type { Work } from '../../http/work';
import type { Datastack } from '../client/datastack';
import { isLatest } from './chunkedgraph';
import { type DisjointGroups, disjoint, oneByOne } from './leaves';
import { descendantsOf, type Lineage } from './lineage';

export interface Descent {
  /**
   * The segments that hold the supervoxels of an old segment at the timestamp of the query. A single heir holds all of
   * them. Returns null if the lineage could not be read.
   */
  heirs(id: Id): Id[] | null;
  /** Ids that do not exist in CAVE. */
  unknown: ReadonlyMap<Id, TtError>;
  /** The ids in as few groups as possible, such that no id of a group descends from another id of the group. */
  groups(ids: readonly Id[]): DisjointGroups;
}

/** Follows stale segments forward to `until` (seconds since the epoch). */
export function* descentOf(stack: Datastack, stale: readonly Id[], until: number): Work<Descent> {
  const { lineage, failures } = yield* descendantsOf(stack, distinct(stale), until);
  for (const [id, node] of lineage) {
    // The service's walk goes one step beyond its limit.
    node.children = node.children.filter((next) => (lineage.get(next)?.created ?? 0) <= until);
    if (node.created > until) lineage.delete(id);
  }
  const unknown = new Map([...failures].filter(([, error]) => error.code === 'UNKNOWN'));
  const withoutLineage = new Set([...failures.keys()].filter((id) => !unknown.has(id)));
  return {
    heirs: (id) => (lineage.has(id) ? heirsIn(lineage, id) : null),
    unknown,
    groups: (ids) => {
      const apart = distinct(ids);
      // An id without a lineage may be related to any other, so it gets a group of its own.
      return [
        ...byHeight(
          lineage,
          apart.filter((id) => !withoutLineage.has(id)),
        ),
        ...oneByOne(apart.filter((id) => withoutLineage.has(id))),
      ];
    },
  };
}

/**
 * Disjoint groups of any segments. Stale segments are identified first: a lineage is requested only if there are any.
 */
export function* disjointGroups(stack: Datastack, ids: readonly Id[], now: number): Work<DisjointGroups> {
  const apart = distinct(ids);
  if (apart.length < 2) return disjoint(apart);
  const latest = yield* isLatest(stack, apart, now);
  const stale = apart.filter((id) => !latest.get(id));
  if (stale.length === 0) return disjoint(apart);
  return (yield* descentOf(stack, stale, now)).groups(apart);
}

function heirsIn(lineage: Lineage, id: Id): Id[] {
  const descendants = new Set<Id>([id]);
  const heirs: Id[] = [];
  for (const at of descendants) {
    const after = lineage.get(at)?.children ?? [];
    if (after.length === 0) heirs.push(at);
    for (const next of after) descendants.add(next);
  }
  return heirs;
}

/**
 * Groups ids by height: the number of `ids` on the longest path forward from an id. Two ids on one path have different
 * heights, and the longest path needs as many groups as it has ids.
 */
function byHeight(lineage: Lineage, ids: readonly Id[]): Id[][] {
  const among = new Set(ids);
  const heights = new Map<Id, number>();
  const heightOf = (start: Id): number => {
    // A loop, because histories are too deep for recursion: thousands of edits.
    const stack = [start];
    for (let at = stack[stack.length - 1]; at !== undefined; at = stack[stack.length - 1]) {
      const after = lineage.get(at)?.children ?? [];
      const open = after.filter((next) => !heights.has(next));
      if (open.length > 0) stack.push(...open);
      else {
        stack.pop();
        let height = 0;
        for (const next of after) height = Math.max(height, heights.get(next)! + (among.has(next) ? 1 : 0));
        heights.set(at, height);
      }
    }
    return heights.get(start)!;
  };
  const groups: Id[][] = [];
  for (const id of ids) {
    const height = heightOf(id);
    while (groups.length <= height) groups.push([]);
    groups[height]!.push(id);
  }
  return groups.filter((group) => group.length > 0);
}
