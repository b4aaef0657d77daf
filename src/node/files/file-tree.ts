/** Reads folders of this machine as objects: which file holds which object, and its metadata. */
import { createHash, type Hash } from 'node:crypto';
import {
  type Dirent,
  existsSync,
  lstatSync,
  readdirSync,
  realpathSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { TtError } from '../../core/errors';
import { contentTypeOf } from '../../volumes/store/content-type';
import { ALL_ENDINGS, OURS, unpackedName } from '../../volumes/store/endings';
import type { Listing, ListOptions, ObjectInfo, OpenUpload } from '../../volumes/store/store';
import { linkError } from './file-errors';
import { fromFileName, JOURNAL, PART, toFileName } from './file-names';
import { ObjectJournal } from './object-journal';

/** Null if nothing exists there, also if a parent is a file. Does not follow symbolic links. */
function statOf(path: string): Stats | null {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return null;
    throw error;
  }
}

/** True if no part of the path is a symbolic link, in a single call; false if unknown. */
function isReal(path: string): boolean {
  try {
    return realpathSync.native(path) === path;
  } catch {
    return false;
  }
}

const OWN_NAME = `names that begin with ${OURS} are this program's own: an unfinished file of it, or one to rename`;

export type Endings = 'name' | 'encoding';

export interface FoundFile {
  path: string;
  /** Name of the object. */
  name: string;
  size: number;
  version: string;
  updated: string;
  contentType: string;
  contentEncoding: string;
  cacheControl: string;
}

export class FileTree {
  readonly journal = new ObjectJournal();

  constructor(
    private readonly endings: Endings,
    readonly platform: string,
  ) {}

  /** The path of a name, without the ending for compression. */
  pathOf(name: string): string {
    if (this.platform !== 'win32') return `/${name}`;
    const parts = name.split('/');
    const drive = /^[a-z]:$/i.test(parts[0]!);
    const own = parts.map((part, i) => (drive && i === 0 ? part : toFileName(part, this.platform)));
    return drive ? own.join('/') : `/${own.join('/')}`;
  }

  hash(): Hash {
    return createHash('md5');
  }

  static versionOf({ mtimeMs, size, ino }: Stats): string {
    return `${mtimeMs}-${size}-${ino}`;
  }

  find(name: string): FoundFile | null {
    if (name === '' || name.endsWith('/') || name.includes('\0')) return null;
    const path = this.pathOf(name);
    const folder = dirname(path);
    this.refuseLinks(folder);
    const own = fromFileName(basename(path), this.platform);
    for (const facts of this.journal.withName(folder, own)) {
      const found = this.file(join(folder, facts.file), name);
      if (found) return found;
    }
    const plain = this.file(path, name);
    if (plain?.name === name) return plain;
    if (this.endings === 'name') return null;
    for (const [, ending] of ALL_ENDINGS) {
      const found = this.file(path + ending, name);
      if (found?.name === name) return found;
    }
    return null;
  }

  /** Throws INPUT if a folder of the path is a symbolic link: its target is not what the user named. */
  refuseLinks(folder: string): void {
    if (isReal(folder)) return;
    for (let path = folder; dirname(path) !== path; path = dirname(path)) {
      if (statOf(path)?.isSymbolicLink()) throw linkError(path);
    }
  }

  /** The object in a file; null if the file does not exist. */
  private file(path: string, near: string): FoundFile | null {
    const stat = statOf(path);
    if (stat === null || stat.isDirectory()) return null;
    if (stat.isSymbolicLink()) throw linkError(path);
    if (!stat.isFile()) throw new TtError('INPUT', `${path} is no file but a pipe, a socket or a device`);
    const folder = near.slice(0, near.lastIndexOf('/') + 1);
    const file = basename(path);
    const facts = this.journal.of(dirname(path), file);
    const base = {
      path,
      size: stat.size,
      version: FileTree.versionOf(stat),
      updated: stat.mtime.toISOString(),
    };
    if (facts && facts.size === stat.size) return { ...base, ...facts, path, name: folder + facts.name };
    const display = fromFileName(file, this.platform);
    const decodedName = this.endings === 'encoding' ? unpackedName(display) : null;
    const name = decodedName?.name ?? display;
    const contentType = contentTypeOf(name);
    return {
      ...base,
      name: folder + name,
      contentType,
      contentEncoding: decodedName?.encoding ?? '',
      cacheControl: '',
    };
  }

