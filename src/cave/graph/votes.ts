/**
 * Votes of a segment's pieces for the segments that own them now, counted in groups that fit into an Apps Script heap
 * of 50 MB. The units are supervoxels (exact), level-2 nodes, or coarse chunks.
 */
import { asTtError, type TtError } from '../../core/errors';
import { type Id, toId } from '../../core/ids';
import type { Work } from '../../http/work';
import type { Datastack } from '../client/datastack';
import { layerOf } from '../client/node-id';
import { isLatest, rootsOf } from './chunkedgraph';
import {
  type DisjointGroups,
  disjoint,
  eachLeaves,
  leavesOfMany,
  level2OfMany,
  oneByOne,
  range,
} from './leaves';

/**
 * The unit that votes: supervoxels (exact), level-2 nodes (approximate, equal weights), or coarse chunks first
 * (cheapest).
 */
export type VoteUnit = 'supervoxels' | 'level2' | 'chunks';

/** The reply for a million supervoxels (20 MB of ids) fits into memory. */
export const MAX_SUPERVOXELS_PER_CALL = 1_000_000;

/** Estimate of the JSON bytes of one segment's list, to size requests: 20 bytes per id. */
const SUPERVOXEL_BYTES = 6e6;
const CHUNK_BYTES = 2_500;
/** High estimate of the supervoxels per level-2 node, to size a request. */
const SUPERVOXELS_A_LEVEL2 = 40;

/** Votes of one segment: its number of pieces, and the number that each current segment owns. */
export interface Tally {
  pieces: number;
  votesByRoot: Map<bigint, number>;
  exact: boolean;
}

/** Level-2 nodes in memory at once, in four packed arrays: 10 MB, plus 6 MB in transit. */
const NODES_AT_ONCE = 300_000;

export type Tallies = Map<Id, Tally | TtError>;

/**
 * Counts votes in groups that fit into memory. If a group fails or time runs out, only the segments of that group fail:
 * earlier counts are kept.
 */
export function* vote(
  stack: Datastack,
  groups: DisjointGroups,
  options: { timestamp: number; voteUnit: VoteUnit; supervoxels?: number },
): Work<Tallies> {
  const tallies: Tallies = new Map();
  const { timestamp } = options;
  const stale = groups.flat();
  if (stale.length === 0) return tallies;
  if (options.voteUnit === 'supervoxels' && stale.length === 1) {
    return yield* supervoxelVote(stack, stale, timestamp);
  }
  if (options.voteUnit === 'chunks') return yield* chunkVote(stack, groups, timestamp);
  let budget = options.voteUnit === 'supervoxels' ? (options.supervoxels ?? MAX_SUPERVOXELS_PER_CALL) : 0;
  for (let at = 0; at < stale.length; ) {
    try {
      const lists = yield* level2OfMany(stack, range(groups, at), NODES_AT_ONCE);
      const exact = new Set<Id>();
      for (const [id, nodes] of lists) {
        budget -= nodes.length * SUPERVOXELS_A_LEVEL2;
        if (budget >= 0) exact.add(id);
      }
      for (const [id, tally] of yield* level2Vote(stack, lists, exact, timestamp)) tallies.set(id, tally);
      at += lists.size;
    } catch (error) {
      if (at === 0) throw error;
      for (const id of stale.slice(at)) tallies.set(id, asTtError(error));
      break;
    }
  }
  return tallies;
}

/** The vote of one segment of unknown size: each supervoxel votes for its owner. */
function* supervoxelVote(stack: Datastack, ids: readonly Id[], timestamp: number): Work<Map<Id, Tally>> {
  const lists = yield* leavesOfMany(stack, oneByOne(ids), 1, () => SUPERVOXEL_BYTES);
  const owners = yield* ownersOf(stack, lists, timestamp);
  const tallies = new Map<Id, Tally>();
  for (const [id, pieces] of lists) {
    const tally: Tally = { pieces: pieces.length, votesByRoot: new Map(), exact: true };
    for (const owner of owners(id)) addVotes(tally, owner, 1);
    tallies.set(id, tally);
  }
  return tallies;
}

