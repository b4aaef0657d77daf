/** make_volume_mesh_from_state_file: the hulls of a view's point layers as a mesh volume. */
import { DATASTACK } from '../declaration/declare';
import { heavyFiles } from '../declaration/heavy-tools';
import { DESTINATION, FINISH, LAYERS } from '../declaration/mesh-params';
import { LAYER_OUTPUTS } from '../declaration/outputs';
import { FILE_SURFACES } from '../declaration/surfaces';
import { STATE_PARAM } from '../views/states';

export const volumeMeshFromStateFile = heavyFiles({
  name: 'make_volume_mesh_from_state_file',
  family: 'make',
  summary: 'Makes a mesh volume of the convex hulls of a view’s point layers.',
  details:
    'One mesh a layer, with ids 1, 2, 3 in the order of the layers, or with merge their union as mesh 1. Coordinates in nm.',
  params: [
    STATE_PARAM,
    LAYERS,
    {
      name: 'merge',
      kind: 'boolean',
      description: 'TRUE makes one mesh of all',
      optional: true,
      defaultValue: false,
    },
    ...FINISH,
    {
      name: 'obj',
      kind: 'boolean',
      description: 'TRUE adds OBJ files',
      optional: true,
      defaultValue: false,
    },
    DESTINATION,
    DATASTACK,
  ],
  returns: 'a mesh volume, a link where it lies on a bucket, and a row a mesh',
  example: { command: 'make_volume_mesh_from_state_file state.json merge=yes', shows: 'a mesh volume' },
  surfaces: FILE_SURFACES,
  outputs: LAYER_OUTPUTS,
});
