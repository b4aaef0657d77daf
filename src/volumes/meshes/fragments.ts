/** Mesh fragments in their stored formats, and meshes joined from fragments. */
import { TtError } from '../../core/errors';
import type { Draco } from '../../geometry/formats/draco';
import { isDraco } from '../../geometry/formats/is-draco';
import { concatenate } from '../../geometry/mesh/concatenate';
import type { Mesh } from '../../geometry/mesh/mesh';
import { alignedCopy, dataView } from '../objects/bytes';
import { damagedFileError } from '../objects/objects';

/** Compiled decoding libraries. Formats that need none can be read without them. */
export interface MeshKernels {
  draco?: Draco;
}

/** Limit of the triangles and of the vertices of one mesh; a mouse neuron at full detail has some ten million. */
export const MOST_FACES = 30e6;

export function dracoOf(kernels: MeshKernels): Draco {
  if (kernels.draco) return kernels.draco;
  throw new TtError('FAULT', 'the draco library was not loaded');
}

/** Reads a Draco mesh with positions in nm, or the legacy binary format, which begins with its number of vertices. */
export function readFragment(bytes: Uint8Array, kernels: MeshKernels, what: string): Mesh {
  if (!isDraco(bytes)) return readLegacyFragment(bytes, what);
  const options = { quantized: false, mostPoints: 3 * MOST_FACES, mostFaces: MOST_FACES };
  const { positions, faces } = dracoOf(kernels).decode(bytes, options);
  return { vertices: positions, faces };
}

/** Format: u32 n; n × 3 float32; then triangles as u32 until the end. */
export function readLegacyFragment(bytes: Uint8Array, what: string): Mesh {
  if (bytes.length < 4) throw damagedFileError(what, `${bytes.length} bytes are no mesh`);
  const count = dataView(bytes).getUint32(0, true);
  const end = 4 + 12 * count;
  if (end > bytes.length)
    throw damagedFileError(what, `${bytes.length} bytes do not hold its ${count} vertices`);
  if ((bytes.length - end) % 12 !== 0) throw damagedFileError(what, 'it does not end with a whole triangle');
  const buffer = alignedCopy(bytes);
  const vertices = new Float64Array(new Float32Array(buffer, 4, 3 * count));
  const faces = new Uint32Array(buffer, end);
  for (const value of vertices)
    if (!Number.isFinite(value)) throw damagedFileError(what, 'a coordinate is not a number');
  for (const vertex of faces)
    if (vertex >= count) throw damagedFileError(what, `a triangle names vertex ${vertex} of ${count}`);
  return { vertices, faces };
}

/**
 * Writes the legacy binary format. Vertices are rounded to single precision: 1/16 nm at a distance of one millimetre.
 */
export function writeLegacyFragment(mesh: Mesh): Uint8Array {
  const count = mesh.vertices.length / 3;
  const buffer = new ArrayBuffer(4 + 12 * count + 4 * mesh.faces.length);
  new Uint32Array(buffer, 0, 1)[0] = count;
  new Float32Array(buffer, 4, 3 * count).set(mesh.vertices);
  new Uint32Array(buffer, 4 + 12 * count).set(mesh.faces);
  return new Uint8Array(buffer);
}

/** Joins meshes without merging vertices. Throws BIG if they have too many vertices or triangles in all. */
export function joinMeshes(parts: readonly Mesh[], what: string): Mesh {
  let [points, corners] = [0, 0];
  for (const part of parts) {
    points += part.vertices.length;
    corners += part.faces.length;
  }
  if (corners > 3 * MOST_FACES || points > 9 * MOST_FACES) {
    throw new TtError('BIG', `${what} has ${corners / 3} triangles: at most ${MOST_FACES} are read`);
  }
  return concatenate(parts);
}
