/** make_mesh_from_points: a closed mesh around the points of a view's layers, and a link that shows both. */
import { DATASTACK } from '../declaration/declare';
import { heavyFiles } from '../declaration/heavy-tools';
import { DESTINATION, FINISH, LAYERS } from '../declaration/mesh-params';
import { LAYER_OUTPUTS } from '../declaration/outputs';
import { FILE_SURFACES } from '../declaration/surfaces';
import { STATE_PARAM } from '../views/states';

export const meshFromPoints = heavyFiles({
  name: 'make_mesh_from_points',
  family: 'make',
  summary:
    'Makes one closed mesh around the points of a view’s layers, and a link that shows it with the points.',
  details:
    'Each point layer becomes an alpha shape (a hull that follows hollows) or a convex hull, and their union is the mesh, id 1 ' +
    'of a new mesh volume. Alpha is a radius in nm: the smaller, the closer the shape follows. "auto" starts from 1.5 times the ' +
    'points’ usual distance and grows by half until the shape is closed and in one piece; a number grows likewise unless grow is ' +
    'FALSE. The alphas that were taken are reported.',
  params: [
    STATE_PARAM,
    LAYERS,
    {
      name: 'shape',
      kind: 'choice',
      description: 'alpha shape or convex hull',
      optional: true,
      choices: ['alpha', 'hull'],
      defaultValue: 'alpha',
    },
    {
      name: 'alphas',
      kind: 'text',
      numeric: true,
      description: 'auto, or nm for each layer in turn, such as 8000, auto, 12000',
      optional: true,
      defaultValue: 'auto',
    },
    {
      name: 'grow',
      kind: 'boolean',
      description: 'FALSE keeps a given alpha as it is',
      optional: true,
      defaultValue: true,
    },
    ...FINISH,
    {
      name: 'obj',
      kind: 'boolean',
      description: 'TRUE adds the mesh as an OBJ file',
      optional: true,
      defaultValue: false,
    },
    DESTINATION,
    DATASTACK,
  ],
  returns: 'a mesh volume, a link where it lies on a bucket, and a row a layer: points, alpha, volume',
  example: {
    command: 'make_mesh_from_points 4783120394846208 alphas=auto',
    shows: 'a mesh volume and its link',
  },
  surfaces: FILE_SURFACES,
  outputs: LAYER_OUTPUTS,
});
