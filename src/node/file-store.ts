/**
 * Files of this machine as a store. Names are whole paths without the first slash. A file has its name only when it is
 * whole: it is written beside, and then renamed.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { Crc32c } from '../core/crc32c';
import { TtError } from '../core/errors';
import { type Work, workOf } from '../http/work';
import { endingOf } from '../volumes/store/endings';
import { absent, changed, mustDiffer, present } from '../volumes/store/failures';
import type { LocalFiles } from '../volumes/store/locate';
import type {
  ObjectInfo,
  Store,
  Stretch,
  Unfinished,
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
    read: (name, range, version) => task(name, () => read(tree, name, range, version)),
    open: (name, most) =>
      task(name, () => {
        const found = tree.find(name);
        return found && { info: tree.info(found), first: stretch(found, { start: 0, end: most }) };
      }),
    stat: (name) =>
      task(name, () => {
        const found = tree.find(name);
        return found && tree.info(found);
      }),
    list: (prefix, options = {}) => task(prefix, () => tree.list(prefix, options)),
    sums: (info) => task(info.name, () => summed(tree, info)),
    write: (name, bytes, options) =>
      task(name, () => {
        const file = new PartFile(tree, name, { ...options, size: bytes.length });
        file.write(bytes);
        return file.finish();
      }),
    upload: (name, options) => task(name, () => uploadOf(tree, name, options)),
    unfinished: (prefix) => task(prefix, () => tree.unfinished(prefix)),
    abandon: ({ id }: Unfinished) =>
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

function read(tree: FileTree, name: string, range?: Stretch, version = ''): Uint8Array | null {
  const found = tree.find(name);
  if (found === null) return null;
  if (version !== '' && found.version !== version) throw changed(found.path);
  return stretch(found, range ?? { start: 0, end: found.size });
}

function stretch({ path, size, version }: FoundFile, { start, end }: Stretch): Uint8Array {
  const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
  const file = openSync(path, 'r');
  try {
    for (let at = 0; at < bytes.length; ) {
      const count = readSync(file, bytes, at, bytes.length - at, start + at);
      if (count === 0) throw changed(path);
      at += count;
    }
  } finally {
    closeSync(file);
  }
  if (FileTree.versionOf(path) !== version) throw changed(path);
  return bytes;
}

function summed(tree: FileTree, info: ObjectInfo): ObjectInfo {
  const found = tree.find(info.name);
  if (found === null || found.version !== info.version) throw changed(`/${info.name}`);
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
    if (options.onlyNew && existsSync(this.path)) throw present(this.path);
    mkdirSync(dirname(this.path), { recursive: true });
    if (existsSync(this.path) && lstatSync(this.path).isDirectory()) {
      throw new TtError('INPUT', `${this.path} is a folder: a file cannot have its name`);
    }
    this.part = resolve(dirname(this.path), partName(basename(this.path)));
    rmSync(this.part, { force: true });
    this.open = openSync(this.part, 'wx');
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.open!, bytes, at);
    this.written += bytes.length;
  }

  finish(): ObjectInfo {
    const { options, tree, path } = this;
    if (this.written !== options.size) {
      this.abort();
      throw new TtError('DOWN', `${path} was not stored whole. Try again`);
    }
    // Of a small file the disk loses no more than of any other program's.
    if (this.written > PIECE) fsyncSync(this.open!);
    closeSync(this.open!);
    this.open = null;
    tree.journal.add(dirname(path), {
      name: basename(this.name),
      file: basename(path),
      contentType: options.contentType,
      contentEncoding: options.contentEncoding ?? '',
      cacheControl: options.cacheControl ?? '',
      size: this.written,
    });
    place(this.part, path, options.onlyNew === true);
    const found = tree.find(this.name);
    if (found === null || found.size !== this.written) {
      throw new TtError('DOWN', `${path} was not stored whole. Try again`);
    }
    return tree.info(found);
  }

  abort(): void {
    if (this.open !== null) closeSync(this.open);
    this.open = null;
    rmSync(this.part, { force: true });
  }
}

/** Gives a file its name; where that has to be new, in one step where the file system can. */
function place(part: string, path: string, onlyNew: boolean): void {
  if (onlyNew) {
    try {
      linkSync(part, path);
      rmSync(part, { force: true });
      return;
    } catch (error) {
      // Another error than this one is of a file system without links.
      if ((error as NodeJS.ErrnoException).code === 'EEXIST' || existsSync(path)) {
        rmSync(part, { force: true });
        throw present(path);
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
  if (found === null) throw absent(`/${from}`);
  if (source && source.version !== found.version) throw changed(found.path);
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
  remove(tree, from, '');
  return copied;
}

function remove(tree: FileTree, name: string, version: string): boolean {
  const found = tree.find(name);
  if (found === null) return false;
  if (version !== '' && found.version !== version) throw changed(found.path);
  rmSync(found.path);
  tree.journal.remove(dirname(found.path), basename(found.path));
  return true;
}
