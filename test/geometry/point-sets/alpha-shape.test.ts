import { faceCount, type Mesh } from '../../../src/geometry/mesh/mesh';
import { reportMesh } from '../../../src/geometry/mesh/report';
import { alphaShape } from '../../../src/geometry/point-sets/alpha-shape';
import { convexHull } from '../../../src/geometry/point-sets/convex-hull';
import { delaunay } from '../../../src/geometry/point-sets/delaunay';
import { random } from '../../../workbench/random';
import { cloud, FAMILIES, scattered } from '../support/clouds';

/** Whole points that fill a ball of this radius. */
function ball(count: number, radius: number, seed: number, [x, y, z]: number[] = [0, 0, 0]): Float64Array {
  const draw = random(seed);
  return cloud(count, () => {
    for (;;) {
      const v = [draw() * 2 - 1, draw() * 2 - 1, draw() * 2 - 1];
      if (Math.hypot(...v) < 1) return v.map((value, axis) => Math.round(value * radius) + [x, y, z][axis]!);
    }
  });
}

/** By equations, as nobody would program it for speed: the centre is as far from one point as from the others. */
function slowRadius(p: number[][]): number {
  const rows = [1, 2, 3].map((i) => p[i]!.map((value, axis) => 2 * (value - p[0]![axis]!)));
  const right = [1, 2, 3].map((i) =>
    p[i]!.reduce((sum, value, axis) => sum + (value - p[0]![axis]!) ** 2, 0),
  );
  const det = (m: number[][]): number =>
    m[0]![0]! * (m[1]![1]! * m[2]![2]! - m[1]![2]! * m[2]![1]!) -
    m[0]![1]! * (m[1]![0]! * m[2]![2]! - m[1]![2]! * m[2]![0]!) +
    m[0]![2]! * (m[1]![0]! * m[2]![1]! - m[1]![1]! * m[2]![0]!);
  const centre = [0, 1, 2].map(
    (axis) => det(rows.map((row, i) => row.map((value, j) => (j === axis ? right[i]! : value)))) / det(rows),
  );
  return Math.hypot(...centre);
}

