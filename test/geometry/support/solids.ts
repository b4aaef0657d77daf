/** Solids whose measures have closed forms. */
import type { Mesh } from '../../../src/geometry/mesh/mesh';
import { meshOf } from '../../../workbench/geometry/meshes';

/** An octahedron with its corners at `size` on the axes; volume 4/3 size³. */
export function octahedron(size: number): Mesh {
  const corners = [0, 1, 2].flatMap((axis) =>
    [size, -size].map((at) => [0, 1, 2].map((k) => (k === axis ? at : 0))),
  );
  const faces: number[][] = [];
  for (let octant = 0; octant < 8; octant++) {
    const [x, y, z] = [octant & 1, 2 + ((octant >> 1) & 1), 4 + ((octant >> 2) & 1)];
    const negative = [0, 1, 2].filter((axis) => (octant >> axis) & 1).length;
    faces.push(negative % 2 === 0 ? [x, y, z] : [x, z, y]);
  }
  return meshOf(corners, faces);
}

/** A sphere from an octahedron whose faces are split into four `times` times; its volume approaches 4/3 π r³. */
export function geodesicSphere(radius: number, times: number, centre = [0, 0, 0]): Mesh {
  let { vertices, faces } = octahedron(1);
  for (let round = 0; round < times; round++) {
    const points: number[] = [...vertices];
    const middles = new Map<string, number>();
    const middle = (a: number, b: number): number => {
      const key = `${Math.min(a, b)} ${Math.max(a, b)}`;
      const known = middles.get(key);
      if (known !== undefined) return known;
      const at = [0, 1, 2].map((k) => points[3 * a + k]! + points[3 * b + k]!);
      const length = Math.hypot(...at);
      points.push(...at.map((value) => value / length));
      middles.set(key, points.length / 3 - 1);
      return points.length / 3 - 1;
    };
    const next: number[] = [];
    for (let at = 0; at < faces.length; at += 3) {
      const [a, b, c] = [faces[at]!, faces[at + 1]!, faces[at + 2]!];
      const [ab, bc, ca] = [middle(a, b), middle(b, c), middle(c, a)];
      next.push(a, ab, ca, b, bc, ab, c, ca, bc, ab, bc, ca);
    }
    vertices = Float64Array.from(points);
    faces = Uint32Array.from(next);
  }
  return { vertices: vertices.map((value, at) => centre[at % 3]! + radius * value), faces };
}
