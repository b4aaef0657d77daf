/**
 * Volumes made here from their formats' descriptions, with labels and shapes that a formula gives: what the published
 * volumes beside the repository show, without them.
 */

import { TtError } from '../../src/core/errors';
import type { Id } from '../../src/core/ids';
import { type Json, writeJson } from '../../src/core/json';
import type { Vec3 } from '../../src/core/points';
import { loadDraco } from '../../src/geometry/formats/draco';
import { measureTree } from '../../src/geometry/skeletons/tree-measures';
import { wasmFiles } from '../../src/node/wasm-files';
import { encodeLabels } from '../../src/volumes/labels/encode-labels';
import { labelsAt } from '../../src/volumes/labels/labels-at';
import { labelsInBox } from '../../src/volumes/labels/labels-in-box';
import type { MeshKernels } from '../../src/volumes/meshes/fragments';
import { type MeshOptions, readMesh } from '../../src/volumes/meshes/read-mesh';
import { readVolumeInfo } from '../../src/volumes/precomputed/info';
import { type Sharding, shardOf, writeSharding } from '../../src/volumes/precomputed/sharding';
import { openSkeletons, readSkeletons } from '../../src/volumes/skeletons/read-skeletons';
import { newVolumeInfo } from '../../src/volumes/writing/volume-files';
import { writeSharded } from '../../src/volumes/writing/write-sharded';
import { random } from '../../workbench/random';
import { encodeDraco } from '../geometry/support/draco-encoder';
import { facesOf, plainReport } from '../geometry/support/plain';
import { type Files, filesOf, ORIGIN, serve } from './store';

const utf8 = (json: object): Uint8Array =>
  new TextEncoder().encode(writeJson(json as { [key: string]: Json }));
const SHARDING: Sharding = {
  preshift: 1,
  hash: 'murmurhash3_x86_128',
  minishardBits: 2,
  shardBits: 1,
  indexEncoding: 'gzip',
  dataEncoding: 'raw',
};

