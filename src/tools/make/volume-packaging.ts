/** make_volume_packaging: the info files of an empty volume. */

import { TtError } from '../../core/errors';
import { readPoint, readResolution, type Vec3 } from '../../core/points';
import type { Work } from '../../http/work';
import { newVolumeInfo, volumePackaging } from '../../volumes/writing/volume-files';
import {
  type Args,
  DATASTACK,
  type FileResult,
  type FileTool,
  fileTool,
  type ToolContext,
} from '../declaration/declare';
import { requireHeavyRunner, type WithHeavyWork } from '../declaration/heavy-tools';
import { DESTINATION } from '../declaration/mesh-params';
import { text } from '../declaration/outputs';
import { FILE_SURFACES } from '../declaration/surfaces';
import { configFor } from '../views/config-for';

const ENCODINGS = ['raw', 'compressed_segmentation', 'jpeg', 'png'] as const;

export const volumePackagingTool: WithHeavyWork<FileTool, 'make_volume_packaging'> = fileTool({
  name: 'make_volume_packaging',
  family: 'make',
  summary: 'Makes the info files of an empty volume, ready for data or meshes to be put beside them.',
  details:
    'The info and provenance files as cloud-volume writes them. Resolution and size are the datastack’s unless they are given.',
  params: [
    {
      name: 'resolution',
      kind: 'text',
      numeric: true,
      description: 'nm of a voxel along x, y, z, such as 4, 4, 45',
      optional: true,
      defaultValue: '',
    },
    {
      name: 'size',
      kind: 'text',
      numeric: true,
      description: 'extent in voxels along x, y, z',
      optional: true,
      defaultValue: '',
    },
    {
      name: 'offset',
      kind: 'text',
      numeric: true,
      description: 'first voxel along x, y, z',
      optional: true,
      defaultValue: '0, 0, 0',
    },
    {
      name: 'type',
      kind: 'choice',
      description: 'what it will hold',
      optional: true,
      choices: ['segmentation', 'image'],
      defaultValue: 'segmentation',
    },
    {
      name: 'data_type',
      kind: 'choice',
      description: 'number type of a voxel',
      optional: true,
      choices: ['uint64', 'uint32', 'uint16', 'uint8', 'float32'],
      defaultValue: 'uint64',
    },
    {
      name: 'encoding',
      kind: 'choice',
      description: 'encoding of the chunks',
      optional: true,
      choices: ENCODINGS,
      defaultValue: 'raw',
    },
    {
      name: 'mesh',
      kind: 'boolean',
      description: 'TRUE names a folder for meshes',
      optional: true,
      defaultValue: false,
    },
    {
      ...DESTINATION,
      description:
        'new folder on a bucket such as gs://our-lab/volumes/vnc, or on the command line a folder of this computer; files to download without it',
    },
    DATASTACK,
  ],
  returns: 'the files info and provenance',
  example: {
    command: 'make_volume_packaging resolution=8,8,8 size=1024,1024,512',
    shows: 'info, provenance',
  },
  surfaces: FILE_SURFACES,
  outputs: [text('scale'), text('resolution_nm'), text('size_voxels'), text('encoding')],
  hasHeavyWork: true,
  *answer(args, ctx) {
    if (String(args.destination ?? '').trim() !== '') {
      return yield* requireHeavyRunner(ctx, volumePackagingTool).files(volumePackagingTool, args, ctx);
    }
    return yield* packaging(args, ctx);
  },
}) as WithHeavyWork<FileTool, 'make_volume_packaging'>;

/** The files and a report on them. */
export function* packaging(args: Args, ctx: ToolContext): Work<FileResult> {
  const text = (name: string) => String(args[name] ?? '').trim();
  const config = text('resolution') === '' || text('size') === '' ? yield* configFor(ctx) : null;
  const vectorOf = (name: string, own: readonly number[] | null | undefined): Vec3 => {
    if (text(name) !== '') {
      return name === 'resolution' ? readResolution([[text(name)]], name) : readPoint([[text(name)]], name);
    }
    if (own) return own as Vec3;
    throw new TtError('INPUT', `${name} is missing: the configuration of ${ctx.datastack} has none`);
  };
  const volume = {
    resolution: vectorOf('resolution', config?.resolution),
    size: vectorOf('size', config?.volume_size),
    offset: vectorOf('offset', [0, 0, 0]),
    layerType: args.type as 'segmentation' | 'image',
    dataType: text('data_type'),
    encoding: text('encoding'),
    ...(args.mesh === true ? { mesh: 'mesh' } : {}),
  };
  const [scale] = newVolumeInfo(volume).scales as { key: string }[];
  const report = [
    ['scale', 'resolution_nm', 'size_voxels', 'encoding'],
    [scale!.key, volume.resolution.join(', '), volume.size.join(', '), volume.encoding],
  ];
  return { report, files: volumePackaging(volume), link: '' };
}
