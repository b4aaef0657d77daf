/** Job "Add anchors": writes an anchor for each row, which says after a split which piece the row means. */
import { columnJob } from '../declaration/column-job';
import { coords } from '../get/coords';
import { answerDetails, detailOutputs } from './segment-rows';

export const anchorsJob = columnJob({
  name: 'anchors',
  title: 'Add anchors',
  summary: 'A supervoxel and a point inside each segment: they say which piece a row means after a split.',
  keys: 'pieces',
  outputs: detailOutputs(['anchor_supervoxel', 'point'], ['anchor_supervoxel', 'point']),
  answersOf: [coords.name],
  answer: answerDetails,
});
