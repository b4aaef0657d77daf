/** Segments' skeletons for use: what is cached now, and why there is none of the others. */
import { cachedSkeletons, makeSkeletons, type Skeleton } from '../cave/skeleton';
import type { Memory, Stack } from '../cave/stack';
import { unknownRoots } from '../cave/unknownRoots';
import { asTtError, TtError } from '../core/errors';
import type { Id } from '../core/ids';
import { asObject, parseJson, writeJson } from '../core/json';
import { settleAll, type Work } from '../exchange/work';
import { unknownSegment } from './segments';

/** Whoever asks: what is remembered of earlier questions, and the time of this one (ms). */
export interface Asker {
  memory: Memory;
  now: () => number;
  /** Somebody waits, as a formula does: many fast requests are better than few slow ones. */
  hurried?: boolean;
}

/** A queue that works makes a skeleton in minutes; a message that is lost is acknowledged like any other. */
const OVERDUE_MS = 30 * 60_000;
/** The add-on's memory is emptied after six hours, and an entry of it holds 100 KB. */
const REMEMBERED_SECONDS = 21_600;
const REMEMBERED_IDS = 2000;

/**
 * What `use` makes of each skeleton. A missing one is queued and says PENDING; UNKNOWN where CAVE has no such segment
 * (`known: true` where that was asked already); NONE where it is refused, or was not made in half an hour.
 */
export function* skeletonsOf<T>(
  stack: Stack,
  ids: readonly Id[],
  asker: Asker,
  use: (skeleton: Skeleton) => T,
  { known = false } = {},
): Work<Map<Id, T | TtError>> {
  const found = yield* cachedSkeletons(stack, ids, asker.memory, use, asker.hurried ? 'always' : 'if slow');
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length === 0) return found;
  const unknown = known ? new Set<Id>() : yield* unknownRoots(stack, missing);
  for (const id of unknown) found.set(id, unknownSegment(stack));
  const wanted = missing.filter((id) => !unknown.has(id));
  for (const [id, answer] of yield* queueMissing(stack, wanted, asker, use)) found.set(id, answer);
  return found;
}

/** A queue that fails is told in the rows that wait for it. */
function* queueMissing<T>(
  stack: Stack,
  ids: readonly Id[],
  asker: Asker,
  use: (skeleton: Skeleton) => T,
): Work<Map<Id, T | TtError>> {
  if (ids.length === 0) return new Map();
  const [queue] = yield* settleAll([makeSkeletons(stack, ids)]);
  if (!queue!.ok) {
    const error = asTtError(queue!.error);
    return new Map(ids.map((id) => [id, error]));
  }
  const seconds = queue!.value;
  if (seconds > 0) {
    const since = firstWanted(stack, ids, asker);
    return new Map(ids.map((id) => [id, whyMissing(seconds, asker.now() - since.get(id)!)]));
  }
  // Nothing to be made: refused, or there after all. The bucket alone may be of another time, or lie elsewhere.
  const there = yield* cachedSkeletons(stack, ids, asker.memory, use, 'never');
  const refused = new TtError(
    'NONE',
    `${stack.name} makes no skeleton of this segment (it is refused or unknown)`,
  );
  return new Map(ids.map((id) => [id, there.get(id) ?? refused]));
}

function whyMissing(seconds: number, waitedMs: number): TtError {
  const minutes = (ms: number) => Math.ceil(ms / 60_000);
  if (waitedMs > Math.max(OVERDUE_MS, 3000 * seconds)) {
    return new TtError(
      'NONE',
      `the skeleton was ordered ${minutes(waitedMs)} min ago and is not made. Tell the datastack’s owners`,
    );
  }
  return new TtError(
    'PENDING',
    `the skeleton is being made, about ${minutes(1000 * seconds)} min. Refresh then`,
  );
}

/** When each of these was first found missing, ms; one entry of the memory for all of a datastack. */
function firstWanted(stack: Stack, ids: readonly Id[], { memory, now }: Asker): Map<Id, number> {
  const key = `skeletons wanted:${stack.local}:${stack.name}`;
  const kept = readWaits(memory.get(key));
  const since = new Map(ids.map((id) => [id, kept.get(id) ?? now()]));
  // The latest are kept where there are too many.
  const all = [...[...kept].filter(([id]) => !since.has(id as Id)), ...since].slice(-REMEMBERED_IDS);
  memory.put(key, writeJson(Object.fromEntries(all)), REMEMBERED_SECONDS);
  return since;
}

function readWaits(text: string | null): Map<string, number> {
  try {
    const kept = Object.entries(asObject(parseJson(text ?? '{}')) ?? {});
    return new Map(kept.flatMap(([id, at]) => (typeof at === 'number' ? [[id, at]] : [])));
  } catch {
    return new Map();
  }
}
