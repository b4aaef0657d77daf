/** The info service: the list of datastacks, and the official record of one. */
import { asObject, type Json } from '../../core/json';
import type { HttpReply, HttpRequest } from '../../http/request';
import { type Access, getRequest } from './access';
import { ReplyParts } from './reply-parts';

/** The official record under the service's own keys; any value may be null. */
export interface StackRecord {
  aligned_volume: {
    id: number;
    name: string;
    display_name: string | null;
    description: string | null;
    image_source: string | null;
  } | null;
  segmentation_source: string | null;
  skeleton_source: string | null;
  analysis_database: string | null;
  viewer_site: string | null;
  synapse_table: string | null;
  soma_table: string | null;
  local_server: string | null;
  description: string | null;
  viewer_resolution_x: number | null;
  viewer_resolution_y: number | null;
  viewer_resolution_z: number | null;
  proofreading_status_table: string | null;
  cell_identification_table: string | null;
  proofreading_review_table: string | null;
}

export function stackNames(access: Access): HttpRequest {
  return getRequest(access, `${access.server}/info/api/v2/datastacks`, 'info');
}

export function readStackNames(reply: HttpReply): string[] {
  const parts = new ReplyParts({ route: 'info', datastack: 'any datastack' });
  return parts.names(parts.json(reply));
}

export function stackRecord(access: Access, name: string): HttpRequest {
  return getRequest(access, `${access.server}/info/api/v2/datastack/full/${name}`, 'info');
}

const VOXELS = ['viewer_resolution_x', 'viewer_resolution_y', 'viewer_resolution_z'];
const TEXTS = ['segmentation_source', 'synapse_table', 'local_server'];
/** Optional keys: services of other versions lack some of them. A missing key counts as null. */
const MORE_TEXTS = [
  'viewer_site',
  'soma_table',
  'description',
  'skeleton_source',
  'analysis_database',
  'proofreading_status_table',
  'cell_identification_table',
  'proofreading_review_table',
];
const VOLUME_TEXTS = ['display_name', 'description', 'image_source'];

export function readStackRecord(reply: HttpReply, name: string): StackRecord {
  const parts = new ReplyParts({ route: 'info', datastack: name });
  const record = parts.fields(parts.json(reply), ['aligned_volume', ...TEXTS, ...VOXELS], MORE_TEXTS);
  const text = (value: Json | undefined) => parts.orNull(value, (set) => parts.text(set));
  for (const key of [...TEXTS, ...MORE_TEXTS]) if (key in record) text(record[key]);
  parts.sizes(VOXELS.map((key) => record[key]));
  parts.orNull(record.aligned_volume, (value) => {
    const volume = parts.fields(value, ['name'], ['id', ...VOLUME_TEXTS]);
    parts.text(volume.name);
    for (const key of VOLUME_TEXTS) if (key in volume) text(volume[key]);
    if ('id' in volume) parts.count(volume.id);
    return null;
  });
  const unset = Object.fromEntries(MORE_TEXTS.map((key) => [key, null]));
  return { ...unset, ...record } as unknown as StackRecord;
}

/** The viewer's voxel size in nm, or null if the record does not state it. */
export function recordedResolution(record: StackRecord): [number, number, number] | null {
  const { viewer_resolution_x: x, viewer_resolution_y: y, viewer_resolution_z: z } = record;
  const set = (nm: number | null): nm is number => typeof nm === 'number' && nm > 0;
  return set(x) && set(y) && set(z) ? [x, y, z] : null;
}

/** The record as key/value rows; nested keys are joined by dots. */
export function flatten(value: Json, prefix = ''): [key: string, value: string | number | boolean][] {
  if (Array.isArray(value)) {
    return value.some((item) => item !== null && typeof item === 'object')
      ? value.flatMap((item, i) => flatten(item, `${prefix}.${i}`))
      : [[prefix, value.map((item) => (item === null ? '' : String(item))).join(', ')]];
  }
  const object = asObject(value);
  if (!object) return [[prefix, value === null ? '' : (value as string | number | boolean)]];
  return Object.entries(object).flatMap(([key, item]) => flatten(item, prefix ? `${prefix}.${key}` : key));
}
