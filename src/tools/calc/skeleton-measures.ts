/** calc_skeleton_measures: the measures of an SWC file's skeleton, and how much of it lies inside a mesh. */
import { CACHE_FOREVER, DATASTACK } from '../declaration/declare';
import { heavyTable } from '../declaration/heavy-tools';
import { MESH, MESH_ID, UNIT } from '../declaration/mesh-params';
import { axes, count, lengthNm, number } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';

export const skeletonMeasures = heavyTable({
  name: 'calc_skeleton_measures',
  formula: 'TT_SKELETON_MEASURES',
  family: 'calc',
  summary: 'Measures a skeleton: nodes, cable, branch points, and the cable inside a mesh.',
  details:
    'An SWC file, or its rows (n, type, x, y, z, radius, parent) as TT_SKELETON gives them. Branch points have more than ' +
    'one child, tips none; the longest path goes from a root to a tip. The cable inside a closed mesh is cut exactly where ' +
    'edges go through its surface; it is blank without a mesh.',
  params: [
    { name: 'skeleton', kind: 'range', description: 'an SWC file, or its rows', file: true },
    { ...MESH, optional: true, defaultValue: '' },
    MESH_ID,
    { ...UNIT, description: 'unit of the skeleton’s coordinates, nm without it; voxels are the viewer’s' },
    { ...UNIT, name: 'mesh_unit', description: 'unit of a mesh file’s coordinates, nm without it' },
    DATASTACK,
  ],
  returns: 'one row of measures',
  example: {
    formula: '=TT_SKELETON_MEASURES(TT_SKELETON(A2))',
    shows: '1522 | 1 | 104 | 107 | 1892345 | 402211 and so on',
  },
  surfaces: EVERYWHERE,
  outputs: [
    ...['nodes', 'parts', 'branch_points', 'tips'].map(count),
    lengthNm('cable_length_nm'),
    lengthNm('longest_path_nm'),
    ...axes('nm', ['_min', '_max']),
    lengthNm('inside_nm'),
    number('inside_share'),
  ],
  cacheSeconds: CACHE_FOREVER,
});
