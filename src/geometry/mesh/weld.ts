/** Merges vertices at the same position, and removes vertices that no face uses. */
import type { Mesh } from './mesh';

const EMPTY = 0xffffffff;

/**
 * The distinct positions (compared exactly; -0 equals 0) in order of first appearance, and the position's index for
 * each vertex.
 */
export function mergePositions(vertices: Float64Array): { vertices: Float64Array; index: Uint32Array } {
  const count = vertices.length / 3;
  const distinctPositions = new Float64Array(vertices.length);
  const index = new Uint32Array(count);
  let size = 16;
  while (size < count * 2) size *= 2;
  const slots = new Uint32Array(size).fill(EMPTY);
  const position = new Float64Array(3);
  const words = new Uint32Array(position.buffer);
  let found = 0;
  for (let vertex = 0; vertex < count; vertex++) {
    const x = vertices[vertex * 3]! + 0;
    const y = vertices[vertex * 3 + 1]! + 0;
    const z = vertices[vertex * 3 + 2]! + 0;
    position[0] = x;
    position[1] = y;
    position[2] = z;
    let hash = 0;
    for (let word = 0; word < 6; word++) {
      hash = Math.imul(hash ^ words[word]!, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    let slot = hash & (size - 1);
    for (;;) {
      const other = slots[slot]!;
      if (other === EMPTY) {
        slots[slot] = found;
        distinctPositions[found * 3] = x;
        distinctPositions[found * 3 + 1] = y;
        distinctPositions[found * 3 + 2] = z;
        index[vertex] = found++;
        break;
      }
      const at = other * 3;
      if (distinctPositions[at] === x && distinctPositions[at + 1] === y && distinctPositions[at + 2] === z) {
        index[vertex] = other;
        break;
      }
      slot = (slot + 1) & (size - 1);
    }
  }
  return { vertices: found === count ? distinctPositions : distinctPositions.slice(0, found * 3), index };
}

/** The same surface with each position once. All faces stay, even those that become degenerate. */
export function weld(mesh: Mesh): Mesh {
  const { vertices, index } = mergePositions(mesh.vertices);
  return { vertices, faces: mesh.faces.map((vertex) => index[vertex]!) };
}

/** The mesh without unused vertices; the others keep their order. */
export function dropUnused({ vertices, faces }: Mesh): Mesh {
  const place = new Uint32Array(vertices.length / 3);
  for (let i = 0; i < faces.length; i++) place[faces[i]!] = 1;
  let count = 0;
  for (let vertex = 0; vertex < place.length; vertex++) if (place[vertex] === 1) count++;
  const keptVertices = new Float64Array(3 * count);
  count = 0;
  for (let vertex = 0; vertex < place.length; vertex++) {
    if (place[vertex] === 0) continue;
    keptVertices[count * 3] = vertices[vertex * 3]!;
    keptVertices[count * 3 + 1] = vertices[vertex * 3 + 1]!;
    keptVertices[count * 3 + 2] = vertices[vertex * 3 + 2]!;
    place[vertex] = count++;
  }
  const renumberedFaces = new Uint32Array(faces.length);
  for (let i = 0; i < faces.length; i++) renumberedFaces[i] = place[faces[i]!]!;
  return { vertices: keptVertices, faces: renumberedFaces };
}
