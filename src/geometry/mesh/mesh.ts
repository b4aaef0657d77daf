/** A triangle mesh: the argument and result type of all geometry functions. */

export interface Mesh {
  /** x, y, z of each vertex in turn; nm unless the function says otherwise. */
  vertices: Float64Array;
  /** Three vertex indices per triangle, counter-clockwise seen from outside. */
  faces: Uint32Array;
}

export const vertexCount = (mesh: Mesh): number => mesh.vertices.length / 3;
export const faceCount = (mesh: Mesh): number => mesh.faces.length / 3;
