/** Finds the supervoxels at the anchor points of pieces: they say which piece a point means. */
import { type Datastack, type KeyValueCache, viewerResolution } from '../../cave/client/datastack';
import { rootsOf } from '../../cave/graph/chunkedgraph';
import { TtError } from '../../core/errors';
import { toId } from '../../core/ids';
import type { Vec3 } from '../../core/points';
import type { Work } from '../../http/work';
import { openWatershed, supervoxelsAt } from '../get/supervoxels-at';
import type { PieceKey } from './piece-key';

export interface LocatedPieces {
  /** All pieces; those without a point are unchanged. */
  pieces: PieceKey[];
  /** Errors by key: the point has no supervoxel, so the row gets no answer. */
  failures: Map<string, TtError>;
}

/** Reads each chunk of the segmentation once. Makes no request if no piece has a point. */
export function* locatePieces(
  stack: Datastack,
  pieces: readonly PieceKey[],
  cache: KeyValueCache,
): Work<LocatedPieces> {
  const failures = new Map<string, TtError>();
  const withPoint = pieces.filter(({ at }) => at !== undefined);
  if (withPoint.length === 0) return { pieces: [...pieces], failures };
  const nm = viewerResolution(stack);
  const points = withPoint.map(
    ({ at }): Vec3 => (at!.nm ? (at!.point.map((x, i) => x / nm[i]!) as Vec3) : at!.point),
  );
  const watershedVolume = yield* openWatershed(stack, cache);
  const found = yield* supervoxelsAt(stack, watershedVolume, points, points.length);
  const locatedPieces = new Map<string, PieceKey>();
  withPoint.forEach((piece, i) => {
    const supervoxel = found[i]!;
    if (supervoxel instanceof TtError)
      failures.set(piece.key, new TtError(supervoxel.code, `anchor: ${supervoxel.message}`));
    else locatedPieces.set(piece.key, { key: piece.key, id: piece.id, anchor: toId(String(supervoxel)) });
  });
  const rest = pieces.filter(({ key }) => !failures.has(key));
  return { pieces: rest.map((piece) => locatedPieces.get(piece.key) ?? piece), failures };
}

/**
 * The segment that contains a piece's anchor at `now` (seconds since the epoch); null if the anchor cannot be found.
 */
export function* rootAtAnchor(
  stack: Datastack,
  piece: PieceKey,
  now: number,
  cache: KeyValueCache,
): Work<string | null> {
  const [locatedPiece] = (yield* locatePieces(stack, [piece], cache)).pieces;
  if (!locatedPiece?.anchor) return null;
  const [root] = yield* rootsOf(stack, BigUint64Array.of(BigInt(locatedPiece.anchor)), now);
  return root ? String(root) : null;
}
