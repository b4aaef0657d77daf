/** make_point_cloud_from_state_file: the points of a view's layers as OBJ files. */
import { toUtf8 } from '../../core/utf8';
import { writePointsObj } from '../../geometry/formats/obj';
import { DATASTACK, fileTool, type OutputCell } from '../declaration/declare';
import { LAYERS } from '../declaration/mesh-params';
import { count, text } from '../declaration/outputs';
import { FILE_SURFACES } from '../declaration/surfaces';
import { fileName, pointLayers } from '../views/point-layers';
import { openState, STATE_PARAM } from '../views/states';

export const pointCloudFromStateFile = fileTool({
  name: 'make_point_cloud_from_state_file',
  family: 'make',
  summary: 'Makes an OBJ file of the points of each point layer of a view.',
  details: 'Coordinates in nm, in the order of the layer; no faces.',
  params: [STATE_PARAM, LAYERS, DATASTACK],
  returns: 'an OBJ file a layer, and how many points each holds',
  example: { command: 'make_point_cloud_from_state_file state.json', shows: 'inputs.obj, outputs.obj' },
  surfaces: FILE_SURFACES,
  outputs: [text('layer'), count('points')],
  *answer(args, ctx) {
    const { state } = yield* openState(ctx, String(args.state));
    const usedNames = new Set<string>();
    const layers = pointLayers(state, String(args.layers ?? ''));
    const files = layers.map(({ name, points }) => ({
      path: `${fileName(name, usedNames)}.obj`,
      contentType: 'model/obj',
      bytes: toUtf8(writePointsObj(points)),
    }));
    const rows = layers.map(({ name, points }): OutputCell[] => [name, points.length / 3]);
    return { report: [['layer', 'points'], ...rows], files, link: '' };
  },
});
