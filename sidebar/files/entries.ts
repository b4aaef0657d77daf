// The rows of a folder: its folders, then its files, as far as they are listed.
import { withoutControls } from '../../src/core/plain-text';
import type { Location } from '../../src/volumes/places/locate';
import type { ListPage } from '../../src/volumes/store/store';
import { below, type StoreTarget } from '../stores/operations';

export interface Entry extends StoreTarget {
  /** Its own name; a folder's name ends with a slash. */
  name: string;
}

/** `folder` is the listed folder; all listed names begin with `prefix`. */
export function entriesOf(folder: Location, prefix: string, { folders, objects }: ListPage): Entry[] {
  return [
    ...folders.map((name) => ({
      at: below(folder, name.replace(/\/$/, '')),
      info: null,
      name: nameText(name.slice(prefix.length)),
    })),
    ...objects
      // Some programs write an object for the folder itself.
      .filter(({ name }) => name !== prefix)
      .map((info) => ({
        at: below(folder, info.name),
        info,
        name: nameText(info.name.slice(prefix.length)),
      })),
  ];
}

/** Names come from strangers: a control character could rearrange the text around it. */
const nameText = (name: string): string => withoutControls(name.replace(/[\t\r\n]/g, ' ')) || '(no name)';

export const isFolder = ({ info }: StoreTarget): boolean => info === null;

/** Entries whose names contain the text; ignores case. */
export function matching(entries: readonly Entry[], text: string): readonly Entry[] {
  const query = text.trim().toLowerCase();
  return query === '' ? entries : entries.filter(({ name }) => name.toLowerCase().includes(query));
}

/** Splits `gs://lab/a/b` into gs://lab, a and b. */
export function crumbs(at: Location): { words: string; at: Location }[] {
  const parts = at.name === '' ? [] : at.name.split('/');
  return [
    { words: at.store.root, at: below(at, '') },
    ...parts.map((words, i) => ({ words: nameText(words), at: below(at, parts.slice(0, i + 1).join('/')) })),
  ];
}
