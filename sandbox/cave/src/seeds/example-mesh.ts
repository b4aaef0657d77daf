/**
 * The mesh of the published example of hits: closed tubes, each around a part of the example's skeleton, so that the
 * skeleton passes through their ends at the published points and nowhere else.
 */
import { CROSSING } from '../world/published-facts';
import { type Files, meshVolume } from './mesh-volume';
import { type Solid, type SolidPoint, tube } from './solids';
import { BANC_GRID } from './swamps';

/** Half width of a tube, and length of the skeleton's straight part along x at each point, in nm. */
const HALF = 100;
const STRAIGHT = 1200;

export function exampleTubes(): Solid[] {
  const points = CROSSING.at.map((at): SolidPoint => [at[0] * 4, at[1] * 4, at[2] * 45]);
  return points.flatMap((from, i): Solid[] => {
    const to = points[i + 1];
    if (i % 2 === 1 || to === undefined) return [];
    const [a, b]: SolidPoint[] = [
      [from[0] + STRAIGHT, from[1], from[2]],
      [to[0] - STRAIGHT, to[1], to[2]],
    ];
    return [tube([from, a!, b!, to], HALF, [0, 1, 0], [0, 0, 1])];
  });
}

export const exampleVolume = (): Files => meshVolume(new Map([[1, exampleTubes()]]), 'mesh', BANC_GRID);
