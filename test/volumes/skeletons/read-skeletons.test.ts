/** Precomputed skeletons: published ones, and those written here. */

import type { Id } from '../../../src/core/ids';
import { asObject, parseJson } from '../../../src/core/json';
import type { Tree } from '../../../src/geometry/skeletons/tree';
import { readMesh } from '../../../src/volumes/meshes/read-mesh';
import { inFolder } from '../../../src/volumes/objects/files';
import { openSkeletons, readSkeleton, readSkeletons } from '../../../src/volumes/skeletons/read-skeletons';
import { shardingFor, skeletonFiles, writeSkeleton } from '../../../src/volumes/skeletons/write-skeletons';
import {
  infoFile,
  meshVolume,
  newVolumeInfo,
  scaleKey,
  volumePackaging,
} from '../../../src/volumes/writing/volume-files';
import { random } from '../../../workbench/random';
import { describeWith, publishedJson } from '../../support/shared-data';
import { filesOf, ORIGIN, serve, sharedFiles } from '../store';

const truth = asObject(asObject(publishedJson('truth.json'))?.volumes);
type Facts = Record<string, number & number[] & Record<string, number>>;
const skeletonsOf = (volume: string): [string, Facts][] =>
  Object.entries(asObject(asObject(truth?.[volume])?.skeletons) ?? {}) as unknown as [string, Facts][];

function cable({ vertices, edges }: Tree): number {
  let sum = 0;
  for (let i = 0; i < edges.length; i += 2) {
    const [a, b] = [3 * edges[i]!, 3 * edges[i + 1]!];
    sum += Math.hypot(
      vertices[a]! - vertices[b]!,
      vertices[a + 1]! - vertices[b + 1]!,
      vertices[a + 2]! - vertices[b + 2]!,
    );
  }
  return sum;
}

describeWith(truth).each(['volumes/hemibrain-skeletons', 'volumes/hemibrain-skeletons-sharded'])(
  '%s',
  (folder) => {
    const facts = skeletonsOf(folder);
    test('every skeleton, all at once', () => {
      const store = serve(sharedFiles(folder));
      const info = store.run(openSkeletons({ url: ORIGIN }));
      const trees = store.run(
        readSkeletons(
          info,
          facts.map(([id]) => id as Id),
        ),
      );
      for (const [id, fact] of facts) {
        const tree = trees.get(id as Id)!;
        expect(tree.vertices.length / 3).toBe(fact.vertices);
        expect(tree.edges.length / 2).toBe(fact.edges);
        expect(Math.abs(cable(tree) / fact.cable_length_nm! - 1)).toBeLessThan(1e-9);
        const axis = (k: number) => tree.vertices.filter((_value, i) => i % 3 === k);
        expect([0, 1, 2].map((k) => axis(k).reduce((a, b) => Math.min(a, b)))).toEqual(fact.bbox_min_nm);
        expect([0, 1, 2].map((k) => axis(k).reduce((a, b) => Math.max(a, b)))).toEqual(fact.bbox_max_nm);
        const stored = tree.attributes.radius!;
        expect(stored.reduce((a, b) => Math.min(a, b))).toBe(fact.radius_min_stored);
        expect(stored.reduce((a, b) => a + b)).toBeCloseTo(fact.radius_sum_stored!, 6);
        expect(tree.radius![0]).toBe(8 * stored[0]!);
        if (!fact.node_type_counts) continue;
        const counts: Record<string, number> = {};
        for (const type of tree.types!) counts[type] = (counts[type] ?? 0) + 1;
        expect(counts).toEqual(fact.node_type_counts);
      }
    });

    test('an id without a skeleton is left out', () => {
      const store = serve(sharedFiles(folder));
      const info = store.run(openSkeletons({ url: ORIGIN }));
      expect(store.run(readSkeletons(info, ['1', '722817260'] as Id[])).size).toBe(1);
    });
  },
);

const forest = (count: number, seed: number): Map<Id, Tree> => {
  const next = random(seed);
  const trees = new Map<Id, Tree>();
  for (let n = 0; n < count; n++) {
    const points = 2 + Math.floor(next() * 20);
    trees.set(String(720575940600000000n + BigInt(Math.floor(next() * 1e9)) * 7n) as Id, {
      vertices: Float64Array.from({ length: 3 * points }, () => Math.fround(next() * 1e6)),
      edges: Uint32Array.from({ length: 2 * (points - 1) }, (_none, i) =>
        i % 2 ? (i - 1) / 2 : (i + 2) / 2,
      ),
      radius: Float64Array.from({ length: points }, () => Math.fround(next() * 900)),
      types: Uint8Array.from({ length: points }, () => Math.floor(next() * 4)),
    });
  }
  return trees;
};

