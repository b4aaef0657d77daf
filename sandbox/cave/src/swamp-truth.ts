/** The swamps that a skeleton passes, found by testing every edge against every triangle: slow and simple. */

import { dot, minus, type Solid, type SolidPoint } from './seeds/solids';
import { swamps } from './seeds/swamps';
import type { SkeletonTree } from './skeletons/skeleton';

export interface SwampCrossing {
  id: number;
  /** Number of crossings of the skeleton's edges with the surface, counted once per triangle. */
  crossings: number;
  /** Number of the skeleton's vertices inside. */
  inside: number;
}

const cross = (a: SolidPoint, b: SolidPoint): SolidPoint => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** Six times the signed volume of the tetrahedron: its sign tells the side of `abc` on which the point `d` lies. */
const side = (a: SolidPoint, b: SolidPoint, c: SolidPoint, d: SolidPoint): number =>
  dot(cross(minus(b, a), minus(c, a)), minus(d, a));

/** True if the segment from `p` to `q` passes through the triangle. */
function crosses(p: SolidPoint, q: SolidPoint, a: SolidPoint, b: SolidPoint, c: SolidPoint): boolean {
  if (side(a, b, c, p) > 0 === side(a, b, c, q) > 0) return false;
  const turns = [side(p, q, a, b), side(p, q, b, c), side(p, q, c, a)];
  return turns.every((n) => n > 0) || turns.every((n) => n < 0);
}

/** Bounds, so that most edges need no test. */
function box({ points }: Solid): { low: SolidPoint; high: SolidPoint } {
  const of = (pick: (...n: number[]) => number): SolidPoint =>
    [0, 1, 2].map((k) => pick(...points.map((p) => p[k]!))) as unknown as SolidPoint;
  return { low: of(Math.min), high: of(Math.max) };
}

/** Swamps that a skeleton crosses or has a vertex in, by id. */
export function swampCrossings({ vertices, edges }: SkeletonTree): SwampCrossing[] {
  const crossingsFound: SwampCrossing[] = [];
  for (const [id, solid] of swamps()) {
    const { low, high } = box(solid);
    const triangles = solid.faces.map(
      (face) => face.map((i) => solid.points[i]!) as [SolidPoint, SolidPoint, SolidPoint],
    );
    const hits = (p: SolidPoint, q: SolidPoint): number =>
      triangles.filter(([a, b, c]) => crosses(p, q, a, b, c)).length;
    const apart = (p: SolidPoint, q: SolidPoint): boolean =>
      [0, 1, 2].some((k) => Math.max(p[k]!, q[k]!) < low[k]! || Math.min(p[k]!, q[k]!) > high[k]!);
    let crossings = 0;
    for (const [a, b] of edges) {
      if (!apart(vertices[a]!, vertices[b]!)) crossings += hits(vertices[a]!, vertices[b]!);
    }
    // A line from a point inside to a point outside the bounds crosses the surface an odd number of times.
    const beyond: SolidPoint = [high[0] + 1234, high[1] + 777, high[2] + 333];
    const inside = vertices.filter((p) => !apart(p, p) && hits(p, beyond) % 2 === 1).length;
    if (crossings > 0 || inside > 0) crossingsFound.push({ id, crossings, inside });
  }
  return crossingsFound;
}
