/** count_contributors: for many segments, how many supervoxels each user has merged in. */
import { DATASTACK, IDS } from '../declaration/declare';
import { heavyRows } from '../declaration/heavy-tools';
import { count, text } from '../declaration/outputs';
import { COLUMN_SURFACES } from '../declaration/surfaces';

export const contributors = heavyRows({
  name: 'count_contributors',
  formula: '',
  family: 'count',
  summary: 'Counts who has merged how many supervoxels into each segment.',
  details: 'As count_user_sv_contribution counts them, a row a segment. A segment that nobody merged has 0.',
  params: [IDS, DATASTACK],
  returns: 'people, supervoxels merged in, and each person’s share',
  example: { command: 'count_contributors 720575941609391725', shows: '2 | 1203 | 7 Ada: 1200; 9 Ed: 3' },
  surfaces: COLUMN_SURFACES,
  outputs: [count('contributors'), count('merged_in'), text('contributions')],
  idsPerStep: 5,
});
