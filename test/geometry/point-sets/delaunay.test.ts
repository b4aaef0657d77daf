import { convexHull } from '../../../src/geometry/point-sets/convex-hull';
import { type Delaunay, delaunay, FACES } from '../../../src/geometry/point-sets/delaunay';
import { frameOf, statusError, withNative, writePoints } from '../../../src/geometry/point-sets/native';
import { random } from '../../../workbench/random';
import { cloud, FAMILIES, scattered } from '../support/clouds';
import { insphere, orient, type Point, pointsOf } from '../support/rational';

const tetOf = ({ tets }: Delaunay, points: Point[], tet: number): [Point, Point, Point, Point] =>
  [0, 1, 2, 3].map((i) => points[tets[tet * 4 + i]!]!) as [Point, Point, Point, Point];

/** What is wrong with the division, judged without rounding; an empty list for a right one. */
function faults(result: Delaunay): string[] {
  const found: string[] = [];
  const points = pointsOf(result.points);
  const count = result.tets.length / 4;
  let volume = 0n;
  for (let tet = 0; tet < count; tet++) {
    const corners = tetOf(result, points, tet);
    const six = orient(...corners);
    if (six <= 0n) found.push(`tetrahedron ${tet} is flat or turned`);
    volume += six;
    for (let i = 0; i < 4; i++) {
      const across = result.neighbours[tet * 4 + i]!;
      const face = FACES[i]!.map((corner) => result.tets[tet * 4 + corner]!);
      if (across < 0) {
        const [a, b, c] = face.map((point) => points[point]!) as [Point, Point, Point];
        if (points.some((point) => orient(a, b, c, point) < 0n))
          found.push(`a point lies outside face ${face}`);
        continue;
      }
      const back = [0, 1, 2, 3].findIndex((j) => result.neighbours[across * 4 + j] === tet);
      if (back < 0) {
        found.push(`${across} does not know its neighbour ${tet}`);
        continue;
      }
      const seen = FACES[back]!.map((corner) => result.tets[across * 4 + corner]!);
      if (String([...seen].sort()) !== String([...face].sort()))
        found.push(`${tet} and ${across} differ in their face`);
      if (insphere(...corners, points[result.tets[across * 4 + back]!]!) > 0n) {
        found.push(`the sphere of ${tet} holds a corner of ${across}`);
      }
    }
  }
  // Empty to its neighbours is empty to all: said once more without that theorem where it is cheap.
  if (points.length <= 14) {
    for (let tet = 0; tet < count; tet++) {
      const corners = tetOf(result, points, tet);
      if (points.some((point) => insphere(...corners, point) > 0n))
        found.push(`the sphere of ${tet} is not empty`);
    }
  }
  if (volume !== hullVolume(result.points)) found.push('its volume is not that of the hull');
  if (new Set(result.tets).size !== points.length) found.push('not every point is a corner');
  return found;
}

/** Six times the volume of the hull, in the units of `pointsOf` of the same points. */
function hullVolume(points: Float64Array): bigint {
  const { vertices, faces } = convexHull(points);
  // Scaled together with all points.
  const all = pointsOf(Float64Array.of(...points, ...vertices)).slice(points.length / 3);
  let volume = 0n;
  for (let at = 0; at < faces.length; at += 3) {
    volume += orient(all[faces[at]!]!, all[faces[at + 1]!]!, all[faces[at + 2]!]!, all[0]!);
  }
  return volume;
}

describe.each(Object.keys(FAMILIES))('%s', (family) => {
  test.each([7001, 7002, 7003])('is divided rightly, seed %i', (seed) => {
    const draw = random(seed);
    let divided = 0;
    for (let i = 0; i < 25; i++) {
      const points = FAMILIES[family]!(draw);
      let output: Delaunay;
      try {
        output = delaunay(points);
      } catch (error) {
        // A few points of a tiny range may well lie in one plane.
        expect(spansSpace(points)).toBe(false);
        expect(String(error)).toMatch(/needs 4 points that do not lie in one plane/);
        continue;
      }
      expect([i, faults(output)]).toEqual([i, []]);
      divided++;
    }
    expect(divided).toBeGreaterThan(5);
  });
});

