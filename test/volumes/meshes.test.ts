/** Published meshes of every kind against their published counts, areas and volumes. */

import type { Id } from '../../src/core/ids';
import { asObject, type Json, writeJson } from '../../src/core/json';
import { loadDraco } from '../../src/geometry/formats/draco';
import type { Mesh } from '../../src/geometry/mesh/mesh';
import { wasmFiles } from '../../src/node/wasm-files';
import type { MeshKernels } from '../../src/volumes/meshes/fragments';
import { readLegacyFragment } from '../../src/volumes/meshes/fragments';
import { fragmentLocation } from '../../src/volumes/meshes/graphene-mesh';
import { legacyMeshFiles } from '../../src/volumes/meshes/legacy-mesh';
import { levelNodes, multiresInfo, multiresManifest } from '../../src/volumes/meshes/multires-mesh';
import { type MeshOptions, readMesh } from '../../src/volumes/meshes/read-mesh';
import { readInfo } from '../../src/volumes/precomputed/info';
import { describeWith, publishedJson } from '../support/shared-data';
import { type Files, ORIGIN, serve, sharedBytes, sharedFiles } from './store';

const truth = asObject(asObject(publishedJson('truth.json'))?.volumes);
const kernels: MeshKernels = {};
beforeAll(async () => {
  kernels.draco = await loadDraco(await wasmFiles(__dirname).draco());
});

type Facts = Record<string, number & boolean & number[] & Json>;
const meshesOf = (volume: string): [string, Facts][] =>
  Object.entries(asObject(asObject(truth?.[`volumes/${volume}`])?.meshes) ?? {}) as unknown as [
    string,
    Facts,
  ][];

const close = (value: number, expected: number, relative = 1e-9): void =>
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));

function measure({ vertices, faces }: Mesh) {
  let [area, volume] = [0, 0];
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  const edges = new Map<number, number>();
  const count = vertices.length / 3;
  for (let i = 0; i < faces.length; i += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => vertices.subarray(3 * faces[i + k]!, 3 * faces[i + k]! + 3));
    const u = [0, 1, 2].map((k) => b![k]! - a![k]!);
    const v = [0, 1, 2].map((k) => c![k]! - a![k]!);
    const n = [u[1]! * v[2]! - u[2]! * v[1]!, u[2]! * v[0]! - u[0]! * v[2]!, u[0]! * v[1]! - u[1]! * v[0]!];
    area += Math.hypot(...n) / 2;
    volume +=
      (a![0]! * (b![1]! * c![2]! - b![2]! * c![1]!) +
        a![1]! * (b![2]! * c![0]! - b![0]! * c![2]!) +
        a![2]! * (b![0]! * c![1]! - b![1]! * c![0]!)) /
      6;
    for (let k = 0; k < 3; k++) {
      const [p, q] = [faces[i + k]!, faces[i + ((k + 1) % 3)]!];
      const edge = Math.min(p, q) * count + Math.max(p, q);
      edges.set(edge, (edges.get(edge) ?? 0) + 1);
    }
  }
  vertices.forEach((value, i) => {
    low[i % 3] = Math.min(low[i % 3]!, value);
    high[i % 3] = Math.max(high[i % 3]!, value);
  });
  const boundary = [...edges.values()].filter((times) => times === 1).length;
  return { area, volume, low, high, boundary };
}

const read = (
  folder: string,
  id: string,
  options: MeshOptions = {},
  files: Files = sharedFiles(`volumes/${folder}`),
) => serve(files).run(readMesh({ url: ORIGIN }, id as Id, kernels, options));

