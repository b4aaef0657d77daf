/** bucket_upload_file and bucket_upload_folder: from this computer onto a bucket. */
import { fromBase64 } from '../../core/base64';
import { TtError } from '../../core/errors';
import { contentTypeOf } from '../../volumes/store/content-type';
import { present } from '../../volumes/store/failures';
import { copyObject, sameBytes } from '../../volumes/transfer/copy-object';
import { planCopy } from '../../volumes/transfer/folder-plan';
import { runPlan } from '../../volumes/transfer/run-plan';
import { fileTool, type Param } from '../declaration/declare';
import {
  checkedName,
  checkOverwrites,
  copyRows,
  FAMILY_DETAILS,
  fileLocation,
  lastPart,
  locationOf,
  OVERWRITE,
  PREVIEW,
  previewRows,
  progressOf,
  REPORT,
  report,
  reportRow,
  requireFile,
  within,
} from './places';

const CACHE_CONTROL: Param = {
  name: 'cache_control',
  kind: 'text',
  description: 'how long readers may keep a copy, such as no-cache; the store’s own way without it',
  optional: true,
  defaultValue: '',
};
/** What the sidebar hands over for a file. */
const UPLOADED = 'base64:';

export const uploadFile = fileTool({
  name: 'bucket_upload_file',
  family: 'bucket',
  summary: 'Uploads a file of this computer into a folder on a bucket.',
  details: `A file of that name is refused unless overwrite is TRUE. The upload is compared with the file by a sum. In the sidebar a file is 15 MB at most. ${FAMILY_DETAILS}`,
  params: [
    { name: 'local_path', kind: 'path', description: 'path of the file', file: 'bytes' },
    {
      name: 'bucket_path',
      kind: 'path',
      description: 'address of the folder that it is put in, such as gs://our-lab/points',
    },
    {
      name: 'name',
      kind: 'text',
      description: 'its name there; the file’s own without it, on the command line',
      optional: true,
      defaultValue: '',
    },
    OVERWRITE,
    CACHE_CONTROL,
  ],
  returns: 'a row for the file on the bucket',
  example: {
    command: 'bucket_upload_file points.csv gs://our-lab/points',
    shows: 'gs://our-lab/points/points.csv',
  },
  surfaces: ['sidebar', 'commandLine'],
  outputs: REPORT,
  *answer(args, ctx) {
    const folder = locationOf(args, 'bucket_path', ctx);
    const given = String(args.local_path ?? '');
    const from = given.startsWith(UPLOADED) ? null : fileLocation(args, 'local_path', ctx);
    if (from !== null && from.store.place !== 'file') {
      throw new TtError('INPUT', `local_path: a file of this computer, not ${from.text}`);
    }
    const named = String(args.name ?? '').trim();
    const to = within(folder, named === '' && from ? lastPart(from.name) : checkedName(named, 'name'));
    if (to.store.readOnly !== '') throw new TtError('INPUT', `${to.text}: ${to.store.readOnly}`);
    const why = to.store.refuses(to.name);
    if (why !== '') throw new TtError('INPUT', `${to.text}: ${why}`);
    const onlyNew = args.overwrite !== true;
    const cacheControl = String(args.cache_control ?? '').trim();
    if (from === null) {
      const bytes = fromBase64(given.slice(UPLOADED.length));
      if (bytes === null) throw new TtError('INPUT', 'local_path: the file arrived damaged. Choose it again');
      if (onlyNew && (yield* to.store.stat(to.name)) !== null) throw present(to.text);
      const contentType = contentTypeOf(to.name);
      yield* to.store.write(to.name, bytes, { contentType, cacheControl, onlyNew });
      return report([yield* reportRow({ at: to, objects: 1, bytes: bytes.length, remarks: '' })]);
    }
    const source = yield* requireFile(from);
    const there = onlyNew ? yield* to.store.stat(to.name) : null;
    if (there !== null) {
      const whole = from.store.sums ? yield* from.store.sums(source) : source;
      if (sameBytes(whole, there) !== true) throw present(to.text);
      const remarks = 'there already with the same bytes';
      return report([yield* reportRow({ at: to, objects: 0, bytes: 0, remarks })]);
    }
    const more = cacheControl === '' ? {} : { cacheControl };
    yield* copyObject(from, to, { info: source, onlyNew, ...more });
    return report([yield* reportRow({ at: to, objects: 1, bytes: source.size, remarks: '' })]);
  },
});

export const uploadFolder = fileTool({
  name: 'bucket_upload_folder',
  family: 'bucket',
  summary: 'Uploads a folder of this computer onto a bucket, with all that is in it.',
  details:
    'Links are left out, and named. Files of a volume (a folder with info or info.gz) that end with .gz or .br become compressed ' +
    'objects without that ending, as viewers expect them; elsewhere they keep their names. A folder that was downloaded ' +
    `gets back what its objects were. An upload that was stopped goes on when it is run again. ${FAMILY_DETAILS}`,
  params: [
    { name: 'local_path', kind: 'path', description: 'path of the folder' },
    {
      name: 'bucket_path',
      kind: 'path',
      description: 'address of the folder that it becomes, with its name, such as gs://our-lab/meshes/vnc',
    },
    {
      name: 'endings',
      kind: 'choice',
      description: 'what .gz and .br at the end of a name are: an encoding, or a part of the name',
      optional: true,
      choices: ['auto', 'encoding', 'name'],
      defaultValue: 'auto',
    },
    OVERWRITE,
    CACHE_CONTROL,
    PREVIEW,
  ],
  returns: 'a row for the folder on the bucket, and one for each file that could not be uploaded',
  example: {
    command: 'bucket_upload_folder vnc gs://our-lab/meshes/vnc',
    shows: 'gs://our-lab/meshes/vnc, 812 objects',
  },
  surfaces: ['commandLine'],
  outputs: REPORT,
  *answer(args, ctx) {
    const given = locationOf(args, 'local_path', ctx);
    if (given.store.place !== 'file' || !ctx.places?.local) {
      throw new TtError('INPUT', `local_path: a folder of this computer, not ${given.text}`);
    }
    const { local } = ctx.places;
    const volume =
      (yield* given.store.stat(`${given.name}/info`)) ?? (yield* given.store.stat(`${given.name}/info.gz`));
    const encoded = args.endings === 'encoding' || (args.endings !== 'name' && volume !== null);
    const from = encoded ? { ...given, store: local.packed } : given;
    const to = locationOf(args, 'bucket_path', ctx);
    const plan = yield* planCopy(from, to);
    if (args.preview === true) return report(previewRows(plan));
    checkOverwrites(plan, args.overwrite === true);
    const cacheControl = String(args.cache_control ?? '').trim();
    const run = yield* runPlan(plan, {
      progress: progressOf(ctx),
      ...(cacheControl === '' ? {} : { cacheControl }),
    });
    return report(yield* copyRows(plan, run));
  },
});
