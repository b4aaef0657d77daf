// What the Files panel does with chosen files and folders: first a plan to show, then the work.

import { TtError } from '../../src/core/errors';
import { allSettled, type Work } from '../../src/http/work';
import type { Location } from '../../src/volumes/places/locate';
import { lastPart } from '../../src/volumes/store/address';
import type { ObjectInfo, Removal } from '../../src/volumes/store/store';
import {
  bytesWithout,
  type DeletePlan,
  planDelete,
  runDelete,
} from '../../src/volumes/transfer/delete-folder';
import { type FolderPlan, planCopy, planOf } from '../../src/volumes/transfer/folder-plan';
import { moveFolder } from '../../src/volumes/transfer/move-folder';
import { runPlan } from '../../src/volumes/transfer/run-plan';
import { bucketWork, type StoreProgress } from './tools';

/** A file with its metadata from a listing, or a folder (`info` is null). */
export interface StoreTarget {
  at: Location;
  info: ObjectInfo | null;
}

export interface StoreOutcome {
  done: number;
  bytes: number;
  failed: { name: string; why: string }[];
  /** Number of files that an earlier run moved, or that were there already. */
  earlier: number;
  /** What still exists, though it should have been deleted. */
  keptSources: Removal[];
}

export const parentOf = (at: Location): Location =>
  below(at, at.name.slice(0, Math.max(0, at.name.lastIndexOf('/'))));
/** The location of a full name in the same store. */
export const below = (at: Location, name: string): Location => ({
  store: at.store,
  name,
  text: name === '' ? at.store.root : `${at.store.root}/${name}`,
  folder: false,
});
export const child = (folder: Location, name: string): Location =>
  below(folder, folder.name === '' ? name : `${folder.name}/${name}`);

/** `newName` renames a single target; without it, targets keep their names. */
export function* planCopies(targets: readonly StoreTarget[], to: Location, newName = ''): Work<FolderPlan[]> {
  const plans: FolderPlan[] = [];
  for (const { at, info } of targets) {
    const name = newName || lastPart(at.name);
    if (info === null) plans.push(yield* planCopy(at, child(to, name)));
    else plans.push(yield* planFile(at, info, to, name));
  }
  return plans;
}

function* planFile(at: Location, info: ObjectInfo, to: Location, name: string): Work<FolderPlan> {
  if (to.store.readOnly !== '') throw new TtError('INPUT', `${to.text}: ${to.store.readOnly}`);
  const target = child(to, name);
  if (target.text === at.text)
    throw new TtError('INPUT', `${at.text} and the new place are the same: nothing was done`);
  const there = yield* to.store.stat(target.name);
  const plan = yield* planOf(parentOf(at), to, {
    source: { objects: [info], folders: [] },
    there: there === null ? [] : [{ ...there, name: child(to, lastPart(at.name)).name }],
  });
  const toTarget = (item: FolderPlan['items'][number]) => ({ ...item, to: target.name });
  return { ...plan, items: plan.items.map(toTarget), same: plan.same.map(toTarget) };
}

/** The plan without files that would replace other contents. */
export const withoutReplaced = (plan: FolderPlan): FolderPlan => {
  const items = plan.items.filter(({ replaces }) => replaces === null);
  return { ...plan, items, bytes: items.reduce((sum, { from }) => sum + from.size, 0) };
};

export function* runCopies(plans: readonly FolderPlan[], progress: StoreProgress): Work<StoreOutcome> {
  const outcome: StoreOutcome = { done: 0, bytes: 0, earlier: 0, failed: [], keptSources: [] };
  for (const plan of plans) {
    const run = yield* runPlan(plan, { progress });
    outcome.done += run.done;
    outcome.bytes += run.bytes;
    outcome.earlier += plan.same.length;
    outcome.failed.push(...run.failed.map(({ name, error }) => ({ name, why: error.message })));
  }
  return outcome;
}

/** Moves a file in one request if the store can; deletes nothing before its copy was compared. */
export function* runMoves(
  targets: readonly StoreTarget[],
  plans: readonly FolderPlan[],
  to: Location,
  newName: string,
  progress: StoreProgress,
): Work<StoreOutcome> {
  const outcome: StoreOutcome = { done: 0, bytes: 0, earlier: 0, failed: [], keptSources: [] };
  for (const [i, { at, info }] of targets.entries()) {
    if (info === null) {
      const { deleted, bytes, kept } = yield* moveFolder(plans[i]!, progress);
      outcome.done += deleted;
      outcome.bytes += bytes;
      outcome.keptSources.push(...kept);
      continue;
    }
    const file = { file_path: at.text };
    if (newName === '')
      yield* bucketWork(
        'bucket_move_file',
        { ...file, new_folder_path: `${to.text}/` },
        aliasOf(to, at),
        progress,
      );
    else yield* bucketWork('bucket_rename_file', { ...file, new_name: newName }, aliasOf(to, at), progress);
    outcome.done += 1;
    outcome.bytes += info.size;
    progress(i + 1, targets.length, 'files moved');
  }
  return outcome;
}

/** The aliases in the addresses of these places. */
function aliasOf(...places: Location[]): Record<string, string> {
  return Object.fromEntries(
    places.flatMap(({ store, text }) => {
      const scheme = /^([a-z0-9_-]+):/.exec(text)?.[1] ?? '';
      const host = store.place.replace(/^s3 /, '');
      return store.place.startsWith('s3 ') ? [[scheme, host]] : [];
    }),
  );
}

export interface Deletion {
  folders: DeletePlan[];
  files: StoreTarget[];
  objects: number;
  bytes: number;
}

export function* planDeletion(targets: readonly StoreTarget[]): Work<Deletion> {
  const files = targets.filter(({ info }) => info !== null);
  const folders: DeletePlan[] = [];
  for (const { at, info } of targets) if (info === null) folders.push(yield* planDelete(at));
  const sum = (of: readonly number[]) => of.reduce((total, one) => total + one, 0);
  return {
    folders,
    files,
    objects: files.length + sum(folders.map(({ objects }) => objects.length)),
    bytes: sum(files.map(({ info }) => info!.size)) + sum(folders.map(({ bytes }) => bytes)),
  };
}

/** Does not delete files that changed since they were listed. */
export function* runDeletion({ folders, files }: Deletion, progress: StoreProgress): Work<StoreOutcome> {
  const outcome: StoreOutcome = { done: 0, bytes: 0, earlier: 0, failed: [], keptSources: [] };
  const outcomes = yield* allSettled(files.map(({ at, info }) => at.store.remove(at.name, info!.version)));
  outcomes.forEach((one, i) => {
    const { at, info } = files[i]!;
    if (one.ok) {
      outcome.done += 1;
      outcome.bytes += info!.size;
    } else outcome.keptSources.push({ name: at.name, why: (one.error as Error).message });
  });
  for (const plan of folders) {
    const notRemoved = yield* runDelete(plan, progress);
    outcome.done += plan.objects.length - notRemoved.length;
    outcome.bytes += bytesWithout(plan.objects, notRemoved);
    outcome.keptSources.push(...notRemoved);
  }
  return outcome;
}