/** Faces of exactly one tetrahedron that counts, as sorted corner names. */
function slowSurface(points: Float64Array, alpha: number): string[] {
  const result = delaunay(points);
  const place = (i: number): number[] => [...result.points.subarray(i * 3, i * 3 + 3)];
  const seen = new Map<string, number>();
  for (let at = 0; at < result.tets.length; at += 4) {
    const corners = [...result.tets.subarray(at, at + 4)].map(place);
    if (!(slowRadius(corners) < alpha)) continue;
    for (let i = 0; i < 4; i++) {
      const face = corners.filter((_, j) => j !== i).map(String);
      const key = face.sort().join(' ');
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
  }
  return [...seen].flatMap(([key, times]) => (times === 1 ? [key] : [])).sort();
}

function faceNames({ vertices, faces }: Mesh): string[] {
  return Array.from({ length: faces.length / 3 }, (_, face) =>
    [0, 1, 2]
      .map((i) => String([...vertices.subarray(faces[face * 3 + i]! * 3, faces[face * 3 + i]! * 3 + 3)]))
      .sort()
      .join(' '),
  ).sort();
}

/** Median distance to the nearest other point, each against all. */
function slowMedian(points: Float64Array): number {
  const count = points.length / 3;
  const nearest = Array.from({ length: count }, (_, i) => {
    let least = Infinity;
    for (let j = 0; j < count; j++) {
      if (j === i) continue;
      least = Math.min(
        least,
        Math.hypot(...[0, 1, 2].map((axis) => points[3 * i + axis]! - points[3 * j + axis]!)),
      );
    }
    return least;
  }).sort((a, b) => a - b);
  return (nearest[(count - 1) >> 1]! + nearest[count >> 1]!) / 2;
}

describe.each(['a small range', 'one sphere, whole', 'a rounded sphere', 'many duplicates', 'a slab'])(
  '%s',
  (family) => {
    test.each([41, 42])('has the faces of exactly one tetrahedron that counts, seed %i', (seed) => {
      const draw = random(seed);
      let compared = 0;
      for (let i = 0; i < 10; i++) {
        const points = FAMILIES[family]!(draw);
        let alpha: number;
        try {
          // Just above the radius of one of the tetrahedra.
          const { tets, points: distinct } = delaunay(points);
          const at = 4 * Math.floor((draw() * tets.length) / 4);
          alpha =
            1.0001 *
            slowRadius([...tets.subarray(at, at + 4)].map((p) => [...distinct.subarray(3 * p, 3 * p + 3)]));
        } catch {
          continue;
        }
        const expected = slowSurface(points, alpha);
        if (expected.length === 0) {
          expect(() => alphaShape(points, { alpha })).toThrow(/leaves no surface/);
          continue;
        }
        const { mesh } = alphaShape(points, { alpha });
        expect([i, faceNames(mesh)]).toEqual([i, expected]);
        compared++;
      }
      expect(compared).toBeGreaterThan(2);
    });
  },
);

test.each([51, 52, 53])(
  'a ball has one closed outward surface, its volume between 80 and 100 %% of the hull, seed %i',
  (seed) => {
    const points = ball(2000, 20_000, seed, [575_250, 780_750, 180_750]);
    const shape = alphaShape(points);
    expect(shape).toMatchObject({ closed: true, components: 1 });
    const report = reportMesh(shape.mesh);
    expect(report).toMatchObject({ closed: true, windsOutward: true, components: 1, edgeManifold: true });
    const part = report.signedVolume / reportMesh(convexHull(points)).signedVolume;
    expect(part).toBeGreaterThan(0.8);
    expect(part).toBeLessThan(1);
  },
);

test.each([61, 62])(
  'alpha begins at 1.5 times the median distance to the nearest and grows by halves, seed %i',
  (seed) => {
    const points = ball(301, 9000, seed);
    const { alpha, steps } = alphaShape(points);
    expect(steps[0]!.alpha).toBeCloseTo(1.5 * slowMedian(points), 9);
    steps.forEach((step, i) => {
      expect(step.alpha).toBeCloseTo(steps[0]!.alpha * 1.5 ** i, 9);
    });
    const last = steps.at(-1)!;
    expect(last).toMatchObject({ alpha, components: 1, closed: true });
    expect(steps.slice(0, -1).some(({ components, closed }) => components === 1 && closed)).toBe(false);
  },
);

test('a duplicate is at no distance: it counts in the median, and most of them do not stop it', () => {
  const points = ball(200, 5000, 71);
  const doubled = Float64Array.of(...points, ...points.subarray(0, 150));
  expect(alphaShape(doubled).steps[0]!.alpha).toBeCloseTo(1.5 * slowMedian(doubled), 9);
  const all = Float64Array.of(...points, ...points);
  expect(slowMedian(all)).toBe(0);
  expect(alphaShape(all)).toEqual(alphaShape(points));
});

test('two clouds apart become one surface only with a large alpha', () => {
  const points = Float64Array.of(...ball(150, 1000, 81), ...ball(150, 1000, 82, [4000, 0, 0]));
  const given = alphaShape(points, { alpha: 700 });
  expect(given).toMatchObject({ alpha: 700, components: 2, closed: true, steps: [{ alpha: 700 }] });
  const grown = alphaShape(points, { alpha: 700, grow: true });
  expect(grown).toMatchObject({ components: 1, closed: true });
  expect(grown.alpha).toBeGreaterThan(1000);
  expect(grown.steps[0]).toMatchObject({ alpha: 700, components: 2, closed: null });
});

test('two clouds that no step joins are refused in words', () => {
  const points = Float64Array.of(...ball(100, 10, 91), ...ball(100, 10, 92, [1e9, 0, 0]));
  expect(() => alphaShape(points)).toThrow(/^no alpha from 2.799 to 817.1 nm makes one surface .* 2 parts/);
});

test('a pinched surface is said not to be closed', () => {
  // Two tetrahedra that share an edge alone: between them a cell that a small alpha leaves out.
  const points = Float64Array.of(0, 0, 0, 0, 0, 10, 6, 1, 5, 5, -3, 4, -6, 1, 5, -5, -3, 4);
  const shapes = Array.from({ length: 40 }, (_, i) => {
    try {
      return alphaShape(points, { alpha: 4 + i * 0.1 });
    } catch {
      return null;
    }
  });
  const pinched = shapes.find((shape) => shape && shape.components === 1 && !shape.closed);
  expect(pinched).toBeDefined();
  expect(reportMesh(pinched!.mesh).nonManifoldEdges).toBe(1);
  expect(reportMesh(pinched!.mesh).closed).toBe(true);
});

test('where every single surface stays pinched the first is taken, after all the steps', () => {
  // Two flat tetrahedra on one edge, each with its corners on a circle; what lies between is flat and on none.
  const side = (sign: number): number[] =>
    [30, -30].flatMap((angle, i) => {
      const [x, z] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
      return [sign * (4 + Math.sqrt(41) * x), (i - 0.5) * 1e-4, 5 + Math.sqrt(41) * z];
    });
  const points = Float64Array.of(0, 0, 0, 0, 0, 10, ...side(1), ...side(-1));
  const shape = alphaShape(points, { alpha: 8, grow: true });
  expect(shape).toMatchObject({ alpha: 8, components: 1, closed: false });
  expect(shape.steps.map(({ components, closed }) => [components, closed])).toEqual(
    Array(15).fill([1, false]),
  );
});

test('an endless alpha gives the hull', () => {
  const points = scattered(random(95), 300, 1000);
  const { mesh } = alphaShape(points, { alpha: Infinity });
  expect(reportMesh(mesh).signedVolume).toBeCloseTo(reportMesh(convexHull(points)).signedVolume, 3);
  expect(faceCount(mesh)).toBe(faceCount(convexHull(points)));
});

test.each([
  [{ alpha: 0 }, /alpha is 0 nm: it must be above 0/],
  [{ alpha: -5 }, /alpha is -5 nm/],
  [{ alpha: NaN }, /alpha is NaN nm/],
  [{ alpha: 0.001 }, /an alpha of 0.001 nm leaves no surface: take a larger one/],
  [{ grow: false, alpha: 0.001 }, /leaves no surface/],
])('%j is refused in words', (options, words) => {
  expect(() => alphaShape(ball(50, 100, 99), options)).toThrow(words);
});
