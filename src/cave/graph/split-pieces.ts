/** The pieces of a split segment, each with a supervoxel of the old segment that identifies the piece for ever. */
import { TtError } from '../../core/errors';
import { type Id, toId } from '../../core/ids';
import type { Work } from '../../http/work';
import type { Datastack } from '../client/datastack';
import { rootsOf } from './chunkedgraph';
import { disjoint, leavesOfMany, level2OfMany, oneByOne } from './leaves';
import { type Succession, successions } from './successors';

export interface SplitPiece {
  /** The current segment. */
  id: Id;
  /** The share of the old segment that the piece holds, 0 to 1. */
  share: number;
  /** A supervoxel of the old segment that belongs to this piece; null for a piece too small to be in the sample. */
  supervoxel: Id | null;
}

export interface SplitPieces {
  state: Succession['state'];
  /** Best first. */
  pieces: SplitPiece[];
  /** True if shares count supervoxels. */
  exact: boolean;
}

/** Number of level-2 nodes whose supervoxels are looked up: 60,000 supervoxels, 1.2 MB in each direction. */
const SAMPLED_NODES = 1500;
const BYTES_A_NODE = 800;

/**
 * `timestamp` is in seconds since the epoch. If the old segment has more level-2 nodes than the sample, a piece without
 * a node in the sample has no supervoxel.
 */
export function* splitPieces(stack: Datastack, id: Id, timestamp: number): Work<SplitPieces> {
  const succession = (yield* successions(stack, [id], { timestamp, voteUnit: 'supervoxels' })).get(id)!;
  if (succession instanceof TtError) throw succession;
  const { state, candidates, exact } = succession;
  const supervoxels = candidates.length > 1 ? yield* sampleSupervoxels(stack, id) : new BigUint64Array(0);
  const owners = yield* rootsOf(stack, supervoxels, timestamp);
  const pieces = candidates.map(({ id: piece, share }) => ({
    id: piece,
    share,
    supervoxel: middleOf(supervoxels, owners, BigInt(piece)),
  }));
  return { state, pieces, exact };
}

function* sampleSupervoxels(stack: Datastack, id: Id): Work<BigUint64Array> {
  const nodes = (yield* level2OfMany(stack, oneByOne([id]))).get(id)!;
  const step = Math.max(1, nodes.length / SAMPLED_NODES);
  const sample: Id[] = [];
  for (let at = 0; at < nodes.length; at += step) sample.push(toId(String(nodes[Math.floor(at)])));
  const lists = yield* leavesOfMany(stack, disjoint(sample), 1, () => BYTES_A_NODE);
  const parts = [...lists.values()];
  const supervoxels = new BigUint64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    supervoxels.set(part, at);
    at += part.length;
  }
  return supervoxels;
}

/** Ids are in spatial order, so the middle one usually lies away from the cut. */
function middleOf(supervoxels: BigUint64Array, owners: BigUint64Array, piece: bigint): Id | null {
  const own = supervoxels.filter((_supervoxel, i) => owners[i] === piece);
  return own.length === 0 ? null : toId(String(own[own.length >> 1]));
}
