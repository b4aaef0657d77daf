/** Reads a skeleton as the service and its bucket store it: JSON (flatdict) in gzip, or in hex of that, and HDF5. */
import { gunzip, utf8 } from '../../core/gzip';
import { asObject, type Json, parseJson } from '../../core/json';
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

/** A flatdict in a bulk reply: hex of a gzip file of JSON. Null where the service failed to convert it. */
export function readHex(hex: string): Skeleton | null {
  return hex.startsWith('1f8b') ? readFlatdict(fromHex(hex)) : null;
}

/** A flatdict as the single route gives it: a gzip file of JSON. Null where it is damaged, or no skeleton. */
export function readFlatdict(file: Uint8Array): Skeleton | null {
  try {
    const fields = asObject(parseJson(utf8(gunzip(file, 'a skeleton', MOST_BYTES))));
    return fields && skeletonOf(fields);
  } catch {
    return null;
  }
}

/** An object of the service's bucket: HDF5, in gzip unless the transport has undone that. Null where unreadable. */
export function readHdf5(file: Uint8Array): Skeleton | null {
  try {
    const packed = file[0] === 0x1f && file[1] === 0x8b;
    const h5 = new Hdf5(packed ? gunzip(file, 'a skeleton', MOST_BYTES) : file);
    const json = (path: string): Json => (h5.has(path) ? parseJson(h5.text(path)) : null);
    return skeletonOf({
      vertices: rows(h5, 'vertices', 3),
      edges: rows(h5, 'edges', 2),
      root: h5.has('root') ? h5.numbers('root').values[0]! : null,
      meta: json('meta'),
      radius: json('vertex_properties/radius'),
      compartment: json('vertex_properties/compartment'),
    });
  } catch {
    return null;
  }
}

function rows(h5: Hdf5, path: string, width: number): number[][] {
  const { dims, values } = h5.numbers(path);
  if (dims.length !== 2 || dims[1] !== width) throw new RangeError(`${path} is no table of ${width} columns`);
  return Array.from({ length: dims[0]! }, (_none, i) => [...values.subarray(width * i, width * (i + 1))]);
}

function skeletonOf(fields: { [key: string]: Json }): Skeleton | null {
  const { vertices, edges, root, radius, compartment } = fields;
  if (!Array.isArray(vertices) || !Array.isArray(edges)) return null;
  const points = vertices.every((point) => isNumbers(point, 3));
  const whole = edges.every((edge) => isNumbers(edge, 2) && edge.every((at) => vertices[at] !== undefined));
  if (!points || !whole) return null;
  const start = typeof root === 'number' && vertices[root] !== undefined ? root : 0;
  const soma = somaOf(asObject(fields.meta));
  return {
    vertices: vertices as Skeleton['vertices'],
    edges: edges as Skeleton['edges'],
    root: start,
    soma,
    radius: perVertex(radius, vertices.length),
    // The service marks its root as soma in any case, except a root at vertex 0.
    compartment: perVertex(compartment, vertices.length).map((code, i) => {
      if (soma !== null && i === start) return SOMA;
      return code === SOMA ? 0 : code;
    }),
  };
}

function somaOf(meta: { [key: string]: Json } | null): Skeleton['soma'] {
  const soma = ['x', 'y', 'z'].map((axis) => meta?.[`soma_pt_${axis}`] ?? null);
  return isNumbers(soma, 3) ? (soma as [number, number, number]) : null;
}

function perVertex(value: Json | undefined, length: number): number[] {
  const list = Array.isArray(value) ? value : [];
  return Array.from({ length }, (_zero, i) => (typeof list[i] === 'number' ? (list[i] as number) : 0));
}

/** JSON's NaN and Infinity arrive as null, those of a file as numbers. */
function isNumbers(value: Json, length: number): value is number[] {
  return (
    Array.isArray(value) &&
    value.length === length &&
    value.every((x) => typeof x === 'number' && Number.isFinite(x))
  );
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
