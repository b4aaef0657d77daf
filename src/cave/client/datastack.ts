/** An open datastack: its record from the info service and the shape of its graph. */
import { digitsValue } from '../../core/digits';
import { TtError } from '../../core/errors';
import { asObject, type Json, parseJson, writeJson } from '../../core/json';
import { replyTo, type Work } from '../../http/work';
import { publishedConfig } from '../datasets/config';
import { type Access, getRequest } from './access';
import { readStackRecord, recordedResolution, type StackRecord, stackRecord } from './info';
import type { GraphShape } from './node-id';
import { ReplyParts } from './reply-parts';
import { serverAddress } from './server-address';

export interface Datastack {
  access: Access;
  name: string;
  record: StackRecord;
  /** Origin of the datastack's own server. */
  localServer: string;
  /** Table name in the chunked graph. */
  table: string;
  graph: GraphShape;
}

/** Keeps text between executions. A cached text may disappear at any time. */
export interface KeyValueCache {
  get(key: string): string | null;
  put(key: string, value: string, seconds: number): void;
}

const STACK_SECONDS = 6 * 3600;

/** Opens a datastack with two requests; the result is cached for six hours. */
export function* openDatastack(access: Access, name: string, cache: KeyValueCache): Work<Datastack> {
  if (!/^[A-Za-z0-9_.-]{1,100}$/.test(name))
    throw new TtError('INPUT', `"${name}" is not a datastack's name`);
  const key = `stack:${access.server}:${name}`;
  const cachedStack = cachedDatastack(cache.get(key));
  if (cachedStack) return assemble(access, name, cachedStack.record, cachedStack.graph);
  const record = readStackRecord(yield* replyTo(stackRecord(access, name)), name);
  const { localServer: local, table } = serverAndTable(access, name, record);
  const parts = new ReplyParts({ route: 'chunkedgraph info', datastack: name });
  const url = `${local}/segmentation/table/${table}/info`;
  const graph = readGraphShape(parts.json(yield* replyTo(getRequest(access, url, parts.label.route))), parts);
  cache.put(key, writeJson({ record: { ...record }, graph: { ...graph } }), STACK_SECONDS);
  return assemble(access, name, record, graph);
}

function cachedDatastack(text: string | null): { record: StackRecord; graph: GraphShape } | null {
  if (text === null) return null;
  try {
    const entry = asObject(parseJson(text));
    const whole = asObject(entry?.record)?.segmentation_source && asObject(asObject(entry?.graph)?.bits);
    return whole ? (entry as unknown as { record: StackRecord; graph: GraphShape }) : null;
  } catch {
    return null;
  }
}

function assemble(access: Access, name: string, record: StackRecord, graph: GraphShape): Datastack {
  return { access, name, record, graph, ...serverAndTable(access, name, record) };
}

function serverAndTable(
  { server }: Access,
  name: string,
  record: StackRecord,
): { localServer: string; table: string } {
  const source = record.segmentation_source ?? '';
  if (!/^graphene:\/\//.test(source) || !record.local_server) {
    throw new TtError('NONE', `${name} has no chunked graph: its segments are never edited`);
  }
  const local = serverAddress(record.local_server, server);
  if (local === null) {
    throw new TtError(
      'PERMISSION',
      `CAVE names ${record.local_server.replace(/\/\/[^/]*@/, '//').slice(0, 80)} as the server of ${name}: your token is sent to https addresses alone. Tell its owners`,
    );
  }
  return { localServer: local, table: source.split('/').pop() ?? '' };
}

export function readGraphShape(json: Json, parts: ReplyParts): GraphShape {
  const info = parts.object(json);
  const graph = parts.object(info.graph);
  const scale = parts.object(parts.list(info.scales)[0]);
  const layers = parts.count(graph.n_layers);
  // A layer takes 8 bits of an id, and layer 1 holds supervoxels.
  parts.check(layers >= 2 && layers <= 255);
  const bits: Record<number, number> = {};
  for (const [layer, width] of Object.entries(parts.object(graph.spatial_bit_masks))) {
    const at = digitsValue(layer);
    bits[at] = parts.count(width);
    parts.check(at <= 255 && 3 * bits[at]! <= 56);
  }
  for (let layer = 1; layer <= layers; layer++) parts.check(layer in bits);
  const positive = (value: Json | undefined) => {
    const three = parts.triple(value);
    parts.check(three.every((edge) => edge > 0));
    return three;
  };
  return {
    layers,
    bits,
    chunkSize: positive(graph.chunk_size),
    offset: parts.triple(scale.voxel_offset ?? [0, 0, 0]),
    resolution: positive(scale.resolution),
  };
}

/** The viewer's voxel size in nm: from the record, else from the published configuration. Throws if neither has it. */
export function viewerResolution(stack: Datastack): [number, number, number] {
  const resolution = recordedResolution(stack.record) ?? publishedConfig(stack.name)?.resolution;
  if (!resolution) {
    throw new TtError(
      'NONE',
      `CAVE’s record of ${stack.name} has no viewer resolution, so voxels have no size. Ask its owners to set it`,
    );
  }
  return [resolution[0]!, resolution[1]!, resolution[2]!];
}
