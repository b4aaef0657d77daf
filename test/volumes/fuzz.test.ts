/** Damaged infos, manifests, fragments and skeletons end in an error meant for people, or in a value. */

import { TtError } from '../../src/core/errors';
import type { Id } from '../../src/core/ids';
import { toUtf8, utf8 } from '../../src/core/utf8';
import { readFragment, writeLegacyFragment } from '../../src/volumes/meshes/fragments';
import { chooseLevel, readManifest } from '../../src/volumes/meshes/multires-manifest';
import { readMesh } from '../../src/volumes/meshes/read-mesh';
import { readVolumeInfo } from '../../src/volumes/precomputed/info';
import { openSkeletons, readSkeleton } from '../../src/volumes/skeletons/read-skeletons';
import { shardingFor, skeletonFiles, writeSkeleton } from '../../src/volumes/skeletons/write-skeletons';
import { volumePackaging } from '../../src/volumes/writing/volume-files';
import { random } from '../../workbench/random';
import { filesOf, ORIGIN, serve } from './store';

const ROUNDS = 2000;

/** Cuts and changes a whole file; `head` says how many bytes from the start are changed most. */
function damage(whole: Uint8Array, next: () => number, head: number): Uint8Array {
  const bad = whole.slice(0, next() < 0.3 ? Math.floor(next() * whole.length) : undefined);
  for (let n = 0; n < 1 + next() * 3; n++) {
    const reach = next() < 0.7 ? Math.min(head, bad.length) : bad.length;
    bad[Math.floor(next() * reach)] = Math.floor(next() * 256);
  }
  return bad;
}

/** How many of the attempts end in an error; any other kind of error fails. */
function expectRefusal(
  whole: Uint8Array,
  seed: number,
  head: number,
  read: (bytes: Uint8Array) => unknown,
): number {
  const next = random(seed);
  let failed = 0;
  const strange: unknown[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    try {
      read(damage(whole, next, head));
    } catch (error) {
      failed++;
      if (!(error instanceof TtError)) strange.push(error);
    }
  }
  expect(strange).toEqual([]);
  return failed;
}

const grid = {
  vertices: Float64Array.from({ length: 90 }, (_none, i) => i * 7.5),
  faces: Uint32Array.from({ length: 84 }, (_none, i) => Math.floor(i / 3) + (i % 3)),
};

test('legacy fragments (seed 101)', () => {
  expect(
    expectRefusal(writeLegacyFragment(grid), 101, 8, (bytes) => readFragment(bytes, {}, 'it')),
  ).toBeGreaterThan(800);
});

/** Two levels of three and one nodes. */
function manifest(): Uint8Array {
  const words = new DataView(new ArrayBuffer(28 + 40 + 64));
  for (let k = 0; k < 6; k++) words.setFloat32(4 * k, 100 * k + 64, true);
  words.setUint32(24, 2, true);
  [1, 2].forEach((scale, k) => {
    words.setFloat32(28 + 4 * k, scale, true);
  });
  words.setUint32(60, 3, true);
  words.setUint32(64, 1, true);
  for (let at = 68; at < 132; at += 4) words.setUint32(at, at, true);
  return new Uint8Array(words.buffer);
}

test('multi-resolution manifests (seed 102)', () => {
  const whole = manifest();
  expect(readManifest(whole, 'it').levels.map(({ nodes }) => nodes.length)).toEqual([3, 1]);
  const read = (bytes: Uint8Array) => chooseLevel(readManifest(bytes, 'it'));
  expect(expectRefusal(whole, 102, 68, read)).toBeGreaterThan(800);
});

const tree = {
  vertices: Float64Array.from({ length: 60 }, (_none, i) => i * 11),
  edges: Uint32Array.from({ length: 38 }, (_none, i) => (i + 1) >> 1),
};

test('skeletons (seed 103)', () => {
  const info = {
    transform: [8, 0, 0, 0, 0, 8, 0, 0, 0, 0, 8, 0],
    attributes: [
      { id: 'radius', type: 'float32' as const, components: 1 },
      { id: 'vertex_types', type: 'uint8' as const, components: 1 },
    ],
  };
  const whole = writeSkeleton(tree);
  expect(readSkeleton(whole, info, 'it').edges).toEqual(tree.edges);
  expect(expectRefusal(whole, 103, 8, (bytes) => readSkeleton(bytes, info, 'it'))).toBeGreaterThan(800);
});

/** JSON with a piece taken out or another put in its place. */
function mangle(text: string, next: () => number): string {
  const pieces = ['null', '-1', '1e300', '"x"', '[]', '{}', '1.5', '99999999999999999999', 'true'];
  const values = [...text.matchAll(/-?\d+(\.\d+)?|"[^"]*"(?!:)|\[[^[\]]*\]/g)];
  const { index, 0: old } = values[Math.floor(next() * values.length)]!;
  const piece = next() < 0.1 ? '' : pieces[Math.floor(next() * pieces.length)]!;
  return text.slice(0, index) + piece + text.slice(index + old.length);
}

test.each([
  [
    'a volume',
    104,
    () => volumePackaging({ resolution: [4, 4, 40], size: [90, 90, 90], mesh: 'mesh' })[0]!.bytes,
  ],
  [
    'a folder of skeletons',
    105,
    () => skeletonFiles(new Map([['1' as Id, tree]]), shardingFor(900))[0]!.bytes,
  ],
])('the info of %s (seed %i)', (_what, seed, whole) => {
  const next = random(seed);
  const text = utf8(whole());
  const strange: unknown[] = [];
  let failed = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const bytes = toUtf8(mangle(text, next));
    const store = serve(filesOf([{ path: 'info', bytes }]));
    for (const work of [
      readVolumeInfo({ url: ORIGIN }),
      openSkeletons({ url: ORIGIN }),
      readMesh({ url: ORIGIN }, '5' as Id, {}),
    ]) {
      try {
        store.run<unknown>(work);
      } catch (error) {
        failed++;
        if (!(error instanceof TtError)) strange.push(error);
      }
    }
  }
  expect(strange).toEqual([]);
  expect(failed).toBeGreaterThan(ROUNDS);
});
