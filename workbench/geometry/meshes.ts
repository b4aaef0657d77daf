/** Meshes for tests: boxes, spheres, lattices and degenerate ones. */
import type { Mesh } from '../../src/geometry/mesh/mesh';

type Corner = readonly [number, number, number];

export const meshOf = (vertices: number[][], faces: number[][]): Mesh => ({
  vertices: Float64Array.from(vertices.flat()),
  faces: Uint32Array.from(faces.flat()),
});

/** Twelve triangles that face outwards. */
export function box(low: Corner, high: Corner): Mesh {
  const vertices: number[][] = [];
  for (let i = 0; i < 8; i++) {
    vertices.push([i & 1 ? high[0] : low[0], i & 2 ? high[1] : low[1], i & 4 ? high[2] : low[2]]);
  }
  const quads = [
    [0, 2, 3, 1],
    [4, 5, 7, 6],
    [0, 1, 5, 4],
    [2, 6, 7, 3],
    [0, 4, 6, 2],
    [1, 3, 7, 5],
  ];
  return meshOf(
    vertices,
    quads.flatMap(([a, b, c, d]) => [
      [a!, b!, c!],
      [a!, c!, d!],
    ]),
  );
}

export function joinMeshesOf(...meshes: Mesh[]): Mesh {
  let before = 0;
  const faces = meshes.flatMap((mesh) => {
    const shifted = [...mesh.faces].map((vertex) => vertex + before);
    before += mesh.vertices.length / 3;
    return shifted;
  });
  return {
    vertices: Float64Array.from(meshes.flatMap((mesh) => [...mesh.vertices])),
    faces: Uint32Array.from(faces),
  };
}

/**
 * A closed, bumpy sphere around (500000, 400000, 300000) with mean radius 200000: two poles and `rings` circles of
 * `around` vertices; 2 · around · rings triangles.
 */
export function bumpySphere(around: number, rings: number): Mesh {
  const vertices: number[][] = [];
  const put = (longitude: number, latitude: number, r: number) =>
    vertices.push([
      5e5 + r * Math.sin(latitude) * Math.cos(longitude),
      4e5 + r * Math.sin(latitude) * Math.sin(longitude),
      3e5 + r * Math.cos(latitude),
    ]);
  put(0, 0, 2e5);
  for (let i = 1; i <= rings; i++) {
    for (let j = 0; j < around; j++) {
      const longitude = (2 * Math.PI * j) / around;
      const latitude = (Math.PI * i) / (rings + 1);
      const bumps = 0.15 * Math.sin(7 * longitude) * Math.sin(9 * latitude);
      put(longitude, latitude, 2e5 * (1 + bumps + 0.05 * Math.cos(31 * longitude) * Math.sin(17 * latitude)));
    }
  }
  put(0, Math.PI, 2e5);
  const at = (ring: number, j: number): number => 1 + ring * around + (j % around);
  const last = vertices.length - 1;
  const faces: number[][] = [];
  for (let j = 0; j < around; j++) {
    faces.push([0, at(0, j), at(0, j + 1)], [last, at(rings - 1, j + 1), at(rings - 1, j)]);
    for (let ring = 0; ring + 1 < rings; ring++) {
      const [a, b, c, d] = [at(ring, j), at(ring + 1, j), at(ring + 1, j + 1), at(ring, j + 1)];
      faces.push([a, b, c], [a, c, d]);
    }
  }
  return meshOf(vertices, faces);
}
