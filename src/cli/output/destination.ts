/**
 * Where a command writes: checked before the work starts, written under another name and renamed at the end. What is
 * there already stays unless it is said otherwise.
 */
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { TtError } from '../../core/errors';
import type { OutputFile } from '../../tools/declaration/declare';

/** Files and folders that are being written: removed where the command is ended. */
const unfinished = new Set<string>();

export function removeUnfinished(): void {
  for (const path of unfinished) rmSync(path, { recursive: true, force: true });
  unfinished.clear();
}

export class Destination {
  private constructor(
    /** As the user wrote it. */
    readonly display: string,
    private readonly path: string,
    readonly isFolder: boolean,
    private readonly force: boolean,
  ) {}

  /** Throws INPUT where it is taken, PERMISSION where it cannot be written. */
  static file(shown: string, force: boolean): Destination {
    const path = resolve(shown);
    if (existsSync(path)) {
      if (statSync(path).isDirectory())
        throw new TtError('INPUT', `--out: ${shown} is a folder; rows go into a file`);
      if (!force) throw existsError(shown, 'is there already');
    }
    checkWritable(dirname(path), shown);
    return new Destination(shown, path, false, force);
  }

  /** For made files: a folder that is new or empty, or a file where the name is one of a mesh, a skeleton or an array. */
  static files(shown: string, force: boolean): Destination {
    const isFile =
      /\.(obj|ply|stl|swc|npy|raw)$/i.test(shown) && !(existsSync(shown) && statSync(shown).isDirectory());
    return isFile ? Destination.file(shown, force) : Destination.folder(shown, force);
  }

  private static folder(shown: string, force: boolean): Destination {
    const path = resolve(shown);
    if (existsSync(path)) {
      if (!statSync(path).isDirectory())
        throw new TtError('INPUT', `--out: ${shown} is a file; made files go into a folder`);
      if (!force && readdirSync(path).length > 0) throw existsError(shown, 'is not empty');
      checkWritable(path, shown);
    }
    checkWritable(dirname(path), shown);
    return new Destination(shown, path, true, force);
  }

  /** The content of the file. */
  writeText(text: string): void {
    this.attempt(() => putFile(this.path, Buffer.from(text), this.force));
  }

  /** Made files: one becomes the file that was named, several go into the folder. Answers what was written, in words. */
  writeFiles(files: readonly OutputFile[]): string {
    const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
    const size = sizeWords(bytes);
    if (!this.isFolder && files.length === 1) {
      this.attempt(() => putFile(this.path, files[0]!.bytes, this.force));
      return `1 file, ${size}: ${this.display}`;
    }
    // Nobody could know before the work that several would come: they are kept beside the name that was given.
    const folder = this.isFolder ? this.path : `${this.path}-files`;
    const shown = this.isFolder ? this.display : `${this.display}-files`;
    if (!this.isFolder && existsSync(folder) && !this.force) throw existsError(shown, 'is there already');
    this.attempt(() => putFolder(folder, files));
    return `${files.length} ${files.length === 1 ? 'file' : 'files'}, ${size} in ${shown}`;
  }

  private attempt(write: () => void): void {
    try {
      write();
    } catch (error) {
      removeUnfinished();
      if (error instanceof TtError) throw error;
      throw failure(error, this.display);
    }
  }
}

/** 144 bytes, 20.5 KB, 3.27 MB. */
function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} KB` : `${(bytes / 1e6).toFixed(2)} MB`;
}

/** The nearest folder above that exists must be writable. */
function checkWritable(folder: string, shown: string): void {
  let at = folder;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  if (!statSync(at).isDirectory())
    throw new TtError('INPUT', `--out: ${at} is a file, so that ${shown} cannot be made`);
  try {
    accessSync(at, constants.W_OK | constants.X_OK);
  } catch {
    throw new TtError('PERMISSION', `--out: you may not write into ${at}`);
  }
}

const nameBeside = (path: string): string =>
  join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.part`);

function putFile(path: string, bytes: Uint8Array, force: boolean): void {
  mkdirSync(dirname(path), { recursive: true });
  const part = nameBeside(path);
  unfinished.add(part);
  writeFileSync(part, bytes, { flag: 'wx' });
  if (force) renameSync(part, path);
  else publish(part, path);
  unfinished.delete(part);
}

/** As a rename that never replaces: the name is taken in one step, or not at all. */
function publish(part: string, path: string): void {
  try {
    linkSync(part, path);
    unlinkSync(part);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' || existsSync(path)) throw existsError(path, 'came into being meanwhile');
    // File systems without hard links.
    renameSync(part, path);
  }
}

/** A new folder appears whole; into one that is there its files are moved one by one, each whole. */
function putFolder(folder: string, files: readonly OutputFile[]): void {
  mkdirSync(dirname(folder), { recursive: true });
  const part = nameBeside(folder);
  unfinished.add(part);
  mkdirSync(part);
  for (const { path, bytes } of files) {
    const file = join(part, path);
    if (!file.startsWith(part + sep)) throw new TtError('FAULT', 'a made file would lie outside its folder');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    for (const { path } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      renameSync(join(part, path), join(folder, path));
    }
    rmSync(part, { recursive: true });
  } else {
    if (existsSync(folder)) rmdirSync(folder);
    renameSync(part, folder);
  }
  unfinished.delete(part);
}

const existsError = (shown: string, how: string): TtError =>
  new TtError('INPUT', `--out: ${shown} ${how}. Name another, or write over it with --force`);

function failure(error: unknown, shown: string): TtError {
  const { code } = error as NodeJS.ErrnoException;
  const why =
    code === 'ENOSPC'
      ? 'the disk is full'
      : code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
        ? 'you may not write there'
        : `it cannot be written (${code ?? 'unknown'})`;
  return new TtError('PERMISSION', `${shown}: ${why}. Nothing was written`);
}
