/**
 * The rough spots ("swamps") of BANC: eleven closed lumps, the last one a ring, in nm. They are the same for every
 * seed.
 */
import { rng } from '../rng';
import { asStored, type Files, meshVolume } from './mesh-volume';
import { blob, ring, type Solid, type SolidPoint } from './solids';

const COUNT = 11;
const EXTENT: SolidPoint = [1_048_576, 1_179_648, 315_450];

let cache: Map<number, Solid> | null = null;

/** The swamps by id, 1 to 11, with the positions as a file stores them. */
export function swamps(): Map<number, Solid> {
  if (cache !== null) return cache;
  const random = rng(2026);
  cache = new Map();
  for (let id = 1; id <= COUNT; id++) {
    const centre = EXTENT.map((n) => n * (0.25 + 0.5 * random())) as unknown as SolidPoint;
    const radius = 45_000 + 30_000 * random();
    cache.set(id, asStored(id === COUNT ? ring(centre, 70_000, 24_000) : blob(random, centre, radius, 0.7)));
  }
  return cache;
}

export const BANC_GRID = { resolution: [4, 4, 45] as SolidPoint, size: [262144, 294912, 7010] as SolidPoint };

export const swampVolume = (): Files =>
  meshVolume(new Map([...swamps()].map(([id, solid]) => [id, [solid]])), 'mesh', BANC_GRID);