describe('labels', () => {
  const SIZE: Vec3 = [20, 12, 9];
  const CHUNK: Vec3 = [8, 8, 4];
  const OFFSET: Vec3 = [3000, 40, 7];
  /** Beyond 2^53, and another in every block of 2 x 3 x 1 voxels. */
  const label = ([x, y, z]: Vec3): bigint =>
    x === 3005 ? 0n : 720575940600000000n + BigInt((x >> 1) * 1_000_003 + Math.floor(y / 3) * 1009 + z);

  const cells: Vec3[] = [];
  for (let z = 0; z < 3; z++) for (let y = 0; y < 2; y++) for (let x = 0; x < 3; x++) cells.push([x, y, z]);
  const spans = (cell: Vec3): [number, number][] =>
    cell.map((n, k) => [n * CHUNK[k]!, Math.min((n + 1) * CHUNK[k]!, SIZE[k]!)]);

  /** x fastest, little-endian. */
  function values(cell: Vec3): BigUint64Array {
    const [xs, ys, zs] = spans(cell) as [[number, number], [number, number], [number, number]];
    const all: bigint[] = [];
    for (let z = zs[0]; z < zs[1]; z++)
      for (let y = ys[0]; y < ys[1]; y++)
        for (let x = xs[0]; x < xs[1]; x++) all.push(label([x + OFFSET[0], y + OFFSET[1], z + OFFSET[2]]));
    return BigUint64Array.from(all);
  }
  const raw = (cell: Vec3): Uint8Array => new Uint8Array(values(cell).buffer);
  const compressCell = (cell: Vec3): Uint8Array =>
    encodeLabels(values(cell), {
      shape: spans(cell).map(([from, to]) => to - from) as Vec3,
      block: [4, 4, 2],
      width: 8,
    });

  /** Bits of x, y, z in turn, each for as long as the grid of 3 x 2 x 3 chunks needs them. */
  const morton = ([x, y, z]: Vec3): bigint =>
    BigInt((x & 1) | ((y & 1) << 1) | ((z & 1) << 2) | ((x >> 1) << 3) | ((z >> 1) << 4));

  function volume(sharding: Sharding | null, encode: (cell: Vec3) => Uint8Array = raw): Files {
    const info = newVolumeInfo({ resolution: [8, 8, 8], size: SIZE }) as Record<string, unknown>;
    const [scale] = info.scales as Record<string, unknown>[];
    Object.assign(scale!, { chunk_sizes: [CHUNK], voxel_offset: OFFSET, key: '8_8_8', encoding: 'raw' });
    if (encode === compressCell) {
      Object.assign(scale!, {
        encoding: 'compressed_segmentation',
        compressed_segmentation_block_size: [4, 4, 2],
      });
    }
    if (sharding) Object.assign(scale!, { sharding: writeSharding(sharding) });
    const chunks = sharding
      ? writeSharded(
          sharding,
          cells.map((cell) => ({ key: morton(cell), bytes: raw(cell) })),
        ).map((file) => ({
          path: `8_8_8/${file.path}`,
          bytes: file.bytes,
        }))
      : cells.map((cell) => ({
          path: `8_8_8/${spans(cell)
            .map(([from, to], k) => `${from + OFFSET[k]!}-${to + OFFSET[k]!}`)
            .join('_')}`,
          bytes: encode(cell),
        }));
    return filesOf([{ path: 'info', bytes: utf8(info) }, ...chunks]);
  }

  test.each([
    ['chunks (seed 41)', null, raw, 41],
    ['shards (seed 42)', SHARDING, raw, 42],
    ['compressed chunks (seed 43)', null, compressCell, 43],
  ] as const)('in %s: 1,500 voxels, no bytes fetched twice', (_name, sharding, encode, seed) => {
    const next = random(seed);
    const voxels = Array.from(
      { length: 1500 },
      () => [0, 1, 2].map((k) => OFFSET[k]! + Math.floor(next() * SIZE[k]!)) as Vec3,
    );
    const store = serve(volume(sharding, encode));
    const info = store.run(readVolumeInfo({ url: ORIGIN }));
    store.sent.splice(0);
    const labels = store.run(labelsAt(info, info.scales[0]!, voxels));
    expect(labels.map(String)).toEqual(voxels.map((voxel) => String(label(voxel))));
    // Of shards: two indexes, and what lies together in few ranges.
    expect(store.sent.length).toBeLessThanOrEqual(sharding ? 10 : cells.length);
    const urls = store.sent.map(({ url, headers }) => `${url} ${headers?.range}`);
    expect(new Set(urls).size).toBe(urls.length);
  });

  test.each([
    ['chunks (seed 44)', null, raw, 44],
    ['shards (seed 45)', SHARDING, raw, 45],
    ['compressed chunks (seed 46)', null, compressCell, 46],
  ] as const)('40 boxes in %s, the whole volume among them', (_name, sharding, encode, seed) => {
    const next = random(seed);
    const store = serve(volume(sharding, encode));
    const info = store.run(readVolumeInfo({ url: ORIGIN }));
    for (let round = 0; round < 40; round++) {
      const low = SIZE.map((n) => (round === 0 ? 0 : Math.floor(next() * n)));
      const size = SIZE.map((n, k) => (round === 0 ? n : 1 + Math.floor(next() * (n - low[k]!)))) as Vec3;
      const first = low.map((n, k) => n + OFFSET[k]!) as Vec3;
      const { labels, missingChunks } = store.run(labelsInBox(info, info.scales[0]!, first, size));
      expect(missingChunks).toBe(0);
      const expected: bigint[] = [];
      for (let z = 0; z < size[2]; z++)
        for (let y = 0; y < size[1]; y++)
          for (let x = 0; x < size[0]; x++) expected.push(label([first[0] + x, first[1] + y, first[2] + z]));
      expect(labels.length).toBe(expected.length);
      expect(expected.findIndex((value, i) => value !== labels[i])).toBe(-1);
    }
  });

  test('a box: a chunk that is not there is counted, a damaged one and a box beyond the volume are refused', () => {
    const files = volume(null);
    const first = '8_8_8/3000-3008_40-48_7-11';
    const replaced =
      (bytes: Uint8Array | null): Files =>
      (path) =>
        path === first ? bytes : files(path);
    const box = (given: Files, at: Vec3, size: Vec3) => {
      const store = serve(given);
      const info = store.run(readVolumeInfo({ url: ORIGIN }));
      return store.run(labelsInBox(info, info.scales[0]!, at, size));
    };
    const { labels, missingChunks } = box(replaced(null), OFFSET, SIZE);
    expect(missingChunks).toBe(1);
    expect([labels[0], labels[8]]).toEqual([0n, label([OFFSET[0] + 8, OFFSET[1], OFFSET[2]])]);
    expect(() => box(replaced(new Uint8Array(3)), OFFSET, SIZE)).toThrow(/3 bytes where there/);
    expect(() => box(files, OFFSET, [21, 1, 1])).toThrow(/reaches out of the volume/);
    expect(() => box(files, [2999, 40, 7], [1, 1, 1])).toThrow(/reaches out of the volume/);
    expect(() => box(files, OFFSET, [0, 1, 1])).toThrow(/whole numbers/);
  });

  test('a chunk lies in the shard that its Morton code is hashed to', () => {
    const written = writeSharded(
      SHARDING,
      cells.map((cell) => ({ key: morton(cell), bytes: raw(cell) })),
    );
    const names = new Set(cells.map((cell) => shardOf(SHARDING, morton(cell)).file));
    expect(new Set(written.map(({ path }) => path))).toEqual(names);
  });

  test('outside the volume and missing chunks are errors of their points alone, with 404 and with 403', () => {
    const files = volume(null);
    const gone = '8_8_8/3000-3008_40-48_7-11';
    expect(files(gone)).not.toBeNull();
    for (const status of [404, 403]) {
      const store = serve((path) => (path === gone ? null : files(path)), status);
      const info = store.run(readVolumeInfo({ url: ORIGIN }));
      const labels = store.run(
        labelsAt(info, info.scales[0]!, [
          [2999, 40, 7],
          [3001, 41, 8],
          [3019, 51, 15],
        ]),
      );
      expect(
        labels.map((one) => (one instanceof TtError ? `${one.code}: ${one.message}` : String(one))),
      ).toEqual([
        'INPUT: 2999, 40, 7 lies outside the volume, which goes from 3000, 40, 7 to 3019, 51, 15 (its own voxels)',
        'NONE: the volume holds no data at 3001, 41, 8 (its own voxels)',
        String(label([3019, 51, 15])),
      ]);
    }
  });
});

