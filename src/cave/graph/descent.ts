/** What old segments became, and which of some segments came of one another: both are read from one lineage. */

import type { TtError } from '../../core/errors';
import { distinct, type Id } from '../../core/ids';
import type { Work } from '../../http/work';
import type { Datastack } from '../client/datastack';
import { isLatest } from './chunkedgraph';
import { type DisjointGroups, disjoint, oneByOne } from './leaves';
import { descendantsOf, type Lineage } from './lineage';

export interface Descent {
  /**
   * The segments that hold what an old one held, at the instant that was asked about: one alone holds all of it.
   * Null where the lineage could not be had.
   */
  heirs(id: Id): Id[] | null;
  /** Ids that CAVE does not have. */
  unknown: ReadonlyMap<Id, TtError>;
  /** The ids in as few groups as there can be without two of which one came of the other. */
  groups(ids: readonly Id[]): DisjointGroups;
}

/** Follows stale segments forth to `until` (seconds since the epoch). */
export function* descentOf(stack: Datastack, stale: readonly Id[], until: number): Work<Descent> {
  const { lineage, failed } = yield* descendantsOf(stack, distinct(stale), until);
  for (const [id, node] of lineage) {
    // The walk goes one step past its limit.
    node.children = node.children.filter((next) => (lineage.get(next)?.created ?? 0) <= until);
    if ((node.created ?? 0) > until) lineage.delete(id);
  }
  const unknown = new Map([...failed].filter(([, error]) => error.code === 'UNKNOWN'));
  const lost = new Set([...failed.keys()].filter((id) => !unknown.has(id)));
  return {
    heirs: (id) => (lineage.has(id) ? heirsIn(lineage, id) : null),
    unknown,
    groups: (ids) => {
      const apart = distinct(ids);
      // Nobody knows whom an id without a lineage is related to.
      return [
        ...byHeight(
          lineage,
          apart.filter((id) => !lost.has(id)),
        ),
        ...oneByOne(apart.filter((id) => lost.has(id))),
      ];
    },
  };
}

/** Groups for any segments: current ones are told from stale ones first, and a lineage asked for only if it matters. */
export function* disjointGroups(stack: Datastack, ids: readonly Id[], now: number): Work<DisjointGroups> {
  const apart = distinct(ids);
  if (apart.length < 2) return disjoint(apart);
  const latest = yield* isLatest(stack, apart, now);
  const stale = apart.filter((id) => !latest.get(id));
  if (stale.length === 0) return disjoint(apart);
  return (yield* descentOf(stack, stale, now)).groups(apart);
}

function heirsIn(lineage: Lineage, id: Id): Id[] {
  const reached = new Set<Id>([id]);
  const heirs: Id[] = [];
  for (const at of reached) {
    const after = lineage.get(at)?.children ?? [];
    if (after.length === 0) heirs.push(at);
    for (const next of after) reached.add(next);
  }
  return heirs;
}

/**
 * Groups by height: how many of the ids lie on the longest way forth from an id. Two on one way have different heights,
 * and as many groups are needed as the longest way has ids.
 */
function byHeight(lineage: Lineage, ids: readonly Id[]): Id[][] {
  const among = new Set(ids);
  const heights = new Map<Id, number>();
  const heightOf = (start: Id): number => {
    // Without recursion: histories are thousands of edits long.
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
