/** Reads and checks the info files of volumes, meshes and skeletons. */
import { TtError } from '../../core/errors';
import { asObject, hasDamagedKey, type Json, parseJson } from '../../core/json';
import type { Vec3 } from '../../core/points';
import { utf8 } from '../../core/utf8';
import type { Work } from '../../http/work';
import { damagedFileError, readObject, type StoreFolder, type StoreResolver } from '../objects/objects';
import { readSharding, type Sharding } from './sharding';

/** Byte limit of an info file: even a volume with thousands of scales stays below it. */
const MOST_INFO = 8e6;
const MOST_HOPS = 10;

export type JsonObject = { [key: string]: Json };

export interface Info {
  /** The folder of the info file, after redirects. */
  place: StoreFolder;
  json: JsonObject;
}

export interface Scale {
  /** The folder of the chunks, relative to the volume's folder. */
  key: string;
  /** Voxel size in nm. */
  resolution: Vec3;
  /** Extent in voxels, and the position of the first voxel. */
  size: Vec3;
  offset: Vec3;
  chunk: Vec3;
  encoding: string;
  /** Block size of compressed_segmentation. */
  block: Vec3;
  sharding: Sharding | null;
}

export interface VolumeInfo extends Info {
  type: string;
  dataType: string;
  channels: number;
  scales: Scale[];
  /** The folders of the meshes and of the skeletons; '' if there is none. */
  mesh: string;
  skeletons: string;
  /** For a chunked graph, the address of its watershed volume, such as gs://bucket/path; '' for other volumes. */
  dataDir: string;
}

/** Reads a JSON object; null if it is missing. */
export function* readJsonObject(folder: StoreFolder, path: string, what: string): Work<JsonObject | null> {
  const bytes = yield* readObject(folder, path, what, MOST_INFO);
  if (bytes === null) return null;
  let json: Json;
  try {
    json = parseJson(utf8(bytes));
  } catch {
    throw damagedFileError(what, 'it is not JSON');
  }
  const object = asObject(json);
  if (object === null) throw damagedFileError(what, 'it is not a JSON object');
  return object;
}

/** The info file of a folder, or null. Redirects are followed; `reach` opens other stores. */
export function* readInfo(folder: StoreFolder, reach?: StoreResolver): Work<Info | null> {
  const visitedUrls = new Set<string>();
  let at = folder;
  for (;;) {
    visitedUrls.add(at.url);
    const what = `the info file of ${at.url}`;
    const json = yield* readJsonObject(at, 'info', what);
    if (json === null && visitedUrls.size > 1)
      throw new TtError('NONE', `${folder.url} redirects to ${at.url}, where nothing lies`);
    if (json === null) return null;
    checkKeys(json, ['redirect'], what);
    const to = json.redirect ?? '';
    if (typeof to !== 'string') throw damagedFileError(what, 'its redirect is not a text');
    if (to === '') return { place: at, json };
    if (!reach) throw new TtError('NONE', `${what} redirects to another store`);
    at = reach(to);
    if (visitedUrls.has(at.url)) throw damagedFileError(what, 'its redirects go round in a circle');
    if (visitedUrls.size > MOST_HOPS)
      throw damagedFileError(what, `it redirects more than ${MOST_HOPS} times`);
  }
}

export function* readVolumeInfo(folder: StoreFolder, reach?: StoreResolver): Work<VolumeInfo> {
  const info = yield* readInfo(folder, reach);
  if (info === null) throw new TtError('NONE', `there is no volume at ${folder.url}: it has no info file`);
  return volumeInfo(info);
}

/** The `@type` of an info file; '' if there is none, as in many volumes. */
export function kindOf({ json, place: folder }: Info): string {
  const kind = json['@type'] ?? '';
  if (typeof kind === 'string' && !hasDamagedKey(json, '@type')) return kind;
  throw damagedFileError(`the info file of ${folder.url}`, 'its @type is');
}

