import type { Mesh } from '../../../src/geometry/mesh/mesh';
import { reportMesh } from '../../../src/geometry/mesh/report';
import { marchingCubes } from '../../../src/geometry/voxels/marching-cubes';
import { cubeFaces, EDGE_CORNERS } from '../../../src/geometry/voxels/marching-table';
import { random } from '../../../workbench/random';

const N = 14;
const grid = (inside: Uint8Array) => ({
  inside,
  size: [N, N, N] as [number, number, number],
  origin: [100, 200, 300] as [number, number, number],
  voxel: [1, 2, 4] as [number, number, number],
});

function fillVoxels(is: (x: number, y: number, z: number) => boolean): Uint8Array {
  const inside = new Uint8Array(N ** 3);
  for (let y = 1; y < N - 1; y++) {
    for (let x = 1; x < N - 1; x++) {
      for (let z = 1; z < N - 1; z++) if (is(x, y, z)) inside[(y * N + x) * N + z] = 1;
    }
  }
  return inside;
}

/** Every vertex has its faces in one ring. */
function oneFanEach({ vertices, faces }: Mesh): boolean {
  const next = Array.from({ length: vertices.length / 3 }, () => new Map<number, number>());
  for (let at = 0; at < faces.length; at++) {
    const face = at - (at % 3);
    next[faces[at]!]!.set(faces[face + ((at + 1) % 3)]!, faces[face + ((at + 2) % 3)]!);
  }
  return next.every((ring) => {
    const start = ring.keys().next().value!;
    let steps = 1;
    for (let other = ring.get(start); other !== start && steps <= ring.size; other = ring.get(other!))
      steps++;
    return steps === ring.size;
  });
}

test('the table: every cut edge is used, no other is, and opposite ways cut the same edges', () => {
  const table = cubeFaces();
  expect(table.length).toBe(256);
  for (const [bits, faces] of table.entries()) {
    const cut = EDGE_CORNERS.flatMap(([low, high], edge) =>
      ((bits >> low) & 1) !== ((bits >> high) & 1) ? [edge] : [],
    );
    expect([...new Set(faces)].sort((a, b) => a - b)).toEqual(cut);
    expect(new Set(table[255 - bits])).toEqual(new Set(faces));
  }
});

test('one voxel is an octahedron about its centre', () => {
  const mesh = marchingCubes(grid(fillVoxels((x, y, z) => x === 3 && y === 4 && z === 5)));
  expect(reportMesh(mesh)).toMatchObject({
    vertices: 6,
    faces: 8,
    closed: true,
    windsOutward: true,
    box: { min: [103, 208, 320], max: [104, 210, 324] },
    signedVolume: expect.closeTo(8 / 6, 12),
  });
});

test('a block: flat sides, its volume but for the edges', () => {
  const report = reportMesh(marchingCubes(grid(fillVoxels((x, y, z) => x < 9 && y < 9 && z < 9))));
  expect(report.box).toEqual({ min: [101, 202, 304], max: [109, 218, 336] });
  expect(report.signedVolume).toBeGreaterThan(0.95 * 512 * 8);
});

test('a torus has characteristic 0, a shell two surfaces', () => {
  const around = (x: number, y: number) => Math.max(Math.abs(x - 6), Math.abs(y - 6));
  const torus = fillVoxels((x, y, z) => z > 4 && z < 8 && around(x, y) > 1 && around(x, y) < 5);
  expect(reportMesh(marchingCubes(grid(torus))).eulerCharacteristic).toBe(0);
  const shell = fillVoxels((x, y, z) => Math.max(around(x, y), Math.abs(z - 6)) > 2);
  expect(reportMesh(marchingCubes(grid(shell)))).toMatchObject({ components: 2, closed: true });
});

test.each([0.05, 0.2, 0.4, 0.5, 0.6, 0.8, 0.97].map((share, seed) => [share, seed + 1] as const))(
  'noise of density %d is a manifold, seed %i',
  (share, seed) => {
    const next = random(seed);
    const inside = fillVoxels(() => next() < share);
    for (const place of [undefined, () => next()]) {
      const mesh = marchingCubes(grid(inside), place);
      expect(reportMesh(mesh)).toMatchObject({
        closed: true,
        edgeManifold: true,
        windsOutward: true,
        degenerateFaces: 0,
        duplicateFaces: 0,
      });
      expect(oneFanEach(mesh)).toBe(true);
    }
  },
);

test('a share places vertices between the centres, and keeps off them', () => {
  const one = grid(fillVoxels((x, y, z) => x === 3 && y === 3 && z === 3));
  const shares: [number, number][] = [];
  const mesh = marchingCubes(one, (from, to) => {
    shares.push([one.inside[from]!, one.inside[to]!]);
    return one.inside[from] === 1 ? 0.25 : 5;
  });
  expect(shares.every(([from, to]) => from !== to)).toBe(true);
  const box = reportMesh(mesh).box!;
  expect([box.max[0], box.max[1], box.max[2]]).toEqual([103.75, 207.5, 315]);
  expect(box.min[0]).toBeCloseTo(103.48, 12);
});

test('nothing inside: no faces', () => {
  expect(marchingCubes(grid(new Uint8Array(N ** 3)))).toEqual({
    vertices: new Float64Array(0),
    faces: new Uint32Array(0),
  });
});
