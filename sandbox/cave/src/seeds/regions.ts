/** Outlines of the datastacks and their regions: segment 1 is the whole, the others are parts of it. */
import { rng } from '../rng';
import type { StackFacts } from '../world/stacks';
import { type Files, meshVolume } from './mesh-volume';
import { blob, type Solid, type SolidPoint } from './solids';

const PARTS = 4;

/** Lumps inside a datastack's extent: the whole in two overlapping fragments, then `PARTS` regions. */
function outlines({ grid }: StackFacts): Map<number, Solid[]> {
  const random = rng(7);
  const place = (at: readonly number[]): SolidPoint =>
    at.map(
      (share, k) => (grid.voxelOffset[k]! + grid.size[k]! * share) * grid.resolution[k]!,
    ) as unknown as SolidPoint;
  const width = grid.size[0] * grid.resolution[0];
  const flat = (grid.size[2] * grid.resolution[2]) / width;
  const whole = [0.36, 0.64].map((y) => blob(random, place([0.5, y, 0.5]), width * 0.32, flat));
  const meshes = new Map<number, Solid[]>([[1, whole]]);
  for (let id = 2; id < 2 + PARTS; id++) {
    const at = [0.35 + 0.3 * random(), 0.3 + 0.4 * random(), 0.4 + 0.2 * random()];
    meshes.set(id, [blob(random, place(at), width * 0.08, flat)]);
  }
  return meshes;
}

/** A folder that contains only meshes, as such outlines are published. */
export const outlineVolume = (facts: StackFacts): Files =>
  meshVolume(outlines(facts), '', { resolution: facts.grid.resolution, size: facts.grid.size });