  info({ name, size, contentType, contentEncoding, cacheControl, version, updated }: FoundFile): ObjectInfo {
    return { name, size, contentType, contentEncoding, cacheControl, md5: '', crc32c: '', version, updated };
  }

  list(prefix: string, { delimiter = '', most = 1_000_000 }: ListOptions): Listing {
    const listing: Required<Listing> = { objects: [], folders: [], skipped: [] };
    const start = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    this.walk(start, (name, entry) => {
      if (!entry.isDirectory() && !name.startsWith(prefix)) return false;
      if (entry.name.startsWith(OURS)) {
        if (entry.name !== JOURNAL) listing.skipped.push({ name, why: OWN_NAME, isFile: true });
        return false;
      }
      if (entry.isDirectory()) {
        const folder = `${name}/`;
        if (!folder.startsWith(prefix) && !prefix.startsWith(folder)) return false;
        if (delimiter !== '/' || !folder.startsWith(prefix)) return true;
        listing.folders.push(folder);
        return false;
      }
      if (!entry.isFile()) {
        const why = entry.isSymbolicLink() ? 'is a link: links are not followed' : 'is no file';
        listing.skipped.push({ name, why });
        return false;
      }
      const found = this.file(join(this.pathOf(name)), name);
      if (found) listing.objects.push(this.info(found));
      else
        listing.skipped.push({
          name,
          why: 'cannot be read by its name: it is no UTF-8, or the file is gone',
          isFile: true,
        });
      if (listing.objects.length + listing.folders.length > most) {
        throw new TtError('BIG', `/${prefix} has more than ${most} files. Choose a folder within it`);
      }
      return false;
    });
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    return { ...listing, objects: listing.objects.sort(byName) };
  }

  openUploads(prefix: string): OpenUpload[] {
    const found: OpenUpload[] = [];
    const start = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    this.walk(start, (name, entry) => {
      const file = basename(name);
      if (entry.isFile() && file.startsWith(PART)) {
        const startedAt = statSync(this.pathOf(name)).mtime.toISOString();
        found.push({ name, id: name, begun: startedAt });
      }
      return entry.isDirectory();
    });
    return found;
  }

  /** Visits entries of a folder ordered by name. `visit` returns whether to enter a folder. */
  private walk(start: string, visit: (name: string, entry: Dirent) => boolean, top = true): void {
    const path = this.pathOf(start.replace(/\/$/, ''));
    if (top) this.refuseLinks(path);
    if (statOf(path)?.isDirectory() !== true) return;
    const entries = readdirSync(path, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const name = start + fromFileName(entry.name, this.platform);
      if (visit(name, entry)) this.walk(`${name}/`, visit, false);
    }
  }

  /** Removes folders that are empty now, with our own files in them, but none above the folder that all names share. */
  tidy(names: readonly string[]): void {
    if (names.length === 0) return;
    const folders = names.map((name) => name.slice(0, name.lastIndexOf('/')));
    const top = folders.reduce((a, b) => {
      while (!`${b}/`.startsWith(`${a}/`)) a = a.slice(0, Math.max(0, a.lastIndexOf('/')));
      return a;
    });
    if (top === '') return;
    for (let folder of new Set(folders.sort((a, b) => b.length - a.length))) {
      while (`${folder}/`.startsWith(`${top}/`) && this.emptied(folder)) {
        folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
      }
    }
  }

  private emptied(folder: string): boolean {
    const path = this.pathOf(folder);
    if (!existsSync(path) || !lstatSync(path).isDirectory()) return true;
    const files = readdirSync(path);
    if (files.some((file) => file !== JOURNAL)) return false;
    if (files.length > 0) rmSync(join(path, JOURNAL));
    this.journal.forget(path);
    rmdirSync(path);
    return true;
  }
}
