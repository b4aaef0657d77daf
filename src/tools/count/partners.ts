/** count_partners: for many segments, the number of synaptic partners and the strongest ones. */
import { DATASTACK, IDS } from '../declaration/declare';
import { heavyRows } from '../declaration/heavy-tools';
import { count, text } from '../declaration/outputs';
import { COLUMN_SURFACES } from '../declaration/surfaces';

export const partners = heavyRows({
  name: 'count_partners',
  formula: '',
  family: 'count',
  summary: 'Counts the segments that each segment has synapses with, and names the strongest.',
  details:
    'From all rows of the synapse table as they are now, autapses included; what lies in no segment is no partner. An ' +
    'outdated id has no synapses of its own and is an error.',
  params: [IDS, DATASTACK],
  returns: 'incoming and outgoing partners, and the ten strongest of both with their synapses',
  example: { command: 'count_partners 720575941609391725', shows: '31 | 140 | 720575941441350235: 4; …' },
  surfaces: COLUMN_SURFACES,
  outputs: [count('partners_in'), count('partners_out'), text('strongest_in'), text('strongest_out')],
  idsPerStep: 10,
});
