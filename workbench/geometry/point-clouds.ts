/** Seeded point clouds for benchmarks, in whole nm. */
import { random } from '../random';

type Draw = () => number;

function cloud(count: number, seed: number, point: (draw: Draw, i: number) => number[]): Float64Array {
  const draw = random(seed);
  const points = new Float64Array(count * 3);
  for (let i = 0; i < count; i++) points.set(point(draw, i).map(Math.round), i * 3);
  return points;
}

const gauss = (draw: Draw): number => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());

/** Anywhere in a cube of 1 mm. */
export const scatterPoints = (count: number, seed = 1): Float64Array =>
  cloud(count, seed, (draw) => [draw() * 1e6, draw() * 1e6, draw() * 1e6]);

/** Twenty long blobs. */
export function clustered(count: number, seed = 2): Float64Array {
  const draw = random(seed);
  const blobs = Array.from({ length: 20 }, () => ({
    at: [draw() * 1e6, draw() * 1e6, draw() * 1e6],
    wide: [1, 2, 3].map(() => 5000 + draw() * 40_000),
  }));
  return cloud(count, seed + 1, (next, i) => {
    const { at, wide } = blobs[i % 20]!;
    return at.map((value, axis) => value + gauss(next) * wide[axis]!);
  });
}

/** Moves points to voxels of 4 x 4 x 45 nm. */
export const onVoxels = (points: Float64Array): Float64Array =>
  points.map((value, at) => Math.round(value / [4, 4, 45][at % 3]!) * [4, 4, 45][at % 3]!);

/** A cubic lattice with `side` points per edge, 500 nm apart. */
export const lattice = (side: number): Float64Array =>
  cloud(side ** 3, 0, (_, i) =>
    [i % side, Math.floor(i / side) % side, Math.floor(i / side ** 2)].map((v) => 5e5 + v * 500),
  );

/** On a sphere, rounded to whole nm: every point is a corner of the hull. */
export const onSphere = (count: number, seed = 4): Float64Array =>
  cloud(count, seed, (draw) => {
    const v = [gauss(draw), gauss(draw), gauss(draw)];
    return v.map((value) => 5e5 + (value / Math.hypot(...v)) * 5e5);
  });

/** Fills an ellipsoid, as annotations fill a neuropil. */
export const filledEllipsoid = (count: number, seed = 5): Float64Array =>
  cloud(count, seed, (draw) => {
    for (;;) {
      const v = [draw() * 2 - 1, draw() * 2 - 1, draw() * 2 - 1];
      if (Math.hypot(...v) < 1) return v.map((value, axis) => 6e5 + value * [20_000, 14_000, 9000][axis]!);
    }
  });
