/** get_mesh_triangles: the triangles of a mesh, as a table. */
import { CACHE_FOREVER, DATASTACK } from '../declaration/declare';
import { heavyTable } from '../declaration/heavy-tools';
import { MESH, MESH_ID, UNIT } from '../declaration/mesh-params';
import { axes } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';

export const meshTriangles = heavyTable({
  name: 'get_mesh_triangles',
  formula: 'TT_MESH_TRIANGLES',
  family: 'get',
  summary: 'Gives the triangles of a mesh of any kind: nine numbers a row.',
  details:
    'The three corners of each triangle in voxels of the viewer’s resolution, not rounded. Meshes of a chunked graph, ' +
    'single-resolution and multi-resolution meshes (the finest level), sharded or not, and .obj, .ply and .stl files in the unit that is given. ' +
    'A formula gives 100,000 cells; get_seg_mesh gives larger meshes as files. What is worth saying of the mesh stands in a ' +
    'last row, #TT NOTE.',
  params: [MESH, MESH_ID, UNIT, DATASTACK],
  returns: 'x, y, z of the three corners of each triangle',
  example: {
    formula: '=TT_MESH_TRIANGLES("precomputed://gs://bucket/regions", "3")',
    shows: '121305.5 | 181906 | 4627.25 | 121310 and so on',
  },
  surfaces: EVERYWHERE,
  outputs: axes('viewer voxels', ['1', '2', '3']),
  cacheSeconds: CACHE_FOREVER,
});
