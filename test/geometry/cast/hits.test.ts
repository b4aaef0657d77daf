/** Hits: 102,800 casts against every triangle by an exact judge, and the rules on edges, corners, ends and planes. */
import { buildBvh } from '../../../src/geometry/bvh/bvh';
import { mergeHits } from '../../../src/geometry/cast/crossings';
import { segmentHits } from '../../../src/geometry/cast/hits';
import type { Mesh } from '../../../src/geometry/mesh/mesh';
import { bumpySphere, meshOf } from '../../../workbench/geometry/meshes';
import { random } from '../../../workbench/random';
import { FAMILIES, type Family, type Scene } from '../support/families';
import { judge, quotient, type Whole3, wholes } from '../support/judge';

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
    const result = make(next, CASTS);
    const bvh = buildBvh(result.mesh);
    const hits = segmentHits(bvh, result.segments);
    const met = mergeHits(bvh, result.segments, hits);
    let [hit, pair, place] = [0, 0, 0];
    judged(result).forEach((expected, segment) => {
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
          JSON.stringify({ scene, segment: [...result.segments.subarray(6 * segment, 6 * segment + 6)] }),
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

const PATCH = meshOf(
  [
    [0, 0, 0],
    [4, 0, 0],
    [4, 4, 0],
    [0, 4, 0],
    [2, 2, 0],
  ],
  [
    [0, 1, 4],
    [1, 2, 4],
    [2, 3, 4],
    [3, 0, 4],
  ],
);
const on = (mesh: Mesh, ...segment: number[]) => {
  const hits = segmentHits(buildBvh(mesh), Float64Array.from(segment));
  return { faces: [...hits.face], t: [...hits.t], counted: [...hits.counted], along: [...hits.along.face] };
};

test('through a corner: every triangle there is hit, one is counted', () => {
  const { faces, t, counted } = on(PATCH, 2, 2, 1, 2, 2, -3);
  expect([faces, t]).toEqual([
    [0, 1, 2, 3],
    [0.25, 0.25, 0.25, 0.25],
  ]);
  expect(counted.reduce((x, y) => x + y)).toBe(1);
});

test('through an edge: both triangles are hit, one is counted', () => {
  const { faces, counted } = on(PATCH, 1, 1, 1, 1, 1, -1);
  expect([faces, counted.reduce((x, y) => x + y)]).toEqual([[0, 3], 1]);
});

test('an end on a face is a hit; it is counted for the segment on one side alone', () => {
  const [above, below] = [on(PATCH, 2, 1, 0, 2, 1, 5), on(PATCH, 2, 1, 0, 2, 1, -5)];
  expect([above.faces, above.t, below.faces, below.t]).toEqual([[0], [0], [0], [0]]);
  expect([above.counted, below.counted]).toEqual([[0], [1]]);
});

test('in the plane of faces: no hit with them, but named', () => {
  expect(on(PATCH, 1, 2, 0, 3, 2, 0)).toEqual({ faces: [], t: [], counted: [], along: [0, 1, 2, 3] });
  expect(on(PATCH, 5, 0, 0, 9, 0, 0).along).toEqual([]);
});

test('a segment of no length on a face touches it, beside it does not', () => {
  expect(on(PATCH, 2, 1, 0, 2, 1, 0).along).toEqual([0]);
  expect(on(PATCH, 2, 1, 1, 2, 1, 1).along).toEqual([]);
});

test('a triangle of no area is never hit', () => {
  const line = meshOf(
    [
      [0, 0, 0],
      [2, 2, 0],
      [4, 4, 0],
    ],
    [[0, 1, 2]],
  );
  expect(on(line, 1, 1, 1, 1, 1, -1)).toEqual({ faces: [], t: [], counted: [], along: [] });
  expect(on(line, 0, 0, 0, 4, 4, 0).along).toEqual([]);
});

test('a segment through 100 sheets, given far out of order, hits them in order', () => {
  const sheets = Array.from({ length: 100 }, (_x, i) => (i * 37) % 100);
  const mesh = meshOf(
    sheets.flatMap((z) => [
      [-9, -9, z],
      [9, -9, z],
      [0, 9, z],
    ]),
    sheets.map((_z, i) => [3 * i, 3 * i + 1, 3 * i + 2]),
  );
  const { faces, t } = on(mesh, 0, 0, -1, 0, 0, 127);
  expect(faces.map((face) => sheets[face])).toEqual([...sheets.keys()]);
  expect(t).toEqual([...sheets.keys()].map((z) => (z + 1) / 128));
});

test.each([3, 4, 5])(
  'segments in rows, apart, long and of no length: each as if it were asked alone (seed %i)',
  (seed) => {
    const next = random(seed);
    const mesh = bumpySphere(60, 30);
    const bvh = buildBvh(mesh);
    const { bounds } = bvh;
    const size = bounds[3]! - bounds[0]!;
    const segments: number[] = [];
    let at = [0, 0, 0];
    for (let i = 0; i < 400; i++) {
      // One row takes several segments, whose lengths differ by five orders of magnitude.
      const step = size * 10 ** (-5 * next());
      if (i === 0 || next() < 0.1) {
        const vertex = 3 * Math.floor((next() * mesh.vertices.length) / 3);
        at = [0, 1, 2].map((k) => mesh.vertices[vertex + k]! + (next() - 0.5) * step);
      }
      const moved = at.map((x) => x + (next() < 0.2 ? 0 : (next() - 0.5) * step));
      const to = next() < 0.05 ? at.map((x) => x + (next() - 0.5) * 3 * size) : moved;
      segments.push(...at, ...to);
      at = to;
    }
    const all = segmentHits(bvh, Float64Array.from(segments));
    const alone = Array.from({ length: segments.length / 6 }, (_segment, i) =>
      segmentHits(bvh, Float64Array.from(segments.slice(6 * i, 6 * i + 6))),
    );
    expect(all.face.length).toBeGreaterThan(50);
    expect([...all.face]).toEqual(alone.flatMap(({ face }) => [...face]));
    expect([...all.t]).toEqual(alone.flatMap(({ t }) => [...t]));
    expect([...all.segment]).toEqual(alone.flatMap(({ face }, i) => [...face].map(() => i)));
  },
);

test('damaged segments are refused, none are none', () => {
  const bvh = buildBvh(PATCH);
  expect(segmentHits(bvh, new Float64Array(0)).face).toHaveLength(0);
  expect(() => segmentHits(bvh, new Float64Array(5))).toThrow('5 numbers, a segment is six');
  expect(() => segmentHits(bvh, Float64Array.of(0, 0, 0, 0, Infinity, 0))).toThrow(
    'y of its second end: Infinity',
  );
});
