/** The skeleton service: cached skeletons in bulk, and the queue that makes missing ones. */

import { TtError } from '../core/errors';
import { gunzip, utf8 } from '../core/gzip';
import type { Id } from '../core/ids';
import { asObject, BareNumber, type Json, parseJson } from '../core/json';
import { all, ask, type Work } from '../exchange/work';
import { askJson } from './access';
import { slices } from './chunkedgraph';
import { broken, readJson } from './replies';
import type { Stack } from './stack';

/** The service allows 500; a real neuron is 10 to 500 kB of hex, and a reply may hold 50 MB. */
const IDS_A_REQUEST = 100;
const BYTES_EACH = 60_000;
const IDS_A_QUEUE = 1000;
/** Of one skeleton, unpacked: the largest known take some 20 MB. */
const MOST_BYTES = 200e6;
/** Cached and served versions differ; 4 is the one that is cached as it is. */
const VERSION = 4;

/** One neuron's tree. */
export interface Skeleton {
  /** nm, absolute. */
  vertices: [number, number, number][];
  /** Pairs of vertex indices, direction unspecified. */
  edges: [number, number][];
  /** Vertex index of the soma or the chosen root. */
  root: number;
  /** nm by vertex; 0 where the service gives none. */
  radius: number[];
  /** SWC codes by vertex: 1 soma, 2 axon, 3 dendrite, 0 undefined. */
  compartment: number[];
}

/** Sum of edge lengths over all components, nm. */
export function cableLength(skeleton: Skeleton): number {
  let length = 0;
  for (const [a, b] of skeleton.edges) {
    const p = skeleton.vertices[a]!;
    const q = skeleton.vertices[b]!;
    length += Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
  }
  return length;
}

/**
 * What `use` makes of each cached skeleton; missing, refused and unknown ids are alike absent. Skeletons are large:
 * each is used and let go before the next is unpacked. One damaged file fails a whole request of the service, which
 * is then asked again in halves until the file stands alone with its error.
 */
export function* cachedSkeletons<T>(
  stack: Stack,
  ids: readonly Id[],
  use: (skeleton: Skeleton) => T,
): Work<Map<Id, T | TtError>> {
  const question = { what: 'skeletons', datastack: stack.name };
  const url = `${stack.local}/skeletoncache/api/v1/${stack.name}/bulk/get_cached_skeletons/${VERSION}/flatdict`;
  const used = new Map<Id, T | TtError>();
  function* read(part: Id[]): Work<null> {
    const body = {
      root_ids: part.map((id) => new BareNumber(id)),
      generate_missing: false,
      verbose_level: 0,
    };
    const [reply] = yield [askJson(stack.access, url, body, question.what, part.length * BYTES_EACH)];
    if (reply!.status === 500 && part.length > 1) {
      const middle = part.length >> 1;
      yield* all([read(part.slice(0, middle)), read(part.slice(middle))]);
      return null;
    }
    const found = asObject(readJson(reply!, question));
    if (!found) throw broken(question);
    for (const id of part) {
      const hex = found[id];
      if (typeof hex !== 'string') continue;
      const skeleton = readFlatdict(hex);
      used.set(id, skeleton ? use(skeleton) : damaged(id));
    }
    return null;
  }
  yield* all(slices(ids, IDS_A_REQUEST).map(read));
  return used;
}

const damaged = (id: Id): TtError =>
  new TtError('FAULT', `the service’s skeleton of ${id} is damaged. Tell the datastack’s owners`);

/** A flatdict in a bulk reply: hex of a gzip file of JSON. Null where the service failed to convert it. */
export function readFlatdict(hex: string): Skeleton | null {
  if (hex.length < 20 || !hex.startsWith('1f8b')) return null;
  let json: Json;
  try {
    json = parseJson(utf8(gunzip(fromHex(hex), 'a skeleton', MOST_BYTES)));
  } catch {
    return null;
  }
  const { vertices, edges } = asObject(json) ?? {};
  if (!Array.isArray(vertices) || !Array.isArray(edges)) return null;
  const points = vertices.every((point) => isNumbers(point, 3));
  const whole = edges.every((edge) => isNumbers(edge, 2) && edge.every((at) => vertices[at] !== undefined));
  if (!points || !whole) return null;
  const { root, radius, compartment } = asObject(json)!;
  const start = typeof root === 'number' && vertices[root] !== undefined ? root : 0;
  return {
    vertices: vertices as Skeleton['vertices'],
    edges: edges as Skeleton['edges'],
    root: start,
    radius: perVertex(radius, vertices.length),
    compartment: perVertex(compartment, vertices.length),
  };
}

function perVertex(value: Json | undefined, length: number): number[] {
  const list = Array.isArray(value) ? value : [];
  return Array.from({ length }, (_zero, i) => (typeof list[i] === 'number' ? (list[i] as number) : 0));
}

function isNumbers(value: Json, length: number): value is number[] {
  return Array.isArray(value) && value.length === length && value.every((x) => typeof x === 'number');
}

function fromHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length >> 1);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = (nibble(hex.charCodeAt(2 * i)) << 4) | nibble(hex.charCodeAt(2 * i + 1));
  }
  return bytes;
}

/** '0'-'9', 'a'-'f' and 'A'-'F'. */
function nibble(char: number): number {
  return char < 0x40 ? char - 0x30 : (char | 0x20) - 0x57;
}

/** Queues missing skeletons; seconds until they should be there, 0 where none of them can or need be made. */
export function* makeSkeletons(stack: Stack, ids: readonly Id[]): Work<number> {
  const question = { what: 'skeleton queue', datastack: stack.name };
  const url = `${stack.local}/skeletoncache/api/v1/${stack.name}/bulk/gen_skeletons`;
  const queue = function* (part: Id[]): Work<number> {
    const body = {
      root_ids: part.map((id) => new BareNumber(id)),
      skeleton_version: VERSION,
      verbose_level: 0,
    };
    const seconds = readJson(yield* ask(askJson(stack.access, url, body, question.what)), question);
    if (typeof seconds !== 'number') throw broken(question);
    return seconds;
  };
  const waits = yield* all(slices(ids, IDS_A_QUEUE).map(queue));
  return Math.max(0, ...waits);
}
