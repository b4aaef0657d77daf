/**
 * A copy of a folder, planned before anything is touched: what is copied, what is there already, what would be
 * replaced. The plan is made from the two listings alone, so that a copy that was stopped anywhere goes on when it is
 * planned again.
 */
import { TtError } from '../../core/errors';
import { allOf, type Work, workOf } from '../../http/work';
import type { Location } from '../places/locate';
import type { Listing, ObjectInfo, OpenUpload, Removal } from '../store/store';
import { sameBytes, sameHeaders } from './copy-object';

export interface CopyItem {
  from: ObjectInfo;
  /** Name in the store that is written. */
  to: string;
  /** What is replaced, or null for a new object. */
  replaces: ObjectInfo | null;
}

export interface FolderPlan {
  from: Location;
  to: Location;
  /** Of the copies, instead of the sources' own. */
  cacheControl?: string;
  items: CopyItem[];
  /** There already with the same bytes. */
  same: CopyItem[];
  /** Those of `same` that have no sum in common: their sizes agree. */
  sizesAlone: number;
  /** What is not copied, and why. */
  skipped: Removal[];
  /** Uploads that were begun at the destination and left. */
  unfinished: OpenUpload[];
  bytes: number;
}

/** Objects of one folder operation. */
export const MOST_OBJECTS = 1_000_000;

export const prefixOf = (name: string): string => (name === '' ? '' : `${name}/`);

/** Throws INPUT for what must not be done: nothing has been touched then. */
export function* planCopy(
  from: Location,
  to: Location,
  { cacheControl }: { cacheControl?: string } = {},
): Work<FolderPlan> {
  checkPlaces(from, to);
  yield* checkFolders(to);
  const sources = () => from.store.list(prefixOf(from.name), { most: MOST_OBJECTS });
  // What is missing on this disk is told before anybody is asked.
  const here = from.store.place === 'file' ? yield* sources() : null;
  if (here?.objects.length === 0) throw yield* nothingThere(from, here.skipped);
  const [source, target, unfinished] = yield* allOf<[Listing, Listing, OpenUpload[]]>([
    here === null ? sources() : workOf(here),
    to.store.list(prefixOf(to.name), { most: MOST_OBJECTS }),
    // Copies that the store makes itself are not asked for more than the lists.
    from.store.place === to.store.place ? workOf([]) : to.store.unfinished(prefixOf(to.name)),
  ]);
  if (source.objects.length === 0) throw yield* nothingThere(from, source.skipped);
  return yield* planOf(from, to, {
    source,
    there: target.objects,
    unfinished,
    ...(cacheControl === undefined ? {} : { cacheControl }),
  });
}

export interface Known {
  source: Listing;
  /** What the destination holds already of these names. */
  there: readonly ObjectInfo[];
  unfinished?: OpenUpload[];
  cacheControl?: string;
}

/** The plan of what is known of both places. */
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
    // The marks that some programs leave for a folder: a disk has folders of its own.
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
    throw new TtError(
      'INPUT',
      `${to.text} is a whole bucket: name a folder in it, such as ${to.text}/folder`,
    );
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

/** On a disk a file cannot be a folder too. */
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

export function* nothingThere(from: Location, skipped: readonly Removal[] = []): Work<TtError> {
  if (skipped.length > 0) {
    const names = skipped.slice(0, 3).map(({ name, why }) => `${from.store.root}/${name} ${why}`);
    return new TtError('INPUT', `${from.text} holds nothing that is copied: ${names.join(', ')}`);
  }
  const file = from.name === '' || from.folder ? null : yield* from.store.stat(from.name);
  return file === null
    ? new TtError('NONE', `${from.text}: there is no such folder, or nothing in it`)
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

/** Sums are asked for where one side can make its own. */
function* compareObjects({ from, to }: FolderPlan, a: ObjectInfo, b: ObjectInfo): Work<boolean | null> {
  const first = sameBytes(a, b);
  const headers = sameHeaders(a, b);
  if (first !== null || !headers) return first !== false && headers;
  const [left, right] = [
    from.store.sums ? yield* from.store.sums(a) : a,
    to.store.sums ? yield* to.store.sums(b) : b,
  ];
  const same = sameBytes(left, right);
  // Without a sum in common, a copy is younger than its source.
  return same === null && second(a) > second(b) ? false : same;
}

/** Stores tell times with and without a fraction. */
const second = ({ updated }: ObjectInfo): string => updated.slice(0, 19);

/** Every name must be possible where it goes, and every object have a place of its own. */
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
