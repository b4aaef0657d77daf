// Unpacks the add-on's data into typed arrays; checks lengths and indices before anything is drawn.
import type { ViewerNeuron } from '../../src/addon/interfaces/api';
import type { Vec } from './view';

export interface Neuron {
  id: string;
  /** nm: origin of the positions. */
  offset: Vec;
  /** x, y, z by vertex. */
  positions: Float32Array;
  radii: Float32Array;
  compartments: Uint8Array;
  pairs: Uint32Array;
  /** nm, absolute; null where unknown. */
  soma: { at: Vec; radius: number } | null;
  cable: number;
  /** Whether the id is current; null if unknown. */
  current: boolean | null;
  /** nm, absolute. */
  low: Vec;
  high: Vec;
}

/** Decodes base64 to bytes aligned to 8, so that any typed array can use them. Throws if `text` is not base64. */
export function alignedBytes(text: string): Uint8Array<ArrayBuffer> {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

/** Throws an Error with a sentence if the arrays are inconsistent. */
export function decode(packedNeuron: ViewerNeuron): Neuron {
  const positions = new Float32Array(part(packedNeuron, packedNeuron.positions, packedNeuron.vertices * 12));
  const radii = new Float32Array(part(packedNeuron, packedNeuron.radii, packedNeuron.vertices * 4));
  const compartments = new Uint8Array(part(packedNeuron, packedNeuron.compartments, packedNeuron.vertices));
  const pairs = new Uint32Array(part(packedNeuron, packedNeuron.pairs, packedNeuron.edges * 8));
  if (!positions.every(Number.isFinite) || pairs.some((vertex) => vertex >= packedNeuron.vertices)) {
    throw damageError(packedNeuron);
  }
  const offset = [packedNeuron.offset[0]!, packedNeuron.offset[1]!, packedNeuron.offset[2]!] as const;
  const { id, cable, current } = packedNeuron;
  const soma = somaIn(packedNeuron);
  return {
    id,
    offset,
    positions,
    radii,
    compartments,
    pairs,
    soma,
    cable,
    current,
    ...boxOf(positions, offset),
  };
}

function somaIn(packedNeuron: ViewerNeuron): Neuron['soma'] {
  if (packedNeuron.soma === null) return null;
  const { at, radius } = packedNeuron.soma;
  if (at.length !== 3 || ![...at, radius].every(Number.isFinite)) throw damageError(packedNeuron);
  return { at: [at[0]!, at[1]!, at[2]!], radius };
}

function part(packedNeuron: ViewerNeuron, text: string, length: number): ArrayBuffer {
  const { buffer } = alignedBytes(text);
  if (buffer.byteLength !== length) throw damageError(packedNeuron);
  return buffer;
}

const damageError = ({ id }: ViewerNeuron): Error =>
  new Error(`The skeleton of ${id} arrived damaged. Try again.`);

/** The bounding box of float32 points x, y, z, moved by `offset`. */
export function boxOf(positions: Float32Array, offset: Vec): { low: Vec; high: Vec } {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  positions.forEach((x, i) => {
    const axis = i % 3;
    if (x < low[axis]!) low[axis] = x;
    if (x > high[axis]!) high[axis] = x;
  });
  const translate = (corner: number[]) => corner.map((x, axis) => x + offset[axis]!) as unknown as Vec;
  return { low: translate(low), high: translate(high) };
}
