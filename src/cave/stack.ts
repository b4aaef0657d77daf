/** A datastack opened for use: its record at the info service and the shape of its graph. */
import { TtError } from '../core/errors';
import { asObject, type Json, parseJson, writeJson } from '../core/json';
import { ask, type Work } from '../exchange/work';
import { type Access, get } from './access';
import { publishedConfig } from './config';
import { readStackRecord, recordedResolution, type StackRecord, stackRecord } from './info';
import { serverAddress } from './localServer';
import type { GraphShape } from './nodeId';
import { type Asked, broken, readJson } from './replies';

export interface Stack {
  access: Access;
  name: string;
  record: StackRecord;
  /** Origin of the data set's own server. */
  local: string;
  /** Table of the chunked graph. */
  table: string;
  graph: GraphShape;
}

/** Remembers text between executions; any read may miss. */
export interface Memory {
  get(key: string): string | null;
  put(key: string, value: string, seconds: number): void;
}

const STACK_SECONDS = 6 * 3600;

/** Opens a datastack: two requests, remembered for six hours. */
export function* openStack(access: Access, name: string, memory: Memory): Work<Stack> {
  if (!/^[A-Za-z0-9_.-]{1,100}$/.test(name))
    throw new TtError('INPUT', `"${name}" is not a datastack's name`);
  const key = `stack:${access.server}:${name}`;
  const kept = remembered(memory.get(key));
  if (kept) return assemble(access, name, kept.record, kept.graph);
  const record = readStackRecord(yield* ask(stackRecord(access, name)), name);
  const { local, table } = place(access, name, record);
  const asked = { what: 'chunkedgraph info', datastack: name };
  const url = `${local}/segmentation/table/${table}/info`;
  const graph = readGraphShape(readJson(yield* ask(get(access, url, asked.what)), asked), asked);
  memory.put(key, writeJson({ record: { ...record }, graph: { ...graph } }), STACK_SECONDS);
  return assemble(access, name, record, graph);
}

function remembered(text: string | null): { record: StackRecord; graph: GraphShape } | null {
  if (text === null) return null;
  try {
    const kept = asObject(parseJson(text));
    const whole = asObject(kept?.record)?.segmentation_source && asObject(asObject(kept?.graph)?.bits);
    return whole ? (kept as unknown as { record: StackRecord; graph: GraphShape }) : null;
  } catch {
    return null;
  }
}

function assemble(access: Access, name: string, record: StackRecord, graph: GraphShape): Stack {
  return { access, name, record, graph, ...place(access, name, record) };
}

function place({ server }: Access, name: string, record: StackRecord): { local: string; table: string } {
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
  return { local, table: source.split('/').pop() ?? '' };
}

export function readGraphShape(json: Json, asked: Asked): GraphShape {
  const info = asObject(json);
  const graph = asObject(info?.graph);
  const scale = Array.isArray(info?.scales) ? asObject(info.scales[0]) : null;
  const masks = asObject(graph?.spatial_bit_masks);
  if (!graph || !scale || !masks || typeof graph.n_layers !== 'number') throw broken(asked);
  const bits: Record<number, number> = {};
  for (const [layer, width] of Object.entries(masks)) bits[Number(layer)] = Number(width);
  return {
    layers: graph.n_layers,
    bits,
    chunkSize: triple(graph.chunk_size, asked),
    offset: triple(scale.voxel_offset ?? [0, 0, 0], asked),
    resolution: triple(scale.resolution, asked),
  };
}

function triple(value: Json | undefined, asked: Asked): [number, number, number] {
  if (!Array.isArray(value) || value.length !== 3) throw broken(asked);
  return [Number(value[0]), Number(value[1]), Number(value[2])];
}

/** nm of one viewer voxel: of the record, or published; throws where neither says. */
export function viewerResolution(stack: Stack): [number, number, number] {
  const known = recordedResolution(stack.record) ?? publishedConfig(stack.name)?.resolution;
  if (!known) {
    throw new TtError(
      'NONE',
      `CAVE’s record of ${stack.name} has no viewer resolution, so voxels have no size. Ask its owners to set it`,
    );
  }
  return [known[0]!, known[1]!, known[2]!];
}
