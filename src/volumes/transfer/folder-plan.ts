/**
 * Plans the copy of a folder before any change: objects to copy, objects that exist already, objects to replace. The
 * plan depends only on the two listings, so a copy that was stopped anywhere continues when it is planned again.
 */
import { TtError } from '../../core/errors';
import { allOf, type Work, workOf } from '../../http/work';
import { type Location, wholeStore } from '../places/locate';
import { AbsentError } from '../store/failures';
import type { Listing, ObjectInfo, OpenUpload, Removal, SkippedEntry } from '../store/store';
import { sameBytes, sameHeaders } from './copy-object';

export interface CopyItem {
  from: ObjectInfo;
  /** Name in the target store. */
  to: string;
  /** The object to replace, or null for a new object. */
  replaces: ObjectInfo | null;
}

export interface FolderPlan {
  from: Location;
  to: Location;
  /** Cache control of the copies, in place of the sources' own. */
  cacheControl?: string;
  items: CopyItem[];
  /** Objects that exist already with the same bytes. */
  same: CopyItem[];
  /** Number of objects in `same` without a common checksum; only their sizes agree. */
  sizesAlone: number;
  /** Entries that are not copied, with the reason. */
  skipped: SkippedEntry[];
  /** Unfinished uploads at the destination. */
  unfinished: OpenUpload[];
  bytes: number;
}

/** Limit of objects in one folder operation. */
export const MOST_OBJECTS = 1_000_000;

export const prefixOf = (name: string): string => (name === '' ? '' : `${name}/`);

/** Throws INPUT for a copy that must not be made; nothing has changed then. */
export function* planCopy(
  from: Location,
  to: Location,
  { cacheControl }: { cacheControl?: string } = {},
): Work<FolderPlan> {
  checkPlaces(from, to);
  yield* checkFolders(to);
  const sources = () => from.store.list(prefixOf(from.name), { most: MOST_OBJECTS });
  // A source that is missing on this disk is reported before any request.
  const here = from.store.place === 'file' ? yield* sources() : null;
  if (here?.objects.length === 0) throw yield* nothingThere(from, here.skipped);
  const [source, target, openUploads] = yield* allOf<[Listing, Listing, OpenUpload[]]>([
    here === null ? sources() : workOf(here),
    to.store.list(prefixOf(to.name), { most: MOST_OBJECTS }),
    // A copy inside a store needs only the listings.
    from.store.place === to.store.place ? workOf([]) : to.store.unfinished(prefixOf(to.name)),
  ]);
  if (source.objects.length === 0) throw yield* nothingThere(from, source.skipped);
  return yield* planOf(from, to, {
    source,
    there: target.objects,
    unfinished: openUploads,
    ...(cacheControl === undefined ? {} : { cacheControl }),
  });
}

export interface Known {
  source: Listing;
  /** Existing objects at the destination with names of the plan. */
  there: readonly ObjectInfo[];
  unfinished?: OpenUpload[];
  cacheControl?: string;
}

/** The plan for the listings of both places. */
export function* planOf(
  from: Location,
  to: Location,
  { source, there: present, unfinished = [], cacheControl }: Known,
): Work<FolderPlan> {
  const there = new Map(present.map((object) => [object.name, object]));
  const plan: FolderPlan = {
    from,
    to,
    ...(cacheControl === undefined ? {} : { cacheControl }),
    items: [],
    same: [],
    sizesAlone: 0,
    skipped: [...(source.skipped ?? [])],
    unfinished,
    bytes: 0,
  };
  const start = prefixOf(from.name).length;
  for (const info of source.objects) {
    const rest = info.name.slice(start);
    // Some programs write an empty object as a folder marker; a disk has real folders.
    if (to.store.place === 'file' && (rest === '' || rest.endsWith('/')) && info.size === 0) {
      plan.skipped.push({ name: info.name, why: 'is the mark of a folder, and holds nothing' });
      continue;
    }
    yield* place(plan, { from: info, to: prefixOf(to.name) + rest, replaces: null }, there);
  }
  checkNames(plan);
  return plan;
}

