// Loads skeletons a few at a time, and meshes that the companion makes.
import type { ViewerSlice } from '../../src/addon/interfaces/api';
import { asCallError, call } from '../server';
import { alignedBytes, decode, type Neuron } from './decode';
import { type Triangles, trianglesOf } from './ply';

/** Ids per call: few, so that the first skeletons are visible while others load. */
const AT_ONCE = 8;
const POLL_MS = 3000;

export type Missing = ViewerSlice['missing'][number];

/**
 * Calls `onArrival` for skeletons as they arrive. Rejects with the add-on's error; returns early if `isWanted` becomes
 * false.
 */
export async function loadSkeletons(
  ids: readonly string[],
  isWanted: () => boolean,
  onArrival: (neurons: Neuron[], missing: Missing[]) => void,
): Promise<void> {
  const open = [...ids];
  while (open.length > 0) {
    const part = open.splice(0, AT_ONCE);
    const { neurons, missing, remaining } = await call('viewerSkeletons', part);
    if (!isWanted()) return;
    const broken: Missing[] = [];
    const whole = neurons.flatMap((packedNeuron) => {
      try {
        return [decode(packedNeuron)];
      } catch (error) {
        broken.push({ id: packedNeuron.id, code: 'FAULT', message: asCallError(error).message });
        return [];
      }
    });
    if (remaining.length >= part.length) throw new Error('The skeletons do not get on. Try again.');
    open.unshift(...remaining);
    onArrival(whole, [...missing, ...broken]);
  }
}

/** Asks until the mesh is made; calls `onProgress` with the progress. Null if `isWanted` became false. */
export async function loadMesh(
  id: string,
  isWanted: () => boolean,
  onProgress: (words: string) => void,
): Promise<Triangles | null> {
  while (isWanted()) {
    try {
      const { ply } = await call('viewerMesh', id);
      return isWanted() ? trianglesOf(alignedBytes(ply)) : null;
    } catch (failure) {
      const error = asCallError(failure);
      if (error.code !== 'PENDING') throw failure;
      onProgress(error.progress ?? error.message);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return null;
}