describe('meshes', () => {
  const kernels: MeshKernels = {};
  beforeAll(async () => {
    kernels.draco = await loadDraco(await wasmFiles(__dirname).draco());
  });

  /** Two triangles over a whole node, at height `z` of `most`. */
  const square = (most: number, z: number): [number[], number[]] => [
    [0, 0, z, most, 0, z, 0, most, z, most, most, z],
    [0, 1, 2, 1, 3, 2],
  ];

  describe.each([
    [10, null],
    [16, null],
    [10, SHARDING],
  ] as const)('of two levels, %i bits, sharding %j', (bits, sharding) => {
    const ID = '18446744073709551557' as Id;
    const CHUNK = [64, 32, 16];
    const ORIGIN_OF_GRID = [1000, 2000, 3000];
    const OFFSETS = [
      [0.5, 0, 0],
      [0, 0.25, 0],
    ];
    /** A row of four nodes, then one of two of twice the size; the last node of the first level is empty. */
    const LEVELS = [
      [0, 1, 2, 3],
      [0, 1],
    ];
    const most = 2 ** bits - 1;

    async function files(): Promise<Files> {
      const piece = await encodeDraco(...square(most, 0));
      const sizes = LEVELS.map((nodes, level) =>
        nodes.map((_, i) => (level === 0 && i === 3 ? 0 : piece.length)),
      );
      const fragments = Uint8Array.from(sizes.flat().flatMap((size) => (size > 0 ? [...piece] : [])));
      const words: [kind: 'f' | 'u', value: number][] = [
        ...[...CHUNK, ...ORIGIN_OF_GRID].map((value): ['f', number] => ['f', value]),
        ['u', LEVELS.length],
        ...LEVELS.map((_, level): ['f', number] => ['f', 2 ** level]),
        ...OFFSETS.flat().map((value): ['f', number] => ['f', value]),
        ...LEVELS.map((nodes): ['u', number] => ['u', nodes.length]),
        ...LEVELS.flatMap((nodes, level) =>
          [nodes, nodes.map(() => 0), nodes.map(() => 0), sizes[level]!]
            .flat()
            .map((value): ['u', number] => ['u', value]),
        ),
      ];
      const view = new DataView(new ArrayBuffer(4 * words.length));
      for (const [at, [kind, value]] of words.entries()) {
        if (kind === 'f') view.setFloat32(4 * at, value, true);
        else view.setUint32(4 * at, value, true);
      }
      const manifest = new Uint8Array(view.buffer);
      const info = {
        '@type': 'neuroglancer_multilod_draco',
        vertex_quantization_bits: bits,
        transform: [2, 0, 0, 100, 0, 2, 0, 0, 0, 0, 2, 0],
        lod_scale_multiplier: 1,
        ...(sharding ? { sharding: writeSharding(sharding) } : {}),
      };
      const stored = sharding
        ? writeSharded(sharding, [{ key: BigInt(ID), bytes: manifest, before: fragments }])
        : [
            { path: `${ID}.index`, bytes: manifest },
            { path: ID, bytes: fragments },
          ];
      return filesOf([{ path: 'info', bytes: utf8(info) }, ...stored]);
    }

    const read = async (options: MeshOptions) =>
      serve(await files()).run(readMesh({ url: ORIGIN }, ID, kernels, options));

    test.each([
      [0, 3, 64, [0.5, 0]],
      [1, 2, 128, [0, 0.25]],
    ])('level %i: its %i nodes joined, placed and transformed', async (level, nodes, size, [dx, dy]) => {
      const mesh = await read({ level });
      expect([mesh.vertices.length / 3, mesh.faces.length / 3]).toEqual([2 * (nodes + 1), 2 * nodes]);
      const axis = (k: number) => mesh.vertices.filter((_, at) => at % 3 === k);
      const [x, y] = [2 * (1000 + dx!) + 100, 2 * (2000 + dy!)];
      expect([Math.min(...axis(0)), Math.max(...axis(0))]).toEqual([x, x + 2 * nodes * size]);
      expect([Math.min(...axis(1)), Math.max(...axis(1))]).toEqual([y, y + size]);
      expect(new Set(axis(2))).toEqual(new Set([6000]));
      // One rectangle: as many open edges as its outline has.
      expect(plainReport({ ...mesh, vertices: mesh.vertices.map(Math.round) })).toMatchObject({
        boundaryEdges: 2 * nodes + 2,
        components: 1,
      });
    });

    test('a level is chosen by its number, or by a number of triangles', async () => {
      const faces = async (options: MeshOptions) => facesOf(await read(options)).length;
      expect(await faces({})).toBe(6);
      expect(await faces({ level: -1 })).toBe(4);
      await expect(faces({ level: 7 })).rejects.toThrow(/the levels 0 \(finest\) to/);
      expect(await faces({ wantedFaces: 1e6 })).toBe(6);
      // The coarsest that has as many, counted in its data: 6 and 4 triangles.
      expect(await faces({ wantedFaces: 6 })).toBe(6);
      expect(await faces({ wantedFaces: 5 })).toBe(6);
      expect(await faces({ wantedFaces: 4 })).toBe(4);
      expect(await faces({ wantedFaces: 1 })).toBe(4);
      expect(await faces({ wantedFaces: 6, mostFaces: 5 })).toBe(4);
    });

    test.each<[MeshOptions, string]>([
      [{}, 'level 0 of 0 (finest) to 1, 6 triangles'],
      [{ wantedFaces: 3 }, 'level 1 of 0 (finest) to 1, 4 triangles'],
    ])('which level was read is said: %j', async (options, words) => {
      const remarks: string[] = [];
      await read({ ...options, remarks });
      expect(remarks).toEqual([words]);
    });

    test('another segment is unknown', async () => {
      const store = serve(await files());
      expect(() => store.run(readMesh({ url: ORIGIN }, '5' as Id, kernels))).toThrow(/there is no mesh of 5/);
    });
  });

  describe('of a chunked graph', () => {
    const SEGMENT = '648518346349000001';
    const HOST = 'https://store.test/segmentation/table/t';
    const NAMES = ['160:0:0-64_0-64_0-64', '161:0:64-128_0-64_0-64'];

    /** Two squares of 512 nm side by side, each in a chunk of its own of 64 voxels of 8 nm. */
    const pieces = (): Promise<Uint8Array[]> =>
      Promise.all(
        [0, 512].map((start) => {
          const [positions, faces] = square(512, 256);
          return encodeDraco(
            positions.map((value, at) => value + (at % 3 === 0 ? start : 0)),
            faces,
            'float',
          );
        }),
      );

    function graph(more: object, names: readonly string[], bucket: Files) {
      const info = {
        ...newVolumeInfo({ resolution: [8, 8, 8], size: [128, 64, 64], mesh: 'meshes' }),
        data_dir: 'gs://bucket/pcg',
        graph: { chunk_size: [64, 64, 64] },
        ...more,
      };
      const store = serve(
        (path) => {
          if (path === 'segmentation/table/t/info') return utf8(info);
          if (path === `meshing/api/v1/table/t/manifest/${SEGMENT}:0`) return utf8({ fragments: [...names] });
          return path.startsWith('pcg/meshes/') ? bucket(path.slice('pcg/meshes/'.length)) : null;
        },
        404,
        'https://store.test',
      );
      const place = { url: HOST, headers: { authorization: 'Bearer x' } };
      const reach = () => ({ url: 'https://store.test/pcg' });
      return { store, mesh: () => store.run(readMesh(place, SEGMENT as Id, kernels, { reach })) };
    }

    const joinedSquares = (mesh: ReturnType<ReturnType<typeof graph>['mesh']>): void => {
      expect([mesh.vertices.length / 3, mesh.faces.length / 3]).toEqual([6, 4]);
      expect(plainReport(mesh)).toMatchObject({ area: 1024 * 512, boundaryEdges: 6, components: 1 });
      expect(mesh.vertices.filter((_, at) => at % 3 === 2)).toEqual(new Float64Array(6).fill(256));
    };

    test('fragments as objects: joined at the border of their chunks, the token kept from the bucket', async () => {
      const bytes = await pieces();
      const { mesh, store } = graph({}, NAMES, (path) => bytes[NAMES.indexOf(path)] ?? null);
      joinedSquares(mesh());
      for (const { url, headers } of store.sent) {
        expect(headers?.authorization).toBe(url.includes('/pcg/') ? undefined : 'Bearer x');
      }
    });

    test.each(['dynamic/', ''])('one in a shard, one made after an edit in %j', async (folder) => {
      const [first, second] = await pieces();
      const shard = Uint8Array.from([...new Array<number>(33).fill(7), ...first!, 9, 9]);
      const names = [`~160:~2/7-0.shard:33:${first!.length}`, `~161:${NAMES[1]}`];
      const more = {
        graph: {},
        sharded_mesh: true,
        mesh_metadata: { uniform_draco_grid_size: 8, unsharded_mesh_dir: 'dynamic' },
      };
      const { mesh, store } = graph(more, names, (path) => {
        if (path === 'initial/2/7-0.shard') return shard;
        return path === `${folder}${NAMES[1]}` ? second! : null;
      });
      joinedSquares(mesh());
      expect(store.sent.filter(({ headers }) => headers?.range)).toHaveLength(1);
    });

    test('a fragment that is not there yet is an error that says so', async () => {
      const [first] = await pieces();
      const { mesh } = graph({}, NAMES, (path) => (path === NAMES[0] ? first! : null));
      expect(mesh).toThrow(/1 of 2 pieces of the mesh of 648518346349000001 are not there yet/);
    });
  });
});

