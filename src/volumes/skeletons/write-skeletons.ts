/** Writes folders of precomputed skeletons in nm, with radius and SWC codes, in cloud-volume's form. */
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { Writable } from '../../core/json';
import type { Tree } from '../../geometry/skeletons/tree';
import { dataView } from '../objects/bytes';
import type { VolumeFile } from '../objects/files';
import { type Sharding, writeSharding } from '../precomputed/sharding';
import { infoFile } from '../writing/volume-files';
import { writeSharded } from '../writing/write-sharded';
import { SKELETONS } from './read-skeletons';

const ATTRIBUTES = [
  { id: 'radius', data_type: 'float32', num_components: 1 },
  { id: 'vertex_types', data_type: 'uint8', num_components: 1 },
];

/** Writes one skeleton with the two attributes of `ATTRIBUTES`; an unknown radius is -1, an unknown code 0. */
export function writeSkeleton(tree: Tree): Uint8Array {
  const points = tree.vertices.length / 3;
  const lines = tree.edges.length / 2;
  const bytes = new Uint8Array(8 + 17 * points + 8 * lines);
  const data = dataView(bytes);
  data.setUint32(0, points, true);
  data.setUint32(4, lines, true);
  for (const [i, value] of tree.vertices.entries()) data.setFloat32(8 + 4 * i, value, true);
  for (const [i, vertex] of tree.edges.entries()) data.setUint32(8 + 12 * points + 4 * i, vertex, true);
  const radii = 8 + 12 * points + 8 * lines;
  for (let i = 0; i < points; i++) {
    data.setFloat32(radii + 4 * i, tree.radius?.[i] ?? -1, true);
    bytes[radii + 4 * points + i] = tree.types?.[i] ?? 0;
  }
  return bytes;
}

/**
 * The info file and the skeletons of a folder, one file per skeleton or in shards. Ids must be distinct; trees are in
 * nm.
 */
export function skeletonFiles(trees: ReadonlyMap<Id, Tree>, sharding: Sharding | null = null): VolumeFile[] {
  if (trees.size === 0) throw new TtError('INPUT', 'there are no skeletons to write');
  const info: { [key: string]: Writable } = {
    '@type': SKELETONS,
    transform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
    vertex_attributes: ATTRIBUTES,
    ...(sharding ? { sharding: writeSharding(sharding) } : {}),
  };
  const values = [...trees].map(([id, tree]) => ({ id, bytes: writeSkeleton(tree) }));
  const files = sharding
    ? writeSharded(
        sharding,
        values.map(({ id, bytes }) => ({ key: BigInt(id), bytes })),
      )
    : values.map(({ id, bytes }) => ({ path: id as string, contentType: 'application/octet-stream', bytes }));
  return [infoFile(info), ...files];
}

/** A sharding for this number of skeletons or meshes: some hundred keys per minishard, some thousand per file. */
export function shardingFor(count: number): Sharding {
  const minishards = Math.max(0, Math.ceil(Math.log2(count / 128)));
  const minishardBits = Math.min(6, minishards);
  return {
    preshift: 0,
    hash: 'murmurhash3_x86_128',
    minishardBits,
    shardBits: minishards - minishardBits,
    indexEncoding: 'gzip',
    dataEncoding: 'gzip',
  };
}
