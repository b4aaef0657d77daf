/** Hits: 102,800 casts against every triangle by an exact judge, and the rules on edges, corners, ends and planes. */
import { buildBvh } from '../../src/geometry/bvh';
import { mergeHits } from '../../src/geometry/crossings';
import { segmentHits } from '../../src/geometry/hits';
import { random } from '../support/random';
import { FAMILIES, type Family, type Scene } from './families';
import { judge, quotient, type Whole3, wholes } from './judge';

const CASTS = 200;

interface Expected {
  point: { face: number; counted: boolean; top: bigint; bottom: bigint }[];
  along: number[];
}

/** What each segment has in common with each face, from whole numbers alone. */
function judged({ mesh, segments }: Scene): Expected[] {
  const { wholes: all, bits } = wholes(Float64Array.of(...mesh.vertices, ...segments));
  const at = (i: number): Whole3 => [all[3 * i]!, all[3 * i + 1]!, all[3 * i + 2]!];
  const corners = mesh.vertices.length / 3;
  const triangles = Array.from({ length: mesh.faces.length / 3 }, (_x, i) => ({
    corners: [0, 1, 2].map((k) => at(mesh.faces[3 * i + k]!)),
    spans: [0, 1, 2].map((axis) => {
      const on = [0, 1, 2].map((k) => mesh.vertices[3 * mesh.faces[3 * i + k]! + axis]!);
      return [Math.min(...on), Math.max(...on)] as const;
    }),
  }));
  return Array.from({ length: segments.length / 6 }, (_x, i) => {
    const expected: Expected = { point: [], along: [] };
    triangles.forEach((triangle, face) => {
      for (let axis = 0; axis < 3; axis++) {
        const [p, q] = [segments[6 * i + axis]!, segments[6 * i + 3 + axis]!];
        const [low, high] = triangle.spans[axis]!;
        if ((p < low && q < low) || (p > high && q > high)) return;
      }
      const verdict = judge(at(corners + 2 * i), at(corners + 2 * i + 1), triangle.corners, bits);
      if (verdict.kind === 'along') expected.along.push(face);
      if (verdict.kind === 'point') expected.point.push({ face, ...verdict });
    });
    return expected;
  });
}

const cases = FAMILIES.map((family, i): [string, number, number, Family] => [
  family.name,
  7000 + i,
  CASTS * family.scenes,
  family,
]);

test.each(cases)('%s (seed %d): %d casts', (_name, seed, _casts, { make, scenes }) => {
  const next = random(seed);
  const wrong: string[] = [];
  const seen = { hits: 0, touches: 0, along: 0, merged: 0 };
  for (let scene = 0; scene < scenes; scene++) {
    const made = make(next, CASTS);
    const bvh = buildBvh(made.mesh);
    const hits = segmentHits(bvh, made.segments);
    const met = mergeHits(bvh, made.segments, hits);
    let [hit, pair, place] = [0, 0, 0];
    judged(made).forEach((expected, segment) => {
      const ours = { point: [] as { face: number; counted: boolean; t: number }[], along: [] as number[] };
      for (; hits.segment[hit] === segment; hit++) {
        ours.point.push({ face: hits.face[hit]!, counted: hits.counted[hit] === 1, t: hits.t[hit]! });
      }
      for (; hits.along.segment[pair] === segment; pair++) ours.along.push(hits.along.face[pair]!);
      let places = 0;
      let through = 0;
      for (; met.segment[place] === segment; place++, places++) through += met.through[place]!;

      const sorted = [...ours.point].sort((a, b) => a.face - b.face);
      const inOrder = ours.point.every((x, i) => i === 0 || ours.point[i - 1]!.t <= x.t);
      const same =
        sorted.length === expected.point.length &&
        sorted.every((mine, i) => {
          const { face, counted, top, bottom } = expected.point[i]!;
          const t = quotient(top, bottom);
          return mine.face === face && mine.counted === counted && near(mine.t, t) && near(1 - mine.t, 1 - t);
        });
      const distinct = expected.point.filter(
        (x, i) => !expected.point.slice(0, i).some((y) => x.top * y.bottom === y.top * x.bottom),
      ).length;
      const parity = expected.point.filter(({ counted }) => counted).length % 2;
      const right =
        same &&
        inOrder &&
        places === distinct &&
        through % 2 === parity &&
        ours.along.join() === expected.along.join();
      if (!right) {
        wrong.push(
          JSON.stringify({ scene, segment: [...made.segments.subarray(6 * segment, 6 * segment + 6)] }),
        );
      }
      seen.hits += ours.point.length;
      seen.touches += ours.point.filter(({ counted }) => !counted).length;
      seen.along += ours.along.length;
      seen.merged += ours.point.length - places;
    });
    if (hit !== hits.face.length || pair !== hits.along.face.length) wrong.push(`scene ${scene}: too many`);
  }
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(seen.hits).toBeGreaterThan(10 * scenes);
});

/** To 4e-12 of the distance from the end, and what a double near 1 has lost of it. */
const near = (mine: number, exact: number): boolean => Math.abs(mine - exact) <= 4e-12 * exact + 2 ** -52;

test('there are 100,000 casts and more', () => {
  expect(cases.reduce((sum, [, , casts]) => sum + casts, 0)).toBe(102_800);
});
