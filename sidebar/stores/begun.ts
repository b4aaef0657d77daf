// Targets of work that was begun, as they are now: what is left to do, and what an earlier run did. The last requests of
// an earlier run may have been carried out without a reply.
import { TtError } from '../../src/core/errors';
import { all, type Work, workOf } from '../../src/http/work';
import type { Location } from '../../src/volumes/places/locate';
import { lastPart } from '../../src/volumes/store/address';
import type { ObjectInfo } from '../../src/volumes/store/store';
import { planDelete } from '../../src/volumes/transfer/delete-folder';
import { type FolderPlan, MOST_OBJECTS, prefixOf } from '../../src/volumes/transfer/folder-plan';
import { child, planCopies, type StoreTarget } from './operations';

/** A target with what its preview counted. */
export interface Begun {
  at: Location;
  isFolder: boolean;
  files: number;
  bytes: number;
}

/** A copy or a move into the folder `to`. */
export interface Transfer {
  kind: 'copy' | 'move';
  begun: readonly Begun[];
  to: Location;
  /** Of a single target; '' keeps the names. */
  newName: string;
  /** Whether files with other contents are replaced. */
  replace: boolean;
}

export const begunOf = (targets: readonly StoreTarget[], plans: readonly FolderPlan[]): Begun[] =>
  targets.map(({ at, info }, i) => ({ at, isFolder: info === null, ...sumOf(plans[i]!) }));

const sumOf = ({ items, same }: FolderPlan) => totals([...items, ...same].map(({ from }) => from));

const totals = (objects: readonly ObjectInfo[]) => ({
  files: objects.length,
  bytes: objects.reduce((sum, { size }) => sum + size, 0),
});

export interface Remaining {
  targets: StoreTarget[];
  /** A plan for each of the targets. */
  plans: FolderPlan[];
  /** Number of files that are at the new place and no longer at the old one. */
  earlier: number;
  /** What is at neither place as it was counted. */
  failed: { name: string; why: string }[];
}

/** What is left of a copy or a move. */
export function* remainingOf({ kind, begun, to, newName }: Transfer): Work<Remaining> {
  const remaining: Remaining = { targets: [], plans: [], earlier: 0, failed: [] };
  const infos = yield* infosOf(begun);
  for (const [i, { at, isFolder, files, bytes }] of begun.entries()) {
    const target = { at, info: infos[i]! };
    const plan = !isFolder && target.info === null ? null : yield* planOrNone(target, to, newName);
    if (plan !== null) {
      remaining.targets.push(target);
      remaining.plans.push(plan);
      if (kind === 'move') remaining.earlier += Math.max(0, files - sumOf(plan).files);
      continue;
    }
    const place = child(to, newName || lastPart(at.name));
    const found = totals(yield* objectsAt(place, isFolder));
    if (found.files >= files && (isFolder ? found.bytes >= bytes : found.bytes === bytes)) {
      remaining.earlier += files;
      continue;
    }
    const words =
      found.files === 0
        ? 'is not there either'
        : found.files < files
          ? `holds ${found.files} of its ${files} files`
          : 'has other contents';
    remaining.failed.push({ name: at.text, why: `is no longer there, and ${place.text} ${words}` });
  }
  return remaining;
}

/** What is left of a deletion. */
export function* undeletedOf(begun: readonly Begun[]): Work<StoreTarget[]> {
  const targets: StoreTarget[] = [];
  const infos = yield* infosOf(begun);
  for (const [i, { at, isFolder }] of begun.entries()) {
    const isThere = isFolder ? (yield* orNone(planDelete(at))) !== null : infos[i] !== null;
    if (isThere) targets.push({ at, info: infos[i]! });
  }
  return targets;
}

/** Null for folders and for missing files. */
const infosOf = (begun: readonly Begun[]): Work<(ObjectInfo | null)[]> =>
  all(begun.map(({ at, isFolder }) => (isFolder ? workOf(null) : at.store.stat(at.name))));

function* planOrNone(target: StoreTarget, to: Location, newName: string): Work<FolderPlan | null> {
  const plans = yield* orNone(planCopies([target], to, newName));
  return plans && plans[0]!;
}

function* objectsAt({ store, name }: Location, isFolder: boolean): Work<ObjectInfo[]> {
  if (isFolder) return (yield* store.list(prefixOf(name), { most: MOST_OBJECTS })).objects;
  const info = yield* store.stat(name);
  return info === null ? [] : [info];
}

/** Null if there is nothing. */
function* orNone<T>(work: Work<T>): Work<T | null> {
  try {
    return yield* work;
  } catch (error) {
    if (error instanceof TtError && error.code === 'NONE') return null;
    throw error;
  }
}
