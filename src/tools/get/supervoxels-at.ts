/** Finds the supervoxel at a point in the watershed volume of a datastack's graph. */

import { getRequest } from '../../cave/client/access';
import { type Datastack, type KeyValueCache, viewerResolution } from '../../cave/client/datastack';
import { damagedReply, readJson } from '../../cave/client/replies';
import { TtError } from '../../core/errors';
import { asObject, parseJson, writeJson } from '../../core/json';
import type { Vec3 } from '../../core/points';
import { replyTo, type Work } from '../../http/work';
import { readAddress, readSource } from '../../neuroglancer/source';
import { isInside } from '../../volumes/labels/chunks';
import { labelsAt } from '../../volumes/labels/labels-at';
import { type JsonObject, type Scale, type VolumeInfo, volumeInfo } from '../../volumes/precomputed/info';

export interface Watershed {
  volume: VolumeInfo;
  /** The scale whose voxels are the graph's supervoxels. */
  scale: Scale;
}

/** The volume's address is permanent, but a graph may be rebuilt under the same name. */
const SECONDS = 6 * 3600;
/** The parts of the info file that reading a voxel needs. */
const KEPT = ['data_dir', 'data_type', 'num_channels', 'type', 'scales'] as const;

/** Takes one request; the result is cached. */
export function* openWatershed(stack: Datastack, cache: KeyValueCache): Work<Watershed> {
  const key = `watershed:${stack.localServer}:${stack.table}`;
  const cachedRecord = readRetained(cache.get(key));
  if (cachedRecord) return watershedOf(cachedRecord, stack);
  const source = { route: 'chunkedgraph info', datastack: stack.name };
  const url = `${stack.localServer}/segmentation/table/${stack.table}/info`;
  const json = asObject(readJson(yield* replyTo(getRequest(stack.access, url, source.route)), source));
  if (json === null || !Array.isArray(json.scales)) throw damagedReply(source);
  const mip = asObject(json.graph)?.cv_mip ?? 0;
  const scale = typeof mip === 'number' ? json.scales[mip] : undefined;
  if (scale === undefined) throw damagedReply(source);
  const record: JsonObject = {};
  for (const name of KEPT) if (json[name] !== undefined) record[name] = json[name];
  record.scales = [scale];
  const volume = watershedOf(record, stack);
  cache.put(key, writeJson(record), SECONDS);
  return volume;
}

function readRetained(text: string | null): JsonObject | null {
  if (text === null) return null;
  try {
    return asObject(parseJson(text));
  } catch {
    return null;
  }
}

function watershedOf(json: JsonObject, stack: Datastack): Watershed {
  const dataDir = typeof json.data_dir === 'string' ? json.data_dir : '';
  const url = readAddress(readSource(dataDir).store);
  if (url === '') {
    throw new TtError(
      'NONE',
      `the supervoxels of ${stack.name} lie where they cannot be read (${dataDir || 'nowhere'})`,
    );
  }
  const volume = volumeInfo({ place: { url }, json });
  return { volume, scale: volume.scales[0]! };
}

/** The voxel at a scale that contains a point in viewer voxels. */
export function voxelAt(point: Vec3, viewer: Vec3, resolution: Vec3): Vec3 {
  return point.map((x, k) => Math.floor((x * viewer[k]!) / resolution[k]!)) as Vec3;
}

/**
 * The supervoxel at each point (viewer voxels), in order; UNKNOWN for background. Reads each chunk once, and at most
 * `mostChunks` chunks.
 */
export function* supervoxelsAt(
  stack: Datastack,
  watershedVolume: Watershed,
  points: readonly Vec3[],
  mostChunks: number,
): Work<(bigint | TtError)[]> {
  const { volume, scale } = watershedVolume;
  const viewer = viewerResolution(stack);
  const voxels = points.map((point) => voxelAt(point, viewer, scale.resolution));
  const labels = yield* labelsAt(volume, scale, voxels, { mostChunks, atOnce: 6 });
  return labels.map((label, i) => {
    const place = points[i]!.join(', ');
    if (label === 0n) return new TtError('UNKNOWN', `no segment there: ${place} is background`);
    if (!(label instanceof TtError)) return label;
    if (label.code === 'INPUT' && !isInside(scale, voxels[i]!)) {
      return new TtError(
        'INPUT',
        `${place} lies outside ${stack.name}. Points are voxels of ${viewer.join(' × ')} nm`,
      );
    }
    if (label.code === 'NONE') return new TtError('NONE', `${stack.name} has no segmentation at ${place}`);
    return label;
  });
}
