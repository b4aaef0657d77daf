// Packs files and folders into one zip in the browser as they arrive. Keeps only the parts of the zip in memory.

import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { TtError } from '../../src/core/errors';
import { pool, type Work } from '../../src/http/work';
import { lastPart } from '../../src/volumes/store/address';
import type { ObjectInfo } from '../../src/volumes/store/store';
import { prefixOf } from '../../src/volumes/transfer/folder-plan';
import { freeZipPath, safeZipPath } from '../parts/zip';
import { type Downloaded, download } from './download';
import type { StoreTarget } from './operations';
import type { StoreProgress } from './tools';

/** The page holds the zip in memory, and each piece of 5 MB takes some seconds. */
export const MOST_BYTES = 500e6;
export const MOST_FILES = 5000;
/** Simultaneous downloads; small files share a call. */
const AT_ONCE = 16;

export interface FileToSave {
  target: StoreTarget;
  info: ObjectInfo;
  /** Path in the zip. */
  path: string;
}

/** The files of the targets. Throws BIG with the remedy. */
export function* filesToSave(targets: readonly StoreTarget[]): Work<FileToSave[]> {
  const files: FileToSave[] = [];
  for (const target of targets) {
    const { at, info } = target;
    if (info !== null) files.push({ target, info, path: lastPart(info.name) });
    else {
      const prefix = prefixOf(at.name);
      const { objects } = yield* at.store.list(prefix, { most: MOST_FILES });
      const start = prefix.length - lastPart(at.name).length - (at.name === '' ? 0 : 1);
      for (const one of objects) {
        // Some programs write an empty object for the folder itself.
        if (one.size > 0 || !one.name.endsWith('/'))
          files.push({ target, info: one, path: one.name.slice(start) });
      }
    }
  }
  const bytes = files.reduce((sum, { info }) => sum + info.size, 0);
  if (bytes > MOST_BYTES || files.length > MOST_FILES) {
    throw new TtError(
      'BIG',
      `${files.length} files, ${Math.round(bytes / 1e6)} MB: up to ${MOST_FILES} files and ${MOST_BYTES / 1e6} MB are packed here. On the command line: tracertools bucket_download_folder ${targets[0]?.at.text ?? ''}`,
    );
  }
  return files;
}

export interface ZipResult {
  files: number;
  /** Files that Apps Script decompressed on the way. */
  unpacked: string[];
  failed: { name: string; why: string }[];
}

/** Calls `take` with each part of the zip. */
export function* zipWork(
  objects: readonly FileToSave[],
  take: (part: Uint8Array) => void,
  progress: StoreProgress,
): Work<ZipResult> {
  const result: ZipResult = { files: 0, unpacked: [], failed: [] };
  const zip = new Zip((error, part) => {
    if (error) throw error;
    take(part);
  });
  const total = objects.reduce((sum, { info }) => sum + info.size, 0);
  let byteCount = 0;
  const usedNames = new Set<string>();
  yield* pool(
    objects.map(
      ({ target, info }) =>
        () =>
          download(target.at.store, info, (bytes) => {
            byteCount += bytes;
            progress(Math.round(byteCount / 1e5) / 10, Math.round(total / 1e5) / 10, 'MB');
          }),
    ),
    AT_ONCE,
    (one, i) => {
      const { info, path } = objects[i]!;
      if (one.ok) add(zip, freeZipPath(safeZipPath(path) + one.value.ending, usedNames), one.value);
      else if (one.error instanceof TtError && one.error.code !== 'PENDING') {
        result.failed.push({ name: info.name, why: one.error.message });
        return false;
      } else throw one.error;
      result.files += 1;
      if (one.value.unpacked !== '') result.unpacked.push(info.name);
      return false;
    },
  );
  zip.end();
  return result;
}

function add(zip: Zip, path: string, { parts, ending }: Downloaded): void {
  const isPacked = ending !== '' || /\.(?:gz|br|zip|png|jpe?g|webp)$/i.test(path);
  const entry = isPacked ? new ZipPassThrough(path) : new ZipDeflate(path, { level: 6 });
  zip.add(entry);
  parts.forEach((part, i) => {
    entry.push(part, i === parts.length - 1);
  });
  if (parts.length === 0) entry.push(new Uint8Array(0), true);
}