function checkPlaces(from: Location, to: Location): void {
  if (to.store.readOnly !== '') throw new TtError('INPUT', `${to.text}: ${to.store.readOnly}`);
  if (to.name === '') {
    throw new TtError('INPUT', `${wholeStore(to)}: name a folder in it, such as ${to.store.root}/folder`);
  }
  if (from.store.root !== to.store.root) return;
  const [a, b] = [prefixOf(from.name), prefixOf(to.name)];
  if (a === b) throw new TtError('INPUT', `${from.text} and the new folder are the same: nothing was done`);
  if (b.startsWith(a)) {
    throw new TtError('INPUT', `${to.text} lies in ${from.text}: a folder is not copied into itself`);
  }
  if (a.startsWith(b)) {
    throw new TtError('INPUT', `${from.text} lies in ${to.text}: name a folder beside it`);
  }
}

/** On a disk, a file and a folder cannot have the same name. */
function* checkFolders({ store, name }: Location): Work<void> {
  if (store.place !== 'file') return;
  for (let end = name.indexOf('/'); ; end = name.indexOf('/', end + 1)) {
    const above = end < 0 ? name : name.slice(0, end);
    if ((yield* store.stat(above)) !== null) {
      throw new TtError('INPUT', `${store.root}/${above} is a file, not a folder. Nothing was done`);
    }
    if (end < 0) return;
  }
}

export function* nothingThere(from: Location, skippedObjects: readonly Removal[] = []): Work<TtError> {
  if (skippedObjects.length > 0) {
    const names = skippedObjects.slice(0, 3).map(({ name, why }) => `${from.store.root}/${name} ${why}`);
    return new TtError('INPUT', `${from.text} holds nothing that is copied: ${names.join(', ')}`);
  }
  const file = from.name === '' || from.folder ? null : yield* from.store.stat(from.name);
  return file === null
    ? new AbsentError(`${from.text}: there is no such folder, or nothing in it`)
    : new TtError('INPUT', `${from.text} is a file, not a folder`);
}

function* place(plan: FolderPlan, item: CopyItem, there: ReadonlyMap<string, ObjectInfo>): Work<void> {
  const found = there.get(item.to);
  if (found) {
    const { cacheControl = item.from.cacheControl } = plan;
    const same = yield* compareObjects(plan, { ...item.from, cacheControl }, found);
    if (same !== false) {
      plan.same.push({ ...item, replaces: found });
      if (same === null) plan.sizesAlone += 1;
      return;
    }
  }
  plan.items.push({ ...item, replaces: found ?? null });
  plan.bytes += item.from.size;
}

/** Compares two objects; computes checksums if a store can compute its own. */
function* compareObjects({ from, to }: FolderPlan, a: ObjectInfo, b: ObjectInfo): Work<boolean | null> {
  const first = sameBytes(a, b);
  const headers = sameHeaders(a, b);
  if (first !== null || !headers) return first !== false && headers;
  const [left, right] = [
    from.store.sums ? yield* from.store.sums(a) : a,
    to.store.sums ? yield* to.store.sums(b) : b,
  ];
  const same = sameBytes(left, right);
  // Without a common checksum, the copy must not be older than its source.
  return same === null && second(a) > second(b) ? false : same;
}

/** Some stores state times with a fraction of a second, others without. */
const second = ({ updated }: ObjectInfo): string => updated.slice(0, 19);

/** Throws if a name is not possible at the destination, or if two objects would have the same place. */
function checkNames({ items, same, to }: FolderPlan): void {
  const { store } = to;
  const slots = new Map<string, string>();
  for (const item of [...same, ...items]) {
    const why = store.refuses(item.to);
    if (why !== '') {
      throw new TtError(
        'INPUT',
        `${item.from.name} cannot be copied to ${to.text}: ${why}. Nothing was done`,
      );
    }
    if (!store.slot) continue;
    const slot = store.slot(item.to, item.from.contentEncoding);
    const other = slots.get(slot);
    if (other !== undefined) throw clash(other, item.from.name);
    slots.set(slot, item.from.name);
  }
  for (const [slot, name] of slots) {
    for (let at = slot.lastIndexOf('/'); at > 0; at = slot.lastIndexOf('/', at - 1)) {
      const above = slots.get(slot.slice(0, at));
      if (above !== undefined) throw clash(above, name);
    }
  }
}

const clash = (a: string, b: string): TtError =>
  new TtError('INPUT', `${a} and ${b} cannot both be on a disk: they would have one name. Nothing was done`);
