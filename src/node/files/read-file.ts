/** Reads part of an object's file, or its checksums. Throws INPUT if the file changed meanwhile. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { changedError } from '../../volumes/store/failures';
import type { ObjectInfo, Stretch } from '../../volumes/store/store';
import { startNodeCrc32c } from '../crc32c/crc32c';
import { FileTree, type FoundFile } from './file-tree';
import { FILE_PIECE } from './part-file';

export function readFound(
  tree: FileTree,
  name: string,
  range?: Stretch,
  version = '',
  into?: Uint8Array,
): Uint8Array | null {
  const found = tree.find(name);
  if (found === null) return null;
  if (version !== '' && found.version !== version) throw changedError(found.path);
  return readStretch(found, range ?? { start: 0, end: found.size }, into);
}

export function readStretch(
  { path, size, version }: FoundFile,
  { start, end }: Stretch,
  into?: Uint8Array,
): Uint8Array {
  const length = Math.max(0, Math.min(end, size) - start);
  const bytes = into && into.length >= length ? into.subarray(0, length) : new Uint8Array(length);
  const { O_RDONLY, O_NOFOLLOW = 0 } = constants;
  const file = openSync(path, O_RDONLY | O_NOFOLLOW);
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

export function fileSums(tree: FileTree, info: ObjectInfo): ObjectInfo {
  const found = tree.find(info.name);
  if (found === null || found.version !== info.version) throw changedError(`/${info.name}`);
  const sum = startNodeCrc32c(found.size);
  const md5 = tree.hash();
  for (let at = 0; at < found.size; at += FILE_PIECE) {
    const bytes = readStretch(found, { start: at, end: at + FILE_PIECE });
    sum.update(bytes);
    md5.update(bytes);
  }
  return { ...info, crc32c: sum.digest(), md5: md5.digest('base64') };
}