export function volumeInfo(info: Info): VolumeInfo {
  const { json } = info;
  const what = `the info file of ${info.place.url}`;
  const scales = Array.isArray(json.scales) ? json.scales : [];
  if (scales.length === 0) throw damagedFileError(what, 'a volume has at least one scale');
  const text = (key: string): string => {
    const value = json[key] ?? '';
    if (typeof value !== 'string') throw damagedFileError(what, `${key} is not a text`);
    return value;
  };
  const channels = json.num_channels ?? 1;
  if (typeof channels !== 'number' || !Number.isInteger(channels) || channels < 1) {
    throw damagedFileError(what, 'num_channels is not a count');
  }
  return {
    ...info,
    type: text('type'),
    dataType: text('data_type').toLowerCase(),
    channels,
    scales: scales.map((scale, i) => readScale(asObject(scale), `${what}, scale ${i}`)),
    mesh: text('mesh'),
    skeletons: text('skeletons'),
    dataDir: text('data_dir'),
  };
}

/** Optional keys: if one is damaged, labels would silently be read from the wrong place. */
const OPTIONAL_OF_SCALE = ['voxel_offset', 'sharding'];

function readScale(scale: JsonObject | null, what: string): Scale {
  if (scale === null || typeof scale.key !== 'string') throw damagedFileError(what, 'it has no key');
  checkKeys(scale, OPTIONAL_OF_SCALE, what);
  const chunks = Array.isArray(scale.chunk_sizes) ? scale.chunk_sizes : [];
  const sharding = scale.sharding ?? null;
  const encoding = typeof scale.encoding === 'string' ? scale.encoding : '';
  return {
    key: scale.key,
    resolution: vector(scale.resolution, what, 'resolution', (n) => n > 0),
    size: vector(scale.size, what, 'size', (n) => Number.isSafeInteger(n) && n >= 0),
    offset: vector(scale.voxel_offset ?? [0, 0, 0], what, 'voxel_offset', Number.isSafeInteger),
    chunk: vector(chunks[0], what, 'chunk_sizes', isCount),
    encoding,
    block: vector(
      scale.compressed_segmentation_block_size ?? (encoding === 'compressed_segmentation' ? null : [8, 8, 8]),
      what,
      'compressed_segmentation_block_size',
      isCount,
    ),
    sharding: sharding === null ? null : readSharding(asObject(sharding), what),
  };
}

const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 1;

/** Reads three numbers that pass a check. */
export function vector(
  value: Json | undefined,
  what: string,
  name: string,
  passes: (n: number) => boolean,
): Vec3 {
  if (Array.isArray(value) && value.length === 3) {
    if (value.every((n) => typeof n === 'number' && Number.isFinite(n) && passes(n))) return value as Vec3;
  }
  throw damagedFileError(what, `${name} is not three numbers that can be`);
}

/**
 * The transform from stored units to nm: twelve numbers, three rows of four, as in an info file; the identity if the
 * info file has none.
 */
export function readTransform(json: JsonObject, what: string): number[] {
  checkKeys(json, ['transform'], what);
  const value = json.transform ?? null;
  if (value === null) return [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
  const isNumber = (n: Json): n is number => typeof n === 'number' && Number.isFinite(n);
  if (Array.isArray(value) && value.length === 12 && value.every(isNumber)) return value as number[];
  throw damagedFileError(what, 'its transform is not twelve numbers');
}

/** Throws if an optional key is present in a damaged form. */
export function checkKeys(json: JsonObject, keys: readonly string[], what: string): void {
  const damagedKey = keys.find((key) => hasDamagedKey(json, key, keys));
  if (damagedKey !== undefined) throw damagedFileError(what, `the name of its ${damagedKey} is`);
}

/** Transforms points in place with the result of `readTransform`. */
export function applyTransform(points: Float64Array, transform: readonly number[]): Float64Array {
  const [a, b, c, tx, d, e, f, ty, g, h, i, tz] = transform as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let at = 0; at < points.length; at += 3) {
    const [x, y, z] = [points[at]!, points[at + 1]!, points[at + 2]!];
    points[at] = a * x + b * y + c * z + tx;
    points[at + 1] = d * x + e * y + f * z + ty;
    points[at + 2] = g * x + h * y + i * z + tz;
  }
  return points;
}
