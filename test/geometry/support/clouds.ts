/** Seeded point clouds, most of them hard: degenerate whole coordinates, where ties occur, and rounded ones. */

type Draw = () => number;
const whole = (draw: Draw, range: number): number => Math.floor(draw() * range);
const times = (draw: Draw, least: number, most: number): number => least + whole(draw, most - least + 1);

export function cloud(count: number, point: (i: number) => ArrayLike<number>): Float64Array {
  const points = new Float64Array(count * 3);
  for (let i = 0; i < count; i++) points.set(point(i), i * 3);
  return points;
}

/** Whole coordinates from 0 to `range`. */
export const scattered = (draw: Draw, count: number, range: number): Float64Array =>
  cloud(count, () => [whole(draw, range), whole(draw, range), whole(draw, range)]);

/** All points with whole coordinates on the sphere of this square radius. */
function onSphere(square: number): number[][] {
  const found: number[][] = [];
  const most = Math.floor(Math.sqrt(square));
  for (let x = -most; x <= most; x++) {
    for (let y = -most; y <= most; y++) {
      const z = Math.sqrt(square - x * x - y * y);
      if (Number.isInteger(z)) found.push([x, y, z], [x, y, -z]);
    }
  }
  return found;
}

export const FAMILIES: Record<string, (draw: Draw) => Float64Array> = {
  'a tiny range': (draw) => scattered(draw, times(draw, 4, 40), times(draw, 2, 4)),
  'a small range': (draw) => scattered(draw, times(draw, 4, 40), times(draw, 5, 10)),
  'a small range, far away and apart': (draw) =>
    scattered(draw, times(draw, 4, 30), 4).map((value, at) => 1e6 + value * [4, 4, 45][at % 3]!),
  'a slab': (draw) => scattered(draw, 40, 10).map((value, at) => (at % 3 === 2 ? value % 2 : value)),
  'a rod': (draw) => scattered(draw, 40, 40).map((value, at) => (at % 3 === 2 ? value : value % 2)),
  'many duplicates': (draw) => {
    const few = scattered(draw, 12, 6);
    return cloud(40, () => few.subarray(3 * whole(draw, 12)).subarray(0, 3));
  },
  'one sphere, whole': (draw) => {
    const all = onSphere([9, 41, 81, 110][whole(draw, 4)]!);
    return cloud(30, () => all[whole(draw, all.length)]!);
  },
  'one sphere and its centre': (draw) => {
    const all = onSphere(81);
    return cloud(25, (i) => (i === 10 ? [0, 0, 0] : all[whole(draw, all.length)]!));
  },
  'a rounded sphere': (draw) =>
    cloud(40, () => {
      const v = [draw() - 0.5, draw() - 0.5, draw() - 0.5];
      const length = Math.hypot(...v);
      return v.map((value) => (value / length) * 1e5);
    }),
  'a lattice of tenths': (draw) => scattered(draw, times(draw, 8, 40), 4).map((value) => value * 0.1),
  'a far lattice of tenths': (draw) =>
    scattered(draw, times(draw, 8, 30), 3).map((value) => 1e6 + value * 0.1),
  needles: (draw) => {
    const u = [draw(), draw(), draw()];
    return cloud(20, () => {
      const at = draw();
      return u.map((value) => value * at * 1e6 + whole(draw, 3) * 1e-6);
    });
  },
  'two skew lines': (draw) => cloud(24, (i) => (i % 2 ? [whole(draw, 50), 0, 0] : [0, whole(draw, 50), 7])),
  'real numbers': (draw) => cloud(times(draw, 4, 50), () => [draw(), draw() * 1e3, draw() * 1e6]),
  'all sizes': (draw) => cloud(20, () => [0, 1, 2].map(() => (draw() - 0.5) * 2 ** (whole(draw, 60) - 30))),
};
