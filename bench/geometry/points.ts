/**
 * Labels at 10,000 points: reads single voxels from encoded chunks, against cloud-volume, which decodes whole chunks.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Vec3 } from '../../src/core/points';
import { type Layout, labelReader } from '../../src/volumes/labels/compressed-segmentation';
import { encodeLabels } from '../../src/volumes/labels/encode-labels';
import { random } from '../../workbench/random';
import { median, type Ratio } from '../ratio';

const SEED = 91;
const POINTS = 10_000;
const RUNS = 5;
const LAYOUT: Layout = { shape: [128, 128, 32], block: [8, 8, 8], width: 8 };

/** Reads chunks and points; prints the milliseconds of looking up all points, and the sum of the labels. */
const PYTHON = `
import sys, time
import numpy as np
from cloudvolume import chunks
folder, count = sys.argv[1], int(sys.argv[2])
files = [open(f"{folder}/{i}", "rb").read() for i in range(count)]
points = np.fromfile(f"{folder}/points", dtype="<u4").reshape(count, -1, 3)
def look():
    total = 0
    for file, at in zip(files, points):
        cube = chunks.decode(file, "compressed_segmentation", (${LAYOUT.shape.join()}, 1), np.uint64, (8, 8, 8))
        total += int(cube[at[:, 0], at[:, 1], at[:, 2], 0].astype(object).sum())
    return total
look()
start = time.perf_counter()
total = look()
print((time.perf_counter() - start) * 1000, total)
`;

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
  return [compare(python, 20, 'in 20 chunks'), compare(python, 1, 'in one chunk')];
}

function compare(python: string | null, count: number, words: string): Ratio {
  const chunks = Array.from({ length: count }, (_none, i) => chunk(SEED + i));
  const next = random(SEED);
  const voxels = chunks.map(() =>
    Array.from(
      { length: POINTS / count },
      () => LAYOUT.shape.map((size) => Math.floor(next() * size)) as Vec3,
    ),
  );
  let total = 0n;
  const ours = (): number => {
    const start = performance.now();
    total = 0n;
    chunks.forEach((bytes, i) => {
      const labelOf = labelReader(bytes, LAYOUT);
      for (const voxel of voxels[i]!) total += labelOf(voxel);
    });
    return performance.now() - start;
  };
  ours();
  const folder = mkdtempSync(join(tmpdir(), 'points-'));
  const [mine, theirs]: [number[], number[]] = [[], []];
  try {
    for (const [i, bytes] of chunks.entries()) writeFileSync(join(folder, String(i)), bytes);
    writeFileSync(join(folder, 'points'), Uint32Array.from(voxels.flat(2)));
    for (let run = 0; run < RUNS; run++) {
      mine.push(ours());
      const other = python === null ? null : cloudVolume(python, folder, count);
      if (other === null) continue;
      if (other.total !== total) throw new Error('cloud-volume reads other labels at these points');
      theirs.push(other.ms);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    what: `labels at ${POINTS} points ${words} of ${LAYOUT.shape.join(' × ')}`,
    ours: median(mine),
    work: [total > 0n ? POINTS : 0, 'labels'],
    other: 'cloud-volume, whole chunks decoded',
    theirs: theirs.length > 0 ? median(theirs) : null,
    note: `${theirs.length > 0 ? 'every label agreed on' : 'not compared'}; seed ${SEED}`,
  };
}

/** Null if cloud-volume cannot run. */
function cloudVolume(python: string, folder: string, count: number): { ms: number; total: bigint } | null {
  const { status, stdout } = spawnSync(python, ['-c', PYTHON, folder, String(count)], { encoding: 'utf8' });
  const found = /^([0-9.]+) (\d+)\s*$/.exec(stdout ?? '');
  return status === 0 && found ? { ms: Number(found[1]), total: BigInt(found[2]!) } : null;
}
