/** make_volume_mesh_from_state_file: the hulls of a view's point layers as a mesh volume. */
import { DATASTACK, heavyFiles } from '../declare';
import { DESTINATION, FINISH, LAYERS } from '../meshParams';
import { STATE } from '../states';

export const volumeMeshFromStateFile = heavyFiles({
  name: 'make_volume_mesh_from_state_file',
  formula: '',
  family: 'make',
  summary: 'Makes a mesh volume of the convex hulls of a view’s point layers.',
  details:
    'One mesh a layer, with ids 1, 2, 3 in the order of the layers, or with merge their union as mesh 1. Coordinates in nm.',
  params: [
    STATE,
    LAYERS,
    {
      name: 'merge',
      kind: 'boolean',
      words: 'TRUE makes one mesh of all',
      optional: true,
      initial: false,
    },
    ...FINISH,
    {
      name: 'obj',
      kind: 'boolean',
      words: 'TRUE adds OBJ files',
      optional: true,
      initial: false,
    },
    DESTINATION,
    DATASTACK,
  ],
  gives: 'a mesh volume, a link where it lies on a bucket, and a row a mesh',
  example: { formula: 'make_volume_mesh_from_state_file state.json merge=yes', shows: 'a mesh volume' },
  faces: 'MCL',
});
