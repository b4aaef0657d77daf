/** Finds faces with the same three vertices: duplicates, and flaps of two faces back to back. */
import type { Mesh } from './mesh';

/** Reports every set of two or more faces with the same three vertices, by face number. */
export function eachSameFaces({ vertices, faces }: Mesh, tell: (same: readonly number[]) => void): void {
  const count = faces.length / 3;
  // Only faces with the same lowest vertex are compared: these are few, except at a vertex with many faces.
  const starts = new Uint32Array(vertices.length / 3 + 1);
  const others = new Float64Array(count);
  for (let face = 0; face < count; face++) {
    const [a, b, c] = [faces[face * 3]!, faces[face * 3 + 1]!, faces[face * 3 + 2]!];
    const low = Math.min(a, b, c);
    const high = Math.max(a, b, c);
    starts[low]!++;
    // The numbers are below 2^26 in any mesh that fits into memory, so the pair is exact.
    others[face] = high * 67_108_864 + (a + b + c - low - high);
  }
  for (let vertex = 0, sum = 0; vertex < starts.length; vertex++) {
    sum += starts[vertex]!;
    starts[vertex] = sum;
  }
  const order = new Uint32Array(count);
  for (let face = count - 1; face >= 0; face--) {
    order[--starts[Math.min(faces[face * 3]!, faces[face * 3 + 1]!, faces[face * 3 + 2]!)]!] = face;
  }
  for (let low = 0; low < starts.length - 1; low++) {
    const part = order.subarray(starts[low]!, starts[low + 1]!);
    if (part.length < 2) continue;
    part.sort((one, other) => others[one]! - others[other]! || one - other);
    for (let at = 0; at < part.length; ) {
      const first = at;
      while (at < part.length && others[part[at]!] === others[part[first]!]) at++;
      if (at - first > 1) tell([...part.subarray(first, at)]);
    }
  }
}

/**
 * The mesh without flaps: back-to-back faces are removed in equal numbers from both windings, so a closed mesh stays
 * closed.
 */
export function dropFlaps(mesh: Mesh): Mesh {
  const { vertices, faces } = mesh;
  const removedFaces = new Set<number>();
  const rising = (face: number): boolean => {
    const [a, b, c] = [faces[face * 3]!, faces[face * 3 + 1]!, faces[face * 3 + 2]!];
    return (a < b ? 1 : 0) + (b < c ? 1 : 0) + (c < a ? 1 : 0) === 2;
  };
  eachSameFaces(mesh, (same) => {
    const up = same.filter(rising);
    const down = same.filter((face) => !rising(face));
    for (let pair = 0; pair < Math.min(up.length, down.length); pair++)
      removedFaces.add(up[pair]!).add(down[pair]!);
  });
  if (removedFaces.size === 0) return mesh;
  return { vertices, faces: faces.filter((_, at) => !removedFaces.has(Math.floor(at / 3))) };
}
