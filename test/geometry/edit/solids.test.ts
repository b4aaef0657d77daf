import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { TtError } from '../../../src/core/errors';
import { loadSolids, type Solids } from '../../../src/geometry/edit/solids';
import { faceCount, type Mesh, vertexCount } from '../../../src/geometry/mesh/mesh';
import { reportMesh } from '../../../src/geometry/mesh/report';
import { errorOf } from '../../support/sandbox-driver';
import { esmPackage } from '../support/esm-package';

const wasm = readFileSync(createRequire(__filename).resolve('manifold-3d/manifold.wasm'));
let solids: Solids;

beforeAll(async () => {
  solids = await loadSolids(wasm, async () => esmPackage('manifold-3d/manifold.js'));
});

type Place = readonly [number, number, number];

function cube([x, y, z]: Place, side: number): Mesh {
  const vertices = Float64Array.from({ length: 24 }, (_, at) => {
    const corner = Math.floor(at / 3);
    return [x + (corner & 1) * side, y + ((corner >> 1) & 1) * side, z + (corner >> 2) * side][at % 3]!;
  });
  const faces = [
    0, 2, 1, 1, 2, 3, 4, 5, 6, 5, 7, 6, 0, 1, 4, 1, 5, 4, 2, 6, 3, 3, 6, 7, 0, 4, 2, 2, 4, 6, 1, 3, 5, 3, 7,
    5,
  ];
  return { vertices, faces: Uint32Array.from(faces) };
}

const insideOut = ({ vertices, faces }: Mesh): Mesh => ({ vertices, faces: faces.slice().reverse() });

/** One mesh of several, as they stand. */
function together(...meshes: Mesh[]): Mesh {
  let before = 0;
  const faces: number[] = [];
  for (const mesh of meshes) {
    for (const vertex of mesh.faces) faces.push(vertex + before);
    before += vertexCount(mesh);
  }
  return {
    vertices: Float64Array.from(meshes.flatMap(({ vertices }) => [...vertices])),
    faces: Uint32Array.from(faces),
  };
}

function soup({ vertices, faces }: Mesh): Mesh {
  const loose = Float64Array.from({ length: faces.length * 3 }, (_, at) => {
    return vertices[faces[Math.floor(at / 3)]! * 3 + (at % 3)]!;
  });
  return { vertices: loose, faces: Uint32Array.from(faces, (_, at) => at) };
}

/** By the divergence theorem, from the first vertex. */
function volume({ vertices, faces }: Mesh): number {
  let sum = 0;
  for (let at = 0; at < faces.length; at += 3) {
    const [a, b, c] = [0, 1, 2].map((corner) => {
      const from = faces[at + corner]! * 3;
      return [0, 1, 2].map((axis) => vertices[from + axis]! - vertices[axis]!);
    }) as [number[], number[], number[]];
    sum += a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!);
    sum += a[1]! * (b[2]! * c[0]! - b[0]! * c[2]!) + a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!);
  }
  return sum / 6;
}

function refusal(act: () => unknown): string {
  const error = errorOf(act);
  expect(error).toBeInstanceOf(TtError);
  return (error as TtError).message;
}

const FAR: Place = [575_250, 780_750, 180_750];
const at = (dx: number, dy = 0, dz = 0): Place => [FAR[0] + dx, FAR[1] + dy, FAR[2] + dz];

test.each<[string, () => Mesh[], number]>([
  ['one', () => [cube(FAR, 1000)], 1e9],
  ['the same twice', () => [cube(FAR, 1000), cube(FAR, 1000)], 1e9],
  ['two that overlap', () => [cube(FAR, 1000), cube(at(500, 500, 500), 1000)], 1.875e9],
  ['two that share a face', () => [cube(FAR, 1000), cube(at(1000), 1000)], 2e9],
  ['two that share an edge', () => [cube(FAR, 1000), cube(at(1000, 1000), 1000)], 2e9],
  ['two that share a corner', () => [cube(FAR, 1000), cube(at(1000, 1000, 1000), 1000)], 2e9],
  ['two apart', () => [cube(FAR, 1000), cube(at(9000), 1000)], 2e9],
  ['one within another', () => [cube(FAR, 1000), cube(at(100, 100, 100), 500)], 1e9],
  ['one inside out', () => [cube(FAR, 1000), insideOut(cube(at(500, 500, 500), 1000))], 1.875e9],
  ['a soup of triangles', () => [soup(cube(FAR, 1000)), cube(at(500, 500, 500), 1000)], 1.875e9],
  ['one that overlaps itself', () => [together(cube(FAR, 1000), cube(at(500, 500, 500), 1000))], 1.875e9],
  ['one with a cavity', () => [together(cube(FAR, 1000), insideOut(cube(at(100, 100, 100), 500)))], 0.875e9],
  [
    'an island in a cavity',
    () => [together(cube(at(300, 300, 300), 100), insideOut(cube(at(100, 100, 100), 500)), cube(FAR, 1000))],
    0.876e9,
  ],
  ['a piece inside out apart', () => [together(cube(FAR, 1000), insideOut(cube(at(5000), 500)))], 1.125e9],
  [
    'a whole with a cavity inside out',
    () => [insideOut(together(cube(FAR, 1000), insideOut(cube(at(100, 100, 100), 500))))],
    0.875e9,
  ],
])('the union of %s has its volume, closed and outward', (_, meshes, expected) => {
  const sum = solids.union(meshes());
  expect(volume(sum)).toBe(expected);
  expect(reportMesh(sum)).toMatchObject({ closed: true, windsOutward: true });
});

