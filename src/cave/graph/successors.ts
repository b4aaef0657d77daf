/**
 * Finds the current segments that an old segment became, and the share of it that each holds.
 *
 * The lineage tells which segments they are. A single one holds all of the old segment. If there are several, pieces of
 * the old segment (chunks, level-2 nodes or supervoxels) vote for the segment that owns them now. Only supervoxels are
 * never replaced, so a larger piece that an edit has replaced does not vote: its supervoxels vote instead. Freshness,
 * lineage and votes are read at one timestamp.
 */
import { TtError } from '../../core/errors';
import { distinct, type Id, toId } from '../../core/ids';
import type { Work } from '../../http/work';
import type { Datastack } from '../client/datastack';
import { layerOf } from '../client/node-id';
import { damagedReply } from '../client/replies';
import { isLatest, rootOfEach, rootsLabel } from './chunkedgraph';
import { descentOf } from './descent';
import type { DisjointGroups } from './leaves';
import { lineageLabel } from './lineage';
import { type Tally, type VoteUnit, vote } from './votes';

export interface Candidate {
  id: Id;
  /** Share of the old segment's pieces, 0 to 1. */
  share: number;
}

export interface Succession {
  state: 'current' | 'stale' | 'unknown' | 'notSegment';
  /** Best first. The only candidate of a current segment is the segment itself. */
  candidates: Candidate[];
  /** True if shares count supervoxels; else shares are approximate (≈). */
  exact: boolean;
  /** The best share is below `ambiguousBelow`, and there is no anchor to decide. */
  ambiguous: boolean;
  /** True if an anchor decided. */
  anchored: boolean;
}

export interface SuccessorOptions {
  /** Seconds since the epoch. */
  timestamp: number;
  voteUnit: VoteUnit;
  /** Limit of requested supervoxels in all. Segments beyond it are answered by level-2 nodes. */
  supervoxels?: number;
  ambiguousBelow?: number;
  /** The supervoxel that says which piece a segment means. */
  anchors?: ReadonlyMap<Id, Id>;
}

export const AMBIGUOUS_BELOW = 0.7;

export function* successions(
  stack: Datastack,
  ids: readonly Id[],
  options: SuccessorOptions,
): Work<Map<Id, Succession | TtError>> {
  const answers = new Map<Id, Succession | TtError>();
  const segments = distinct(ids).filter((id) => {
    if (layerOf(id) === stack.graph.layers) return true;
    answers.set(id, emptySuccession('notSegment'));
    return false;
  });
  if (segments.length === 0) return answers;
  const latest = yield* isLatest(stack, segments, options.timestamp);
  const stale: Id[] = [];
  for (const id of segments) {
    if (latest.get(id)) answers.set(id, currentSuccession(id));
    else stale.push(id);
  }
  const open = yield* byAnchor(stack, stale, options, answers);
  for (const [id, tally] of yield* vote(stack, yield* byLineage(stack, open, options, answers), options)) {
    answers.set(id, tally instanceof TtError ? tally : decide(stack, tally, options));
  }
  return answers;
}

const emptySuccession = (state: Succession['state']): Succession => ({
  state,
  candidates: [],
  exact: true,
  ambiguous: false,
  anchored: false,
});

const currentSuccession = (id: Id): Succession => ({
  ...emptySuccession('current'),
  candidates: [{ id, share: 1 }],
});

/** Answers stale segments by their anchors; returns the others, which need a vote. */
function* byAnchor(
  stack: Datastack,
  stale: readonly Id[],
  options: SuccessorOptions,
  answers: Map<Id, Succession | TtError>,
): Work<Id[]> {
  const withAnchor = stale.filter((id) => options.anchors?.has(id));
  if (withAnchor.length === 0) return [...stale];
  const owners = yield* rootOfEach(
    stack,
    withAnchor.map((id) => options.anchors!.get(id)!),
    options.timestamp,
  );
  const open: Id[] = [];
  for (const id of stale) {
    const anchor = options.anchors!.get(id);
    const owner = anchor ? owners.get(anchor) : null;
    if (owner && layerOf(owner) === stack.graph.layers) {
      answers.set(id, { ...emptySuccession('stale'), candidates: [{ id: owner, share: 1 }], anchored: true });
    } else open.push(id);
  }
  return open;
}

/**
 * Answers unknown ids, and stale segments with a single heir. Returns the others, which need a vote, in disjoint
 * groups.
 */
function* byLineage(
  stack: Datastack,
  stale: readonly Id[],
  options: SuccessorOptions,
  answers: Map<Id, Succession | TtError>,
): Work<DisjointGroups> {
  if (stale.length === 0) return [];
  const descent = yield* descentOf(stack, stale, options.timestamp);
  const open = stale.filter((id) => {
    const heirs = descent.heirs(id);
    if (descent.unknown.has(id)) answers.set(id, emptySuccession('unknown'));
    // Not the latest, yet no edit has replaced it: one of the two replies is damaged.
    else if (heirs?.length === 1 && heirs[0] === id) answers.set(id, damagedReply(lineageLabel(stack)));
    else if (heirs?.length === 1) {
      answers.set(id, { ...emptySuccession('stale'), candidates: [{ id: heirs[0]!, share: 1 }] });
    } else return true;
    return false;
  });
  return descent.groups(open);
}

function decide(stack: Datastack, tally: Tally, options: SuccessorOptions): Succession | TtError {
  if (tally.pieces === 0) return emptySuccession('unknown');
  const cast = [...tally.votesByRoot.values()].reduce((sum, votes) => sum + votes, 0);
  // Every supervoxel has an owner at any time, so a missing vote means a damaged reply.
  if (tally.exact && cast < tally.pieces - 1e-6) return damagedReply(rootsLabel(stack));
  const candidates = [...tally.votesByRoot]
    .map(([id, votes]) => ({ id: toId(String(id)), share: votes / tally.pieces }))
    .sort((a, b) => b.share - a.share || (a.id < b.id ? -1 : 1));
  const best = candidates[0]?.share ?? 0;
  return {
    state: 'stale',
    candidates,
    exact: tally.exact,
    ambiguous: best < (options.ambiguousBelow ?? AMBIGUOUS_BELOW),
    anchored: false,
  };
}
