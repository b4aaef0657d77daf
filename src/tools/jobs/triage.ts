/** Job "Triage": writes the rough spots that each segment passes. */
import { columnJob, type HandedOver, jobOutput } from '../declaration/column-job';
import { text } from '../declaration/outputs';
import { triageSegs } from '../triage/segs';
import { rowsOf } from './tool-rows';

const HEADERS = { swamps: 'swamps', swamp_points: 'swamp_points' };

const handsOver = (): HandedOver => ({ tool: triageSegs, args: {}, headers: HEADERS });

export const triageJob = columnJob({
  name: 'triage',
  title: 'Triage',
  summary: 'Whether each segment passes a known rough spot ("swamp") of the data set. The companion looks.',
  keys: 'ids',
  outputs: [
    jobOutput(text('swamps'), 'the swamps that it passes, or none', true),
    jobOutput(text('swamp_points'), 'where it crosses them, in voxels', true),
  ],
  answersOf: [triageSegs.name],
  handsOver,
  answer: (rows, run, ctx) => rowsOf(handsOver(), rows, run, ctx),
});
