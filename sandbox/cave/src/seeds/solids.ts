/** Closed surfaces for the buckets; triangles are counter-clockwise seen from outside. */
import type { Rng } from '../rng';

export type SolidPoint = readonly [number, number, number];

export interface Solid {
  points: SolidPoint[];
  faces: [number, number, number][];
}

const { cos, sin, sqrt, PI } = Math;
export const plus = (a: SolidPoint, b: SolidPoint): SolidPoint => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const minus = (a: SolidPoint, b: SolidPoint): SolidPoint => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const times = (a: SolidPoint, s: number): SolidPoint => [a[0] * s, a[1] * s, a[2] * s];
export const dot = (a: SolidPoint, b: SolidPoint): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const unit = (a: SolidPoint): SolidPoint => times(a, 1 / sqrt(dot(a, a)));

const T = (1 + sqrt(5)) / 2;
const CORNERS: SolidPoint[] = [
  [-1, T, 0],
  [1, T, 0],
  [-1, -T, 0],
  [1, -T, 0],
  [0, -1, T],
  [0, 1, T],
  [0, -1, -T],
  [0, 1, -T],
  [T, 0, -1],
  [T, 0, 1],
  [-T, 0, -1],
  [-T, 0, 1],
];
const TRIANGLES: [number, number, number][] = [
  [0, 11, 5],
  [0, 5, 1],
  [0, 1, 7],
  [0, 7, 10],
  [0, 10, 11],
  [1, 5, 9],
  [5, 11, 4],
  [11, 10, 2],
  [10, 7, 6],
  [7, 1, 8],
  [3, 9, 4],
  [3, 4, 2],
  [3, 2, 6],
  [3, 6, 8],
  [3, 8, 9],
  [4, 9, 5],
  [2, 4, 11],
  [6, 2, 10],
  [8, 6, 7],
  [9, 8, 1],
];

/** The unit sphere with 20 · 4^depth triangles. */
export function sphere(depth: number): Solid {
  const points = CORNERS.map(unit);
  let faces = TRIANGLES;
  for (let i = 0; i < depth; i++) {
    const middles = new Map<string, number>();
    const middle = (a: number, b: number): number => {
      const key = a < b ? `${a} ${b}` : `${b} ${a}`;
      const middle = middles.get(key);
      if (middle !== undefined) return middle;
      points.push(unit(plus(points[a]!, points[b]!)));
      middles.set(key, points.length - 1);
      return points.length - 1;
    };
    faces = faces.flatMap(([a, b, c]): [number, number, number][] => {
      const [ab, bc, ca] = [middle(a, b), middle(b, c), middle(c, a)];
      return [
        [a, ab, ca],
        [b, bc, ab],
        [c, ca, bc],
        [ab, bc, ca],
      ];
    });
  }
  return { points, faces };
}

/** A lump around a centre: a sphere whose radius varies by about a quarter. */
export function blob(random: Rng, centre: SolidPoint, radius: number, flat = 1): Solid {
  const waves = Array.from({ length: 5 }, () => ({
    along: unit([random() - 0.5, random() - 0.5, random() - 0.5]),
    often: 1 + 3 * random(),
    phase: 2 * PI * random(),
  }));
  const { points, faces } = sphere(3);
  const shape = (p: SolidPoint): SolidPoint => {
    const swing =
      waves.reduce((sum, w) => sum + cos(w.often * PI * dot(p, w.along) + w.phase), 0) / waves.length;
    const r = radius * (1 + 0.4 * swing);
    return plus(centre, [p[0] * r, p[1] * r, p[2] * r * flat]);
  };
  return { points: points.map(shape), faces };
}

/** A ring around an axis along z, with a hole through which things can pass. */
export function ring(centre: SolidPoint, radius: number, thickness: number, around = 40, across = 20): Solid {
  const points: SolidPoint[] = [];
  const faces: [number, number, number][] = [];
  for (let i = 0; i < around; i++) {
    for (let j = 0; j < across; j++) {
      const [u, v] = [(2 * PI * i) / around, (2 * PI * j) / across];
      const r = radius + thickness * cos(v);
      points.push(plus(centre, [r * cos(u), r * sin(u), thickness * sin(v)]));
      const at = (k: number, l: number): number => (k % around) * across + (l % across);
      const [a, b, c, d] = [at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)];
      faces.push([a, b, c], [a, c, d]);
    }
  }
  return { points, faces };
}

/**
 * A square tube along a line of points, mitred at its bends; its two ends are flat and perpendicular to `first` and
 * `last`.
 */
export function tube(line: readonly SolidPoint[], half: number, side: SolidPoint, up: SolidPoint): Solid {
  const ends = line.length - 1;
  const way = (i: number): SolidPoint => unit(minus(line[i + 1]!, line[i]!));
  const square = [plus(side, up), minus(up, side), times(plus(side, up), -1), minus(side, up)];
  let corners = square.map((corner) => plus(line[0]!, times(corner, half)));
  const points: SolidPoint[] = [...corners];
  const faces: [number, number, number][] = [];
  for (let i = 1; i <= ends; i++) {
    const along = way(i - 1);
    const normal = i === ends ? along : plus(along, way(i));
    // Each edge of the tube ends at the plane that bisects the bend.
    corners = corners.map((corner) => {
      const far = dot(minus(line[i]!, corner), normal) / dot(along, normal);
      return plus(corner, times(along, far));
    });
    const [old, fresh] = [points.length - 4, points.length];
    points.push(...corners);
    for (let k = 0; k < 4; k++) {
      const [a, b, c, d] = [old + k, old + ((k + 1) % 4), fresh + ((k + 1) % 4), fresh + k];
      faces.push([a, b, c], [a, c, d]);
    }
  }
  const end = points.length - 4;
  faces.push([0, 2, 1], [0, 3, 2], [end, end + 1, end + 2], [end, end + 2, end + 3]);
  return { points, faces };
}
