/** get_seg_mesh: the mesh of a segment or a region as a file, with optional processing. */
import { DATASTACK } from '../declaration/declare';
import { heavyFiles } from '../declaration/heavy-tools';
import { FINISH, LEVEL, MESH, MESH_ID, UNIT } from '../declaration/mesh-params';
import { MESH_OUTPUTS } from '../declaration/outputs';
import { FILE_SURFACES } from '../declaration/surfaces';

export const segMesh = heavyFiles({
  name: 'get_seg_mesh',
  family: 'get',
  summary: 'Gives a mesh as a file: a segment’s, a region’s or one’s own, finished as wanted.',
  details:
    'Coordinates in nm; those of a file are read in the unit that is given. Of a multi-resolution mesh, faces takes the ' +
    'coarsest level that has as many, counted in its data, and simplifies it further. Says whether the mesh is closed, how many parts it has, its area and volume. "segments" as the ' +
    'mesh takes the datastack’s own segmentation, with a segment id as mesh_id.',
  params: [
    MESH,
    MESH_ID,
    {
      name: 'format',
      kind: 'choice',
      description: 'kind of file',
      optional: true,
      choices: ['obj', 'ply', 'stl'],
      defaultValue: 'obj',
    },
    ...FINISH,
    UNIT,
    LEVEL,
    DATASTACK,
  ],
  returns: 'one file, and what is known of the mesh',
  example: { command: 'get_seg_mesh segments mesh_id=720575941703820762', shows: '720575941703820762.obj' },
  surfaces: FILE_SURFACES,
  outputs: MESH_OUTPUTS,
});
