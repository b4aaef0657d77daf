/** Job "Bring ids up to date, exactly": successors by a vote of all supervoxels, which the companion counts. */
import { AMBIGUOUS_BELOW } from '../../cave/graph/successors';
import { TtError } from '../../core/errors';
import type { JobRow } from '../declaration/column-job';
import { currentSegIds } from '../get/current-seg-ids';
import { companionJob, jobArgs } from './companion-job';
import { detailOutputs } from './segment-rows';

const OUTPUTS = ['current_id', 'share'] as const;
/** The request includes shares, also of a split without a clear successor; `clearSuccessor` refuses those splits. */
const ARGS: Record<string, unknown> = { include_ratio: true, exact: true };

/** Refuses a largest piece that does not hold most of the old segment. */
function clearSuccessor(row: JobRow): JobRow {
  const { share } = row;
  if (typeof share !== 'number' || share >= AMBIGUOUS_BELOW) return row;
  const error = new TtError(
    'AMBIGUOUS',
    `the largest piece has ${Math.round(share * 100)} %. Add an anchor point`,
  );
  return { ...row, current_id: error };
}

export const exactJob = companionJob(
  currentSegIds,
  {
    name: 'exact',
    title: 'Bring ids up to date, exactly',
    summary:
      'The current id of each segment and the share that it holds, every supervoxel counted. The companion counts.',
    outputs: detailOutputs(OUTPUTS, OUTPUTS),
  },
  { args: () => jobArgs(currentSegIds, ARGS), settled: clearSuccessor },
);
