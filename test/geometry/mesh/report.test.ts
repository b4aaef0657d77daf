import { flip } from '../../../src/geometry/mesh/flip';
import type { Mesh } from '../../../src/geometry/mesh/mesh';
import { describeMesh, type MeshReport, reportMesh } from '../../../src/geometry/mesh/report';
import { box, bumpySphere, joinMeshesOf, meshOf } from '../../../workbench/geometry/meshes';
import { random } from '../../../workbench/random';
import { describeWith } from '../../support/shared-data';
import { plainReport } from '../support/plain';
import { publishedMesh, truthOf } from '../support/published';

interface MeshTruth {
  unit_nm: number;
  bbox_min: number[];
  bbox_max: number[];
  surface_area: number;
  signed_volume: number;
  volume: number | null;
  [counted: string]: unknown;
}

const COUNTED: Partial<Record<keyof MeshReport, string>> = {
  vertices: 'vertices',
  faces: 'faces',
  referencedVertices: 'referenced_vertices',
  closed: 'closed_and_consistently_oriented',
  edgeManifold: 'edge_manifold',
  boundaryEdges: 'boundary_edges',
  nonManifoldEdges: 'non_manifold_edges',
  inconsistentDirectedEdges: 'inconsistent_directed_edges',
  degenerateFaces: 'degenerate_faces',
  duplicateFaces: 'duplicate_faces',
  components: 'connected_components',
  eulerCharacteristic: 'euler_characteristic',
  windsOutward: 'faces_wind_outward',
};

const published = truthOf<MeshTruth>('meshes');

const near = (value: number, expected: number) =>
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected));

describeWith(published)('published meshes', () => {
  test.each(published ?? [])('%s', (name, truth) => {
    const report = reportMesh(publishedMesh(name));
    for (const [mine, theirs] of Object.entries(COUNTED)) {
      expect([mine, report[mine as keyof MeshReport]]).toEqual([mine, truth[theirs]]);
    }
    expect(report.box).toEqual({ min: truth.bbox_min, max: truth.bbox_max });
    near(report.area, truth.surface_area);
    near(report.signedVolume, truth.signed_volume);
    expect(report.closed ? report.signedVolume : null).toEqual(
      truth.volume === null ? null : expect.closeTo(truth.volume, -4),
    );
  });

  test('sayMesh of a neuron that bounds no volume', () => {
    expect(describeMesh(reportMesh(publishedMesh('meshes/hemibrain-754538881.ply')))).toEqual([
      'open: 12 edges have a face on one side only',
      'not manifold: 596 edges have more than two faces',
      'it bounds no volume',
      '14 separate parts',
      '230 faces are there twice',
    ]);
  });
});

const cube = box([0, 0, 0], [2, 3, 5]);

test('a box', () => {
  const report = reportMesh(cube);
  expect(report).toMatchObject({
    area: 62,
    signedVolume: 30,
    closed: true,
    components: 1,
    eulerCharacteristic: 2,
  });
  expect(describeMesh(report)).toEqual([]);
});

test('far from the origin nothing is lost', () => {
  const far = box([1e9, -1e9, 1e9], [1e9 + 2, -1e9 + 3, 1e9 + 5]);
  expect(reportMesh(far).signedVolume).toBe(30);
});

test('inside out, and back by flip', () => {
  const turned = flip(cube);
  expect(reportMesh(turned)).toMatchObject({ signedVolume: -30, closed: true, windsOutward: false });
  expect(describeMesh(reportMesh(turned))).toEqual(['inside-out: its faces wind inward']);
  expect(flip(turned)).toEqual(cube);
});

test('a face away, a face turned, a face twice, a face without area', () => {
  const open = { ...cube, faces: cube.faces.slice(3) };
  expect(describeMesh(reportMesh(open))).toEqual([
    'open: 3 edges have a face on one side only',
    'it bounds no volume',
  ]);
  const { faces } = cube;
  const turned = { ...cube, faces: Uint32Array.of(faces[0]!, faces[2]!, faces[1]!, ...faces.slice(3)) };
  expect(describeMesh(reportMesh(turned))[0]).toBe(
    'not closed: faces beside each other are wound against each other, or some are missing',
  );
  const twice = { ...cube, faces: Uint32Array.of(...faces, faces[1]!, faces[2]!, faces[0]!) };
  expect(reportMesh(twice)).toMatchObject({ duplicateFaces: 1, nonManifoldEdges: 3, closed: false });
  const flat = { ...cube, faces: Uint32Array.of(...faces, 0, 0, 1) };
  expect(reportMesh(flat)).toMatchObject({ degenerateFaces: 1 });
});

