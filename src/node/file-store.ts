/**
 * Files of this machine as a store. Names are whole paths without the first slash. A file has its name only when it is
 * whole: it is written beside, and then renamed.
 */
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Crc32c } from '../core/crc32c';
import { TtError } from '../core/errors';
import { type Work, workOf } from '../http/work';
import { endingOf } from '../volumes/store/endings';
import { absentError, changedError, mustDiffer, presentError } from '../volumes/store/failures';
import type { LocalFiles } from '../volumes/store/locate';
import type {
  ObjectInfo,
  OpenUpload,
  Store,
  Stretch,
  Upload,
  UploadOptions,
  WriteOptions,
} from '../volumes/store/store';
import { fileWords } from './file-errors';
import { badFileName, fromFileName, partName } from './file-names';
import { type Endings, FileTree, type FoundFile } from './file-tree';

export interface FileStoreOptions {
  /** What `name.gz` is where nothing else says: the object `name` with gzip, or a file of that name. */
  endings?: Endings;
  platform?: string;
}

/** Bytes that are read or written at once. */
const PIECE = 5 * 1024 * 1024;

export function fileStore({ endings = 'name', platform = process.platform }: FileStoreOptions = {}): Store {
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
    read: (name, range, version, into) => task(name, () => read(tree, name, range, version, into)),
    open: (name, most, into) =>
      task(name, () => {
        const found = tree.find(name);
        return found && { info: tree.info(found), first: stretch(found, { start: 0, end: most }, into) };
      }),
    stat: (name) =>
      task(name, () => {
        const found = tree.find(name);
        return found && tree.info(found);
      }),
    list: (prefix, options = {}) => task(prefix, () => tree.list(prefix, options)),
    sums: (info) => task(info.name, () => withChecksums(tree, info)),
    write: (name, bytes, options) =>
      task(name, () => {
        const file = new PartFile(tree, name, { ...options, size: bytes.length });
        file.write(bytes);
        return file.finish();
      }),
    upload: (name, options) => task(name, () => uploadOf(tree, name, options)),
    flush: (name) => task(name, () => flush(tree, name)),
    unfinished: (prefix) => task(prefix, () => tree.unfinished(prefix)),
    abandon: ({ id }: OpenUpload) =>
      task(id, () => {
        rmSync(tree.pathOf(id), { force: true });
        return null;
      }),
    copy: (from, to, { source, onlyNew = false } = {}) =>
      task(from, () => copy(tree, from, to, source, onlyNew)),
    move: (from, to, { onlyNew = false } = {}) => task(from, () => move(tree, from, to, onlyNew)),
    remove: (name, version = '') => task(name, () => remove(tree, name, version)),
    *removeMany(names) {
      const kept = [];
      for (const name of names) {
        try {
          yield* store.remove(name);
        } catch (error) {
          kept.push({ name, why: (error as Error).message });
        }
      }
      tree.tidy(names);
      return kept;
    },
  };
  return store;
}

/** The name in the store of a path as a person types it, from the folder `cwd`. */
export function nameOfPath(path: string, cwd: string, platform: string = process.platform): string {
  const whole = resolve(cwd, path);
  const plain = platform === 'win32' ? whole.replace(/\\/g, '/') : whole;
  const parts = plain.split('/').filter((part) => part !== '');
  return parts
    .map((part, i) => (i === 0 && /^[a-z]:$/i.test(part) ? part : fromFileName(part, platform)))
    .join('/');
}

/** Paths are from the folder `cwd`. */
export const localFiles = (cwd: string): LocalFiles => ({
  store: fileStore(),
  packed: fileStore({ endings: 'encoding' }),
  nameOf: (path) => nameOfPath(path, cwd),
});

/** File work sends no request: done at once, its failures in words. */
function* task<T>(name: string, work: () => T): Work<T> {
  try {
    return yield* workOf(work());
  } catch (error) {
    throw fileWords(error, `/${name}`);
  }
}

function read(
  tree: FileTree,
  name: string,
  range?: Stretch,
  version = '',
  into?: Uint8Array,
): Uint8Array | null {
  const found = tree.find(name);
  if (found === null) return null;
  if (version !== '' && found.version !== version) throw changedError(found.path);
  return stretch(found, range ?? { start: 0, end: found.size }, into);
}

function stretch({ path, size, version }: FoundFile, { start, end }: Stretch, into?: Uint8Array): Uint8Array {
  const length = Math.max(0, Math.min(end, size) - start);
  const bytes = into && into.length >= length ? into.subarray(0, length) : new Uint8Array(length);
  const file = openSync(path, 'r');
  try {
    for (let at = 0; at < bytes.length; ) {
      const count = readSync(file, bytes, at, bytes.length - at, start + at);
      if (count === 0) throw changedError(path);
      at += count;
    }
    if (FileTree.versionOf(fstatSync(file)) !== version) throw changedError(path);
  } finally {
    closeSync(file);
  }
  return bytes;
}

function withChecksums(tree: FileTree, info: ObjectInfo): ObjectInfo {
  const found = tree.find(info.name);
  if (found === null || found.version !== info.version) throw changedError(`/${info.name}`);
  const sum = new Crc32c();
  const md5 = tree.hash();
  for (let at = 0; at < found.size; at += PIECE) {
    const bytes = stretch(found, { start: at, end: at + PIECE });
    sum.update(bytes);
    md5.update(bytes);
  }
  return { ...info, crc32c: sum.digest(), md5: md5.digest('base64') };
}