/**
 * The largest number of level-2 nodes of a segment whose supervoxels are all counted: some 400,000 supervoxels, 8 MB in
 * transit.
 */
const EXACT_NODES = 10_000;

/**
 * The vote of one segment for its owners at `timestamp`: by supervoxels, or, for a very large segment, by its level-2
 * nodes, which `lists` holds.
 */
export function* voteOfOne(
  stack: Datastack,
  id: Id,
  lists: ReadonlyMap<Id, BigUint64Array>,
  timestamp: number,
): Work<Tally> {
  const exact = lists.get(id)!.length <= EXACT_NODES;
  const tallies = exact
    ? yield* supervoxelVote(stack, [id], timestamp)
    : yield* level2Vote(stack, lists, new Set(), timestamp);
  return tallies.get(id)!;
}

/** Looks up the owners of all lists in one call and returns them list by list. */
function* ownersOf(
  stack: Datastack,
  lists: ReadonlyMap<Id, BigUint64Array>,
  timestamp: number,
): Work<(id: Id) => BigUint64Array> {
  let length = 0;
  const starts = new Map<Id, number>();
  for (const [id, pieces] of lists) {
    starts.set(id, length);
    length += pieces.length;
  }
  const nodes = lists.size === 1 ? [...lists.values()][0]! : new BigUint64Array(length);
  if (lists.size > 1) for (const [id, pieces] of lists) nodes.set(pieces, starts.get(id));
  const owners = yield* rootsOf(stack, nodes, timestamp);
  return (id) => owners.subarray(starts.get(id)!, starts.get(id)! + lists.get(id)!.length);
}

function addVotes(tally: Tally, owner: bigint, votes: number): void {
  if (owner !== 0n) tally.votesByRoot.set(owner, (tally.votesByRoot.get(owner) ?? 0) + votes);
}

/**
 * Each level-2 node has one vote. If an edit replaced the node, its supervoxels share that vote. For `exact` segments,
 * and for segments whose vote is close, a node has as many votes as supervoxels; for a node that no edit replaced, only
 * the number of its supervoxels is requested.
 */
function* level2Vote(
  stack: Datastack,
  lists: ReadonlyMap<Id, BigUint64Array>,
  exact: ReadonlySet<Id>,
  timestamp: number,
): Work<Map<Id, Tally>> {
  const standing = yield* standingOwners(stack, lists, timestamp);
  const weightedIds = new Set(exact);
  let room = CLOSE_NODES;
  for (const [id, nodes] of lists) {
    if (weightedIds.has(id) || nodes.length > room || !isClose(nodes.length, standing.get(id)!)) continue;
    weightedIds.add(id);
    room -= nodes.length;
  }
  const nodesToOpen = new Set<Id>();
  const replaced = new Set<Id>();
  for (const [id, nodes] of lists) {
    nodes.forEach((node, i) => {
      const isReplaced = standing.get(id)![i] === 0n;
      if (!isReplaced && !weightedIds.has(id)) return;
      const key = toId(String(node));
      nodesToOpen.add(key);
      if (isReplaced) replaced.add(key);
    });
  }
  const replacedNodes = new Map<Id, BigUint64Array>();
  const sizes = yield* eachLeaves(
    stack,
    disjoint([...nodesToOpen]),
    { layer: 1, related: false },
    () => SUPERVOXELS_A_LEVEL2 * 20,
    (pieces, node) => {
      if (replaced.has(node)) replacedNodes.set(node, pieces);
      return pieces.length;
    },
  );
  const owners = yield* ownersOf(stack, replacedNodes, timestamp);
  const tallies = new Map<Id, Tally>();
  for (const [id, nodes] of lists) {
    const tally: Tally = { pieces: 0, votesByRoot: new Map(), exact: weightedIds.has(id) };
    nodes.forEach((node, i) => {
      const key = toId(String(node));
      const votes = tally.exact ? sizes.get(key)! : 1;
      tally.pieces += votes;
      const owner = standing.get(id)![i]!;
      if (owner !== 0n) addVotes(tally, owner, votes);
      else for (const part of owners(key)) addVotes(tally, part, votes / replacedNodes.get(key)!.length);
    });
    tallies.set(id, tally);
  }
  return tallies;
}

