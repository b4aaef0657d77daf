/** get_anno_array_from_state_file: the points of an annotation layer. */
import { TtError } from '../../core/errors';
import { describe, pointLayer, pointsOf } from '../../neuroglancer/annotations';
import { CACHE_BRIEFLY, DATASTACK, tableTool } from '../declaration/declare';
import { axes } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { openState, STATE_PARAM } from '../views/states';

export const annoArrayFromStateFile = tableTool({
  name: 'get_anno_array_from_state_file',
  formula: 'TT_ANNO_POINTS',
  family: 'get',
  summary: 'Gives the points of an annotation layer of a view.',
  details:
    'x, y, z in voxels of the view, found by the names of the dimensions, whatever their order; a layer that counts in ' +
    'other voxels, in nm or through a transform is converted. Without a layer’s name the only layer with points is ' +
    'taken. Of a layer that mixes kinds the points alone are given; one without any point says what it holds instead, ' +
    'one whose annotations lie outside the view says where.',
  params: [
    STATE_PARAM,
    {
      name: 'layer',
      kind: 'text',
      description: 'the annotation layer’s name; the only layer with points without it',
      optional: true,
      defaultValue: '',
    },
    DATASTACK,
  ],
  returns: 'x, y, z for each point',
  example: { formula: '=TT_ANNO_POINTS(A2, "inputs")', shows: '178724 | 118620 | 21322 and so on down' },
  surfaces: EVERYWHERE,
  outputs: axes('voxels of the view'),
  cacheSeconds: CACHE_BRIEFLY,
  *answer(args, ctx) {
    const { state } = yield* openState(ctx, String(args.state));
    const {
      inView,
      otherAnnotations: others,
      layer,
    } = pointsOf(state, pointLayer(state, String(args.layer ?? '')));
    if (inView.length === 0) {
      const content = others.size > 0 ? `: it holds ${describe(others)}` : ': it is empty';
      throw new TtError('INPUT', `layer "${layer}" has no points${content}`);
    }
    return inView;
  },
});