function uploadOf(tree: FileTree, name: string, options: UploadOptions): Upload {
  const file = new PartFile(tree, name, options);
  return {
    piece: PIECE,
    atOnce: 1,
    tellsCrc: false,
    write: (bytes) =>
      task(name, () => {
        file.write(bytes);
        return null;
      }),
    finish: () => task(name, () => file.finish()),
    abort: () =>
      task(name, () => {
        file.abort();
        return '';
      }),
  };
}

/** Told which files are being written in pieces, so that whoever ends the process can remove them. */
export const parts: { watch: (path: string, isOpen: boolean) => void } = { watch: () => undefined };

/** A file that is being written, beside its place. */
class PartFile {
  private readonly path: string;
  private readonly part: string;
  private open: number | null;
  private written = 0;

  constructor(
    private readonly tree: FileTree,
    private readonly name: string,
    private readonly options: WriteOptions & { size: number },
  ) {
    const why = badFileName(name, tree.platform);
    if (why !== '') throw new TtError('INPUT', `/${name}: ${why}`);
    this.path = tree.pathOf(name + endingOf(options.contentEncoding ?? ''));
    const there = lstatSync(this.path, { throwIfNoEntry: false });
    if (options.onlyNew && there) throw presentError(this.path);
    if (there?.isDirectory()) {
      throw new TtError('INPUT', `${this.path} is a folder: a file cannot have its name`);
    }
    this.part = join(dirname(this.path), partName(basename(this.path)));
    if (options.size > PIECE) parts.watch(this.part, true);
    this.open = openPart(this.part);
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.open!, bytes, at);
    this.written += bytes.length;
  }

  finish(): ObjectInfo {
    const { options, tree, path } = this;
    const stat = fstatSync(this.open!);
    if (this.written !== options.size || stat.size !== options.size) {
      this.abort();
      throw new TtError('DOWN', `${path} was not stored whole. Try again`);
    }
    closeSync(this.open!);
    this.open = null;
    const { contentType, contentEncoding = '', cacheControl = '' } = options;
    const facts = { contentType, contentEncoding, cacheControl, size: this.written };
    tree.journal.add(dirname(path), { name: basename(this.name), file: basename(path), ...facts });
    place(this.part, path, options.onlyNew === true);
    if (options.size > PIECE) parts.watch(this.part, false);
    const [version, updated] = [FileTree.versionOf(stat), stat.mtime.toISOString()];
    return { name: this.name, ...facts, md5: '', crc32c: '', version, updated };
  }

  abort(): void {
    if (this.open !== null) closeSync(this.open);
    this.open = null;
    rmSync(this.part, { force: true });
    if (this.options.size > PIECE) parts.watch(this.part, false);
  }
}

/** What an earlier try left is begun anew; a link of this name is not followed. */
function openPart(part: string): number {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW = 0 } = constants;
  const flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW;
  try {
    return openSync(part, flags);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  mkdirSync(dirname(part), { recursive: true });
  try {
    return openSync(part, flags);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new TtError('PERMISSION', `${dirname(part)}: no file can be made here`);
  }
}

/** Gives a file its name; where that has to be new, in one step where the file system can. */
function place(part: string, path: string, onlyNew: boolean): void {
  if (onlyNew) {
    try {
      linkSync(part, path);
      unlinkSync(part);
      return;
    } catch (error) {
      // Another error than this one is of a file system without links.
      if ((error as NodeJS.ErrnoException).code === 'EEXIST' || existsSync(path)) {
        rmSync(part, { force: true });
        throw presentError(path);
      }
    }
  }
  renameSync(part, path);
}

function copy(
  tree: FileTree,
  from: string,
  to: string,
  source: ObjectInfo | undefined,
  onlyNew: boolean,
): ObjectInfo {
  mustDiffer(`/${from}`, `/${to}`);
  const found = tree.find(from);
  if (found === null) throw absentError(`/${from}`);
  if (source && source.version !== found.version) throw changedError(found.path);
  const info = tree.info(found);
  const file = new PartFile(tree, to, { ...info, onlyNew });
  try {
    for (let at = 0; at < found.size; at += PIECE) file.write(stretch(found, { start: at, end: at + PIECE }));
    return file.finish();
  } catch (error) {
    file.abort();
    throw error;
  }
}

/** A copy, checked, and then the deletion of what was copied. */
function move(tree: FileTree, from: string, to: string, onlyNew: boolean): ObjectInfo {
  const copied = copy(tree, from, to, undefined, onlyNew);
  flush(tree, to);
  remove(tree, from, '');
  return copied;
}

/** The file, and the names in its folder. */
function flush(tree: FileTree, name: string): null {
  const path = tree.find(name)?.path;
  if (path === undefined) throw absentError(`/${name}`);
  for (const place of tree.platform === 'win32' ? [path] : [path, dirname(path)]) {
    const open = openSync(place, tree.platform === 'win32' ? 'r+' : 'r');
    try {
      fsyncSync(open);
    } finally {
      closeSync(open);
    }
  }
  return null;
}

function remove(tree: FileTree, name: string, version: string): boolean {
  const found = tree.find(name);
  if (found === null) return false;
  if (version !== '' && found.version !== version) throw changedError(found.path);
  rmSync(found.path);
  tree.journal.remove(dirname(found.path), basename(found.path));
  return true;
}
