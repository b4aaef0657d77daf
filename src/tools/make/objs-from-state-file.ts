/** make_objs_from_state_file: the convex hull of each point layer of a view, as OBJ files. */
import { DATASTACK } from '../declaration/declare';
import { heavyFiles } from '../declaration/heavy-tools';
import { FINISH, LAYERS } from '../declaration/mesh-params';
import { LAYER_OUTPUTS } from '../declaration/outputs';
import { FILE_SURFACES } from '../declaration/surfaces';
import { STATE_PARAM } from '../views/states';

export const objsFromStateFile = heavyFiles({
  name: 'make_objs_from_state_file',
  family: 'make',
  summary: 'Makes an OBJ file of the convex hull of each point layer of a view.',
  details: 'Coordinates in nm, faces outward. A layer of fewer than four points, or in one plane, is said.',
  params: [STATE_PARAM, LAYERS, ...FINISH, DATASTACK],
  returns: 'an OBJ file a layer, and a row a layer: points, corners, volume',
  example: { command: 'make_objs_from_state_file state.json', shows: 'inputs.obj, outputs.obj' },
  surfaces: FILE_SURFACES,
  outputs: LAYER_OUTPUTS,
});
