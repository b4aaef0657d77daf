/**
 * Moves a folder: copies it, checks the copies, and only then deletes the source, object by object. An object stays if
 * it changed meanwhile or its copy could not be compared.
 */
import { TtError } from '../../core/errors';
import type { Work } from '../../http/work';
import type { Removal } from '../store/store';
import { bytesWithout, runDelete } from './delete-folder';
import { type FolderPlan, planCopy } from './folder-plan';
import { type PlanRun, runPlan, type TransferProgress } from './run-plan';

export interface FolderMove {
  copied: PlanRun;
  /** Number of objects that are at the new place alone, and their bytes. */
  deleted: number;
  bytes: number;
  /** Objects that are still at the old place, with the reason. */
  kept: Removal[];
}

/** Throws INPUT and deletes nothing if an object could not be copied. */
export function* moveFolder(plan: FolderPlan, progress: TransferProgress): Work<FolderMove> {
  const { from, to } = plan;
  if (from.store.readOnly !== '') throw new TtError('INPUT', `${from.text}: ${from.store.readOnly}`);
  const copyRun = yield* runPlan(plan, { progress });
  const [failure] = copyRun.failed;
  if (failure) {
    const words = `${copyRun.failed.length} of ${plan.items.length} objects could not be copied, such as ${failure.name}: ${failure.error.message}`;
    throw new TtError(failure.error.code, `${words}. Nothing was deleted. Run again to go on`);
  }
  const versions = new Map([...plan.items, ...plan.same].map(({ from: info }) => [info.name, info.version]));
  const now = yield* planCopy(from, to);
  // A store that copies inside itself compares the result; between stores, only a checksum proves a copy.
  const inside = from.store.place !== '' && from.store.place === to.store.place;
  const notRemoved: Removal[] = [];
  const movedItems = now.same.flatMap((item) => {
    const why =
      versions.get(item.from.name) !== item.from.version
        ? 'it changed while it was moved'
        : !inside && now.sizesAlone > 0 && item.from.size > 0 && !isSummed(item)
          ? 'its copy could be compared by size alone'
          : '';
    if (why !== '') notRemoved.push({ name: item.from.name, why });
    return why === '' ? [item.from] : [];
  });
  for (const item of now.items)
    notRemoved.push({ name: item.from.name, why: 'it came or changed while it was moved' });
  const plannedDeletion = { at: from, objects: movedItems, unfinished: [], bytes: 0, skipped: [] };
  const remaining = yield* runDelete(plannedDeletion, progress);
  return {
    copied: copyRun,
    deleted: movedItems.length - remaining.length,
    bytes: bytesWithout(movedItems, remaining),
    kept: [...notRemoved, ...remaining],
  };
}

const isSummed = ({ from, replaces }: FolderPlan['same'][number]): boolean =>
  replaces !== null &&
  ((from.md5 !== '' && replaces.md5 !== '') || (from.crc32c !== '' && replaces.crc32c !== ''));
