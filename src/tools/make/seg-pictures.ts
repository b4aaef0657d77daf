/** make_seg_pictures: draws segments' skeletons into files on a bucket. */
import { DATASTACK, IDS } from '../declaration/declare';
import { heavyRows } from '../declaration/heavy-tools';
import { DESTINATION } from '../declaration/mesh-params';
import { flag, link, number } from '../declaration/outputs';
import { COLUMN_SURFACES } from '../declaration/surfaces';

export const segPictures = heavyRows({
  name: 'make_seg_pictures',
  formula: '',
  family: 'make',
  summary: 'Draws the skeleton of each segment as a PNG file on a bucket.',
  details:
    'Seen along z, lines as thick as the neuron, with a scale bar. The file is named by the id and replaces an older one ' +
    'of that name. A skeleton that is not made yet is queued and says PENDING.',
  params: [
    IDS,
    {
      ...DESTINATION,
      optional: false,
      description: 'folder on a bucket, such as gs://our-lab/pictures',
    },
    DATASTACK,
  ],
  returns: 'the picture’s address, µm of its scale bar, and whether anybody may read it',
  example: {
    command: 'make_seg_pictures 720575941609391725 gs://our-lab/pictures',
    shows: 'https://storage.googleapis.com/our-lab/pictures/720575941609391725.png | 20 | TRUE',
  },
  surfaces: COLUMN_SURFACES,
  outputs: [link('picture'), number('scale_bar_um', 'µm'), flag('anyone_can_read')],
  idsPerStep: 10,
});
