/** Job "Triage": writes the rough spots that each segment passes. */
import { jobOutput } from '../declaration/column-job';
import { text } from '../declaration/outputs';
import { triageSegs } from '../triage/segs';
import { companionJob } from './companion-job';

export const triageJob = companionJob(triageSegs, {
  name: 'triage',
  title: 'Triage',
  summary: 'Whether each segment passes a known rough spot ("swamp") of the data set. The companion looks.',
  outputs: [
    jobOutput(text('swamps'), 'the swamps that it passes, or none', true),
    jobOutput(text('swamp_points'), 'where it crosses them, in voxels', true),
  ],
});
