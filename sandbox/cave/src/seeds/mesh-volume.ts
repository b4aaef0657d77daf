/** A volume of legacy meshes in the form of the tracers' tools and cloud-volume: info, manifests, fragments. */
import { gzipSync } from 'node:zlib';
import type { ObjectMetadata } from '../stores/object';
import type { Solid, SolidPoint } from './solids';

export type Files = Map<string, [Uint8Array, Partial<ObjectMetadata>]>;

/** Format: vertex count, float32 positions in nm, then triangles to the end. */
export function legacyFragment({ points, faces }: Solid): Uint8Array {
  const bytes = Buffer.alloc(4 + 12 * (points.length + faces.length));
  let at = bytes.writeUInt32LE(points.length, 0);
  for (const point of points) for (const n of point) at = bytes.writeFloatLE(n, at);
  for (const face of faces) for (const n of face) at = bytes.writeUInt32LE(n, at);
  return new Uint8Array(bytes);
}

/** The positions after rounding to float32, as a reader sees them. */
export const asStored = ({ points, faces }: Solid): Solid => ({
  points: points.map((p) => p.map(Math.fround) as unknown as SolidPoint),
  faces,
});

const document = (value: unknown): [Uint8Array, Partial<ObjectMetadata>] => [
  Buffer.from(JSON.stringify(value)),
  { contentType: 'application/json' },
];

/** `dir` is the mesh folder in the volume; '' puts the meshes at its root, without a volume's info file. */
export function meshVolume(
  meshes: ReadonlyMap<number, readonly Solid[]>,
  dir: string,
  grid: { resolution: SolidPoint; size: SolidPoint },
): Files {
  const files: Files = new Map();
  const below = dir === '' ? '' : `${dir}/`;
  if (dir !== '') {
    const scale = {
      key: grid.resolution.join('_'),
      resolution: grid.resolution,
      size: grid.size,
      voxel_offset: [0, 0, 0],
      chunk_sizes: [[64, 64, 64]],
      encoding: 'raw',
    };
    files.set(
      'info',
      document({ type: 'segmentation', data_type: 'uint64', num_channels: 1, mesh: dir, scales: [scale] }),
    );
  }
  files.set(`${below}info`, document({ '@type': 'neuroglancer_legacy_mesh' }));
  for (const [id, solids] of meshes) {
    const names = solids.map((_, i) => `${id}:0:${i + 1}`);
    files.set(`${below}${id}:0`, document({ fragments: names }));
    solids.forEach((solid, i) => {
      // Such files are stored with gzip, and their metadata says so.
      const bytes = new Uint8Array(gzipSync(legacyFragment(solid)));
      files.set(`${below}${names[i]}`, [bytes, { contentEncoding: 'gzip' }]);
    });
  }
  return files;
}
