/**
 * How time grows with size: each geometry at four sizes over two decades, the exponent, and the bytes of the answer per
 * unit.
 */
import { areDistinct, readIdLists } from '../src/cave/graph/id-lists';
import type { Vec3 } from '../src/core/points';
import { toUtf8 } from '../src/core/utf8';

import { buildBvh } from '../src/geometry/bvh/bvh';
import { segmentHits } from '../src/geometry/cast/hits';
import { pointsInside } from '../src/geometry/cast/inside';
import { NearestDistance } from '../src/geometry/cast/nearest';
import { offsetVertices } from '../src/geometry/edit/offset-vertices';
import { loadSimplifier } from '../src/geometry/edit/simplify';
import { smooth } from '../src/geometry/edit/smooth';
import { loadSolids } from '../src/geometry/edit/solids';
import { readObj, writeObj } from '../src/geometry/formats/obj';
import { boundsOf } from '../src/geometry/mesh/bounds';
import { faceCount, type Mesh } from '../src/geometry/mesh/mesh';
import { reportMesh } from '../src/geometry/mesh/report';
import { weld } from '../src/geometry/mesh/weld';
import { alphaShape } from '../src/geometry/point-sets/alpha-shape';
import { convexHull } from '../src/geometry/point-sets/convex-hull';
import { delaunay } from '../src/geometry/point-sets/delaunay';
import { voxelize } from '../src/geometry/voxels/voxels';
import { wasmFiles } from '../src/node/wasm-files';
import { bumpySphere } from '../workbench/geometry/meshes';
import { filledEllipsoid, scatterPoints } from '../workbench/geometry/point-clouds';
import { random } from '../workbench/random';
import { median, table, withSpread } from './table';

/** Two decades, evenly spaced on a logarithmic scale. */
const SIZES = [1000, 4642, 21_544, 100_000];
const RUNS = 3;
const WARM_MS = 400;

interface Growing {
  what: string;
  unit: 'point' | 'triangle' | 'supervoxel';
  /** Prepares the work for a size; returns the number of its units. */
  at: (size: number) => { units: number; work: () => object };
}

/** About `size` triangles. */
function sphere(size: number): Mesh {
  const rings = Math.max(3, Math.round(Math.sqrt(size / 4)));
  return bumpySphere(2 * rings, rings);
}

const onMesh = (what: string, work: (mesh: Mesh) => object): Growing => ({
  what,
  unit: 'triangle',
  at: (size) => {
    const mesh = sphere(size);
    return { units: faceCount(mesh), work: () => work(mesh) };
  },
});

const onPoints = (
  what: string,
  cloud: (size: number) => Float64Array,
  work: (points: Float64Array) => object,
): Growing => ({
  what,
  unit: 'point',
  at: (size) => {
    const points = cloud(size);
    return { units: size, work: () => work(points) };
  },
});

/** Short segments near the surface, one per hundred triangles. */
function bones({ vertices, faces }: Mesh): Float64Array {
  const next = random(5);
  const step = Math.hypot(...[0, 1, 2].map((k) => vertices[k]! - vertices[3 + k]!)) * 5;
  const all: number[] = [];
  for (let i = 0; i < faces.length / 300; i++) {
    const at = 3 * Math.floor((next() * vertices.length) / 3);
    for (let end = 0; end < 2; end++)
      for (let k = 0; k < 3; k++) all.push(vertices[at + k]! + (next() - 0.5) * step);
  }
  return Float64Array.from(all);
}

const ALL: Growing[] = [
  onPoints('Delaunay tetrahedra', scatterPoints, (points) => delaunay(points)),
  onPoints('convex hull', scatterPoints, (points) => convexHull(points)),
  onPoints('alpha shape, alpha found', filledEllipsoid, (points) => alphaShape(points)),
  onMesh('tree', (mesh) => buildBvh(mesh)),
  {
    what: 'tree and all hits of a bone in a hundred triangles',
    unit: 'triangle',
    at: (size) => {
      const mesh = sphere(size);
      const segments = bones(mesh);
      return {
        units: faceCount(mesh),
        work: () => {
          const tree = buildBvh(mesh);
          return { tree, hits: segmentHits(tree, segments) };
        },
      };
    },
  },
  {
    what: 'a point in a hundred triangles, inside or not, on a kept tree',
    unit: 'triangle',
    at: (size) => {
      const mesh = sphere(size);
      const tree = buildBvh(mesh);
      const points = bones(mesh).filter((_x, at) => at % 6 < 3);
      return { units: faceCount(mesh), work: () => pointsInside(tree, points) };
    },
  },
  {
    what: 'distance of a point in a hundred triangles, on a kept tree',
    unit: 'triangle',
    at: (size) => {
      const mesh = sphere(size);
      const nearest = new NearestDistance(buildBvh(mesh));
      const points = bones(mesh).filter((_x, at) => at % 6 < 3);
      return {
        units: faceCount(mesh),
        work: () => Float64Array.from({ length: points.length / 3 }, (_x, i) => distance(nearest, points, i)),
      };
    },
  },
  onMesh('report of a mesh', (mesh) => ({ mesh, report: reportMesh(mesh) })),
  onMesh('faces moved outward', (mesh) => offsetVertices(mesh, 50)),
  onMesh('vertices merged', (mesh) => weld(mesh)),
  {
    what: 'mesh read from OBJ',
    unit: 'triangle',
    at: (size) => {
      const mesh = sphere(size);
      const file = toUtf8(writeObj(mesh));
      return { units: faceCount(mesh), work: () => readObj(file) };
    },
  },
  onMesh('10 passes of smoothing', (mesh) => smooth(mesh, { passes: 10 })),
  onMesh('filled with 200 voxels along each axis', (mesh) => voxelize(mesh, voxelOf(mesh))),
];