test.each([
  ['files', 9, 31],
  ['shards', 9, 32],
  ['shards', 700, 33],
])('what is written as %s is read again (%i skeletons, seed %i)', (as, count, seed) => {
  const trees = forest(count, seed);
  const sharding = as === 'shards' ? shardingFor(trees.size) : null;
  const store = serve(filesOf(inFolder('skeletons', skeletonFiles(trees, sharding))));
  const info = store.run(openSkeletons({ url: `${ORIGIN}/skeletons` }));
  const again = store.run(readSkeletons(info, [...trees.keys()]));
  expect([...again.keys()].sort()).toEqual([...trees.keys()].sort());
  for (const [id, { vertices, edges, radius, types }] of trees) {
    expect(again.get(id)).toMatchObject({ vertices, edges, radius, types });
  }
});

test('damage is told', () => {
  const whole = writeSkeleton([...forest(1, 34).values()][0]!);
  const info = { transform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], attributes: [] };
  expect(() => readSkeleton(whole.slice(0, 7), info, 'it')).toThrow(/7 bytes are no skeleton/);
  expect(() => readSkeleton(whole.slice(0, 40), info, 'it')).toThrow(/it is damaged: 40 bytes where/);
  const huge = whole.slice();
  huge.set([0xff, 0xff, 0xff, 0xff], 0);
  expect(() => readSkeleton(huge, info, 'it')).toThrow(/where 4294967295 vertices/);
});

test('a new volume’s info has the keys of cloud-volume, and scales named as there', () => {
  expect(scaleKey([4, 4, 45])).toBe('4_4_45');
  expect(scaleKey([4.5, 4, 40])).toBe('4.5_4.0_40.0');
  const info = newVolumeInfo({ resolution: [4, 4, 45], size: [10, 20, 30], mesh: 'mesh' });
  expect(Object.keys(info)).toEqual(['num_channels', 'type', 'data_type', 'scales', 'mesh']);
  expect(JSON.stringify(info.scales)).toBe(
    '[{"encoding":"raw","chunk_sizes":[[64,64,64]],"key":"4_4_45","resolution":[4,4,45],"voxel_offset":[0,0,0],"size":[10,20,30]}]',
  );
  const [file] = volumePackaging({ resolution: [4, 4, 45], size: [10, 20, 30] });
  const text = new TextDecoder().decode(file!.bytes);
  expect(text.startsWith('{\n  "data_type": "uint64",\n  "num_channels": 1,')).toBe(true);
  expect(new TextDecoder().decode(infoFile({ b: [2, 1], a: { d: 1, c: null } }).bytes)).toBe(
    JSON.stringify({ a: { c: null, d: 1 }, b: [2, 1] }, null, 2),
  );
  expect(parseJson(text)).toEqual(
    parseJson(JSON.stringify(newVolumeInfo({ resolution: [4, 4, 45], size: [10, 20, 30] }))),
  );
  expect(() => newVolumeInfo({ resolution: [4, 4, 0], size: [1, 1, 1] })).toThrow(/above 0, not 4, 4, 0/);
  expect(() => newVolumeInfo({ resolution: [4, 4, 4], size: [1, 1.5, 1] })).toThrow(/three whole numbers/);
});

test('a volume of meshes holds its infos, manifests and fragments, and is read again', () => {
  const mesh = {
    vertices: Float64Array.of(0, 0, 0, 1e6, 0, 0, 0, 2.5, 0),
    faces: Uint32Array.of(0, 1, 2),
  };
  const id = '18446744073709551615' as Id;
  const files = meshVolume({ resolution: [4, 4, 45], size: [9, 9, 9] }, new Map([[id, mesh]]));
  expect(files.map(({ path, contentType }) => [path, contentType])).toEqual([
    ['info', 'application/json'],
    ['provenance', 'application/json'],
    ['mesh/info', 'application/json'],
    [`mesh/${id}:0`, 'application/json'],
    [`mesh/${id}:0:1`, 'application/octet-stream'],
  ]);
  for (const url of [ORIGIN, `${ORIGIN}/mesh`]) {
    expect(serve(filesOf(files)).run(readMesh({ url }, id, {}))).toEqual(mesh);
  }
  expect(() => meshVolume({ resolution: [4, 4, 45], size: [9, 9, 9] }, new Map())).toThrow(
    /no meshes to write/,
  );
});
