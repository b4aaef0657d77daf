// Files and folders as one zip, packed in the browser as they arrive. Nothing of an archive is kept but its parts.

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

/** A browser's page holds it, and each piece of 5 MB takes some seconds. */
export const MOST_BYTES = 500e6;
export const MOST_FILES = 5000;
/** Files under way at once: small ones share a call. */
const AT_ONCE = 16;

export interface Wanted {
  target: StoreTarget;
  info: ObjectInfo;
  /** In the zip. */
  path: string;
}

/** The files of the targets. Throws BIG, with the remedy. */
export function* wantedFiles(targets: readonly StoreTarget[]): Work<Wanted[]> {
  const wanted: Wanted[] = [];
  for (const target of targets) {
    const { at, info } = target;
    if (info !== null) wanted.push({ target, info, path: lastPart(info.name) });
    else {
      const prefix = prefixOf(at.name);
      const { objects } = yield* at.store.list(prefix, { most: MOST_FILES });
      const start = prefix.length - lastPart(at.name).length - (at.name === '' ? 0 : 1);
      for (const one of objects) {
        // The marks that some programs leave for a folder.
        if (one.size > 0 || !one.name.endsWith('/'))
          wanted.push({ target, info: one, path: one.name.slice(start) });
      }
    }
  }
  const bytes = wanted.reduce((sum, { info }) => sum + info.size, 0);
  if (bytes > MOST_BYTES || wanted.length > MOST_FILES) {
    throw new TtError(
      'BIG',
      `${wanted.length} files, ${Math.round(bytes / 1e6)} MB: up to ${MOST_FILES} files and ${MOST_BYTES / 1e6} MB are packed here. On the command line: tracertools bucket_download_folder ${targets[0]?.at.text ?? ''}`,
    );
  }
  return wanted;
}

export interface ZipResult {
  files: number;
  /** Those that Apps Script unpacked on the way. */
  unpacked: string[];
  failed: { name: string; why: string }[];
}

/** Parts of the zip go to `take` as they are made. */
export function* zipWork(
  wanted: readonly Wanted[],
  take: (part: Uint8Array) => void,
  progress: StoreProgress,
): Work<ZipResult> {
  const result: ZipResult = { files: 0, unpacked: [], failed: [] };
  const zip = new Zip((error, part) => {
    if (error) throw error;
    take(part);
  });
  const total = wanted.reduce((sum, { info }) => sum + info.size, 0);
  let moved = 0;
  const usedNames = new Set<string>();
  yield* pool(
    wanted.map(
      ({ target, info }) =>
        () =>
          download(target.at.store, info, (bytes) => {
            moved += bytes;
            progress(Math.round(moved / 1e5) / 10, Math.round(total / 1e5) / 10, 'MB');
          }),
    ),
    AT_ONCE,
    (one, i) => {
      const { info, path } = wanted[i]!;
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
  const packed = ending !== '' || /\.(?:gz|br|zip|png|jpe?g|webp)$/i.test(path);
  const entry = packed ? new ZipPassThrough(path) : new ZipDeflate(path, { level: 6 });
  zip.add(entry);
  parts.forEach((part, i) => {
    entry.push(part, i === parts.length - 1);
  });
  if (parts.length === 0) entry.push(new Uint8Array(0), true);
}
