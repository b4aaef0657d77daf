/** Label encodings against each other, against what the format says, and damaged. */

import { TtError } from '../../src/core/errors';
import type { Vec3 } from '../../src/core/points';
import { decodeLabels, type Layout, labelReader } from '../../src/volumes/labels/compressed-segmentation';
import { encodeLabels } from '../../src/volumes/labels/encode-labels';
import { decodeRaw, rawLabelReader } from '../../src/volumes/labels/raw';
import { random } from '../../workbench/random';

/** Labels in clumps; `kinds` of them, from all of 64 or 32 bits. */
function labelsOf(shape: Vec3, kinds: number, width: 4 | 8, seed: number): BigUint64Array {
  const next = random(seed);
  const bits = (): bigint => BigInt(Math.floor(next() * 2 ** 32));
  const names = Array.from({ length: kinds }, () => (width === 8 ? (bits() << 32n) | bits() : bits()));
  let current = names[0]!;
  return BigUint64Array.from({ length: shape[0] * shape[1] * shape[2] }, () => {
    if (next() < 0.4) current = names[Math.floor(next() * kinds)]!;
    return current;
  });
}

const labelOf = (bytes: Uint8Array, layout: Layout, voxel: Vec3, channel = 0): bigint =>
  labelReader(bytes, layout, channel)(voxel);

const cases: [Vec3, Vec3, number, 4 | 8, number][] = [
  [[16, 16, 16], [8, 8, 8], 1, 8, 61],
  [[16, 16, 16], [8, 8, 8], 2, 8, 62],
  [[17, 9, 5], [8, 8, 8], 4, 8, 63],
  [[30, 30, 7], [8, 8, 8], 300, 8, 64],
  [[30, 31, 9], [8, 8, 8], 100_000, 4, 65],
  [[33, 33, 33], [32, 32, 33], 80_000, 8, 66],
  [[5, 4, 3], [2, 4, 8], 9, 4, 67],
];

test.each(cases)(
  'shape %j, blocks %j, %i labels of %i bytes come back (seed %i)',
  (shape, block, kinds, width, seed) => {
    const labels = labelsOf(shape, kinds, width, seed);
    const layout: Layout = { shape, block, width };
    const bytes = encodeLabels(labels, layout);
    expect(Buffer.from(decodeLabels(bytes, layout).buffer).equals(Buffer.from(labels.buffer))).toBe(true);
    const next = random(seed);
    // Also where the bytes begin at an odd address.
    const odd = new Uint8Array(bytes.length + 1).subarray(1);
    odd.set(bytes);
    let wrong = 0;
    for (let n = 0; n < 300; n++) {
      const voxel = shape.map((size) => Math.floor(next() * size)) as Vec3;
      const expected = labels[voxel[0] + shape[0] * (voxel[1] + shape[1] * voxel[2])];
      if (labelOf(bytes, layout, voxel) !== expected || labelOf(odd, layout, voxel) !== expected) wrong++;
    }
    expect(wrong).toBe(0);
  },
);

test('a second channel stands where the header says', () => {
  const layout: Layout = { shape: [8, 8, 8], block: [8, 8, 8], width: 8 };
  const [one, two] = [1n, 2n ** 63n].map((label) =>
    encodeLabels(new BigUint64Array(512).fill(label), layout),
  );
  const words = [one!, two!].map((bytes) => new Uint32Array(bytes.buffer).subarray(1));
  const both = Uint32Array.from([2, 2 + words[0]!.length, ...words[0]!, ...words[1]!]);
  const bytes = new Uint8Array(both.buffer);
  expect([0, 1].map((channel) => labelOf(bytes, layout, [3, 3, 3], channel))).toEqual([1n, 2n ** 63n]);
});

test('an index of 32 bits is read whole', () => {
  const layout: Layout = { shape: [1, 1, 1], block: [1, 1, 1], width: 4 };
  // channel at 1; header: table at word 3 and 32 bits, values at word 2; value 0x80000000 points beyond the file.
  const bytes = (value: number) => new Uint8Array(Uint32Array.from([1, (32 << 24) | 3, 2, value, 77]).buffer);
  expect(labelOf(bytes(0), layout, [0, 0, 0])).toBe(77n);
  expect(() => labelOf(bytes(0x80000000), layout, [0, 0, 0])).toThrow(/lies beyond its end/);
});

test('what is not compressed_segmentation is told', () => {
  const layout: Layout = { shape: [64, 64, 64], block: [8, 8, 8], width: 8 };
  expect(() => labelOf(new Uint8Array(0), layout, [0, 0, 0])).toThrow(/it is empty/);
  expect(() => labelOf(new Uint8Array(400), layout, [0, 0, 0])).toThrow(/does not begin as/);
  expect(() => labelOf(Uint8Array.from([1, 0, 0, 0, 9, 9]), layout, [0, 0, 0])).toThrow(
    /headers of 512 blocks/,
  );
  const odd = new Uint8Array(8000);
  odd.set([1, 0, 0, 0, 0, 0, 0, 3]);
  expect(() => labelOf(odd, layout, [0, 0, 0])).toThrow(/a block of 3 bits/);
});

test.each([
  [1, Uint8Array.from([1, 2, 3, 250])],
  [2, Uint16Array.from([1, 2, 3, 65_000])],
  [4, Uint32Array.from([1, 2, 3, 4_000_000_000])],
  [8, BigUint64Array.from([1n, 2n, 3n, 2n ** 64n - 1n])],
] as const)('raw labels of %i bytes', (width, values) => {
  const bytes = new Uint8Array(values.buffer);
  const target = Array.from(values, BigInt);
  expect([...decodeRaw(bytes, [2, 2, 1], width)]).toEqual(target);
  expect(rawLabelReader(bytes, [2, 2, 1], width)([1, 1, 0])).toBe(target[3]);
  expect(() => decodeRaw(bytes, [2, 2, 2], width)).toThrow(/where there should be/);
});

test('1,000 damaged chunks end in labels or an error (seed 68)', () => {
  const next = random(68);
  const layout: Layout = { shape: [20, 20, 20], block: [8, 8, 8], width: 8 };
  const whole = encodeLabels(labelsOf(layout.shape, 40, 8, 69), layout);
  let failed = 0;
  for (let round = 0; round < 1000; round++) {
    const bad = whole.slice(0, next() < 0.3 ? Math.floor(next() * whole.length) : whole.length);
    for (let n = 0; n < 3; n++)
      bad[Math.floor(next() * Math.min(bad.length, 240))] = Math.floor(next() * 256);
    for (const read of [() => decodeLabels(bad, layout), () => labelOf(bad, layout, [19, 19, 19])]) {
      try {
        read();
      } catch (error) {
        expect(error).toBeInstanceOf(TtError);
        failed++;
      }
    }
  }
  expect(failed).toBeGreaterThan(500);
});