test('two boxes are two parts, a sphere has characteristic 2', () => {
  expect(reportMesh(joinMeshesOf(cube, box([9, 9, 9], [10, 10, 10]))).components).toBe(2);
  expect(reportMesh(bumpySphere(12, 7)).eulerCharacteristic).toBe(2);
});

test('no faces, no vertices', () => {
  const none: Mesh = { vertices: new Float64Array(0), faces: new Uint32Array(0) };
  expect(reportMesh(none)).toMatchObject({
    vertices: 0,
    faces: 0,
    box: null,
    area: 0,
    signedVolume: 0,
    closed: false,
    edgeManifold: false,
    components: 0,
    windsOutward: null,
  });
  expect(describeMesh(reportMesh(none))).toEqual(['no faces: points alone']);
  expect(describeMesh(reportMesh(meshOf([[1, 2, 3]], [])))).toEqual(['no faces: points alone']);
});

test('a vertex that no face uses is told', () => {
  const spare = { ...cube, vertices: Float64Array.of(...cube.vertices, 9, 9, 9) };
  expect(reportMesh(spare)).toMatchObject({ vertices: 9, referencedVertices: 8, eulerCharacteristic: 2 });
  expect(describeMesh(reportMesh(spare))).toEqual(['1 vertex belongs to no face']);
});

test('flat and closed: two faces back to back', () => {
  const corners = [
    [0, 0, 0],
    [1, 0, 0],
    [0, 1, 0],
  ];
  const both = reportMesh(
    meshOf(corners, [
      [0, 1, 2],
      [0, 2, 1],
    ]),
  );
  expect(both).toMatchObject({ closed: true, signedVolume: 0, windsOutward: false });
  expect(describeMesh(both)[0]).toBe('flat: it is closed but has no volume');
});

test('a face that names a missing vertex, a coordinate that is no number', () => {
  expect(() => reportMesh({ ...cube, faces: Uint32Array.of(0, 1, 8) })).toThrow(
    'face 1 of the mesh names vertex 9, but there are 8',
  );
  expect(() => reportMesh(meshOf([[0, Number.NaN, 0]], []))).toThrow('vertex 1 of the mesh');
  expect(() =>
    reportMesh(
      meshOf(
        [
          [0, 0, 0],
          [0, 0, -1e200],
        ],
        [],
      ),
    ),
  ).toThrow('that cannot be, -1e+200');
});

/** A sphere of whole coordinates that lost, doubled, flattened and turned some of its faces. */
function damagedSphere(next: () => number, damage: number): Mesh {
  const sphere = bumpySphere(24, 15);
  const faces: number[] = [];
  for (let at = 0; at < sphere.faces.length; at += 3) {
    const [a, b, c] = [...sphere.faces.subarray(at, at + 3)] as [number, number, number];
    const fate = next() / damage;
    if (fate < 0.2) continue;
    faces.push(a, b, c);
    if (fate < 0.4) faces.push(b, c, a);
    else if (fate < 0.5) faces.push(a, c, b);
    else if (fate < 0.7) faces.push(a, b, b);
    else if (fate < 0.9) faces.splice(-3, 3, a, c, b);
  }
  return { vertices: sphere.vertices.map(Math.round), faces: Uint32Array.from(faces) };
}

test.each([
  [51, 0],
  [52, 0.01],
  [53, 0.1],
  [54, 0.9],
])('seed %i: a sphere with a share %d of its faces damaged, as a plain count has it', (seed, damage) => {
  const mesh = damagedSphere(random(seed), damage);
  const { area, signedVolume, edges, ...counts } = plainReport(mesh);
  const report = reportMesh(mesh);
  expect(report).toMatchObject(counts);
  near(report.area, area);
  expect(report.closed).toBe(counts.inconsistentDirectedEdges === 0);
  expect(report.edgeManifold).toBe(counts.boundaryEdges === 0 && counts.nonManifoldEdges === 0);
  expect(report.eulerCharacteristic).toBe(report.referencedVertices - edges + report.faces);
  if (report.closed) near(report.signedVolume, signedVolume);
  // Undamaged it is closed; damaged each remark has its cause.
  expect(describeMesh(report).length).toBe(
    damage === 0
      ? 0
      : [
          counts.boundaryEdges > 0,
          counts.nonManifoldEdges > 0,
          !report.closed && counts.boundaryEdges === 0,
          !report.closed,
          counts.components > 1,
          counts.degenerateFaces > 0,
          counts.duplicateFaces > 0,
          report.vertices > report.referencedVertices,
        ].filter(Boolean).length,
  );
});
