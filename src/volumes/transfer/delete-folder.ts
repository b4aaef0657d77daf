/** Deletes a folder: lists its objects, then deletes them in batches, and reports the remaining ones. */
import { asTtError, TtError } from '../../core/errors';
import type { Work } from '../../http/work';
import { type Location, wholeStore } from '../places/locate';
import type { ObjectInfo, OpenUpload, Removal, SkippedEntry } from '../store/store';
import { MOST_OBJECTS, nothingThere, prefixOf } from './folder-plan';
import { stopError, type TransferProgress } from './run-plan';

export interface DeletePlan {
  at: Location;
  objects: ObjectInfo[];
  unfinished: OpenUpload[];
  bytes: number;
  /** Entries that stay because they are not objects. */
  skipped: SkippedEntry[];
}

/** Refuses a whole bucket, and a folder at the top of a disk. */
export function* planDelete(at: Location): Work<DeletePlan> {
  if (at.store.readOnly !== '') throw new TtError('INPUT', `${at.text}: ${at.store.readOnly}`);
  if (at.name === '') throw new TtError('INPUT', `${wholeStore(at)}: it is not deleted from here`);
  if (at.store.place === 'file' && at.name.split('/').length < 3) {
    throw new TtError('INPUT', `${at.text} lies at the top of the disk: it is not deleted from here`);
  }
  const prefix = prefixOf(at.name);
  const { objects, skipped: others = [] } = yield* at.store.list(prefix, { most: MOST_OBJECTS });
  const openUploads = yield* at.store.unfinished(prefix);
  const endedNames = new Set(openUploads.map(({ name }) => name));
  const skipped = others.filter(({ name }) => !endedNames.has(name));
  if (objects.length === 0 && openUploads.length === 0) throw yield* nothingThere(at);
  const bytes = objects.reduce((sum, { size }) => sum + size, 0);
  return { at, objects, unfinished: openUploads, bytes, skipped };
}

/** Names per call, so that progress is reported between calls; stores split them into their own batches. */
const CALL = 1000;
const PASSES = 4;

/** Returns the objects that could not be deleted. Deletes only listed objects: those that others add meanwhile stay. */
export function* runDelete(
  { at, objects, unfinished }: DeletePlan,
  progress: TransferProgress,
): Work<Removal[]> {
  const notRemoved: Removal[] = [];
  let count = 0;
  for (let from = 0; from < objects.length; from += CALL) {
    const remaining = yield* removeAll(
      at,
      objects.slice(from, from + CALL).map(({ name }) => name),
      () => stopError(count, objects.length),
    );
    notRemoved.push(...remaining);
    count += Math.min(CALL, objects.length - from) - remaining.length;
    progress(count, objects.length, 'objects deleted');
  }
  for (const upload of unfinished) yield* at.store.abandon(upload);
  return notRemoved;
}

/** A batch whose reply was lost is sent again: objects that no longer exist count as deleted. */
function* removeAll(at: Location, names: readonly string[], ends: () => TtError): Work<Removal[]> {
  let remaining: Removal[] = names.map((name) => ({ name, why: '' }));
  for (let pass = 1; remaining.length > 0 && pass <= PASSES; pass++) {
    try {
      remaining = yield* at.store.removeMany(remaining.map(({ name }) => name));
    } catch (error) {
      const { code, transient } = asTtError(error);
      if (code === 'PENDING') throw ends();
      if (!transient || pass === PASSES) throw error;
    }
  }
  return remaining;
}

/** Sum of the objects that are not in `remaining`. */
export function bytesWithout(objects: readonly ObjectInfo[], remaining: readonly Removal[]): number {
  const names = new Set(remaining.map(({ name }) => name));
  return objects.reduce((sum, { name, size }) => sum + (names.has(name) ? 0 : size), 0);
}