function spansSpace(values: Float64Array): boolean {
  const points = pointsOf(values);
  return points.some((a, i) =>
    points.some(
      (b, j) =>
        j > i && points.some((c, k) => k > j && points.some((d, l) => l > k && orient(a, b, c, d) !== 0n)),
    ),
  );
}

test('points given twice are one point, and known by their place', () => {
  const points = Float64Array.of(0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 9, 0, -0, 0, 0, 0, 0, 9);
  const result = delaunay(points);
  expect([...result.index]).toEqual([0, 1, 0, 2, 0, 3]);
  expect([...result.tets].sort()).toEqual([0, 1, 2, 3]);
  expect([...result.neighbours]).toEqual([-1, -1, -1, -1]);
});

test.each([
  ['none', [], /there are only 0/],
  ['three', [0, 0, 0, 1, 0, 0, 0, 1, 0], /there are only 3/],
  ['four, two of them equal', [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0], /there are only 3/],
  ['on a line', [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 7, 7, 7], /and these lie on one line/],
  ['on a line of tenths', [0, 0, 0, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 3, 3, 3], /and these lie on one line/],
  ['in a plane', [0, 0, 5, 1, 0, 5, 0, 1, 5, 1, 1, 5, 3, 7, 5], /and these lie in one plane/],
  ['in a slanted plane', [1, 0, 0, 0, 1, 0, 0, 0, 1, 2, -1, 0, 5, -2, -2], /and these lie in one plane/],
  ['not all numbers', [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, NaN, 1], /coordinate y of point 4 is no number/],
])('%s: refused in words', (_, points, words) => {
  expect(() => delaunay(Float64Array.from(points))).toThrow(words);
});

test('the same points give the same division', () => {
  const points = scattered(random(5), 500, 1e6);
  expect(delaunay(points)).toEqual(delaunay(points));
});

test('20,000 points: every neighbour knows its neighbour, and the volume is that of the hull', () => {
  const points = scattered(random(6), 20_000, 1000);
  const { points: distinct, tets, neighbours } = delaunay(points);
  let broken = 0;
  for (let at = 0; at < neighbours.length; at++) {
    const across = neighbours[at]!;
    if (across >= 0 && !neighbours.subarray(across * 4, across * 4 + 4).includes(at >> 2)) broken++;
  }
  expect(broken).toBe(0);
  const whole = pointsOf(distinct);
  let volume = 0n;
  for (let at = 0; at < tets.length; at += 4) {
    volume += orient(whole[tets[at]!]!, whole[tets[at + 1]!]!, whole[tets[at + 2]!]!, whole[tets[at + 3]!]!);
  }
  expect(volume).toBe(hullVolume(distinct));
});

test.each([
  ['two skew lines', cloud(140, (i) => (i % 2 ? [i, 0, 0] : [0, i, 1000]))],
  ['a curve on which any two points are neighbours', cloud(80, (i) => [i, i * i, i ** 3])],
])('points whose insertion replaces hundreds of tetrahedra at once: %s', (_, points) => {
  expect(faults(delaunay(points))).toEqual([]);
});

test('more tetrahedra than are allowed end in words, not in memory', () => {
  // Two skew lines: every piece of the one makes a tetrahedron with every piece of the other.
  const points = cloud(400, (i) => (i % 2 ? [i, 0, 0] : [0, i, 1000]));
  expect(delaunay(points).tets.length / 4).toBe(199 * 199);
  const frame = frameOf(points);
  const status = withNative((native) => {
    writePoints(points, frame, native, native.begin(400, 10_000));
    return native.triangulate(...frame.size, frame.whole);
  });
  expect(statusError(status, 'a division', 400)).toMatchObject({
    code: 'BIG',
    message: '400 points are too many for a division here. Take fewer',
  });
});
