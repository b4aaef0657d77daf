/** Distances to a mesh against every face of it, by another formula. */
import { buildBvh } from '../../../src/geometry/bvh/bvh';
import { NearestDistance } from '../../../src/geometry/cast/nearest';
import type { Mesh } from '../../../src/geometry/mesh/mesh';
import { box, bumpySphere } from '../../../workbench/geometry/meshes';
import { random } from '../../../workbench/random';

type Place = [number, number, number];
const minus = (a: Place, b: Place): Place => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const dot = (a: Place, b: Place): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** By regions of the triangle: Ericson, Real-Time Collision Detection, 5.1.5. */
function toTriangle(p: Place, a: Place, b: Place, c: Place): number {
  const at = (v: number, w: number): number => {
    const [ab, ac] = [minus(b, a), minus(c, a)];
    return Math.hypot(...minus(p, [0, 1, 2].map((k) => a[k]! + v * ab[k]! + w * ac[k]!) as Place));
  };
  const [ab, ac] = [minus(b, a), minus(c, a)];
  const [d1, d2] = [dot(ab, minus(p, a)), dot(ac, minus(p, a))];
  if (d1 <= 0 && d2 <= 0) return at(0, 0);
  const [d3, d4] = [dot(ab, minus(p, b)), dot(ac, minus(p, b))];
  if (d3 >= 0 && d4 <= d3) return at(1, 0);
  const vc = d1 * d4 - d3 * d2;
  if (vc <= 0 && d1 >= 0 && d3 <= 0) return at(d1 / (d1 - d3), 0);
  const [d5, d6] = [dot(ab, minus(p, c)), dot(ac, minus(p, c))];
  if (d6 >= 0 && d5 <= d6) return at(0, 1);
  const vb = d5 * d2 - d1 * d6;
  if (vb <= 0 && d2 >= 0 && d6 <= 0) return at(0, d2 / (d2 - d6));
  const va = d3 * d6 - d5 * d4;
  if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0) {
    const w = (d4 - d3) / (d4 - d3 + (d5 - d6));
    return at(1 - w, w);
  }
  return at(vb / (va + vb + vc), vc / (va + vb + vc));
}

function byEveryFace({ vertices, faces }: Mesh, p: Place): number {
  const corner = (at: number): Place => [0, 1, 2].map((k) => vertices[3 * faces[at]! + k]!) as Place;
  let least = Number.POSITIVE_INFINITY;
  for (let face = 0; face < faces.length; face += 3) {
    least = Math.min(least, toTriangle(p, corner(face), corner(face + 1), corner(face + 2)));
  }
  return least;
}

test.each([
  ['a box', box([0, 0, 0], [100, 50, 20]), 100, 1],
  ['a bumpy sphere', bumpySphere(16, 10), 400_000, 2],
])('%s: 2,000 places (seed %3$i)', (_name, mesh, spread, seed) => {
  const next = random(seed as number);
  const nearest = new NearestDistance(buildBvh(mesh as Mesh));
  const wrong: string[] = [];
  for (let i = 0; i < 2000; i++) {
    const place = [0, 1, 2].map(() => (next() * 3 - 1) * (spread as number)) as Place;
    const expected = byEveryFace(mesh as Mesh, place);
    for (const found of [
      nearest.from(...place),
      nearest.from(...place, expected * 1.5),
      nearest.from(...place, expected),
    ]) {
      if (!(Math.abs(found - expected) <= 1e-9 * (spread as number)))
        wrong.push(`${place.join()}: ${found}, ${expected}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('faces without an area count by their edges; a mesh without faces is nowhere', () => {
  const flat = {
    vertices: Float64Array.of(0, 0, 0, 10, 0, 0, 20, 0, 0),
    faces: Uint32Array.of(0, 1, 2, 1, 1, 1),
  };
  expect(new NearestDistance(buildBvh(flat)).from(15, 3, 4)).toBe(5);
  const empty = { vertices: new Float64Array(0), faces: new Uint32Array(0) };
  expect(new NearestDistance(buildBvh(empty)).from(0, 0, 0)).toBe(Number.POSITIVE_INFINITY);
});

test.each([11, 12, 13, 14, 15, 16])(
  'places near, on and far from faces of any scale, and beside far ones (seed %i)',
  (seed) => {
    const next = random(seed);
    const scale = 10 ** (next() * 60 - 30);
    const place = (size: number) => [0, 1, 2].map(() => (next() - 0.5) * size) as Place;
    const spread = seed % 2 === 0 ? 1 : 1e6;
    const vertices = Array.from({ length: 60 }, () => {
      const centre = place(scale * spread);
      return [0, 1, 2].flatMap(() => {
        const corner = place(scale);
        return corner.map((x, k) => x + centre[k]!);
      });
    }).flat();
    const mesh = {
      vertices: Float64Array.from(vertices),
      faces: Uint32Array.from(vertices.keys()).slice(0, 180),
    };
    const nearest = new NearestDistance(buildBvh(mesh));
    const wrong: string[] = [];
    for (let i = 0; i < 500; i++) {
      const vertex = 3 * Math.floor(next() * 180);
      const reach = scale * 10 ** (next() * 20 - 8);
      const at = place(reach).map((x, k) => x + vertices[vertex + k]!) as Place;
      const expected = byEveryFace(mesh, at);
      const error = 1e-9 * (expected + 1e-6 * Math.max(...at.map(Math.abs)));
      for (const within of [Number.POSITIVE_INFINITY, expected, 2 * expected]) {
        const found = nearest.from(...at, within);
        if (!(Math.abs(found - expected) <= error))
          wrong.push(`${at.join()} within ${within}: ${found}, ${expected}`);
      }
    }
    expect(wrong).toEqual([]);
  },
);
