/**
 * The files of this machine as a store. Names are whole paths without the first slash. A file gets its name only when
 * it is complete: it is written under another name and then renamed.
 */
import { rmSync } from 'node:fs';
import { endingOf } from '../../volumes/store/endings';
import type { OpenUpload, Store } from '../../volumes/store/store';
import { copyOnDisk, flushToDisk, moveOnDisk, removeFromDisk } from './change-file';
import { diskWork as task } from './file-errors';
import { badFileName } from './file-names';
import { type Endings, FileTree } from './file-tree';
import { fileUpload, PartFile } from './part-file';
import { fileSums, readFound, readStretch } from './read-file';

export interface FileStoreOptions {
  /** What `name.gz` means without a journal entry: the object `name` with gzip, or an object named `name.gz`. */
  endings?: Endings;
  platform?: string;
  /** Pieces of large files are written by a driver that handles file: addresses (file-writes.ts), not at once. */
  beside?: boolean;
}

export function fileStore({
  endings = 'name',
  platform = process.platform,
  beside = false,
}: FileStoreOptions = {}): Store {
  const tree = new FileTree(endings, platform);
  const store: Store = {
    root: 'file://',
    readOnly: '',
    place: 'file',
    bucket: '',
    publicUrl: () => '',
    refuses: (name) => badFileName(name, platform),
    slot: (name, encoding) => {
      const file = name + endingOf(encoding);
      return platform === 'linux' ? file : file.normalize('NFC').toLowerCase();
    },
    read: (name, range, version, into) => task(name, () => readFound(tree, name, range, version, into)),
    open: (name, most, into) =>
      task(name, () => {
        const found = tree.find(name);
        return found && { info: tree.info(found), first: readStretch(found, { start: 0, end: most }, into) };
      }),
    stat: (name) =>
      task(name, () => {
        const found = tree.find(name);
        return found && tree.info(found);
      }),
    list: (prefix, options = {}) => task(prefix, () => tree.list(prefix, options)),
    sums: (info) => task(info.name, () => fileSums(tree, info)),
    write: (name, bytes, options) =>
      task(name, () => {
        const file = new PartFile(tree, name, { ...options, size: bytes.length });
        return file.orAbort(() => {
          file.write(bytes);
          return file.finish();
        });
      }),
    upload: (name, options) => task(name, () => fileUpload(tree, name, options, beside)),
    flush: (name) => task(name, () => flushToDisk(tree, name)),
    unfinished: (prefix) => task(prefix, () => tree.openUploads(prefix)),
    abandon: ({ id }: OpenUpload) =>
      task(id, () => {
        rmSync(tree.pathOf(id), { force: true });
        return null;
      }),
    copy: (from, to, { source, onlyNew = false } = {}) =>
      task(from, () => copyOnDisk(tree, from, to, source, onlyNew), to),
    move: (from, to, { onlyNew = false } = {}) => task(from, () => moveOnDisk(tree, from, to, onlyNew), to),
    remove: (name, version = '') => task(name, () => removeFromDisk(tree, name, version)),
    *removeMany(names) {
      const failures = [];
      for (const name of names) {
        try {
          yield* store.remove(name);
        } catch (error) {
          failures.push({ name, why: (error as Error).message });
        }
      }
      tree.tidy(names);
      return failures;
    },
  };
  return store;
}
