/** A mesh turned inside out. */
import type { Mesh } from './mesh';

/** The same faces wound the other way, each beginning at the same vertex. */
export function flip({ vertices, faces }: Mesh): Mesh {
  const flipped = faces.slice();
  for (let at = 0; at < flipped.length; at += 3) {
    flipped[at + 1] = faces[at + 2]!;
    flipped[at + 2] = faces[at + 1]!;
  }
  return { vertices: vertices.slice(), faces: flipped };
}
