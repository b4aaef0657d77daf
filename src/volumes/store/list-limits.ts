/** Checks of listings, and lists of several pages as one. */
import { TtError } from '../../core/errors';
import type { Work } from '../../http/work';
import { damagedObject } from './failures';
import type { Listing, ListOptions, ListPage } from './store';

/**
 * Throws DOWN for a page with a name twice, or with a name outside the requested prefix: what is listed may be deleted.
 */
export function checkedPage(page: ListPage, prefix: string, what: string): ListPage {
  const names = page.objects.map(({ name }) => name);
  const isOutside = [...names, ...page.folders].some((name) => !name.startsWith(prefix));
  if (isOutside || new Set(names).size < names.length) throw damagedObject(what);
  return page;
}

/**
 * All pages as one listing. `pageOf` reads a page by the token of the page before. An object that was written meanwhile
 * may be on two pages: the later entry counts. Throws BIG for more than `most`.
 */
export function* allPages(
  pageOf: (token: string) => Work<ListPage>,
  { most = 1_000_000 }: ListOptions,
  where: string,
): Work<Listing> {
  const objects = new Map<string, Listing['objects'][number]>();
  const folders = new Set<string>();
  const tokens = new Set<string>();
  for (let token = ''; ; ) {
    const page = yield* pageOf(token);
    for (const object of page.objects) objects.set(object.name, object);
    for (const folder of page.folders) folders.add(folder);
    const what = `the list of ${where}`;
    if (objects.size + folders.size > most) {
      throw new TtError('BIG', `${what} has more than ${most} objects. Choose a folder within it`);
    }
    token = page.next;
    if (token === '') return { objects: [...objects.values()], folders: [...folders] };
    if (tokens.has(token)) throw new TtError('DOWN', `${what} does not end. Try again`);
    tokens.add(token);
  }
}
