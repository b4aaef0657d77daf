import { asSimpleSolid, groupsThatMayMeet } from '../../../src/geometry/edit/apart';
import { concatenate } from '../../../src/geometry/mesh/concatenate';
import { flip } from '../../../src/geometry/mesh/flip';
import type { Mesh } from '../../../src/geometry/mesh/mesh';
import { reportMesh } from '../../../src/geometry/mesh/report';
import { random } from '../../../workbench/random';
import { geodesicSphere, octahedron } from '../support/solids';

const moved = ({ vertices, faces }: Mesh, by: readonly number[]): Mesh => ({
  vertices: vertices.map((value, at) => value + by[at % 3]!),
  faces,
});

/** Positions of the groups by trying every pair, until nothing changes. */
function slowGroups(meshes: Mesh[]): number[][] {
  const boxes = meshes.map((mesh) => reportMesh(mesh).box!);
  const meet = (a: number, b: number) =>
    [0, 1, 2].every((k) => boxes[a]!.min[k]! <= boxes[b]!.max[k]! && boxes[b]!.min[k]! <= boxes[a]!.max[k]!);
  const group = meshes.map((_mesh, i) => i);
  for (let changed = true; changed; ) {
    changed = false;
    for (let a = 0; a < meshes.length; a++)
      for (let b = 0; b < meshes.length; b++)
        if (meet(a, b) && group[a]! > group[b]!) {
          group[a] = group[b]!;
          changed = true;
        }
  }
  const first = [...new Set(group)];
  return first.map((name) => meshes.flatMap((_mesh, i) => (group[i] === name ? [i] : [])));
}

test.each([41, 42, 43])('groups equal those of every pair, seed %i', (seed) => {
  const draw = random(seed);
  let several = 0;
  for (let round = 0; round < 60; round++) {
    // Few whole places, so that boxes often touch.
    const meshes = Array.from({ length: 1 + Math.floor(draw() * 25) }, () =>
      moved(
        octahedron(1 + Math.floor(draw() * 3)),
        [0, 1, 2].map(() => Math.floor(draw() * 24)),
      ),
    );
    const groups = groupsThatMayMeet(meshes);
    expect(groups).toEqual(slowGroups(meshes));
    if (groups.length > 1 && groups.length < meshes.length) several++;
  }
  expect(several).toBeGreaterThan(20);
});

test('a solid of one piece is itself, and outward', () => {
  const ball = geodesicSphere(1000, 2, [5e5, 7e5, 2e5]);
  expect(asSimpleSolid(ball)).toBe(ball);
  expect(asSimpleSolid(flip(ball))).toEqual(flip(flip(ball)));
});

const ball = geodesicSphere(10, 1);
const joined = (mesh: Mesh, from: number, to: number): Mesh => ({
  ...mesh,
  faces: mesh.faces.map((vertex) => (vertex === from ? to : vertex)),
});

test.each<[string, Mesh]>([
  ['two pieces', concatenate([ball, moved(ball, [50, 0, 0])])],
  ['two pieces that overlap and share a vertex', joined(concatenate([ball, moved(ball, [5, 0, 0])]), 18, 0)],
  ['a cavity', concatenate([geodesicSphere(100, 1), flip(ball)])],
  ['a hole', { ...ball, faces: ball.faces.slice(3) }],
  ['a face twice', { ...ball, faces: Uint32Array.of(...ball.faces, ...ball.faces.subarray(0, 3)) }],
  ['a face and its back', { ...ball, faces: Uint32Array.of(0, 1, 2, 0, 2, 1) }],
  [
    'a face turned',
    {
      ...ball,
      faces: Uint32Array.of(...ball.faces.subarray(0, 3).slice().reverse(), ...ball.faces.subarray(3)),
    },
  ],
  ['no thickness', moved({ ...ball, vertices: ball.vertices.map((x, at) => (at % 3 ? x : 0)) }, [7, 7, 7])],
  ['an edge of four faces', fourFaces()],
  ['no vertices', { vertices: new Float64Array(0), faces: new Uint32Array(0) }],
])('no simple solid: %s', (_, mesh) => {
  expect(asSimpleSolid(mesh)).toBeNull();
});

/** Two tetrahedra that share an edge's vertices. */
function fourFaces(): Mesh {
  const faces = [0, 2, 1, 0, 1, 3, 1, 2, 3, 2, 0, 3];
  return {
    vertices: Float64Array.of(0, 0, 0, 0, 0, 9, 9, 0, 0, 0, 9, 0, -9, 0, 0, 0, -9, 0),
    faces: Uint32Array.of(...faces, ...faces.map((vertex) => (vertex > 1 ? vertex + 2 : vertex))),
  };
}
