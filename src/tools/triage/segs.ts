/** triage_segs: which segments pass a known rough spot of their dataset. */
import { DATASTACK, IDS } from '../declaration/declare';
import { heavyRows } from '../declaration/heavy-tools';
import { flag, text } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';

export const triageSegs = heavyRows({
  name: 'triage_segs',
  formula: 'TT_TRIAGE',
  family: 'triage',
  summary: 'Says which segments pass a known rough spot ("swamp") of the data set, and which and where.',
  details:
    'Swamps are regions where the images or the segmentation are poor, drawn as meshes in the datastack’s configuration. A ' +
    'segment passes one where its skeleton crosses the swamp’s surface or lies inside. Points are where it crosses, in voxels ' +
    'of the viewer’s resolution. A datastack without swamps says NONE.',
  params: [IDS, DATASTACK],
  returns: 'TRUE or FALSE, the swamps’ ids, and the points where the skeleton crosses them',
  example: { formula: '=TT_TRIAGE(A2:A40)', shows: 'TRUE | 3, 7 | 98210, 150233, 3120; 98301, 150410, 3122' },
  surfaces: EVERYWHERE,
  outputs: [flag('passes_swamp'), text('swamps'), text('swamp_points')],
  idsPerStep: 200,
});
