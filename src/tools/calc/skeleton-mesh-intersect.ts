/** calc_skeleton_mesh_intersect: where lines, given by their end points, cross a mesh. */
import { CACHE_BRIEFLY, DATASTACK } from '../declaration/declare';
import { heavyTable } from '../declaration/heavy-tools';
import { EXACT_POINTS, MESH, MESH_ID, UNIT } from '../declaration/mesh-params';
import { axes } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';

export const skeletonMeshIntersect = heavyTable({
  name: 'calc_skeleton_mesh_intersect',
  formula: 'TT_BONES_MESH_HITS',
  family: 'calc',
  summary: 'Gives the points where bones (pairs of end points) cross a mesh.',
  details:
    'Bones as TT_BONES gives them, in voxels of the viewer’s resolution, or a skeleton as an SWC in nm; points in the same, truncated. In the order of the bones, and ' +
    'along each bone. A crossing through an edge or a corner of the mesh counts once. No crossing is an empty answer. What is worth saying of the mesh stands in a last ' +
    'row, #TT NOTE.',
  params: [
    {
      name: 'bones',
      kind: 'points',
      description: 'x, y, z of both ends of each bone: six columns; or an SWC file, or its rows',
      file: true,
    },
    MESH,
    MESH_ID,
    UNIT,
    EXACT_POINTS,
    {
      ...UNIT,
      name: 'bones_unit',
      description: 'unit of the bones; without it voxels for six columns, nm for an SWC',
    },
    DATASTACK,
  ],
  returns: 'x, y, z of each crossing; with exact also the point before it is truncated',
  example: {
    formula: '=TT_BONES_MESH_HITS(TT_BONES(A2), "precomputed://gs://bucket/regions", "3")',
    shows: '121305 | 181906 | 4627 and so on down',
  },
  surfaces: EVERYWHERE,
  outputs: [
    ...axes('viewer voxels'),
    ...axes('viewer voxels').map((axis) => ({ ...axis, name: `exact_${axis.name}` })),
  ],
  cacheSeconds: CACHE_BRIEFLY,
});
