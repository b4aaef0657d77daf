/** Ids for tests of the sheet: the smallest neurons, because looking up ids is not what these tests measure. */
import type { CaveSandbox } from '@tracer-tools/cave';

const SAMPLED = 300;

/** `stale` stale ids and `current` current ones. */
export function smallNeurons({ truth }: CaveSandbox, stale: number, current: number): string[] {
  const smallest = (ids: string[], count: number) =>
    ids.sort((a, b) => truth.supervoxelCount(a) - truth.supervoxelCount(b)).slice(0, count);
  return [...smallest(truth.sampleStale(SAMPLED), stale), ...smallest(truth.sampleCurrent(SAMPLED), current)];
}