/**
 * Limit of the nodes that are weighted in close votes: some two million supervoxels. Beyond it, the unweighted vote
 * counts.
 */
const CLOSE_NODES = 60_000;

/** True if unequal weights of the nodes could change the outcome: the best piece holds less than nine tenths. */
function isClose(pieces: number, owners: BigUint64Array): boolean {
  const tally: Tally = { pieces, votesByRoot: new Map(), exact: false };
  for (const owner of owners) addVotes(tally, owner, 1);
  return Math.max(0, ...tally.votesByRoot.values()) / pieces < 0.9;
}

/**
 * The current segment that owns each piece; 0 for a piece that an edit has replaced, because its owner is no longer
 * current.
 */
function* standingOwners(
  stack: Datastack,
  lists: ReadonlyMap<Id, BigUint64Array>,
  timestamp: number,
): Work<Map<Id, BigUint64Array>> {
  const owners = yield* ownersOf(stack, lists, timestamp);
  const distinct = new Set<bigint>();
  for (const id of lists.keys()) for (const owner of owners(id)) distinct.add(owner);
  distinct.delete(0n);
  const roots = [...distinct].map((owner) => toId(String(owner)));
  const latest = yield* isLatest(stack, roots, timestamp);
  const standing = new Set<bigint>();
  for (const root of roots) {
    if (latest.get(root) && layerOf(root) === stack.graph.layers) standing.add(BigInt(root));
  }
  const answer = new Map<Id, BigUint64Array>();
  for (const id of lists.keys()) {
    answer.set(
      id,
      owners(id).map((owner) => (standing.has(owner) ? owner : 0n)),
    );
  }
  return answer;
}

/** Coarse chunks vote first. If the vote is not clear, or there are no voters, the level-2 nodes vote. */
function* chunkVote(stack: Datastack, groups: DisjointGroups, timestamp: number): Work<Map<Id, Tally>> {
  const layer = Math.max(2, stack.graph.layers - 4);
  const lists = yield* leavesOfMany(stack, groups, layer, () => CHUNK_BYTES);
  const standing = yield* standingOwners(stack, lists, timestamp);
  const tallies = new Map<Id, Tally>();
  for (const [id, nodes] of lists) {
    const tally: Tally = { pieces: nodes.length, votesByRoot: new Map(), exact: false };
    for (const owner of standing.get(id)!) addVotes(tally, owner, 1);
    tallies.set(id, tally);
  }
  const unclear = groups.map((group) => group.filter((id) => !isClear(tallies.get(id)!)));
  if (unclear.flat().length === 0) return tallies;
  const finer = yield* level2OfMany(stack, unclear);
  for (const [id, tally] of yield* level2Vote(stack, finer, new Set(), timestamp)) tallies.set(id, tally);
  return tallies;
}

/**
 * A coarse vote is clear if enough chunks voted, and if the winner would still lead when the runner-up got every
 * missing vote. A margin allows for chunks of unequal weight.
 */
function isClear(tally: Tally): boolean {
  const votes = [...tally.votesByRoot.values()].sort((a, b) => b - a);
  const cast = votes.reduce((sum, count) => sum + count, 0);
  const best = votes[0] ?? 0;
  const second = (votes[1] ?? 0) + (tally.pieces - cast);
  return tally.pieces >= 8 && best / tally.pieces >= 0.8 && (best - second) / tally.pieces >= 0.5;
}
