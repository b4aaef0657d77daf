/** Copies, moves and deletes files. Deletes nothing before its copy is checked. */
import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { absentError, changedError, keptError, mustDiffer } from '../../volumes/store/failures';
import type { ObjectInfo } from '../../volumes/store/store';
import { fileWords } from './file-errors';
import type { FileTree } from './file-tree';
import { FILE_PIECE, PartFile } from './part-file';
import { readStretch } from './read-file';

export function copyOnDisk(
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
  if (tree.find(to)?.version === found.version) mustDiffer(found.path, found.path);
  const info = tree.info(found);
  const file = new PartFile(tree, to, { ...info, onlyNew });
  return file.orAbort(() => {
    for (let at = 0; at < found.size; at += FILE_PIECE) {
      file.write(readStretch(found, { start: at, end: at + FILE_PIECE }));
    }
    return file.finish();
  });
}

/** Copies a file, checks the copy, then deletes the original. */
export function moveOnDisk(tree: FileTree, from: string, to: string, onlyNew: boolean): ObjectInfo {
  const copy = copyOnDisk(tree, from, to, undefined, onlyNew);
  try {
    flushToDisk(tree, to);
    removeFromDisk(tree, from, '');
  } catch (error) {
    throw keptError(fileWords(error, `/${from}`), `/${to}`);
  }
  return copy;
}

/** Flushes the file, and the names in its folder, to the disk. */
export function flushToDisk(tree: FileTree, name: string): null {
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

export function removeFromDisk(tree: FileTree, name: string, version: string): boolean {
  const found = tree.find(name);
  if (found === null) return false;
  if (version !== '' && found.version !== version) throw changedError(found.path);
  rmSync(found.path);
  tree.journal.remove(dirname(found.path), basename(found.path));
  return true;
}
