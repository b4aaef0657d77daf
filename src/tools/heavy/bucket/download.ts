/** The work of bucket_download_file and bucket_download_folder: to this computer's disk, or as files for the user. */

import { TtError } from '../../../core/errors';
import { all, pool, type Work } from '../../../http/work';
import type { Location } from '../../../volumes/places/locate';
import { lastPart } from '../../../volumes/store/address';
import { endingOf } from '../../../volumes/store/endings';
import { absentError } from '../../../volumes/store/failures';
import { planCopy } from '../../../volumes/transfer/folder-plan';
import { runPlan } from '../../../volumes/transfer/run-plan';
import type { FileResult, OutputFile } from '../../declaration/declare';
import type { HeavyWorkOf } from '../local-runner';
import {
  ALONE,
  checkOverwrites,
  copyFile,
  copyRows,
  fileInFolder,
  fileLocation,
  locationOf,
  meansOf,
  previewRows,
  report,
  reportRow,
  requireFile,
} from './places';

/** Limit of bytes for files that go to the user; for more, the command line writes to a disk. */
const MOST_BYTES = 20e6;

const MOST_FILES = 5000;

export const downloadFileWork: HeavyWorkOf<'files'> = {
  kernels: [],
  *files(args, ctx) {
    const from = fileLocation(args, 'bucket_path', ctx);
    const source = yield* requireFile(from);
    const folder = target(String(args.download_path ?? ''), args, ctx);
    if (folder === null) {
      checkSize(source.size, 1, from);
      const bytes = yield* from.store.read(from.name, undefined, source.version);
      if (bytes === null) throw absentError(from.text);
      const path = lastPart(from.name) + endingOf(source.contentEncoding);
      const row = yield* reportRow({ at: from, objects: 1, bytes: source.size, remarks: '' });
      return report([row], [{ path, contentType: source.contentType, bytes }]);
    }
    if (folder.store.place !== 'file') throw notHere(folder);
    const to = yield* fileInFolder(folder, lastPart(from.name), 'download_path');
    const why = to.store.refuses(to.name);
    if (why !== '') throw new TtError('INPUT', `${to.text}: ${why}. Nothing was done`);
    return yield* copyFile(from, to, {
      info: source,
      onlyNew: args.overwrite !== true,
      width: ALONE,
      ...meansOf(ctx),
    });
  },
};

export const downloadFolderWork: HeavyWorkOf<'files'> = {
  kernels: [],
  *files(args, ctx) {
    const from = locationOf(args, 'bucket_path', ctx);
    const text = String(args.download_path ?? '');
    const own = lastPart(from.name) || from.store.bucket;
    const to = target(text === '' ? own : text, args, ctx);
    if (to === null) return yield* handedOver(from, args.preview === true);
    if (to.store.place !== 'file') throw notHere(to);
    const plan = yield* planCopy(from, to);
    if (args.preview === true) return report(previewRows(plan));
    checkOverwrites(plan, args.overwrite === true);
    const run = yield* runPlan(plan, { progress: ctx.progress, ...meansOf(ctx) });
    return report(yield* copyRows(plan, run));
  },
};

type Arguments = Parameters<typeof locationOf>;

/** Returns null if this shell has no disk: then the files go to the user. */
function target(path: string, args: Arguments[0], ctx: Arguments[2]): Location | null {
  if (ctx.places?.local) return locationOf({ ...args, download_path: path || './' }, 'download_path', ctx);
  if (String(args.download_path ?? '') === '') return null;
  throw new TtError('INPUT', 'download_path: a folder of a computer is reached on the command line alone');
}

const notHere = (at: Location): TtError =>
  new TtError(
    'INPUT',
    `download_path: a folder of this computer, not ${at.text}. bucket_copy_folder copies to buckets`,
  );

function checkSize(bytes: number, files: number, from: Location): void {
  if (bytes <= MOST_BYTES && files <= MOST_FILES) return;
  throw new TtError(
    'BIG',
    `${from.text} has ${files} files, ${(bytes / 1e6).toFixed(1)} MB: up to ${MOST_FILES} files and ${MOST_BYTES / 1e6} MB are downloaded here. Use the command line`,
  );
}

function* handedOver(from: Location, preview: boolean): Work<FileResult> {
  const { objects } = yield* from.store.list(`${from.name}${from.name === '' ? '' : '/'}`);
  const files = objects.filter(({ name, size }) => size > 0 || !name.endsWith('/'));
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (files.length === 0)
    throw new TtError('NONE', `${from.text}: there is no such folder, or nothing in it`);
  if (preview) return report([[from.text, files.length, bytes, '', '', '', 'would be downloaded']]);
  checkSize(bytes, files.length, from);
  const start = from.name === '' ? 0 : from.name.length + 1;
  const outcomes = yield* pool(
    files.map(
      (file) =>
        function* (): Work<OutputFile> {
          const [object] = yield* all([from.store.open(file.name, Math.max(1, file.size))]);
          if (object === null || object === undefined || object.first.length !== file.size) {
            throw new TtError('DOWN', `${file.name} changed while it was downloaded. Try again`);
          }
          const { contentType, contentEncoding } = object.info;
          return {
            path: file.name.slice(start) + endingOf(contentEncoding),
            contentType,
            bytes: object.first,
          };
        },
    ),
    16,
  );
  const outputs = outcomes.map((one) => {
    if (!one.ok) throw one.error;
    return one.value;
  });
  const row = yield* reportRow({
    at: from,
    objects: files.length,
    bytes,
    remarks: '',
    probe: files[0]!.name,
    isVolume: files.some(({ name }) => name === `${from.name}/info`),
  });
  return report([row], outputs);
}
