// Fetches skeletons a few at a time, and meshes when the companion has made them.
import type { ViewerSlice } from '../../src/addon/interfaces/api';
import { asCallError, call } from '../server';
import { alignedBytes, decode, type Neuron } from './decode';
import { type Triangles, trianglesOf } from './ply';

/** Ids in one call: few, so that the first are visible while others are fetched. */
const AT_ONCE = 8;
const POLL_MS = 3000;

export type Missing = ViewerSlice['missing'][number];

/**
 * Calls back for each skeleton as it arrives. Rejects with the add-on's error; stops without one where `wanted` turns
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
    const { neurons, missing, remaining: left } = await call('viewerSkeletons', part);
    if (!isWanted()) return;
    const broken: Missing[] = [];
    const whole = neurons.flatMap((packed) => {
      try {
        return [decode(packed)];
      } catch (thrown) {
        broken.push({ id: packed.id, code: 'FAULT', message: asCallError(thrown).message });
        return [];
      }
    });
    if (left.length >= part.length) throw new Error('The skeletons do not get on. Try again.');
    open.unshift(...left);
    onArrival(whole, [...missing, ...broken]);
  }
}

/** Polls until the mesh is made; `onProgress` receives the progress. Null where `wanted` turned false meanwhile. */
export async function loadMesh(
  id: string,
  isWanted: () => boolean,
  onProgress: (words: string) => void,
): Promise<Triangles | null> {
  while (isWanted()) {
    try {
      const { ply } = await call('viewerMesh', id);
      return isWanted() ? trianglesOf(alignedBytes(ply)) : null;
    } catch (thrown) {
      const error = asCallError(thrown);
      if (error.code !== 'PENDING') throw thrown;
      onProgress(error.progress ?? error.message);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return null;
}
