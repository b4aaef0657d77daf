/** calc_mesh_measures: box, topology, area and volume of a mesh. */
import { CACHE_FOREVER, DATASTACK } from '../declaration/declare';
import { heavyTable } from '../declaration/heavy-tools';
import { LEVEL, MESH, MESH_ID, UNIT } from '../declaration/mesh-params';
import { axes, count, MESH_OUTPUTS } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';

export const meshMeasures = heavyTable({
  name: 'calc_mesh_measures',
  formula: 'TT_MESH_MEASURES',
  family: 'calc',
  summary: 'Measures a mesh: its counts, box, Euler characteristic, area and volume.',
  details:
    'The box holds all vertices. The Euler characteristic is vertices in use - edges + triangles: 2 for a closed surface ' +
    'without holes through it, 2 less for each such hole, and the sum over the parts. The volume is blank where the mesh ' +
    'is not closed.',
  params: [MESH, MESH_ID, UNIT, LEVEL, DATASTACK],
  returns: 'one row of measures',
  example: {
    formula: '=TT_MESH_MEASURES("precomputed://gs://bucket/regions", "3")',
    shows:
      '1204 | 2404 | 1 | 0.87 | 0.041 | closed, outward | 2 | 485222 | 727624 | 208226 | 492800 | 736100 | 214115',
  },
  surfaces: EVERYWHERE,
  outputs: [...MESH_OUTPUTS, count('euler_characteristic'), ...axes('nm', ['_min', '_max'])],
  cacheSeconds: CACHE_FOREVER,
});
