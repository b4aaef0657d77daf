/** calc_seg_mesh_intersect: whether and where segments cross a mesh. */
import { type Args, DATASTACK, IDS } from '../declaration/declare';
import { heavyRows } from '../declaration/heavy-tools';
import { EXACT_POINTS, MESH, MESH_ID, UNIT } from '../declaration/mesh-params';
import { count, flag, READ_REMARKS, text } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';

export const segMeshIntersect = heavyRows({
  name: 'calc_seg_mesh_intersect',
  formula: 'TT_MESH_HITS',
  family: 'calc',
  summary: 'Says which segments cross a mesh, and where.',
  details:
    'Every point where an edge of the segment’s skeleton crosses a face of the mesh, found exactly: a crossing through an ' +
    'edge or a corner of the mesh counts once. Points are voxels of the viewer’s resolution, truncated. A skeleton that is not made ' +
    'yet is queued and says PENDING. A segment that lies inside without crossing does not hit.',
  params: [
    IDS,
    MESH,
    {
      name: 'return_points',
      kind: 'boolean',
      description: 'TRUE adds how often and where',
      optional: true,
      defaultValue: false,
    },
    MESH_ID,
    UNIT,
    { ...EXACT_POINTS, description: 'TRUE adds to the points those that are not rounded' },
    DATASTACK,
  ],
  returns:
    'TRUE or FALSE for each id; with return_points also the number of crossings and their points, with exact also unrounded; then what is worth saying of the mesh, where there is anything',
  example: {
    formula: '=TT_MESH_HITS(A2:A40, "precomputed://gs://bucket/regions", TRUE, "3")',
    shows: 'TRUE | 2 | 121305, 181906, 4627; 123200, 172384, 4720',
  },
  surfaces: EVERYWHERE,
  outputs: [flag('hit'), count('crossings'), text('points'), text('exact_points'), READ_REMARKS],
  columns: ({ return_points: points, exact }: Args) => [
    'hit',
    ...(points ? ['crossings', 'points', ...(exact ? ['exact_points'] : [])] : []),
    READ_REMARKS.name,
  ],
  idsPerStep: 200,
});
