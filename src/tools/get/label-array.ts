/** get_label_array: the labels in a box of a volume, as an array file. */
import { DATASTACK } from '../declaration/declare';
import { heavyFiles } from '../declaration/heavy-tools';
import { count, id } from '../declaration/outputs';
import { FILE_SURFACES } from '../declaration/surfaces';

export const labelArray = heavyFiles({
  name: 'get_label_array',
  family: 'get',
  summary: 'Gives the labels of a box of a segmentation volume as an array file.',
  details:
    'Voxels are those of the chosen scale, counted as the volume counts them. The file is NumPy’s (.npy, in Fortran order: ' +
    'array[x, y, z]), or the bare numbers, little-endian, x fastest. "supervoxels" as the source takes the watershed volume ' +
    'behind the datastack. A chunk that the volume does not hold is an error unless fill is TRUE: then its voxels are 0, ' +
    'and their chunks are counted. At most 33,554,432 voxels.',
  params: [
    {
      name: 'source',
      kind: 'text',
      description: 'a segmentation such as precomputed://gs://bucket/volume, or "supervoxels"',
    },
    { name: 'first', kind: 'text', description: 'first voxel of the box: x, y, z' },
    { name: 'size', kind: 'text', description: 'extent of the box in voxels along x, y, z' },
    {
      name: 'scale',
      kind: 'number',
      description: 'scale of the volume, 0 the finest',
      optional: true,
      defaultValue: 0,
    },
    {
      name: 'format',
      kind: 'choice',
      description: 'kind of file',
      optional: true,
      choices: ['npy', 'raw'],
      defaultValue: 'npy',
    },
    {
      name: 'fill',
      kind: 'boolean',
      description: 'TRUE takes missing chunks for 0',
      optional: true,
      defaultValue: false,
    },
    DATASTACK,
  ],
  returns: 'one file, and the voxels of each label, most first',
  example: {
    command: 'get_label_array supervoxels first=32125,42475,4090 size=64,64,8',
    shows: 'labels_32125_42475_4090.npy',
  },
  surfaces: FILE_SURFACES,
  outputs: [id('label'), count('voxels')],
});
