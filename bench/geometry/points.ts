/**
 * Labels at 10,000 points: reads single voxels from encoded chunks, against cloud-volume, which decodes whole chunks.
 */
import type { Vec3 } from '../../src/core/points';
import { type Layout, labelReader } from '../../src/volumes/labels/compressed-segmentation';
import { encodeLabels } from '../../src/volumes/labels/encode-labels';
import { random } from '../../workbench/random';
import type { Ratio } from '../ratio';
import { type Asked, compare, startPython } from './python';

const SEED = 91;
const POINTS = 10_000;
const ROUNDS = 5;
const LAYOUT: Layout = { shape: [128, 128, 32], block: [8, 8, 8], width: 8 };

/** Labels in clumps of about ten voxels. */
function chunk(seed: number): Uint8Array {
  const next = random(seed);
  const [sx, sy, sz] = LAYOUT.shape;
  const coarse = Array.from({ length: 13 * 13 * 4 }, () => 2n ** 62n + BigInt(Math.floor(next() * 300)));
  const labels = new BigUint64Array(sx * sy * sz);
  for (let z = 0; z < sz; z++)
    for (let y = 0; y < sy; y++)
      for (let x = 0; x < sx; x++) {
        const cell = Math.floor(x / 10) + 13 * (Math.floor(y / 10) + 13 * Math.floor(z / 9));
        labels[x + sx * (y + sy * z)] = coarse[cell]!;
      }
  return encodeLabels(labels, LAYOUT);
}

/** `python`: an interpreter with cloud-volume, or null. */
export async function points(python: string | null): Promise<Ratio[]> {
  const child = python === null ? null : startPython(python, 'python/points.py');
  const rows = [await labelsIn(child, 20, 'in 20 chunks'), await labelsIn(child, 1, 'in one chunk')];
  child?.end();
  return rows;
}

function labelsIn(child: Asked | null, count: number, words: string): Promise<Ratio> {
  const chunks = Array.from({ length: count }, (_none, i) => chunk(SEED + i));
  const next = random(SEED);
  const voxels = chunks.map(() =>
    Array.from(
      { length: POINTS / count },
      () => LAYOUT.shape.map((size) => Math.floor(next() * size)) as Vec3,
    ),
  );
  const question = child && {
    chunks: chunks.map((bytes) => child.write('chunk', bytes)),
    points: child.write('points', Uint32Array.from(voxels.flat(2))),
    shape: LAYOUT.shape,
    block: LAYOUT.block,
  };
  return compare({
    what: `labels at ${POINTS} points ${words} of ${LAYOUT.shape.join(' × ')}`,
    ours: () => {
      let total = 0n;
      chunks.forEach((bytes, i) => {
        const labelOf = labelReader(bytes, LAYOUT);
        for (const voxel of voxels[i]!) total += labelOf(voxel);
      });
      return total;
    },
    other: 'cloud-volume, whole chunks decoded',
    theirs: child && (() => child.ask(question!)),
    rounds: ROUNDS,
    work: (total) => [total > 0n ? POINTS : 0, 'labels'],
    note: (_total, answer) => `${answer ? 'the same labels' : 'not compared'}; seed ${SEED}`,
    differs: (total, answer) => answer.total !== String(total),
  });
}