describeWith(truth)('published meshes', () => {
  test.each(meshesOf('pinky40-legacy'))('pinky40-legacy %s', (id, facts) => {
    const mesh = read('pinky40-legacy', id);
    expect(mesh.vertices.length / 3).toBe(facts.vertices_after_merging_identical_positions);
    expect(mesh.faces.length / 3).toBe(facts.faces_sum);
    const found = measure(mesh);
    close(found.area, facts.surface_area!);
    close(found.volume, facts.signed_volume_after_merging!, 1e-8);
    expect([found.low, found.high]).toEqual([facts.bbox_min, facts.bbox_max]);
    expect(found.boundary).toBe(facts.boundary_edges_after_merging);
  });

  test.each([
    ...meshesOf('ant-neuropils').map(([id, facts]) => ['ant-neuropils', id, facts] as const),
    ...meshesOf('ant-neuropils-sharded').map(([id, facts]) => ['ant-neuropils-sharded', id, facts] as const),
  ])('%s %s', (volume, id, facts) => {
    const store = serve(sharedFiles(`volumes/${volume}`));
    const folder = store.run(readInfo({ url: `${ORIGIN}/mesh` }))!;
    const info = multiresInfo(folder);
    const placed = store.run(multiresManifest(info, id as Id));
    expect(placed.manifest.levels.map(({ nodes }) => nodes.length)).toEqual(facts.fragments_per_lod);
    if (facts.manifest_offset !== undefined) {
      expect(placed.base + placed.manifest.total).toBe(facts.manifest_offset);
      expect(placed.manifest.total).toBe(facts.fragment_bytes);
    }
    const [node] = store.run(levelNodes(info, placed, 0, kernels, 'x'));
    expect(node!.vertices.length / 3).toBe(facts.vertices);
    const mesh = store.run(readMesh({ url: ORIGIN }, id as Id, kernels));
    expect(mesh.faces.length / 3).toBe(facts.faces);
    const found = measure(mesh);
    close(found.area, facts.surface_area!, 1e-7);
    close(found.volume, facts.signed_volume!, 1e-6);
    for (const k of [0, 1, 2]) {
      close(found.low[k]!, facts.bbox_min![k]!, 1e-7);
      close(found.high[k]!, facts.bbox_max![k]!, 1e-7);
    }
  });

  test.each([
    ...meshesOf('hemibrain-multires').map(([id, facts]) => ['hemibrain-multires', id, facts] as const),
    ...meshesOf('hemibrain-multires-sharded').map(
      ([id, facts]) => ['hemibrain-multires-sharded', id, facts] as const,
    ),
  ])('%s %s: every level', (volume, id, facts) => {
    const store = serve(sharedFiles(`volumes/${volume}`));
    const info = multiresInfo(store.run(readInfo({ url: `${ORIGIN}/mesh` }))!);
    const placed = store.run(multiresManifest(info, id as Id));
    expect(placed.manifest.chunk).toEqual(facts.chunk_shape);
    expect(placed.manifest.origin).toEqual(facts.grid_origin);
    expect(placed.manifest.levels.map(({ offset }) => offset)).toEqual(facts.vertex_offsets);
    const lods = facts.lods as unknown as Facts[];
    lods.forEach((lod, level) => {
      const list = lod.fragment_list as unknown as {
        position: number[];
        bytes: number;
        vertices: number;
        faces: number;
      }[];
      const { nodes } = placed.manifest.levels[level]!;
      expect(nodes.map(({ position, start, end }) => [position, end - start])).toEqual(
        list.map(({ position, bytes }) => [position, bytes]),
      );
      const parts = store.run(levelNodes(info, placed, level, kernels, 'x'));
      const filled = list.filter(({ bytes }) => bytes > 0);
      expect(parts.map(({ vertices, faces }) => [vertices.length / 3, faces.length / 3])).toEqual(
        filled.map(({ vertices, faces }) => [vertices, faces]),
      );
      const mesh = store.run(readMesh({ url: ORIGIN }, id as Id, kernels, { level }));
      expect(mesh.faces.length / 3).toBe(lod.faces_sum);
      const found = measure(mesh);
      close(found.area, lod.surface_area!);
      for (const k of [0, 1, 2]) {
        close(found.low[k]!, lod.bbox_min![k]!);
        close(found.high[k]!, lod.bbox_max![k]!);
      }
    });
  });

  test('a level is chosen by its number or by a number of triangles', () => {
    const faces = (options: MeshOptions) => read('hemibrain-multires', '754534424', options).faces.length / 3;
    const lods = (meshesOf('hemibrain-multires')[0]![1].lods as unknown as Facts[]).map(
      (lod) => lod.faces_sum!,
    );
    expect(faces({})).toBe(lods[0]);
    expect(faces({ level: -1 })).toBe(lods[2]);
    expect(() => faces({ level: 7 })).toThrow(/the levels 0 \(finest\) to 2 \(coarsest\), not 7/);
    expect(faces({ wantedFaces: 1e6 })).toBe(lods[0]);
    expect(faces({ wantedFaces: 10 })).toBe(lods[2]);
  });

  const graphInfo = (mesh: string, more: object): Uint8Array =>
    new TextEncoder().encode(
      writeJson({
        ...asObject(publishedJson('volumes/graphene-segment/info')),
        data_dir: 'gs://bucket/pcg',
        graph: { chunk_size: [128, 128, 128] },
        mesh,
        ...more,
      } as { [key: string]: Json }),
    );
  const SEGMENT = '648518346349515986';
  const HOST = 'https://store.test/segmentation/table/t';

  /** A graph whose bucket holds the published fragments, and whose meshing service knows their names. */
  function graph(mesh: string, more: object, rename: (name: string) => string, bucket: Files) {
    const listed = asObject(publishedJson(`volumes/graphene-segment/${mesh}/${SEGMENT}:0`))!
      .fragments as string[];
    const manifest = new TextEncoder().encode(JSON.stringify({ fragments: listed.map(rename) }));
    const files: Files = (path) => {
      if (path === 'segmentation/table/t/info') return graphInfo(mesh, more);
      if (path === `meshing/api/v1/table/t/manifest/${SEGMENT}:0`) return manifest;
      return path.startsWith('pcg/') ? bucket(path.slice(4)) : null;
    };
    const store = serve(files, 404, 'https://store.test');
    const options: MeshOptions = { reach: () => ({ url: 'https://store.test/pcg' }) };
    return {
      store,
      mesh: () =>
        store.run(
          readMesh({ url: HOST, headers: { authorization: 'Bearer x' } }, SEGMENT as Id, kernels, options),
        ),
      listed,
    };
  }

  test.each([
    ['mesh_mip_2_err_40_sv16', `${SEGMENT} (raw fragments)`],
    ['mesh_mip_2_draco_sv16', `${SEGMENT} (draco fragments)`],
  ])('graphene fragments as objects: %s', (folder, key) => {
    const facts = new Map(meshesOf('graphene-segment')).get(key)!;
    const bucket: Files = (path) => sharedBytes(`volumes/graphene-segment/${path}`);
    const { mesh, store } = graph(folder, {}, (name) => name, bucket);
    const found = mesh();
    expect(found.vertices.length / 3).toBe(facts.vertices_after_merging_identical_positions);
    expect(found.faces.length / 3).toBe(facts.faces_sum);
    const shape = measure(found);
    close(shape.area, facts.surface_area!, 1e-8);
    expect([shape.low, shape.high]).toEqual([facts.bbox_min, facts.bbox_max]);
    expect(shape.boundary).toBe(facts.boundary_edges_after_merging);
    // The token goes to the graph's own services, not to the bucket.
    for (const { url, headers } of store.sent) {
      expect(headers?.authorization).toBe(url.includes('/pcg/') ? undefined : 'Bearer x');
    }
  });

  test('graphene fragments in a shard and made after an edit are read in few requests, and are the same mesh', () => {
    const folder = 'mesh_mip_2_draco_sv16';
    const bytes = (name: string) => sharedBytes(`volumes/graphene-segment/${name}`)!;
    const shard: number[] = [];
    const where = new Map<string, string>();
    const dynamic = new Map<string, Uint8Array>();
    const bucket: Files = (path) => {
      if (path === `${folder}/initial/2/7-0.shard`) return Uint8Array.from(shard);
      return dynamic.get(path) ?? null;
    };
    let n = 0;
    const rename = (name: string): string => {
      const id = /\/(\d+):/.exec(name)![1]!;
      if (n++ % 5 === 4) {
        // Half of them in the folder for it, half beside it, as in tables that were made otherwise.
        dynamic.set(n % 2 ? name : name.replace('/', '/dynamic/'), bytes(name));
        return `~${id}:${name.split('/')[1]}`;
      }
      shard.push(...new Array<number>(11 * n).fill(0));
      const at = shard.length;
      const part = bytes(name);
      for (const byte of part) shard.push(byte);
      where.set(name, name);
      return `~${id}:~2/7-0.shard:${at}:${part.length}`;
    };
    const more = {
      // The info does not say where chunks meet: whatever stands at the same place is one.
      graph: {},
      sharded_mesh: true,
      mesh_metadata: { uniform_draco_grid_size: 21, unsharded_mesh_dir: 'dynamic' },
    };
    const { mesh, store } = graph(folder, more, rename, bucket);
    const found = mesh();
    const facts = new Map(meshesOf('graphene-segment')).get(`${SEGMENT} (draco fragments)`)!;
    expect(found.vertices.length / 3).toBe(facts.vertices_after_merging_identical_positions);
    expect(found.faces.length / 3).toBe(facts.faces_sum);
    close(measure(found).area, facts.surface_area!, 1e-8);
    expect(store.sent.filter(({ headers }) => headers?.range)).toHaveLength(1);
  });

  test('a graphene fragment that is not there yet is an error that says so', () => {
    const bucket: Files = (path) =>
      path.includes('186582931345506398') ? null : sharedBytes(`volumes/graphene-segment/${path}`);
    const { mesh } = graph('mesh_mip_2_draco_sv16', {}, (name) => name, bucket);
    expect(mesh).toThrow(/1 of 21 pieces of the mesh of 648518346349515986 are not there yet/);
  });

  test('a segment without a mesh is unknown', () => {
    for (const volume of ['pinky40-legacy', 'hemibrain-multires', 'hemibrain-multires-sharded']) {
      expect(() => read(volume, '5')).toThrow(/there is no mesh of 5/);
    }
    expect(() => read('fib25-raw', '5')).toThrow(/has no meshes/);
  });

  test('what is read and written as a legacy mesh is the same', () => {
    const mesh = read('pinky40-legacy', '28673074');
    const files = legacyMeshFiles('9007199254740993' as Id, mesh);
    const again = read(
      '',
      '9007199254740993',
      {},
      (path) => files.find((file) => file.path === path)?.bytes ?? null,
    );
    expect(again).toEqual(mesh);
  });
});

