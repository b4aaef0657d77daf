/** Turns a mesh inside out. */
import type { Mesh } from './mesh';

/** The same faces with the opposite winding; each begins at the same vertex. */
export function flip({ vertices, faces }: Mesh): Mesh {
  const result = faces.slice();
  for (let at = 0; at < result.length; at += 3) {
    result[at + 1] = faces[at + 2]!;
    result[at + 2] = faces[at + 1]!;
  }
  return { vertices: vertices.slice(), faces: result };
}
