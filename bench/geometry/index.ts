/** The comparisons of the geometry, by the name that `npm run bench` takes. */
import type { Ratio } from '../ratio';
import { alpha } from './alpha';
import { compareDelaunay } from './delaunay';
import { hull } from './hull';
import { intersect } from './intersect';
import { loops } from './intersect-loops';
import { points } from './points';
import { compareSmooth } from './smooth';
import { union } from './union';
import { voxels } from './voxels';

export const GEOMETRY: Record<string, (python: string | null, peers: string | null) => Promise<Ratio[]>> = {
  delaunay: compareDelaunay,
  alpha,
  hull,
  union,
  intersect,
  loops,
  voxels,
  smooth: compareSmooth,
  points,
};
