// The rows of a folder: its folders, then its files, as far as they have been listed.
import { withoutControls } from '../../src/core/plain-text';
import type { Location } from '../../src/volumes/places/locate';
import type { ListPage } from '../../src/volumes/store/store';
import { below, type StoreTarget } from '../stores/operations';

export interface Entry extends StoreTarget {
  /** Its own name; that of a folder with a slash. */
  name: string;
}

/** `folder`: what was listed, of which every name begins with `prefix`. */
export function entriesOf(folder: Location, prefix: string, { folders, objects }: ListPage): Entry[] {
  return [
    ...folders.map((name) => ({
      at: below(folder, name.replace(/\/$/, '')),
      info: null,
      name: nameText(name.slice(prefix.length)),
    })),
    ...objects
      // The mark that some programs leave for the folder itself.
      .filter(({ name }) => name !== prefix)
      .map((info) => ({
        at: below(folder, info.name),
        info,
        name: nameText(info.name.slice(prefix.length)),
      })),
  ];
}

/** Names come from anybody: a control character would move the text around it. */
const nameText = (name: string): string => withoutControls(name.replace(/[\t\r\n]/g, ' ')) || '(no name)';

export const isFolder = ({ info }: StoreTarget): boolean => info === null;

/** Those of which the name holds the text, whatever its case. */
export function matching(entries: readonly Entry[], text: string): readonly Entry[] {
  const query = text.trim().toLowerCase();
  return query === '' ? entries : entries.filter(({ name }) => name.toLowerCase().includes(query));
}

/** `gs://lab/a/b` as the parts that lead to it: gs://lab, a, b. */
export function crumbs(at: Location): { words: string; at: Location }[] {
  const parts = at.name === '' ? [] : at.name.split('/');
  return [
    { words: at.store.root, at: below(at, '') },
    ...parts.map((words, i) => ({ words: nameText(words), at: below(at, parts.slice(0, i + 1).join('/')) })),
  ];
}
