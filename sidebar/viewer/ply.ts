// Reads the mesh that the add-on sends, for the viewer.
import { readPly } from '../../src/geometry/formats/ply';

export interface Triangles {
  /** x, y, z by vertex. */
  positions: Float32Array;
  /** Three vertices by face. */
  faces: Uint32Array;
}

/** Throws if the bytes are not a PLY file, are incomplete, or hold no face. */
export function trianglesOf(ply: Uint8Array): Triangles {
  const { vertices, faces } = readPly(ply);
  if (faces.length === 0) throw new Error('The mesh has no faces');
  return { positions: Float32Array.from(vertices), faces };
}
