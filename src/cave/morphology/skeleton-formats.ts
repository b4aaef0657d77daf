/**
 * Reads skeletons in the forms of the service and of its bucket: JSON (flatdict) in gzip, the same in hex, and HDF5.
 */
import { gunzip } from '../../core/gzip';
import type { Id } from '../../core/ids';
import { type Json, parseJson } from '../../core/json';
import { utf8 } from '../../core/utf8';
import { ReplyParts } from '../client/reply-parts';
import { Hdf5 } from './hdf5';

/** One neuron's tree. */
export interface Skeleton {
  /** Absolute positions in nm. */
  vertices: [number, number, number][];
  /** Pairs of vertex indices; the direction has no meaning. */
  edges: [number, number][];
  /** The root vertex of the service's tree: any vertex, with or without a soma. */
  root: number;
  /** Absolute position in nm; null if no soma is known. */
  soma: [number, number, number] | null;
  /** Radius of each vertex in nm; 0 if the service gives none or no finite one. */
  radius: number[];
  /**
   * SWC code of each vertex: 1 soma, 2 axon, 3 dendrite, 0 undefined. Only the root can have code 1, if a soma is
   * known.
   */
  compartment: number[];
}

/** Limit of one skeleton's decompressed bytes: the largest known skeletons take some 20 MB. */
const MOST_BYTES = 200e6;
const SOMA = 1;

/** The reason why a skeleton cannot be read: it was cut or damaged in transfer, or the service stores it damaged. */
export type SkeletonDamage = 'transfer' | 'content';

/** Reads a flatdict of a bulk reply: a gzip file of JSON, in hex. */
export function readHex(hex: string, id: Id): Skeleton | SkeletonDamage {
  return hex.length % 2 === 0 && /^1f8b[0-9a-f]*$/i.test(hex) ? readFlatdict(fromHex(hex), id) : 'transfer';
}

/** Reads a flatdict of the single-skeleton route: a gzip file of JSON. */
export function readFlatdict(file: Uint8Array, id: Id): Skeleton | SkeletonDamage {
  return readContent(
    () => gunzip(file, 'a skeleton', MOST_BYTES),
    (content) => skeletonOf(parts.fields(parseJson(utf8(content)), FIELDS, PROPERTIES), id),
  );
}

/** Reads a file of the service's bucket: HDF5 in gzip, unless the transport has already decompressed it. */
export function readHdf5(file: Uint8Array, id: Id): Skeleton | SkeletonDamage {
  const isGzip = file[0] === 0x1f && file[1] === 0x8b;
  return readContent(
    () => new Hdf5(isGzip ? gunzip(file, 'a skeleton', MOST_BYTES) : file),
    (h5) => {
      const json = (path: string): { [name: string]: Json } =>
        h5.has(path) ? { [path.replace(/^.*\//, '')]: parseJson(h5.text(path)) } : {};
      const fields = {
        vertices: rows(h5, 'vertices', 3),
        edges: rows(h5, 'edges', 2),
        root: h5.numbers('root').values[0]!,
        ...json('meta'),
        ...json('vertex_properties/radius'),
        ...json('vertex_properties/compartment'),
      };
      return skeletonOf(fields, id);
    },
  );
}

function readContent<T>(unpack: () => T, read: (content: T) => Skeleton): Skeleton | SkeletonDamage {
  let content: T;
  try {
    content = unpack();
  } catch {
    return 'transfer';
  }
  try {
    return read(content);
  } catch {
    return 'content';
  }
}

function rows(h5: Hdf5, path: string, width: number): number[][] {
  const { dims, values } = h5.numbers(path);
  if (dims.length !== 2 || dims[1] !== width) throw new RangeError(`${path} is no table of ${width} columns`);
  return Array.from({ length: dims[0]! }, (_none, i) => [...values.subarray(width * i, width * (i + 1))]);
}

const FIELDS = ['edges', 'root', 'vertices'];
/** Absent if the datastack has no synapse table, or from an older service. */
const PROPERTIES = ['meta', 'radius', 'compartment'];

/** Its errors are caught in this file and never shown. */
const parts = new ReplyParts({ route: 'skeletons', datastack: '' });

/** Throws if the fields are not a skeleton of the segment. */
function skeletonOf(fields: { [key: string]: Json }, id: Id): Skeleton {
  const meta = parts.object(fields.meta ?? {});
  if ('root_id' in meta) parts.check(parts.id(meta.root_id) === id);
  const vertices = parts.list(fields.vertices).map((point) => parts.triple(point));
  const vertex = (value: Json | undefined): number => {
    const at = parts.count(value);
    parts.check(at < vertices.length);
    return at;
  };
  const visitedNodes = new Set<number>();
  const edges = parts.list(fields.edges).map((item): [number, number] => {
    const ends = parts.list(item);
    const [a, b] = [vertex(ends[0]), vertex(ends[1])];
    const key = Math.min(a, b) * vertices.length + Math.max(a, b);
    // A repeated edge would count twice in the cable length.
    parts.check(ends.length === 2 && !visitedNodes.has(key));
    visitedNodes.add(key);
    return [a, b];
  });
  const root = vertex(fields.root);
  const soma = somaOf(meta);
  return {
    vertices,
    edges,
    root,
    soma,
    // NaN and infinite radii occur; the JSON reader turns them into null.
    radius: perVertex(
      fields.radius,
      vertices.length,
      (value) => parts.orNull(value, (nm) => parts.amount(nm)) ?? 0,
    ),
    // The service always marks its root as soma, except a root at vertex 0.
    compartment: perVertex(fields.compartment, vertices.length, (code) => parts.count(code)).map(
      (code, i) => {
        if (soma !== null && i === root) return SOMA;
        return code === SOMA ? 0 : code;
      },
    ),
  };
}

function somaOf(meta: { [key: string]: Json }): Skeleton['soma'] {
  const axes = ['x', 'y', 'z'].map((axis) => meta[`soma_pt_${axis}`] ?? null);
  return axes.every((axis) => axis === null) ? null : parts.triple(axes);
}

/** One value per vertex; zeros if the service gives none. */
function perVertex(value: Json | undefined, length: number, read: (value: Json) => number): number[] {
  if (value === undefined) return new Array<number>(length).fill(0);
  const list = parts.list(value);
  parts.check(list.length === length);
  return list.map(read);
}

function fromHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length >> 1);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = (nibble(hex.charCodeAt(2 * i)) << 4) | nibble(hex.charCodeAt(2 * i + 1));
  }
  return bytes;
}

/** The value of a hexadecimal digit: '0'-'9', 'a'-'f' or 'A'-'F'. */
function nibble(char: number): number {
  return char < 0x40 ? char - 0x30 : (char | 0x20) - 0x57;
}
