// Files and folders that the user drops or chooses, as names and bytes. A folder is read whole or refused.
import { TtError } from '../../src/core/errors';
import type { ChosenFile, FileBytes } from '../stores/chosen-files';

/** A browser's `File`. */
export interface NamedFile extends FileBytes {
  name: string;
  webkitRelativePath?: string;
}

type Ends<T> = [done: (value: T) => void, failed: (error: unknown) => void];

/** A browser's `FileSystemEntry`: `file` is that of a file, `createReader` that of a folder. */
export interface DroppedEntry {
  name: string;
  fullPath: string;
  isDirectory: boolean;
  file?(...ends: Ends<NamedFile>): void;
  createReader?(): { readEntries(...ends: Ends<DroppedEntry[]>): void };
}

export interface DroppedItem {
  kind: string;
  webkitGetAsEntry?(): DroppedEntry | null;
  getAsFile(): NamedFile | null;
}

/**
 * Files of an input; for a folder, the paths include the folder's name. Chromium writes a backslash in a file's name as
 * a slash in its relative path, so the last part is the file's own name.
 */
export const filesOf = (list: Iterable<NamedFile> | null): ChosenFile[] =>
  [...(list ?? [])].map((file) => {
    const path = file.webkitRelativePath || file.name;
    return { path: path.slice(0, path.length - file.name.length) + file.name, file };
  });

/**
 * Files of a drop. Entries and files must be taken before the event ends; folders can be read later.
 * `getAsFileSystemHandle` is no help: its folders leave out names with `:`, `"`, `?` or `\`, and a frame without an
 * origin crashes. Errors: INPUT, with the name of what cannot be read.
 */
export async function droppedFiles(data: { items: Iterable<DroppedItem> }): Promise<ChosenFile[]> {
  const items = [...data.items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry?.() ?? null, file: item.getAsFile() }));
  const found: ChosenFile[] = [];
  for (const { entry, file } of items) {
    // A file needs no entry, whose bytes a frame without an origin cannot read.
    // Without an entry, a link that leads nowhere reads as an empty file.
    if (file !== null && entry === null && file.size === 0) throw absent(file.name);
    if (file !== null && !entry?.isDirectory) found.push(...filesOf([file]));
    else if (entry !== null) await walk(entry, found);
    else throw unreadable('something that was dropped', 'it is neither a file nor a folder');
  }
  return found;
}

async function walk(entry: DroppedEntry, found: ChosenFile[]): Promise<void> {
  const path = entry.fullPath.replace(/^\//, '');
  // The path of an entry without a name is its folder's, which would be read again without end.
  if (entry.name === '') throw nameless(path);
  if (!entry.isDirectory) {
    found.push({ path, file: await reading<NamedFile>(path, (...ends) => entry.file!(...ends)) });
    return;
  }
  const reader = entry.createReader!();
  for (;;) {
    // A reader returns about a hundred entries at a time.
    const some = await reading<DroppedEntry[]>(path, (...ends) => reader.readEntries(...ends));
    if (some.length === 0) return;
    for (const one of some) await walk(one, found);
  }
}

async function reading<T>(path: string, start: (...ends: Ends<T>) => void): Promise<T> {
  try {
    return await new Promise<T>(start);
  } catch (error) {
    throw unreadable(path, error instanceof Error ? error.message : String(error));
  }
}

const unreadable = (what: string, why: string): TtError =>
  new TtError(
    'INPUT',
    `${what} could not be read as it was dropped (${why.replace(/\.$/, '')}): nothing was uploaded. Choose the folder instead, with “Upload a folder…”`,
  );

const absent = (name: string): TtError =>
  new TtError(
    'INPUT',
    `${name} is not a file that can be read, or is a link that leads nowhere: nothing was uploaded. Drop the file itself`,
  );

const nameless = (path: string): TtError =>
  new TtError(
    'INPUT',
    `a file or folder in ${path.replace(/\/$/, '')} has a name that is not Unicode text: nothing was uploaded. Rename it, then drop the folder again`,
  );
