/** Job "Bring ids up to date, exactly": successors by a vote of all supervoxels, which the companion counts. */
import { AMBIGUOUS_BELOW } from '../../cave/graph/successors';
import { TtError } from '../../core/errors';
import { readArgs } from '../declaration/args';
import { columnJob, type HandedOver, type JobRow } from '../declaration/column-job';
import { currentSegIds } from '../get/current-seg-ids';
import { detailOutputs } from './segment-rows';
import { rowsOf } from './tool-rows';

const OUTPUTS = ['current_id', 'share'] as const;
const HEADERS = { current_id: 'current_id', share: 'share' };
/** The request includes shares, also of a split without a clear successor; `clearSuccessor` refuses those splits. */
const ARGS: Record<string, unknown> = { include_ratio: true, exact: true };

const handsOver = (): HandedOver => ({
  tool: currentSegIds,
  args: readArgs(
    currentSegIds,
    currentSegIds.params.map(({ name }) => ARGS[name]),
  ),
  headers: HEADERS,
  settled: clearSuccessor,
});

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

export const exactJob = columnJob({
  name: 'exact',
  title: 'Bring ids up to date, exactly',
  summary:
    'The current id of each segment and the share that it holds, every supervoxel counted. The companion counts.',
  keys: 'ids',
  outputs: detailOutputs(OUTPUTS, OUTPUTS),
  answersOf: [currentSegIds.name],
  handsOver,
  answer: (rows, run, ctx) => rowsOf(handsOver(), rows, run, ctx),
});
