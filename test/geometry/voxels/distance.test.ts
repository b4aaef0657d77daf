import { squaredDistances } from '../../../src/geometry/voxels/distance';
import { random } from '../../../workbench/random';

test.each([
  [1, 0.02, 0],
  [2, 0.3, 1],
  [3, 0.004, 1],
  [4, 0.97, 0],
  [5, 0, 1],
] as const)('as by trying all pairs, seed %i', (seed, share, kind) => {
  const next = random(seed);
  const size: [number, number, number] = [7, 19, 11];
  const voxel: [number, number, number] = [4, 1.5, 45];
  const inside = Uint8Array.from({ length: 7 * 19 * 11 }, () => (next() < share ? 1 : 0));
  const found = squaredDistances({ inside, size, voxel }, kind);
  const place = (at: number) =>
    [Math.floor(at / 11) % 7, Math.floor(at / 77), at % 11].map((i, axis) => i * voxel[axis]!);
  const targets = [...inside.keys()].filter((at) => inside[at] === kind).map(place);
  for (const at of inside.keys()) {
    const [x, y, z] = place(at) as [number, number, number];
    let least = Infinity;
    for (const [a, b, c] of targets) least = Math.min(least, (a! - x) ** 2 + (b! - y) ** 2 + (c! - z) ** 2);
    if (found[at] !== least) expect(Math.abs(found[at]! - least) / least).toBeLessThan(1e-6);
  }
});
