import { cutPolygons } from '../../../src/geometry/mesh/polygons';

/** One polygon in the plane z = 0, or with heights. */
function cut(outline: readonly (readonly number[])[]) {
  const vertices = Float64Array.from(outline.flatMap(([x, y, z = 0]) => [x!, y!, z]));
  const corners = Uint32Array.from(outline, (_corner, i) => i);
  return { vertices, ...cutPolygons(vertices, { corners, sizes: Uint32Array.of(outline.length) }) };
}

function areas({ vertices, faces }: ReturnType<typeof cut>): number[] {
  const at = (vertex: number, axis: number) => vertices[3 * vertex + axis]!;
  return Array.from({ length: faces.length / 3 }, (_none, i) => {
    const [a, b, c] = [faces[3 * i]!, faces[3 * i + 1]!, faces[3 * i + 2]!];
    return (
      ((at(b, 0) - at(a, 0)) * (at(c, 1) - at(a, 1)) - (at(b, 1) - at(a, 1)) * (at(c, 0) - at(a, 0))) / 2
    );
  });
}

const L = [
  [0, 0],
  [20, 0],
  [20, 10],
  [10, 10],
  [10, 20],
  [0, 20],
];

test('triangles stay as they are; a convex face is a fan', () => {
  const corners = Uint32Array.of(0, 1, 2);
  expect(cutPolygons(new Float64Array(9), { corners, sizes: Uint32Array.of(3) }).faces).toBe(corners);
  expect([
    ...cut([
      [0, 0],
      [9, 0],
      [12, 5],
      [0, 9],
    ]).faces,
  ]).toEqual([0, 1, 2, 0, 2, 3]);
});

test.each(L.map((_corner, i) => i))(
  'an L that begins at corner %i covers itself, and nothing else',
  (from) => {
    const result = cut([...L.slice(from), ...L.slice(0, from)]);
    const all = areas(result);
    expect(all).toHaveLength(4);
    expect(all.every((area) => area > 0)).toBe(true);
    expect(all.reduce((sum, area) => sum + area, 0)).toBe(300);
    expect([result.bent, result.crossed]).toEqual([[], []]);
  },
);

test('corners in a line are corners of triangles, and no triangle is flat', () => {
  const all = areas(
    cut([
      [0, 0],
      [5, 0],
      [10, 0],
      [10, 5],
      [10, 10],
      [0, 10],
    ]),
  );
  expect(all).toHaveLength(4);
  expect(Math.min(...all)).toBeGreaterThan(0);
});

test('a frame: an outline that goes around a hole comes back along the same line', () => {
  const frame = [
    [0, 0],
    [30, 0],
    [30, 30],
    [0, 30],
    [0, 0],
    [10, 10],
    [10, 20],
    [20, 20],
    [20, 10],
    [10, 10],
  ];
  const output = cut(frame);
  expect(areas(output).reduce((sum, area) => sum + Math.abs(area), 0)).toBe(800);
  expect(output.crossed).toEqual([]);
});

test('a spiral of 400 corners', () => {
  const arm = (radius: number, back: number) =>
    Array.from({ length: 200 }, (_none, i) => {
      const angle = ((back ? 199 - i : i) / 199) * 6 * Math.PI;
      return [(radius + angle * 10) * Math.cos(angle), (radius + angle * 10) * Math.sin(angle)];
    });
  const outline = [...arm(40, 0), ...arm(20, 1)];
  const result = cut(outline);
  const twice = outline.reduce((sum, [x, y], i) => {
    const [nx, ny] = outline[(i + 1) % outline.length]!;
    return sum + x! * ny! - nx! * y!;
  }, 0);
  const all = areas(result);
  expect(result.crossed).toEqual([]);
  expect(all.every((area) => area >= 0) || all.every((area) => area <= 0)).toBe(true);
  expect(Math.abs(all.reduce((sum, area) => sum + area, 0))).toBeCloseTo(Math.abs(twice) / 2, 6);
});

test('faces that are not flat, and outlines that cross themselves, are told', () => {
  expect(
    cut([
      [0, 0, 0],
      [10, 0, 0],
      [10, 10, 5],
      [0, 10, 0],
    ]).bent,
  ).toEqual([0]);
  // Rounding is no bend.
  expect(
    cut([
      [0, 0, 0],
      [10, 0, 0],
      [10, 10, 1e-5],
      [0, 10, 0],
    ]).bent,
  ).toEqual([]);
  expect(
    cut([
      [5e5, 0, 5e5],
      [5e5 + 9, 0, 5e5],
      [5e5 + 9, 9, 5e5 + 0.03],
      [5e5, 9, 5e5],
    ]).bent,
  ).toEqual([]);
  expect(
    cut([
      [0, 0],
      [10, 10],
      [10, 0],
      [0, 10],
    ]).crossed,
  ).toEqual([0]);
  expect(
    cut([
      [0, 0],
      [10, 10],
      [10, 0],
      [0, 30],
    ]).crossed,
  ).toEqual([0]);
});

test('corners that stand twice in a row, faces without an area, and too many corners', () => {
  expect(
    areas(
      cut([
        [0, 0],
        [10, 0],
        [10, 10],
        [0, 10],
      ]),
    ).length,
  ).toBe(2);
  const vertices = Float64Array.of(0, 0, 0, 10, 0, 0, 0, 10, 0);
  const twice = cutPolygons(vertices, { corners: Uint32Array.of(0, 1, 1, 2, 0), sizes: Uint32Array.of(5) });
  expect([...twice.faces]).toEqual([0, 1, 2]);
  expect(
    cut([
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
    ]).faces,
  ).toHaveLength(6);
  const star = Array.from({ length: 5002 }, (_none, i) => {
    const radius = i % 2 === 0 ? 10 : 20;
    return [radius * Math.cos((i * Math.PI) / 2501), radius * Math.sin((i * Math.PI) / 2501)];
  });
  expect(() => cut(star)).toThrow('face 1 has 5002 corners and is not convex: 5000 at most');
});
