/** Grows the pieces of neurons: a random walk from chunk to chunk, which branches from time to time. */
import type { Family } from '../graph/family';
import { type ChunkGrid, chunkX, chunkY, chunkZ, type GridPoint, packChunk } from '../graph/grid';
import { type Fragment, linkFragments } from '../graph/nodes';
import { between, type Rng } from '../rng';

/** A site of a tree that is not part of a graph yet. `parent` is the index of an earlier site, -1 for the first. */
export interface Site {
  chunk: number;
  rep: GridPoint;
  parent: number;
  supervoxels: number;
  voxels: number;
}

export interface GrowOptions {
  count: number;
  start: number;
  /** How often a new branch begins. */
  branching?: number;
  supervoxels?: [low: number, high: number];
}

const AXES: GridPoint[] = [
  [1, 0, 0],
  [-1, 0, 0],
  [0, 1, 0],
  [0, -1, 0],
  [0, 0, 1],
  [0, 0, -1],
];

/** A point of the chunk on the voxel grid, away from its faces. */
export function pointIn(random: Rng, grid: ChunkGrid, chunk: number): GridPoint {
  const { chunkSize, resolution } = grid.facts;
  const point = grid.corner(chunk);
  for (let k = 0; k < 3; k++) {
    point[k]! += Math.floor(chunkSize[k]! * (0.1 + 0.8 * random())) * resolution[k]!;
  }
  return point;
}

function step(grid: ChunkGrid, chunk: number, axis: GridPoint): number | null {
  const { extent } = grid;
  const [x, y, z] = [chunkX(chunk) + axis[0], chunkY(chunk) + axis[1], chunkZ(chunk) + axis[2]];
  const isInside = x >= 0 && y >= 0 && z >= 0 && x < extent[0] && y < extent[1] && z < extent[2];
  return isInside ? packChunk(x, y, z) : null;
}

export function grow(random: Rng, grid: ChunkGrid, options: GrowOptions): Site[] {
  const [low, high] = options.supervoxels ?? [8, 52];
  const sites: Site[] = [];
  const add = (chunk: number, parent: number): void => {
    const supervoxels = between(random, low, high);
    sites.push({
      chunk,
      rep: pointIn(random, grid, chunk),
      parent,
      supervoxels,
      voxels: supervoxels * between(random, 900, 6000),
    });
  };
  const start = [chunkX(options.start), chunkY(options.start), chunkZ(options.start)];
  // A walk that starts outside never finds a step inside.
  if (start.some((n, k) => n >= grid.extent[k]!)) {
    throw new RangeError(`chunk ${start.join(', ')} lies outside the volume of ${grid.extent.join(' × ')}`);
  }
  add(options.start, -1);
  let heading = AXES[between(random, 0, 5)]!;
  let at = 0;
  while (sites.length < options.count) {
    if (random() < (options.branching ?? 0.06)) at = between(random, 0, sites.length - 1);
    if (random() < 0.4) heading = AXES[between(random, 0, 5)]!;
    const chunk = step(grid, sites[at]!.chunk, heading);
    if (chunk === null) {
      heading = AXES[between(random, 0, 5)]!;
      continue;
    }
    add(chunk, at);
    at = sites.length - 1;
  }
  return sites;
}

/**
 * Adds sites to a family with the links by which they grew, except at `cuts` (indices of sites without a link to their
 * parent).
 */
export function addSites(family: Family, sites: Site[], time: number, cuts: ReadonlySet<number>): Fragment[] {
  const fragments = sites.map((site) => family.addFragment(site, time));
  sites.forEach((site, i) => {
    if (site.parent >= 0 && !cuts.has(i)) linkFragments(fragments[i]!, fragments[site.parent]!);
  });
  return fragments;
}

/** The connected groups of planted sites, in order of their first site. */
export function groups(sites: Site[], cuts: ReadonlySet<number>): number[][] {
  const group = new Array<number>(sites.length);
  const out: number[][] = [];
  sites.forEach((site, i) => {
    const g = site.parent < 0 || cuts.has(i) ? out.length : group[site.parent]!;
    group[i] = g;
    if (g === out.length) out.push([]);
    out[g]!.push(i);
  });
  return out;
}
