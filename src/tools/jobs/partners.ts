/** Job "Partners": writes the synaptic partners of each segment. */
import { partners } from '../count/partners';
import { companionJob, outputsOf } from './companion-job';

export const partnersJob = companionJob(partners, {
  name: 'partners',
  title: 'Partners',
  summary: 'With how many segments each has synapses, and its strongest partners. The companion counts.',
  outputs: outputsOf(partners, [
    'segments that it hears',
    'segments that it speaks to',
    'ids and synapses, most first',
    'ids and synapses, most first',
  ]),
});
