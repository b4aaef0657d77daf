/**
 * Where a command writes. Checks the path before the work starts, writes under another name and renames at the end.
 * Keeps existing files unless the user says --force.
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

/** Files and folders in progress; removed if the command is stopped. */
const unfinishedFiles = new Set<string>();

export function removeUnfinished(): void {
  for (const path of unfinishedFiles) rmSync(path, { recursive: true, force: true });
  unfinishedFiles.clear();
}

export class Destination {
  private constructor(
    /** As the user wrote it. */
    readonly display: string,
    private readonly path: string,
    readonly isFolder: boolean,
    private readonly force: boolean,
  ) {}

  /** Throws INPUT if the path exists, PERMISSION if it is not writable. */
  static file(display: string, force: boolean): Destination {
    const path = resolve(display);
    if (existsSync(path)) {
      if (statSync(path).isDirectory())
        throw new TtError('INPUT', `--out: ${display} is a folder; rows go into a file`);
      if (!force) throw existsError(display, 'is there already');
    }
    checkWritable(dirname(path), display);
    return new Destination(display, path, false, force);
  }

  /** For output files: a new or empty folder, or a file if the name ends like a mesh, a skeleton or an array. */
  static files(display: string, force: boolean): Destination {
    const isFile =
      /\.(obj|ply|stl|swc|npy|raw)$/i.test(display) &&
      !(existsSync(display) && statSync(display).isDirectory());
    return isFile ? Destination.file(display, force) : Destination.folder(display, force);
  }

  private static folder(display: string, force: boolean): Destination {
    const path = resolve(display);
    if (existsSync(path)) {
      if (!statSync(path).isDirectory())
        throw new TtError('INPUT', `--out: ${display} is a file; made files go into a folder`);
      if (!force && readdirSync(path).length > 0) throw existsError(display, 'is not empty');
      checkWritable(path, display);
    }
    checkWritable(dirname(path), display);
    return new Destination(display, path, true, force);
  }

  /** Writes the file's content. */
  writeText(text: string): void {
    this.attempt(() => putFile(this.path, Buffer.from(text), this.force));
  }

  /**
   * Writes output files: a single one under the given name, several into the folder. Returns a sentence about what was
   * written.
   */
  writeFiles(files: readonly OutputFile[]): string {
    const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
    const size = sizeWords(bytes);
    if (!this.isFolder && files.length === 1) {
      this.attempt(() => putFile(this.path, files[0]!.bytes, this.force));
      return `1 file, ${size}: ${this.display}`;
    }
    // The number of files is only known after the work: several go into a folder beside the given name.
    const folder = this.isFolder ? this.path : `${this.path}-files`;
    const folderName = this.isFolder ? this.display : `${this.display}-files`;
    if (!this.isFolder && existsSync(folder) && !this.force)
      throw existsError(folderName, 'is there already');
    this.attempt(() => putFolder(folder, files));
    return `${files.length} ${files.length === 1 ? 'file' : 'files'}, ${size} in ${folderName}`;
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

/** Such as 144 bytes, 20.5 KB, 3.27 MB. */
function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} KB` : `${(bytes / 1e6).toFixed(2)} MB`;
}

/** The nearest existing parent folder must be writable. */
function checkWritable(folder: string, display: string): void {
  let at = folder;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  if (!statSync(at).isDirectory())
    throw new TtError('INPUT', `--out: ${at} is a file, so that ${display} cannot be made`);
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
  unfinishedFiles.add(part);
  writeFileSync(part, bytes, { flag: 'wx' });
  if (force) renameSync(part, path);
  else publish(part, path);
  unfinishedFiles.delete(part);
}

/** Renames without replacing: creates the name atomically, or throws. */
function publish(part: string, path: string): void {
  try {
    linkSync(part, path);
    unlinkSync(part);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' || existsSync(path)) throw existsError(path, 'came into being meanwhile');
    // The file system has no hard links.
    renameSync(part, path);
  }
}

/** A new folder appears with all its files; into an existing folder, complete files are moved one by one. */
function putFolder(folder: string, files: readonly OutputFile[]): void {
  mkdirSync(dirname(folder), { recursive: true });
  const part = nameBeside(folder);
  unfinishedFiles.add(part);
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
  unfinishedFiles.delete(part);
}

const existsError = (display: string, how: string): TtError =>
  new TtError('INPUT', `--out: ${display} ${how}. Name another, or write over it with --force`);

function failure(error: unknown, display: string): TtError {
  const { code } = error as NodeJS.ErrnoException;
  const why =
    code === 'ENOSPC'
      ? 'the disk is full'
      : code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
        ? 'you may not write there'
        : `it cannot be written (${code ?? 'unknown'})`;
  return new TtError('PERMISSION', `${display}: ${why}. Nothing was written`);
}
