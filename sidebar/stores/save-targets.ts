// Saves files and folders of stores through the browser's downloads: one file as it is stored, several as a zip.
import type { Work } from '../../src/http/work';
import { lastPart } from '../../src/volumes/store/address';
import type { ObjectInfo } from '../../src/volumes/store/store';
import { countText } from '../format';
import { downloadName, size } from '../parts/file-words';
import { download } from './download';
import type { StoreTarget } from './operations';
import type { StoreProgress } from './tools';
import { type FileToSave, filesToSave, zipWork } from './zip-download';

export interface SavedTargets {
  files: number;
  bytes: number;
  words: string;
  failed: { name: string; why: string }[];
}

/** Saves a file through the browser's downloads. */
export type SaveFile = (parts: readonly Uint8Array[], name: string, type: string) => void;

export interface SaveRun {
  run: <T>(work: Work<T>) => Promise<T>;
  progress: StoreProgress;
  save: SaveFile;
}

const mb = (bytes: number): number => Math.round(bytes / 1e5) / 10;

/** A file that is known to exist. */
export type SavedFile = StoreTarget & { info: ObjectInfo };

/** `zip`: name of the zip file for several files. */
export async function saveTargets(
  targets: readonly StoreTarget[],
  zip: string,
  { run, progress, save }: SaveRun,
): Promise<SavedTargets> {
  const [one] = targets;
  if (targets.length === 1 && one!.info !== null)
    return saveOne({ ...one!, info: one!.info }, { run, progress, save });
  return saveZip(await run(filesToSave(targets)), zip, { run, progress, save });
}

export async function saveZip(
  objects: readonly FileToSave[],
  zip: string,
  { run, progress, save }: SaveRun,
): Promise<SavedTargets> {
  const parts: Uint8Array[] = [];
  const { files, unpacked, failed } = await run(zipWork(objects, (part) => parts.push(part), progress));
  const failedNames = new Set(failed.map(({ name }) => name));
  const bytes = objects.reduce((sum, { info }) => sum + (failedNames.has(info.name) ? 0 : info.size), 0);
  save(parts, zip, 'application/zip');
  const words = `${countText(files, 'file')} in ${zip}`;
  return {
    files,
    bytes,
    failed,
    words:
      unpacked.length === 0
        ? words
        : `${words}. ${countText(unpacked.length, 'file')} stored compressed came unpacked, such as ${unpacked[0]}: Apps Script unpacks them. The command line gives them as stored`,
  };
}

export async function saveOne(
  { at, info }: SavedFile,
  { run, progress, save }: SaveRun,
): Promise<SavedTargets> {
  const name = lastPart(info.name);
  let byteCount = 0;
  const got = await run(
    download(at.store, info, (bytes) => {
      byteCount += bytes;
      progress(mb(byteCount), mb(info.size), 'MB');
    }),
  );
  save(got.parts, downloadName(name) + got.ending, got.contentType || 'application/octet-stream');
  const words =
    got.unpacked === ''
      ? `${name}${got.ending} as it is stored, ${size(info.size)}`
      : `${name}: stored with ${got.unpacked}, unpacked by Apps Script on the way`;
  return { files: 1, bytes: info.size, words, failed: [] };
}
