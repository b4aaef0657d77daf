/** Normals of a mesh's vertices. */
import type { Mesh } from './mesh';

/**
 * Unit normals, packed like the vertices. Each face has the weight of its angle at the vertex, so the normals do not
 * depend on how flat parts were cut into faces (Thürmer and Wüthrich 1998). 0, 0, 0 for a vertex without a face with
 * area.
 */
export function vertexNormals({ vertices, faces }: Mesh): Float64Array {
  const normals = new Float64Array(vertices.length);
  for (let at = 0; at < faces.length; at++) {
    const face = at - (at % 3);
    const here = faces[at]! * 3;
    const u = faces[face + ((at + 1) % 3)]! * 3;
    const v = faces[face + ((at + 2) % 3)]! * 3;
    const [x, y, z] = [vertices[here]!, vertices[here + 1]!, vertices[here + 2]!];
    const [ux, uy, uz] = [vertices[u]! - x, vertices[u + 1]! - y, vertices[u + 2]! - z];
    const [vx, vy, vz] = [vertices[v]! - x, vertices[v + 1]! - y, vertices[v + 2]! - z];
    const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    const length = Math.hypot(nx, ny, nz);
    if (length === 0) continue;
    const share = Math.atan2(length, ux * vx + uy * vy + uz * vz) / length;
    normals[here]! += nx * share;
    normals[here + 1]! += ny * share;
    normals[here + 2]! += nz * share;
  }
  for (let at = 0; at < normals.length; at += 3) {
    const length = Math.hypot(normals[at]!, normals[at + 1]!, normals[at + 2]!);
    for (let axis = 0; axis < 3 && length > 0; axis++) normals[at + axis]! /= length;
  }
  return normals;
}

/** Number of faces whose normals in two meshes with the same faces point to opposite sides. */
export function countInvertedFaces(before: Mesh, after: Mesh): number {
  let invertedCount = 0;
  for (let face = 0; face < before.faces.length; face += 3) {
    const [old, fresh] = [normalOf(before, face), normalOf(after, face)];
    if (old[0] * fresh[0] + old[1] * fresh[1] + old[2] * fresh[2] < 0) invertedCount++;
  }
  return invertedCount;
}

function normalOf({ vertices, faces }: Mesh, face: number): [number, number, number] {
  const [a, b, c] = [faces[face]! * 3, faces[face + 1]! * 3, faces[face + 2]! * 3];
  const [x, y, z] = [vertices[a]!, vertices[a + 1]!, vertices[a + 2]!];
  const [ux, uy, uz] = [vertices[b]! - x, vertices[b + 1]! - y, vertices[b + 2]! - z];
  const [vx, vy, vz] = [vertices[c]! - x, vertices[c + 1]! - y, vertices[c + 2]! - z];
  return [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
}