test('a legacy mesh of two fragments: the vertices that they share are one', () => {
  /** Vertices as float32, then corners, as the format has them. */
  const fragment = (vertices: number[], faces: number[]): Uint8Array =>
    Uint8Array.from([
      ...new Uint8Array(Uint32Array.of(vertices.length / 3).buffer),
      ...new Uint8Array(Float32Array.from(vertices).buffer),
      ...new Uint8Array(Uint32Array.from(faces).buffer),
    ]);
  const files = filesOf([
    { path: 'info', bytes: utf8({ '@type': 'neuroglancer_legacy_mesh' }) },
    { path: '9:0', bytes: utf8({ fragments: ['a', 'b'] }) },
    { path: 'a', bytes: fragment([0, 0, 0, 4, 0, 0, 0, 3, 0.5], [0, 1, 2]) },
    { path: 'b', bytes: fragment([4, 0, 0, 0, 3, 0.5, 9, 9, 9], [0, 2, 1]) },
  ]);
  const mesh = serve(files).run(readMesh({ url: ORIGIN }, '9' as Id, {}));
  expect([...mesh.vertices]).toEqual([0, 0, 0, 4, 0, 0, 0, 3, 0.5, 9, 9, 9]);
  expect([...mesh.faces]).toEqual([0, 1, 2, 1, 3, 2]);
});