const distance = (nearest: NearestDistance, points: Float64Array, i: number): number =>
  nearest.from(points[3 * i]!, points[3 * i + 1]!, points[3 * i + 2]!);

/** A 200th of the mesh's length along each axis. */
function voxelOf(mesh: Mesh): Vec3 {
  const { min, max } = boundsOf(mesh.vertices)!;
  return [0, 1, 2].map((axis) => (max[axis]! - min[axis]!) / 200) as Vec3;
}

/** Geometry that needs a compiled library, and the ids of a neuron's supervoxels as the graph sends them. */
async function furtherGrowth(): Promise<Growing[]> {
  const solids = await loadSolids(await wasmFiles(__dirname).manifold());
  const simplifier = await loadSimplifier();
  return [
    {
      what: 'union of two meshes, a third of one in the other',
      unit: 'triangle',
      at: (size) => {
        const mesh = sphere(size / 2);
        const { min, max } = boundsOf(mesh.vertices)!;
        const step = Math.round(((max[0] - min[0]) * 2) / 3);
        const vertices = mesh.vertices.map((x, at) => (at % 3 === 0 ? x + step : x));
        const both = [mesh, { vertices, faces: mesh.faces }];
        return { units: 2 * faceCount(mesh), work: () => solids.union(both) };
      },
    },
    onMesh('a tenth of the triangles kept', (mesh) =>
      simplifier.simplify(mesh, { faces: Math.ceil(faceCount(mesh) / 10) }),
    ),
    {
      what: 'ids of a neuron’s supervoxels, read and checked',
      unit: 'supervoxel',
      at: (size) => {
        const first = 76_919_154_560_765_265n;
        const ids = Array.from({ length: size }, (_id, i) => first + 7n * BigInt(i));
        const text = `{"720575941609391725":[${ids.join(',')}]}`;
        return {
          units: size,
          work: () => {
            const lists = [...readIdLists(text).values()];
            if (!areDistinct(lists, 1, false)) throw new Error('ids that differ are taken for equal');
            return lists;
          },
        };
      },
    },
  ];
}

/** Medians of `times` measurements, with the spread of the exponents. */
export async function growth(times: number): Promise<string[]> {
  const rows = [...ALL, ...(await furtherGrowth())].map((growing) => rowOf(growing, times));
  console.log(
    `\nGrowth: ms at ${SIZES.map((size) => size.toLocaleString('en-US')).join(', ')} points or triangles\n`,
  );
  table(['what', ...SIZES.map(String), 'exponent', 'answer'], rows);
  return [];
}

function rowOf({ what, unit, at }: Growing, times: number): string[] {
  const first = at(SIZES[0]!).work;
  // Lets V8 compile the code: otherwise small sizes look slower than they are, and the exponent comes out lower.
  const until = performance.now() + WARM_MS;
  do first();
  while (performance.now() < until);
  const found = SIZES.map((size) => {
    const { units, work } = at(size);
    // The first run of a size does not count, because memory grows during it.
    const bytes = heldBytes(work());
    return { units, bytes, ms: Array.from({ length: times }, () => medianMs(work)) };
  });
  const { units, bytes } = found.at(-1)!;
  if (!(bytes > 0) || found.some(({ ms }) => ms.some((one) => !(one > 0)))) {
    throw new Error(`${what}: nothing was measured`);
  }
  const exponents = Array.from({ length: times }, (_x, time) =>
    exponentOf(found.map((size) => ({ units: size.units, ms: size.ms[time]! }))),
  );
  const row = [
    what,
    ...found.map(({ ms }) => median(ms).toFixed(median(ms) < 10 ? 2 : 0)),
    withSpread(exponents, (exponent) => exponent.toFixed(2)),
    `${Number((bytes / units).toPrecision(2))} bytes a ${unit}`,
  ];
  console.error(row.join('; '));
  return row;
}

/** Short work is measured several times together, because the processor's time is counted in steps. */
const SHORTEST_MS = 10;

/** Processor time of one call, because other programs on the machine must not count. */
function medianMs(work: () => object): number {
  const start = performance.now();
  work();
  const calls = Math.max(1, Math.ceil(SHORTEST_MS / (performance.now() - start)));
  const runs = Array.from({ length: RUNS }, () => {
    const before = process.cpuUsage();
    for (let call = 0; call < calls; call++) work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 / calls;
  });
  return median(runs);
}

/** Slope of the least-squares line through the logarithms. */
export function exponentOf(found: readonly { units: number; ms: number }[]): number {
  const points = found.map(({ units, ms }) => [Math.log(units), Math.log(ms)] as const);
  const mean = (k: 0 | 1) => points.reduce((sum, point) => sum + point[k], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const over = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return over / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}

/** Bytes of the arrays in an answer; each buffer counts once. */
export function heldBytes(answer: unknown): number {
  const buffers = new Set<ArrayBufferLike>();
  const visit = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) buffers.add(value.buffer);
    else if (value !== null && typeof value === 'object')
      for (const each of Object.values(value)) visit(each);
  };
  visit(answer);
  return [...buffers].reduce((sum, buffer) => sum + buffer.byteLength, 0);
}
