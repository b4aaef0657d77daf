// The mesh that the add-on sends, as the viewer draws it.
import { readPly } from '../../src/geometry/formats/ply';

export interface Triangles {
  /** x, y, z by vertex. */
  positions: Float32Array;
  /** Three vertices by face. */
  faces: Uint32Array;
}

/** Throws where the bytes are no PLY file, are cut, or hold no face. */
export function trianglesOf(ply: Uint8Array): Triangles {
  const { vertices, faces } = readPly(ply);
  if (faces.length === 0) throw new Error('The mesh has no faces');
  return { positions: Float32Array.from(vertices), faces };
}
