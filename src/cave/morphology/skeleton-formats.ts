/** Reads a skeleton as the service and its bucket store it: JSON (flatdict) in gzip, or in hex of that, and HDF5. */
import { gunzip } from '../../core/gzip';
import type { Id } from '../../core/ids';
import { type Json, parseJson } from '../../core/json';
import { utf8 } from '../../core/utf8';
import { ReplyParts } from '../client/reply-parts';
import { Hdf5 } from './hdf5';

/** One neuron's tree. */
export interface Skeleton {
  /** nm, absolute. */
  vertices: [number, number, number][];
  /** Pairs of vertex indices, direction unspecified. */
  edges: [number, number][];
  /** The vertex where the service rooted the tree: any vertex, whether there is a soma or not. */
  root: number;
  /** nm, absolute; null where no soma is known. */
  soma: [number, number, number] | null;
  /** nm by vertex; 0 where the service gives none, or no finite one. */
  radius: number[];
  /** SWC codes by vertex: 1 soma, 2 axon, 3 dendrite, 0 undefined. 1 only at the root, where a soma is known. */
  compartment: number[];
}

/** Most bytes of one skeleton, decompressed: the largest known take some 20 MB. */
const MOST_BYTES = 200e6;
const SOMA = 1;

/** Why a skeleton cannot be read: it came cut or damaged, or the service keeps it so. */
export type SkeletonDamage = 'transfer' | 'content';

/** A flatdict in a bulk reply: hex of a gzip file of JSON. */
export function readHex(hex: string, id: Id): Skeleton | SkeletonDamage {
  return hex.length % 2 === 0 && /^1f8b[0-9a-f]*$/i.test(hex) ? readFlatdict(fromHex(hex), id) : 'transfer';
}

/** A flatdict as the single route gives it: a gzip file of JSON. */
export function readFlatdict(file: Uint8Array, id: Id): Skeleton | SkeletonDamage {
  return readContent(
    () => gunzip(file, 'a skeleton', MOST_BYTES),
    (content) => skeletonOf(parts.fields(parseJson(utf8(content)), FIELDS, PROPERTIES), id),
  );
}

/** An object of the service's bucket: HDF5, in gzip unless the transport has undone that. */
export function readHdf5(file: Uint8Array, id: Id): Skeleton | SkeletonDamage {
  const packed = file[0] === 0x1f && file[1] === 0x8b;
  return readContent(
    () => new Hdf5(packed ? gunzip(file, 'a skeleton', MOST_BYTES) : file),
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
/** Not where the datastack has no synapse table, or from an older service. */
const PROPERTIES = ['meta', 'radius', 'compartment'];

/** Its errors stay in this file. */
const parts = new ReplyParts({ route: 'skeletons', datastack: '' });

/** Throws where the fields are no skeleton of the segment. */
function skeletonOf(fields: { [key: string]: Json }, id: Id): Skeleton {
  const meta = parts.object(fields.meta ?? {});
  if ('root_id' in meta) parts.check(parts.id(meta.root_id) === id);
  const vertices = parts.list(fields.vertices).map((point) => parts.triple(point));
  const vertex = (value: Json | undefined): number => {
    const at = parts.count(value);
    parts.check(at < vertices.length);
    return at;
  };
  const visited = new Set<number>();
  const edges = parts.list(fields.edges).map((item): [number, number] => {
    const ends = parts.list(item);
    const [a, b] = [vertex(ends[0]), vertex(ends[1])];
    const key = Math.min(a, b) * vertices.length + Math.max(a, b);
    // An edge that came twice would count twice.
    parts.check(ends.length === 2 && !visited.has(key));
    visited.add(key);
    return [a, b];
  });
  const root = vertex(fields.root);
  const soma = somaOf(meta);
  return {
    vertices,
    edges,
    root,
    soma,
    // NaN and infinite radii occur, and arrive as null.
    radius: perVertex(
      fields.radius,
      vertices.length,
      (value) => parts.orNull(value, (nm) => parts.amount(nm)) ?? 0,
    ),
    // The service marks its root as soma in any case, except a root at vertex 0.
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

/** Zeros where the service gives none. */
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

/** '0'-'9', 'a'-'f' and 'A'-'F'. */
function nibble(char: number): number {
  return char < 0x40 ? char - 0x30 : (char | 0x20) - 0x57;
}
