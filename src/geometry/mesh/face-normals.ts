/** Normals of a mesh's faces. */
import type { Mesh } from './mesh';

/** Unit normals, three numbers per face; 0, 0, 0 for a face without area. */
export function faceNormals({ vertices, faces }: Mesh): Float64Array {
  const normals = new Float64Array(faces.length);
  for (let face = 0; face < faces.length; face += 3) {
    const [a, b, c] = [faces[face]! * 3, faces[face + 1]! * 3, faces[face + 2]! * 3];
    const [x, y, z] = [vertices[a]!, vertices[a + 1]!, vertices[a + 2]!];
    const [ux, uy, uz] = [vertices[b]! - x, vertices[b + 1]! - y, vertices[b + 2]! - z];
    const [vx, vy, vz] = [vertices[c]! - x, vertices[c + 1]! - y, vertices[c + 2]! - z];
    const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    const length = Math.hypot(nx, ny, nz);
    if (length === 0) continue;
    normals[face] = nx / length;
    normals[face + 1] = ny / length;
    normals[face + 2] = nz / length;
  }
  return normals;
}
