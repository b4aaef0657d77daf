/** Info files of new volumes, and complete volumes of meshes or skeletons without voxels. */
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { Writable } from '../../core/json';
import type { Vec3 } from '../../core/points';
import { toUtf8 } from '../../core/utf8';
import type { Mesh } from '../../geometry/mesh/mesh';
import { legacyMeshFiles } from '../meshes/legacy-mesh';
import { inFolder, type VolumeFile } from '../objects/files';

type Writables = { readonly [key: string]: Writable };

export interface NewVolume {
  /** Voxel size in nm. */
  resolution: Vec3;
  /** Extent in voxels, and the position of the first voxel; integers. */
  size: Vec3;
  offset?: Vec3;
  /** Chunk size in voxels; default 64, 64, 64. */
  chunk?: Vec3;
  layerType?: 'segmentation' | 'image';
  dataType?: string;
  channels?: number;
  encoding?: string;
  /** Block size of compressed_segmentation; default 8, 8, 8. */
  block?: Vec3;
  /** The folders of meshes and of skeletons; '' for none. */
  mesh?: string;
  skeletons?: string;
}

/**
 * Data types that an encoding can store. cloud-volume refuses to write any other, including single-channel uint16 as
 * PNG.
 */
const STORED: Readonly<Record<string, readonly string[]>> = {
  compressed_segmentation: ['uint32', 'uint64'],
  jpeg: ['uint8'],
  png: ['uint8'],
};

/** The info file of a volume with one scale, as in cloud-volume's `create_new_info`. */
export function newVolumeInfo(volume: NewVolume): Writables {
  const { resolution, size, offset = [0, 0, 0], chunk = [64, 64, 64], encoding = 'raw' } = volume;
  const whole = (name: string, values: Vec3, least: number): void => {
    if (values.every((n) => Number.isSafeInteger(n) && n >= least)) return;
    throw new TtError(
      'INPUT',
      `${name}: three whole numbers, ${least > 0 ? 'above 0, ' : ''}not ${values.join(', ')}`,
    );
  };
  if (!resolution.every((nm) => Number.isFinite(nm) && nm > 0)) {
    throw new TtError('INPUT', `resolution: nm of a voxel are above 0, not ${resolution.join(', ')}`);
  }
  whole('volume size', size, 1);
  whole('voxel offset', offset, Number.MIN_SAFE_INTEGER);
  whole('chunk size', chunk, 1);
  const dataType = volume.dataType ?? 'uint64';
  const storedTypes = STORED[encoding];
  if (storedTypes && !storedTypes.includes(dataType)) {
    throw new TtError(
      'INPUT',
      `encoding: ${encoding} stores ${storedTypes.join(' or ')}, not ${dataType}: cloud-volume would refuse to write it. ` +
        `Choose data_type=${storedTypes[0]}, or encoding=raw`,
    );
  }
  return {
    num_channels: volume.channels ?? 1,
    type: volume.layerType ?? 'segmentation',
    data_type: dataType,
    scales: [
      {
        encoding,
        chunk_sizes: [chunk],
        key: scaleKey(resolution),
        resolution,
        voxel_offset: offset,
        size,
        ...(encoding === 'compressed_segmentation'
          ? { compressed_segmentation_block_size: volume.block ?? [8, 8, 8] }
          : {}),
      },
    ],
    ...(volume.mesh ? { mesh: volume.mesh } : {}),
    ...(volume.skeletons ? { skeletons: volume.skeletons } : {}),
  };
}

/** `8_8_8`; if any size has a fraction, `4.5_4.0_40.0`. */
export function scaleKey(resolution: Vec3): string {
  const whole = resolution.every(Number.isInteger);
  return resolution.map((nm) => (whole || !Number.isInteger(nm) ? `${nm}` : `${nm}.0`)).join('_');
}

/** An info file in cloud-volume's form: keys in order, indented by two spaces. */
export const infoFile = (info: Writables): VolumeFile => ({
  path: 'info',
  contentType: 'application/json',
  bytes: toUtf8(JSON.stringify(sortKeys(info), null, 2)),
});

function sortKeys(value: Writable): Writable {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const fields = Object.entries(value as Writables).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([key, field]) => [key, sortKeys(field)]));
}

export interface Provenance {
  description?: string;
  owners?: readonly string[];
}

/** `info` and `provenance` of a new volume without data. */
export function volumePackaging(
  volume: NewVolume,
  { description = '', owners = [] }: Provenance = {},
): VolumeFile[] {
  const provenance = { description, owners, processing: [], sources: [] };
  return [
    infoFile(newVolumeInfo(volume)),
    {
      path: 'provenance',
      contentType: 'application/json',
      bytes: toUtf8(JSON.stringify(provenance, null, 2)),
    },
  ];
}

/** A volume of legacy meshes in nm, one per segment id, without voxels. */
export function meshVolume(
  volume: NewVolume,
  meshes: ReadonlyMap<Id, Mesh>,
  provenance?: Provenance,
): VolumeFile[] {
  if (meshes.size === 0) throw new TtError('INPUT', 'there are no meshes to write');
  const folder = volume.mesh || 'mesh';
  const files = [
    {
      path: 'info',
      contentType: 'application/json',
      bytes: toUtf8(JSON.stringify({ '@type': 'neuroglancer_legacy_mesh', spatial_index: null })),
    },
    ...[...meshes].flatMap(([id, mesh]) => legacyMeshFiles(id, mesh)),
  ];
  return [...volumePackaging({ ...volume, mesh: folder }, provenance), ...inFolder(folder, files)];
}
