/** Job "Contributions": writes how many supervoxels each user merged into each segment. */
import { contributors } from '../count/contributors';
import { companionJob, outputsOf } from './companion-job';

export const contributorsJob = companionJob(contributors, {
  name: 'contributors',
  title: 'Contributions',
  summary: 'Who merged how much into each segment. The companion counts.',
  outputs: outputsOf(contributors, ['people', 'supervoxels', 'who and how many, most first']),
});
