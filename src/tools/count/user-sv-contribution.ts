/** count_user_sv_contribution: how many of a segment's supervoxels each proofreader has merged in. */
import { CACHE_FOREVER, DATASTACK } from '../declaration/declare';
import { heavyTable } from '../declaration/heavy-tools';
import { count, text } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';

export const userSvContribution = heavyTable({
  name: 'count_user_sv_contribution',
  formula: 'TT_CONTRIBUTIONS',
  family: 'count',
  summary: 'Counts the supervoxels that each proofreader has merged into a segment.',
  details:
    'For each merge in the segment’s history the smaller sides’ supervoxels are counted for who made it; splits count for ' +
    'nobody. Most first. A large neuron takes minutes: the answer says how far it is, and is kept once it is there.',
  params: [{ name: 'id', kind: 'id', description: 'one segment id, as text' }, DATASTACK],
  returns: 'headers, then user id, name and supervoxels, most first',
  example: { formula: '=TT_CONTRIBUTIONS(A2)', shows: 'user_id | user_name | supervoxels' },
  surfaces: EVERYWHERE,
  outputs: [text('user_id'), text('user_name'), count('supervoxels')],
  hasHeaderRow: true,
  heavy: 'long',
  cacheSeconds: CACHE_FOREVER,
});
