/** Job "Bring ids up to date": writes the current id beside each old one. */
import { columnJob } from '../declaration/column-job';
import { currentSegIds } from '../get/current-seg-ids';
import { answerDetails, detailOutputs } from './segment-rows';

export const currentJob = columnJob({
  name: 'current',
  title: 'Bring ids up to date',
  summary: 'The current id of each segment beside the old one, with the share that it holds.',
  keys: 'pieces',
  outputs: detailOutputs(
    ['current_id', 'share', 'runner_up', 'anchor_supervoxel', 'as_of'],
    ['current_id', 'share'],
  ),
  answersOf: [currentSegIds.name],
  menuCall: 'ttBringUpToDate',
  answer: answerDetails,
});
