/** Job "Add segment details": writes measures of the current segment beside each id. */
import { columnJob } from '../declaration/column-job';
import { DETAILS, segDetailsTool } from '../get/seg-details';
import { answerDetails, detailOutputs } from './segment-rows';

export const detailsJob = columnJob({
  name: 'details',
  title: 'Add segment details',
  summary: 'Current id, volume, cable length, synapses and proofread status beside each id.',
  keys: 'pieces',
  outputs: detailOutputs(
    DETAILS.map(({ name }) => name),
    ['current_id', 'volume_um3', 'cable_length', 'inc_syn', 'out_syn', 'total_syn', 'proofread'],
  ),
  answersOf: [
    segDetailsTool.name,
    'get_seg_3d_volume',
    'get_cable_lengths',
    'count_synapses',
    'check_seg_proofread_status',
  ],
  menuCall: 'ttAddDetails',
  answer: answerDetails,
});
