/**
 * count_user_sv_contribution and count_contributors. A merge gives its user the supervoxels of all sides except the
 * largest. A merge that was undone and redone is listed twice; it counts once, for the user who did it last. Only sides
 * that no earlier merge explains are counted: the result of a merge has the sum of its sides. A neuron of a thousand
 * merges is therefore read once and not a thousand times.
 */

import type { Datastack } from '../../cave/client/datastack';
import { changeLogs, type LoggedEdit } from '../../cave/graph/changelog';
import { rootOfEach, slices } from '../../cave/graph/chunkedgraph';
import { leavesOfMany, oneByOne } from '../../cave/graph/leaves';
import { lineageOf } from '../../cave/graph/lineage';
import { operationDetails } from '../../cave/graph/operations';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { all, type Work } from '../../http/work';
import { CACHE_FOREVER, datastackOf, type OutputCell } from '../declaration/declare';
import { splitSegments, unknownSegment } from '../segments/segments';
import { eachAlone } from './each-alone';
import { listCell } from './list-cell';
import type { HeavyContext, HeavyWorkOf } from './local-runner';

/** Segments that are counted at once: each may have a million supervoxels, 20 MB in transit. */
const AT_ONCE = 6;
const BYTES_EACH = 6e6;

export interface Contributor {
  user: string;
  name: string;
  supervoxels: number;
}

/** The users who merged supervoxels into a segment, with their numbers, largest first. */
export function* contributorsOf(stack: Datastack, id: Id, ctx: HeavyContext): Work<Contributor[]> {
  const error = splitSegments(stack, [id]).others.get(id);
  if (error) throw error;
  const log = (yield* changeLogs(stack, [id])).get(id)!;
  if (log instanceof TtError) throw log;
  const merges = yield* lasting(
    stack,
    id,
    log.filter(({ merge }) => merge),
  );
  if (merges.length === 0) {
    const leaves = (yield* leavesOfMany(stack, oneByOne([id]), 1, () => BYTES_EACH)).get(id)!;
    if (leaves.length === 0) throw unknownSegment(stack);
  }
  return sharesOf(merges, yield* sizesOf(stack, merges, ctx));
}

export const contributions: HeavyWorkOf<'table'> = {
  kernels: [],
  *table(args, ctx) {
    const found = yield* contributorsOf(yield* datastackOf(ctx), args.id as Id, ctx);
    return [
      ['user_id', 'user_name', 'supervoxels'],
      ...found.map(({ user, name, supervoxels }): OutputCell[] => [user, name, supervoxels]),
    ];
  },
};

/** count_contributors: as count_user_sv_contribution, with one row per segment. */
export const contributorRows: HeavyWorkOf<'rows'> = {
  kernels: [],
  *rows(ids, _args, ctx) {
    const stack = yield* datastackOf(ctx);
    const quiet = Object.assign(Object.create(ctx) as HeavyContext, { progress: () => {} });
    return yield* eachAlone(ids, ctx, 'segments counted', function* (id) {
      const found = yield* contributorsOf(stack, id, quiet);
      const total = found.reduce((sum, { supervoxels }) => sum + supervoxels, 0);
      const shares = found.map(({ user, name, supervoxels }) => `${user} ${name}: ${supervoxels}`);
      // An edit gives the segment another id, so the contributions to this id never change.
      return { cells: [found.length, total, listCell(shares)], cacheSeconds: CACHE_FOREVER };
    });
  },
};

/**
 * The merges whose sides no later split separated. If another merge joined the sides again, both pieces of that split
 * are ancestors of the segment, which is rare. At the time of the split, the ends of the first merge have different
 * owners.
 */
function* lasting(stack: Datastack, id: Id, merges: readonly LoggedEdit[]): Work<readonly LoggedEdit[]> {
  if (merges.length < 2) return merges;
  const { lineage } = yield* lineageOf(stack, [id]);
  const splitNodes = [...lineage.values()].filter((node) => node.children.length > 1);
  const times = [...new Set(splitNodes.map((node) => lineage.get(node.children[0]!)?.created ?? 0))];
  if (times.length === 0) return merges;
  const details = yield* operationDetails(
    stack,
    merges.map(({ operation }) => operation),
  );
  const endsOf = (merge: LoggedEdit): Id[] => {
    const operation = details.get(merge.operation);
    return !operation || operation instanceof TtError ? [] : operation.ends;
  };
  const undoneMerges = new Set<LoggedEdit>();
  const looks = times.map(function* (time): Work<null> {
    const earlier = merges.filter((merge) => merge.time < time * 1000);
    const owners = yield* rootOfEach(stack, earlier.flatMap(endsOf), time);
    for (const merge of earlier) {
      if (new Set(endsOf(merge).map((end) => owners.get(end))).size > 1) undoneMerges.add(merge);
    }
    return null;
  });
  yield* all(looks);
  return merges.filter((merge) => !undoneMerges.has(merge));
}

/** The number of supervoxels of every side of the merges; the merges are in order of time. */
function* sizesOf(
  stack: Datastack,
  merges: readonly LoggedEdit[],
  ctx: HeavyContext,
): Work<ReadonlyMap<Id, number>> {
  const result = new Set<Id>();
  const sidesToCount = new Set<Id>();
  for (const { before, after } of merges) {
    for (const side of before) if (!result.has(side)) sidesToCount.add(side);
    if (after.length === 1) result.add(after[0]!);
  }
  const sizes = new Map<Id, number>();
  for (const part of slices([...sidesToCount], AT_ONCE)) {
    ctx.progress(sizes.size, sidesToCount.size, 'segments counted');
    const lists = yield* leavesOfMany(stack, oneByOne(part), 1, () => BYTES_EACH);
    for (const [id, list] of lists) sizes.set(id, list.length);
  }
  for (const { before, after } of merges) {
    const whole = before.reduce((sum, side) => sum + sizes.get(side)!, 0);
    if (after.length === 1 && !sizes.has(after[0]!)) sizes.set(after[0]!, whole);
  }
  return sizes;
}

function sharesOf(merges: readonly LoggedEdit[], sizes: ReadonlyMap<Id, number>): Contributor[] {
  const users = new Map<string, Contributor>();
  for (const { user, userName, before } of merges) {
    const sides = before.map((side) => sizes.get(side)!);
    const addedSize = sides.reduce((sum, size) => sum + size, 0) - Math.max(...sides);
    const entry = users.get(user) ?? { user, name: userName, supervoxels: 0 };
    users.set(user, {
      user,
      name: entry.name || userName,
      supervoxels: entry.supervoxels + addedSize,
    });
  }
  return [...users.values()].sort((a, b) => b.supervoxels - a.supervoxels);
}