test.each([
  ['files', null],
  ['shards', SHARDING],
])(
  'skeletons in %s, stored in units of 8 nm: places and radii in nm, attributes as stored',
  (_name, sharding) => {
    const COUNT = 40;
    const words = new DataView(new ArrayBuffer(8 + COUNT * 12 + (COUNT - 1) * 8 + COUNT * 4 + COUNT * 2));
    words.setUint32(0, COUNT, true);
    words.setUint32(4, COUNT - 1, true);
    for (let i = 0; i < COUNT; i++) {
      // A line along (3, 4, 0): every edge is 5 long.
      for (const [k, value] of [3 * i, 4 * i, 7].entries()) words.setFloat32(8 + 12 * i + 4 * k, value, true);
      words.setFloat32(8 + COUNT * 12 + (COUNT - 1) * 8 + 4 * i, i / 4, true);
      words.setUint16(8 + COUNT * 16 + (COUNT - 1) * 8 + 2 * i, i % 3, true);
    }
    for (let i = 1; i < COUNT; i++) {
      words.setUint32(8 + COUNT * 12 + 8 * (i - 1), i, true);
      words.setUint32(8 + COUNT * 12 + 8 * (i - 1) + 4, i - 1, true);
    }
    const bytes = new Uint8Array(words.buffer);
    const info = {
      '@type': 'neuroglancer_skeletons',
      transform: [8, 0, 0, 0, 0, 8, 0, 0, 0, 0, 8, 0],
      vertex_attributes: [
        { id: 'radius', data_type: 'float32', num_components: 1 },
        { id: 'node_type', data_type: 'uint16', num_components: 1 },
      ],
      ...(sharding ? { sharding: writeSharding(sharding) } : {}),
    };
    const stored = sharding
      ? writeSharded(sharding, [{ key: 722817260n, bytes }])
      : [{ path: '722817260', bytes }];
    const store = serve(filesOf([{ path: 'info', bytes: utf8(info) }, ...stored]));
    const trees = store.run(
      readSkeletons(store.run(openSkeletons({ url: ORIGIN })), ['1', '722817260'] as Id[]),
    );
    expect([...trees.keys()]).toEqual(['722817260']);
    const tree = trees.get('722817260' as Id)!;
    expect(measureTree(tree)).toMatchObject({
      nodes: COUNT,
      cableLength: 8 * 5 * (COUNT - 1),
      box: { min: [0, 0, 56], max: [8 * 3 * 39, 8 * 4 * 39, 56] },
      radius: { min: 0, max: 8 * (39 / 4) },
    });
    expect(tree.attributes.radius![39]).toBe(39 / 4);
    expect([...tree.attributes.node_type!.slice(0, 4)]).toEqual([0, 1, 2, 0]);
  },
);