test('fragment names of every form name their place', () => {
  const folder = { url: 'https://h/b/meshes' };
  expect(fragmentLocation('~2/425884686-0.shard:165832:217', folder)).toEqual({
    range: { path: 'initial/2/425884686-0.shard', start: 165832, end: 166049 },
  });
  expect(fragmentLocation('~160032475051983415:~2/425884686-0.shard:165832:217', folder)).toEqual({
    range: { path: 'initial/2/425884686-0.shard', start: 165832, end: 166049 },
  });
  expect(fragmentLocation('~160:160032475051983999:0:57856-58112_51968-52224_5632-6144', folder)).toEqual({
    object: '160032475051983999:0:57856-58112_51968-52224_5632-6144',
  });
  expect(fragmentLocation('160:0:1-2_3-4_5-6', folder)).toEqual({ object: '160:0:1-2_3-4_5-6' });
  expect(() => fragmentLocation('~160:2:216172:425884686-0.shard:18', folder)).toThrow(/names no place/);
  expect(() => fragmentLocation('../../secret', folder)).toThrow(/names no place/);
});

test('damaged legacy fragments are errors', () => {
  const words = (...values: number[]) => new Uint8Array(Uint32Array.from(values).buffer);
  expect(() => readLegacyFragment(new Uint8Array(3), 'it')).toThrow(/are no mesh/);
  expect(() => readLegacyFragment(words(0xffffffff), 'it')).toThrow(/do not hold its 4294967295 vertices/);
  expect(() => readLegacyFragment(words(1, 0, 0, 0, 0), 'it')).toThrow(/whole triangle/);
  expect(() => readLegacyFragment(words(1, 0, 0, 0, 0, 0, 1), 'it')).toThrow(/names vertex 1 of 1/);
  expect(() => readLegacyFragment(words(1, 0x7fc00000, 0, 0), 'it')).toThrow(/not a number/);
});
