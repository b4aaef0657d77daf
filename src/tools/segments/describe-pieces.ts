/** The pieces of a split segment, described so that a user can choose between them: size, connections, position. */
import { type SplitPiece, type SplitPieces, splitPieces } from '../../cave/graph/split-pieces';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { Work } from '../../http/work';
import { sceneState } from '../../neuroglancer/scene';
import { datastackOf, type ToolContext, timestampOf } from '../declaration/declare';
import { type Detail, type DetailRow, segDetails } from '../get/seg-details';
import { coloredSegments, NEW_CYAN, OLD_RED } from '../views/colored-segments';
import { linksTo, sceneOf, viewOf } from '../views/datastack-view';

export interface DescribedPiece extends SplitPiece {
  /** `volume_um3`, `inc_syn` and `out_syn`; each may be an error. */
  measures: DetailRow;
  /** A link that shows the old segment in red and the piece in cyan; '' if none could be made. */
  link: string;
}

export interface DescribedPieces extends Omit<SplitPieces, 'pieces'> {
  pieces: DescribedPiece[];
}

/** Pieces beyond the ninth are negligible. */
const MOST = 9;
const DETAILS: readonly Detail[] = ['volume_um3', 'inc_syn', 'out_syn'];

/** Describes the nine largest pieces. Errors: ID for another kind of id, UNKNOWN, and those of the graph. */
export function* describePieces(id: Id, ctx: ToolContext): Work<DescribedPieces> {
  const stack = yield* datastackOf(ctx);
  const now = timestampOf(ctx);
  const { pieces, ...found } = yield* splitPieces(stack, id, now);
  if (found.state === 'unknown') throw new TtError('UNKNOWN', `no such segment in ${stack.name}`);
  if (found.state === 'notSegment') throw new TtError('ID', `${id} is not a segment id of ${stack.name}`);
  const largest = pieces.slice(0, MOST);
  const details = yield* segDetails(
    stack,
    largest.map((piece) => ({ key: piece.id, id: piece.id, anchor: null })),
    { now, wanted: new Set(DETAILS), voteUnit: 'chunks', cache: ctx.cache },
  );
  const view = yield* viewOf(ctx);
  const scene = sceneOf(view);
  const states = largest.map((piece) =>
    sceneState(
      coloredSegments(
        scene,
        [
          [piece.id, NEW_CYAN],
          [id, OLD_RED],
        ],
        [],
        `${piece.id}, a piece of ${id}`,
      ),
    ),
  );
  const links = yield* linksTo(ctx, view, states, 'long');
  return {
    ...found,
    pieces: largest.map((piece, i) => {
      const link = links[i]!;
      return { ...piece, measures: details.get(piece.id)!, link: link instanceof TtError ? '' : link };
    }),
  };
}