test('whole coordinates stay whole and in place', () => {
  const { vertices } = solids.union([cube(FAR, 1001), cube(at(500, 500, 500), 1001)]);
  const corners = new Set<string>();
  for (let i = 0; i < vertices.length; i += 3) corners.add(vertices.slice(i, i + 3).join());
  expect(corners).toContain(FAR.join());
  expect(corners).toContain(at(1501, 1501, 1501).join());
});

test('meshes that cannot meet keep their coordinates, and others are united beside them', () => {
  const odd = (mesh: Mesh): Mesh => ({ ...mesh, vertices: mesh.vertices.map((x) => x + 1 / 3) });
  const alone = odd(cube(at(50_000), 777));
  const sum = solids.union([
    cube(FAR, 1000),
    insideOut(alone),
    cube(at(500, 500, 500), 1000),
    together(cube(at(0, 90_000), 1000), cube(at(500, 90_500, 500), 1000)),
  ]);
  expect(volume(sum) / (1.875e9 * 2 + 777 ** 3)).toBeCloseTo(1, 12);
  expect(reportMesh(sum)).toMatchObject({ closed: true, windsOutward: true, components: 3 });
  const places = new Set(
    Array.from({ length: vertexCount(sum) }, (_, i) => sum.vertices.slice(3 * i, 3 * i + 3).join()),
  );
  for (let i = 0; i < 8; i++) expect(places).toContain(alone.vertices.slice(3 * i, 3 * i + 3).join());
});

test('a mesh far from the others that encloses nothing is refused by its place', () => {
  const flat = {
    ...cube(at(9000), 10),
    vertices: cube(at(9000), 10).vertices.map((x, i) => (i % 3 ? x : 0)),
  };
  expect(refusal(() => solids.union([cube(FAR, 1000), flat]))).toMatch(
    /^mesh 2 (encloses no volume|is not a closed)/,
  );
});

test('an open mesh is refused by its place', () => {
  const open = cube(FAR, 1000);
  open.faces = open.faces.slice(3);
  expect(refusal(() => solids.union([cube(FAR, 1000), open]))).toBe(
    'mesh 2 is open: 3 of its edges belong to one face only. Close its holes, or use its hull',
  );
});

test('a face that winds the other way is refused', () => {
  const wrong = cube(FAR, 1000);
  wrong.faces.subarray(0, 3).reverse();
  expect(refusal(() => solids.union([wrong]))).toMatch(/^the mesh is not a closed surface: at \d+ edges/);
});

test.each<[string, () => Mesh[], RegExp]>([
  ['nothing', () => [], /no mesh/],
  ['no faces', () => [{ vertices: new Float64Array(9), faces: new Uint32Array(0) }], /has no faces/],
  [
    'a point that is no number',
    () => [{ ...cube(FAR, 1), vertices: new Float64Array(24).fill(NaN) }],
    /that cannot be, NaN/,
  ],
  [
    'a face of missing vertices',
    () => [{ ...cube(FAR, 1), faces: Uint32Array.of(0, 1, 99) }],
    /names vertex 100/,
  ],
  ['a flat mesh', () => [{ ...cube(FAR, 1), vertices: new Float64Array(24).map((_, i) => i % 3 && i) }], /./],
  [
    'all corners in one place',
    () => [{ ...cube(FAR, 1), vertices: new Float64Array(24) }],
    /no volume|not a closed/,
  ],
])('refuses %s in words', (_, meshes, words) => {
  expect(refusal(() => solids.union(meshes()))).toMatch(words);
});

test('pieces come apart', () => {
  const parts = solids.decompose(
    together(cube(FAR, 1000), cube(at(5000), 500), insideOut(cube(at(90, 90, 90), 100))),
  );
  expect(parts.map(volume).sort((a, b) => a - b)).toEqual([-1e6, 1.25e8, 1e9]);
  expect(parts.map(faceCount)).toEqual([12, 12, 12]);
});

test('memory stays where it is over 200 unions', () => {
  const meshes = Array.from({ length: 8 }, (_, i) =>
    together(cube(at(i * 700), 1000), cube(at(i * 700, 300), 900)),
  );
  const heap = () => process.memoryUsage().arrayBuffers + process.memoryUsage().external;
  for (let i = 0; i < 20; i++) solids.union(meshes);
  const before = heap();
  for (let i = 0; i < 200; i++) solids.union(meshes);
  expect(heap() - before).toBeLessThan(16 * 2 ** 20);
});

test('a library that breaks off begins anew', async () => {
  const real = esmPackage<typeof import('manifold-3d/manifold.js')>('manifold-3d/manifold.js');
  let begun = 0;
  const starts: Promise<unknown>[] = [];
  const library: typeof real = {
    ...real,
    default: async (options) => {
      begun++;
      if (begun === 2) throw new Error('no memory either');
      const start = real.default(options);
      starts.push(start);
      const lib = await start;
      if (begun > 1) return lib;
      const broken = class {
        constructor() {
          throw new Error('unreachable');
        }
      };
      return { ...lib, Manifold: broken } as unknown as typeof lib;
    },
  };
  const result = await loadSolids(wasm, async () => library);
  const code = (): string => (errorOf(() => result.union([cube(FAR, 10)])) as TtError).code;
  // Until the library has started, and what awaits it has run: however long that takes.
  const settle = async () => {
    await Promise.allSettled(starts);
    await new Promise((done) => setImmediate(done));
  };
  expect(code()).toBe('BIG');
  expect(code()).toBe('DOWN');
  await settle();
  expect(code()).toBe('DOWN');
  await settle();
  expect(volume(result.union([cube(FAR, 10)]))).toBe(1000);
  expect(begun).toBe(3);
});
