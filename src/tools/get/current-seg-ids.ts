/** get_current_seg_ids: the segment that an old id has become, and the share of the old segment that it holds. */

import type { Datastack } from '../../cave/client/datastack';
import { AMBIGUOUS_BELOW, type Succession, successions } from '../../cave/graph/successors';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import {
  type Args,
  CACHE_BRIEFLY,
  DATASTACK,
  datastackOf,
  IDS,
  type OutputCell,
  type RowAnswer,
  type RowTool,
  timestampOf,
} from '../declaration/declare';
import { requireHeavyRunner, type WithHeavyWork } from '../declaration/heavy-tools';
import { id, number } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { notSegment, unknownSegment } from '../segments/segments';

export const currentSegIds: WithHeavyWork<RowTool, 'get_current_seg_ids'> = {
  kind: 'rows',
  name: 'get_current_seg_ids',
  formula: 'TT_CURRENT_ID',
  family: 'get',
  summary: 'Brings segment ids up to date: the current segment that holds most of each.',
  details:
    'The share is the part of the old segment’s supervoxels that the current one holds. It is exact while the answer ' +
    'fits about a million supervoxels; beyond that it counts level-2 nodes and is marked ≈, unless exact asks the companion for every supervoxel. A split with no piece ' +
    `above ${AMBIGUOUS_BELOW * 100} % is refused as AMBIGUOUS unless the share or the full list is asked for.`,
  params: [
    IDS,
    {
      name: 'include_ratio',
      kind: 'boolean',
      description: 'TRUE adds the share of the old segment, 0 to 1',
      optional: true,
      defaultValue: false,
    },
    {
      name: 'full_list',
      kind: 'boolean',
      description: 'TRUE lists all candidates to the right, best first',
      optional: true,
      defaultValue: false,
    },
    {
      name: 'exact',
      kind: 'boolean',
      description: 'TRUE has the companion count every supervoxel, however many there are',
      optional: true,
      defaultValue: false,
    },
    DATASTACK,
  ],
  returns:
    'the current id for each id; with include_ratio id and share; with full_list all of them, spilled right',
  example: { formula: '=TT_CURRENT_ID(A2, TRUE)', shows: '720575941441350235 | 0.9747508490618563' },
  surfaces: EVERYWHERE,
  outputs: [id('current_id'), number('share')],
  columns: (args) => (args.include_ratio ? ['current_id', 'share'] : ['current_id']),
  hasHeavyWork: true,
  idsPerStep: 1000,
  idsPerHeavyStep: 25,
  *answer(ids, args, ctx) {
    if (args.exact === true)
      return yield* requireHeavyRunner(ctx, currentSegIds).rows(currentSegIds, ids, args, ctx);
    const stack = yield* datastackOf(ctx);
    const found = yield* successions(stack, ids, { timestamp: timestampOf(ctx), voteUnit: 'supervoxels' });
    return new Map(ids.map((id) => [id, answerOf(stack, id, found.get(id)!, args)]));
  },
};

export function answerOf(
  stack: Datastack,
  id: Id,
  answer: Succession | TtError,
  args: Args,
): RowAnswer | TtError {
  const found = successionOf(stack, id, answer);
  if (found instanceof TtError) return found;
  const showsDoubt = args.include_ratio === true || args.full_list === true;
  if (found.ambiguous && !showsDoubt) return ambiguityError(found);
  const candidates = args.full_list === true ? found.candidates : found.candidates.slice(0, 1);
  const cells = candidates.flatMap((candidate): OutputCell[] =>
    args.include_ratio === true ? [candidate.id, shareCell(candidate.share, found.exact)] : [candidate.id],
  );
  return { cells, cacheSeconds: CACHE_BRIEFLY };
}

/** A succession with at least one candidate, or the error of an id without one. */
export function successionOf(stack: Datastack, id: Id, found: Succession | TtError): Succession | TtError {
  if (found instanceof TtError) return found;
  const error = found.state === 'notSegment' ? notSegment(stack, id) : null;
  if (error) return error;
  if (found.state === 'unknown') return unknownSegment(stack);
  if (found.candidates.length > 0) return found;
  return new TtError('FAULT', `no current segment holds a piece of ${id}. Try again`);
}

export function ambiguityError(found: Succession): TtError {
  const shares = found.candidates.slice(0, 3).map((candidate) => `${Math.round(candidate.share * 100)} %`);
  return new TtError('AMBIGUOUS', `${shares.join(' / ')}. Add an anchor point`);
}

/** A share as a number, or as text with ≈ if it does not count supervoxels. */
export function shareCell(share: number, exact: boolean): string | number {
  return exact || share === 1 ? share : `≈${share.toFixed(4)}`;
}
