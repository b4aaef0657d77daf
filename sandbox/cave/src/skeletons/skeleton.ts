/** The skeleton of a root: its level-2 points with their links; small twigs are merged into the neighbouring vertex. */
import type { ChunkedGraph } from '../graph/graph';
import { type Fragment, fragmentsOf, type Root } from '../graph/nodes';
import { hash } from '../rng';
import { attributesOf } from '../services/l2cache';

export interface SkeletonTree {
  root: Root;
  /** In nm. */
  vertices: (readonly [number, number, number])[];
  /** The directions have no relation to the root. */
  edges: [number, number][];
  /** In nm; NaN or infinite if the cache has no size. */
  radius: number[];
  /** Level-2 ids, with the vertex of each. */
  level2: string[];
  vertexOf: number[];
}

/** Vertices reached from each start, in order, each with the vertex from which it was reached. */
function spread(
  from: Fragment[],
  links: (f: Fragment) => readonly Fragment[],
): Map<Fragment, Fragment | null> {
  const parentOf = new Map<Fragment, Fragment | null>(from.map((f) => [f, null]));
  for (const [at] of parentOf) {
    for (const next of links(at)) if (!parentOf.has(next)) parentOf.set(next, at);
  }
  return parentOf;
}

/** Sizes are averaged where nodes are merged, so they have fractions; a few are NaN or infinite. */
function radiusOf(fragment: Fragment, nm: number): number {
  const kind = hash(fragment.seg, 7) % 512;
  if (kind === 0) return Number.NaN;
  return kind === 1 ? Number.POSITIVE_INFINITY : nm + (kind % 8) / 8;
}

export function skeletonOf(graph: ChunkedGraph, root: Root): SkeletonTree {
  const fragments = fragmentsOf(root);
  const within = new Set(fragments);
  const thick = fragments.filter((f) => !f.twig);
  const main = thick.length > 0 ? thick : fragments;
  const isMain = new Set(main);
  const index = new Map(main.map((f, i) => [f, i]));
  const edges: [number, number][] = [];
  const visitedFragments = new Set<Fragment>();
  for (const start of main) {
    if (visitedFragments.has(start)) continue;
    const parentOf = spread([start], (f) => f.links.filter((other) => isMain.has(other)));
    for (const [child, parent] of parentOf) {
      visitedFragments.add(child);
      if (parent !== null) edges.push([index.get(child)!, index.get(parent)!]);
    }
  }
  const nearest = new Map<Fragment, number>();
  const all = spread(main, (f) => f.links.filter((other) => within.has(other)));
  for (const [f, parent] of all) {
    nearest.set(f, isMain.has(f) || parent === null ? (index.get(f) ?? 0) : nearest.get(parent)!);
  }
  const volume = graph.grid.voxelVolume;
  return {
    root,
    vertices: main.map((f) => f.rep),
    edges,
    radius: main.map((f) => radiusOf(f, attributesOf(f, volume).max_dt_nm as number)),
    level2: fragments.map((f) => graph.idOf(f)),
    vertexOf: fragments.map((f) => nearest.get(f) ?? 0),
  };
}

/** The sum of the edge lengths in nm, added in the order of the edges. */
export function cableLength(skeleton: SkeletonTree): number {
  let sum = 0;
  for (const [a, b] of skeleton.edges) {
    const [p, q] = [skeleton.vertices[a]!, skeleton.vertices[b]!];
    const [dx, dy, dz] = [p[0] - q[0], p[1] - q[1], p[2] - q[2]];
    sum += Math.sqrt(dx * dx + dy * dy + dz * dz);
  }
  return sum;
}
