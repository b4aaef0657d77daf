/** Runs a plan: copies many objects at once with limited memory, and records each failure by itself. */
import { CHECKSUMS } from '../../core/checksums';
import { asTtError, TtError } from '../../core/errors';
import { pool, type Work } from '../../http/work';
import { type CopyMeans, copyObject, PIECE, SMALL } from './copy-object';
import type { CopyItem, FolderPlan } from './folder-plan';
import { PieceMemory } from './piece-memory';

export type TransferProgress = (done: number, total: number, words: string) => void;

export interface PlanRun {
  done: number;
  bytes: number;
  /** Number of copies that could be compared only by size. */
  sizesAlone: number;
  failed: { name: string; error: TtError }[];
}

/** Pieces that are in memory for reading; as many again are being written: some 40 MB. */
const PIECES = 4;
/** Size classes of objects, and how many objects of each are copied at once. */
const SIZES = [
  { most: SMALL, width: 32 },
  { most: PIECE, width: 2 * PIECES },
  { most: Number.POSITIVE_INFINITY, width: PIECES },
];
/** Copies inside the store take no memory here. */
const INSIDE = [{ most: Number.POSITIVE_INFINITY, width: 32 }];
/** From this number of bytes on, progress is reported in MB and not in objects. */
const LARGE = 50e6;
/** A transient failure is tried again after the others; this is the limit of passes. */
const PASSES = 4;

export interface PlanRunOptions extends CopyMeans {
  progress: TransferProgress;
}

/** Copies the planned objects. Writes a new object only if there is none yet. Throws PENDING if it is stopped. */
export function* runPlan(plan: FolderPlan, options: PlanRunOptions): Work<PlanRun> {
  const { progress, memory = new PieceMemory(), checksums = CHECKSUMS } = options;
  const { from, to, cacheControl } = plan;
  const run: PlanRun = { done: 0, bytes: 0, sizesAlone: 0, failed: [] };
  const inside = from.store.place !== '' && from.store.place === to.store.place;
  const copyOne = (item: CopyItem, pieces: number) => () =>
    copyObject(
      { store: from.store, name: item.from.name },
      { store: to.store, name: item.to },
      {
        info: item.from,
        memory,
        width: pieces,
        checksums,
        onlyNew: item.replaces === null,
        moved: (bytes: number) => {
          passing += bytes;
          if (large) progress(toMb(passing), toMb(plan.bytes), 'MB copied');
        },
        ...(cacheControl === undefined ? {} : { cacheControl }),
      },
    );
  const total = plan.items.length;
  const large = !inside && plan.bytes > LARGE;
  let passing = 0;
  for (let remaining = plan.items, pass = 1; remaining.length > 0; pass++) {
    const again: CopyItem[] = [];
    const sizes = inside ? INSIDE : SIZES;
    const sizeOf = ({ from: { size } }: CopyItem) => sizes.findIndex(({ most }) => size <= most);
    const groups = sizes.map(({ width }, n) => ({
      width,
      items: remaining.filter((item) => sizeOf(item) === n),
    }));
    for (const { items, width } of groups) {
      // With few large objects, each has several pieces in flight.
      const pieces = Math.max(1, Math.floor(PIECES / items.length));
      const starts = items.map((item) => copyOne(item, pieces));
      const outcomes = yield* pool(starts, width, (one, i) => {
        if (!one.ok) return asTtError(one.error).code === 'PENDING';
        run.done += 1;
        run.bytes += items[i]!.from.size;
        if (one.value.compared === 'size' && one.value.source.size > 0) run.sizesAlone += 1;
        if (!large) progress(run.done, total, 'objects copied');
        return false;
      });
      outcomes.forEach((one, i) => {
        if (one.ok) return;
        const error = asTtError(one.error);
        if (error.code === 'PENDING') throw stopError(run.done, total);
        if (error.transient && pass < PASSES) again.push(items[i]!);
        else run.failed.push({ name: items[i]!.from.name, error });
      });
    }
    remaining = again;
  }
  return run;
}

const toMb = (bytes: number): number => Math.round(bytes / 1e6);

export const stopError = (count: number, total: number): TtError =>
  new TtError('PENDING', `stopped after ${count} of ${total} objects. Run again to go on`);
