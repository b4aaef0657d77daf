/**
 * Moving a folder: copied, looked at again, and only then deleted, object by object. What changed meanwhile, or has a
 * copy that could not be compared, stays where it is.
 */
import { TtError } from '../../core/errors';
import type { Work } from '../../http/work';
import type { Removal } from '../store/store';
import { runDelete } from './delete-folder';
import { type FolderPlan, planCopy } from './folder-plan';
import { type PlanRun, runPlan, type TransferProgress } from './run-plan';

export interface FolderMove {
  copied: PlanRun;
  deleted: number;
  /** What is still at the old place, and why. */
  kept: Removal[];
}

/** Throws INPUT, with nothing deleted, where an object could not be copied. */
export function* moveFolder(plan: FolderPlan, progress: TransferProgress): Work<FolderMove> {
  const { from, to } = plan;
  if (from.store.readOnly !== '') throw new TtError('INPUT', `${from.text}: ${from.store.readOnly}`);
  const copied = yield* runPlan(plan, { progress });
  const [failure] = copied.failed;
  if (failure) {
    const words = `${copied.failed.length} of ${plan.items.length} objects could not be copied, such as ${failure.name}: ${failure.error.message}`;
    throw new TtError(failure.error.code, `${words}. Nothing was deleted. Run again to go on`);
  }
  const versions = new Map([...plan.items, ...plan.same].map(({ from: info }) => [info.name, info.version]));
  const now = yield* planCopy(from, to);
  // A store that copies by itself compares what it wrote; between stores a copy is known by a sum alone.
  const inside = from.store.place !== '' && from.store.place === to.store.place;
  const notRemoved: Removal[] = [];
  const missing = now.same.flatMap((item) => {
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
  const bytes = missing.reduce((sum, { size }) => sum + size, 0);
  const remaining = yield* runDelete(
    { at: from, objects: missing, unfinished: [], bytes, skipped: [] },
    progress,
  );
  return { copied, deleted: missing.length - remaining.length, kept: [...notRemoved, ...remaining] };
}

const isSummed = ({ from, replaces }: FolderPlan['same'][number]): boolean =>
  replaces !== null &&
  ((from.md5 !== '' && replaces.md5 !== '') || (from.crc32c !== '' && replaces.crc32c !== ''));
