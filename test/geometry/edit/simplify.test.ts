import { loadSimplifier, type Simplifier } from '../../../src/geometry/edit/simplify';
import { faceCount, type Mesh } from '../../../src/geometry/mesh/mesh';
import { reportMesh } from '../../../src/geometry/mesh/report';
import { bumpySphere } from '../../../workbench/geometry/meshes';
import { describeWith } from '../../support/shared-data';
import { esmPackage } from '../support/esm-package';
import { publishedMesh, truthOf } from '../support/published';

let simplifier: Simplifier;

beforeAll(async () => {
  simplifier = await loadSimplifier(async () => esmPackage('meshoptimizer/simplifier'));
});

const far = bumpySphere(60, 40);
const places = ({ vertices }: Mesh): Set<string> =>
  new Set(Array.from({ length: vertices.length / 3 }, (_, i) => vertices.subarray(i * 3, i * 3 + 3).join()));

test.each([2400, 800, 200])('a bumpy sphere to %i faces', (faces) => {
  const result = simplifier.simplify(far, { faces });
  const report = reportMesh(result);
  expect(report.faces).toBeLessThanOrEqual(faces);
  expect(report.faces).toBeGreaterThan(faces * 0.8);
  expect(report).toMatchObject({ closed: true, windsOutward: true, components: 1, duplicateFaces: 0 });
  expect(report.referencedVertices).toBe(report.vertices);
  const before = reportMesh(far).signedVolume;
  expect(Math.abs(report.signedVolume / before - 1)).toBeLessThan(faces < 500 ? 0.1 : 0.02);
  // Vertices that stay are the very ones that were given.
  const given = places(far);
  expect([...places(result)].every((place) => given.has(place))).toBe(true);
});

test('an error in nm bounds it: more is allowed, more goes', () => {
  const counts = [0, 100, 2000, 20_000].map((error) => faceCount(simplifier.simplify(far, { error })));
  expect(counts[0]).toBe(faceCount(far));
  expect(counts[1]).toBeGreaterThan(counts[2]!);
  expect(counts[2]).toBeGreaterThan(counts[3]!);
});

test('triangles that share no vertex are welded first', () => {
  const soup = {
    vertices: Float64Array.from([...far.faces].flatMap((v) => [...far.vertices.subarray(v * 3, v * 3 + 3)])),
    faces: Uint32Array.from(far.faces, (_, at) => at),
  };
  expect(reportMesh(simplifier.simplify(soup, { faces: 800 })).closed).toBe(true);
});

test('more faces than there are: nothing changes; no faces: nothing to do', () => {
  expect(faceCount(simplifier.simplify(far, { faces: 1e9 }))).toBe(faceCount(far));
  const none = { vertices: Float64Array.of(1, 2, 3), faces: new Uint32Array(0) };
  expect(simplifier.simplify(none, { faces: 10 })).toEqual({
    vertices: new Float64Array(0),
    faces: none.faces,
  });
});

test('refusals', () => {
  expect(() => simplifier.simplify(far, {})).toThrow('needs a number of faces, or an error in nm');
  expect(() => simplifier.simplify(far, { faces: -1 })).toThrow('cannot be negative');
  expect(() => simplifier.simplify(far, { error: Number.NaN })).toThrow('cannot be negative');
  expect(() => simplifier.simplify({ ...far, faces: Uint32Array.of(0, 1, 9e6) }, { faces: 1 })).toThrow(
    'names vertex 9000001',
  );
});

describeWith(truthOf('meshes'))('a published mesh', () => {
  test('keeps its volume at a half and a fifth of its faces', () => {
    const mesh = publishedMesh('meshes/all-blobs-merged.obj');
    for (const faces of [11_520, 4608]) {
      const report = reportMesh(simplifier.simplify(mesh, { faces }));
      expect(report).toMatchObject({ faces, closed: true, components: 1 });
      expect(report.signedVolume / 4939.322917e9).toBeCloseTo(1, 4);
    }
  });
});

test.each([11_520, 4608])(
  '23,040 faces to %i: within a few, closed, and within 3 thousandths of the volume',
  (faces) => {
    const mesh = bumpySphere(144, 80);
    const before = reportMesh(mesh);
    expect(before.faces).toBe(23_040);
    const report = reportMesh(simplifier.simplify(mesh, { faces }));
    expect(report).toMatchObject({ closed: true, components: 1 });
    expect(report.faces).toBeLessThanOrEqual(faces);
    expect(report.faces).toBeGreaterThan(faces - 10);
    expect(Math.abs(report.signedVolume / before.signedVolume - 1)).toBeLessThan(3e-3);
  },
);
