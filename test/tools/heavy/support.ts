/** A bench whose context does heavy work in this process. */
import { join } from 'node:path';
import { type Kernels, loadKernels } from '../../../src/geometry/kernels';
import { wasmFiles } from '../../../src/node/wasmFiles';
import type { Ctx } from '../../../src/tools/declare';
import { HEAVY } from '../../../src/tools/heavy';
import { localHeavy } from '../../../src/tools/heavy/work';
import { type Bench, bench } from '../../support/sandboxDriver';

const loaded: Partial<Kernels> = {};

/** Kernels are loaded once for all tests of a file: call in `beforeAll`. */
export async function heavyBench(seed = 1): Promise<Bench & { steps: [number, number, string][] }> {
  const made = bench(seed);
  const names = [...new Set(Object.values(HEAVY).flatMap(({ kernels }) => kernels))];
  await loadKernels(names, wasmFiles(join(__dirname, '../../../dist')), loaded);
  const steps: [number, number, string][] = [];
  const progress = (done: number, total: number, words: string) => void steps.push([done, total, words]);
  const heavy = localHeavy(HEAVY, { kernels: loaded, progress });
  return {
    ...made,
    steps,
    ctx: (datastack?: string, token?: string): Ctx => ({ ...made.ctx(datastack, token), heavy }),
  };
}
