/** Puts meshes side by side into one. */
import type { Mesh } from './mesh';

/** The vertices and faces of all meshes in turn; nothing is merged. A single mesh is returned as it is. */
export function concatenate(meshes: readonly Mesh[]): Mesh {
  if (meshes.length === 1) return meshes[0]!;
  const vertices = new Float64Array(meshes.reduce((sum, mesh) => sum + mesh.vertices.length, 0));
  const faces = new Uint32Array(meshes.reduce((sum, mesh) => sum + mesh.faces.length, 0));
  let coordinate = 0;
  let corner = 0;
  for (const mesh of meshes) {
    vertices.set(mesh.vertices, coordinate);
    const first = coordinate / 3;
    for (let at = 0; at < mesh.faces.length; at++) faces[corner++] = mesh.faces[at]! + first;
    coordinate += mesh.vertices.length;
  }
  return { vertices, faces };
}
