/** count_user_sv_contribution: how much of a segment each proofreader has merged in. */
import { DATASTACK, FOREVER, heavyTable } from '../declare';

export const userSvContribution = heavyTable({
  name: 'count_user_sv_contribution',
  formula: 'TT_CONTRIBUTIONS',
  family: 'count',
  summary: 'Counts the supervoxels that each proofreader has merged into a segment.',
  details:
    'For each merge in the segment’s history the smaller sides’ supervoxels are counted for who made it; splits count for ' +
    'nobody. Most first. A large neuron takes minutes: the answer says how far it is, and is kept once it is there.',
  params: [{ name: 'id', kind: 'id', words: 'one segment id, as text' }, DATASTACK],
  gives: 'headers, then user id, name and supervoxels, most first',
  example: { formula: '=TT_CONTRIBUTIONS(A2)', shows: 'user_id | user_name | supervoxels' },
  faces: 'FMC',
  heavy: 'long',
  keep: FOREVER,
});
