/** Job "Partners": writes the synaptic partners of each segment. */
import { partners } from '../count/partners';
import { companionJob, outputsOf } from './companion-job';

export const partnersJob = companionJob(partners, {
  name: 'partners',
  title: 'Partners',
  summary: 'Synaptic partners of each segment. The companion counts.',
  outputs: outputsOf(partners, ['how many', 'how many', 'ids and synapses', 'ids and synapses']),
});
