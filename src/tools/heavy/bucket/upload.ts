/** The work of bucket_upload_file and bucket_upload_folder: from this computer to a bucket. */

import { fromBase64 } from '../../../core/base64';
import { TtError } from '../../../core/errors';
import type { Location } from '../../../volumes/places/locate';
import { lastPart } from '../../../volumes/store/address';
import { contentTypeOf } from '../../../volumes/store/content-type';
import { presentError } from '../../../volumes/store/failures';
import { planCopy } from '../../../volumes/transfer/folder-plan';
import { runPlan } from '../../../volumes/transfer/run-plan';
import type { Args } from '../../declaration/declare';
import type { HeavyContext, HeavyWorkOf } from '../local-runner';
import {
  ALONE,
  checkedName,
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

/** The prefix of a file's content from the sidebar, or of what is piped into the command line. */
const UPLOADED = 'base64:';

/** Refuses a path of this computer: an address whose `gs://` was forgotten would be one. */
function bucketLocation(args: Args, ctx: HeavyContext): Location {
  const to = locationOf(args, 'bucket_path', ctx);
  if (to.store.place !== 'file') return to;
  throw new TtError(
    'INPUT',
    `bucket_path: an address on a bucket, such as gs://our-lab/points, not the path ${to.text}`,
  );
}

export const uploadFileWork: HeavyWorkOf<'files'> = {
  kernels: [],
  *files(args, ctx) {
    const folder = bucketLocation(args, ctx);
    const text = String(args.local_path ?? '');
    const from = text.startsWith(UPLOADED) ? null : fileLocation(args, 'local_path', ctx);
    if (from !== null && from.store.place !== 'file') {
      throw new TtError('INPUT', `local_path: a file of this computer, not ${from.text}`);
    }
    const source = from && (yield* requireFile(from));
    const fileName = String(args.name ?? '').trim();
    const name = fileName === '' && from ? lastPart(from.name) : checkedName(fileName, 'name');
    const to = yield* fileInFolder(folder, name, 'bucket_path');
    if (to.store.readOnly !== '') throw new TtError('INPUT', `${to.text}: ${to.store.readOnly}`);
    const why = to.store.refuses(to.name);
    if (why !== '') throw new TtError('INPUT', `${to.text}: ${why}`);
    const onlyNew = args.overwrite !== true;
    const cacheControl = String(args.cache_control ?? '').trim();
    if (from === null || source === null) {
      const bytes = fromBase64(text.slice(UPLOADED.length));
      if (bytes === null) throw new TtError('INPUT', 'local_path: the file arrived damaged. Choose it again');
      if (onlyNew && (yield* to.store.stat(to.name)) !== null) throw presentError(to.text);
      const contentType = contentTypeOf(to.name);
      yield* to.store.write(to.name, bytes, { contentType, cacheControl, onlyNew });
      return report([yield* reportRow({ at: to, objects: 1, bytes: bytes.length, remarks: '' })]);
    }
    return yield* copyFile(from, to, {
      info: source,
      onlyNew,
      width: ALONE,
      ...meansOf(ctx),
      ...(cacheControl === '' ? {} : { cacheControl }),
    });
  },
};

export const uploadFolderWork: HeavyWorkOf<'files'> = {
  kernels: [],
  *files(args, ctx) {
    const localPath = locationOf(args, 'local_path', ctx);
    if (localPath.store.place !== 'file' || !ctx.places?.local) {
      throw new TtError('INPUT', `local_path: a folder of this computer, not ${localPath.text}`);
    }
    const { local } = ctx.places;
    const volume =
      (yield* localPath.store.stat(`${localPath.name}/info`)) ??
      (yield* localPath.store.stat(`${localPath.name}/info.gz`));
    const byEncoding = args.endings === 'encoding' || (args.endings !== 'name' && volume !== null);
    const from = byEncoding ? { ...localPath, store: local.packed } : localPath;
    const to = bucketLocation(args, ctx);
    const cacheControl = String(args.cache_control ?? '').trim();
    const plan = yield* planCopy(from, to, cacheControl === '' ? {} : { cacheControl });
    if (args.preview === true) return report(previewRows(plan));
    checkOverwrites(plan, args.overwrite === true);
    const run = yield* runPlan(plan, { progress: ctx.progress, ...meansOf(ctx) });
    return report(yield* copyRows(plan, run));
  },
};
