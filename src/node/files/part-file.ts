/** A file in progress, written under another name: it gets its own name only when it is complete. */
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { TtError } from '../../core/errors';
import { replyTo, type Work } from '../../http/work';
import { endingOf } from '../../volumes/store/endings';
import { presentError, storeFailure } from '../../volumes/store/failures';
import type { ObjectInfo, Upload, UploadOptions, WriteOptions } from '../../volumes/store/store';
import { diskWork, fileWords, linkError } from './file-errors';
import { badFileName, partName } from './file-names';
import { FileTree } from './file-tree';
import { pieceRequest } from './file-writes';

/** Bytes read or written at a time. */
export const FILE_PIECE = 5 * 1024 * 1024;

/** Called with the files in progress, so that they can be removed if the process ends. */
export const parts: { watch: (path: string, isOpen: boolean) => void } = { watch: () => undefined };

export class PartFile {
  private readonly path: string;
  private readonly folder: string;
  private readonly part: string;
  private open: number | null;
  private byteCount = 0;

  constructor(
    private readonly tree: FileTree,
    private readonly name: string,
    private readonly options: WriteOptions & { size: number },
  ) {
    const why = badFileName(name, tree.platform);
    if (why !== '') throw new TtError('INPUT', `/${name}: ${why}`);
    this.path = tree.pathOf(name + endingOf(options.contentEncoding ?? ''));
    this.folder = dirname(this.path);
    tree.refuseLinks(this.folder);
    const there = lstatSync(this.path, { throwIfNoEntry: false });
    if (there?.isSymbolicLink()) throw linkError(this.path);
    if (options.onlyNew && there) throw presentError(this.path);
    if (there?.isDirectory()) {
      throw new TtError('INPUT', `${this.path} is a folder: a file cannot have its name`);
    }
    this.part = join(this.folder, partName(basename(this.path)));
    parts.watch(this.part, true);
    this.open = openPart(this.part);
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.open!, bytes, at);
    this.byteCount += bytes.length;
  }

  /** Lets the driver write while other requests are in progress. */
  *writeBeside(bytes: Uint8Array): Work<null> {
    const reply = yield* replyTo(pieceRequest(this.part, this.byteCount, bytes));
    if (reply.failure === 'network') throw fileWords({ code: reply.detail }, this.path);
    if (reply.failure)
      throw storeFailure(reply, this.path, { service: 'the disk', caller: 'you', detail: '' });
    this.byteCount += bytes.length;
    return null;
  }

  finish(): ObjectInfo {
    const { options, tree, path, folder } = this;
    const stat = fstatSync(this.open!);
    if (this.byteCount !== options.size || stat.size !== options.size) {
      this.abort();
      throw new TtError('DOWN', `${path} was not stored whole. Try again`);
    }
    closeSync(this.open!);
    this.open = null;
    const { contentType, contentEncoding = '', cacheControl = '' } = options;
    const facts = { contentType, contentEncoding, cacheControl, size: this.byteCount };
    tree.journal.add(folder, { name: basename(this.name), file: basename(path), ...facts });
    try {
      place(this.part, path, options.onlyNew === true);
    } finally {
      parts.watch(this.part, false);
    }
    const [version, modifiedAt] = [FileTree.versionOf(stat), stat.mtime.toISOString()];
    return { name: this.name, ...facts, md5: '', crc32c: '', version, updated: modifiedAt };
  }

  /** Removes the file if the work fails: on a full disk it would keep the space. */
  orAbort<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.abort();
      throw error;
    }
  }

  abort(): void {
    if (this.open !== null) closeSync(this.open);
    this.open = null;
    rmSync(this.part, { force: true });
    parts.watch(this.part, false);
  }
}

/** `beside`: a driver that handles file: addresses writes the pieces. */
export function fileUpload(tree: FileTree, name: string, options: UploadOptions, beside: boolean): Upload {
  const file = new PartFile(tree, name, options);
  return {
    piece: FILE_PIECE,
    atOnce: 1,
    tellsCrc: false,
    write: (bytes) =>
      beside
        ? file.writeBeside(bytes)
        : diskWork(name, () => {
            file.write(bytes);
            return null;
          }),
    finish: () => diskWork(name, () => file.finish()),
    abort: () =>
      diskWork(name, () => {
        file.abort();
        return '';
      }),
  };
}

/** Starts over after an earlier attempt; does not follow a symbolic link of this name. */
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

/** Gives a file its name. With `onlyNew`, atomically if the file system can. */
function place(part: string, path: string, onlyNew: boolean): void {
  if (onlyNew) {
    try {
      linkSync(part, path);
      unlinkSync(part);
      return;
    } catch (error) {
      // Any other error means that the file system has no hard links.
      if ((error as NodeJS.ErrnoException).code === 'EEXIST' || existsSync(path)) {
        rmSync(part, { force: true });
        throw presentError(path);
      }
    }
  }
  renameSync(part, path);
}
