/** Faces on the same three vertices: duplicates, and flaps of two that lie back to back. */
import type { Mesh } from './mesh';

/** Reports every set of two or more faces on the same three vertices, by their numbers. */
export function eachSameFaces({ vertices, faces }: Mesh, tell: (same: readonly number[]) => void): void {
  const count = faces.length / 3;
  // Only faces with one lowest vertex are compared: few, except at a vertex with many faces.
  const starts = new Uint32Array(vertices.length / 3 + 1);
  const others = new Float64Array(count);
  for (let face = 0; face < count; face++) {
    const [a, b, c] = [faces[face * 3]!, faces[face * 3 + 1]!, faces[face * 3 + 2]!];
    const low = Math.min(a, b, c);
    const high = Math.max(a, b, c);
    starts[low]!++;
    // Below 2^26 in any mesh that fits into memory: the pair is exact.
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
 * The mesh without flaps: back-to-back faces are removed in equal numbers from both orientations, so that a closed mesh
 * stays closed.
 */
export function dropFlaps(mesh: Mesh): Mesh {
  const { vertices, faces } = mesh;
  const gone = new Set<number>();
  const rising = (face: number): boolean => {
    const [a, b, c] = [faces[face * 3]!, faces[face * 3 + 1]!, faces[face * 3 + 2]!];
    return (a < b ? 1 : 0) + (b < c ? 1 : 0) + (c < a ? 1 : 0) === 2;
  };
  eachSameFaces(mesh, (same) => {
    const up = same.filter(rising);
    const down = same.filter((face) => !rising(face));
    for (let pair = 0; pair < Math.min(up.length, down.length); pair++) gone.add(up[pair]!).add(down[pair]!);
  });
  if (gone.size === 0) return mesh;
  return { vertices, faces: faces.filter((_, at) => !gone.has(Math.floor(at / 3))) };
}
