/** bucket_download_file and bucket_download_folder: onto this computer's disk, or handed over as files. */
import { TtError } from '../../core/errors';
import { all, pool, type Work } from '../../http/work';
import type { Location } from '../../volumes/store/locate';
import { copyObject } from '../../volumes/transfer/copy-object';
import { planCopy } from '../../volumes/transfer/folder-plan';
import { runPlan } from '../../volumes/transfer/run-plan';
import { fileTool, type OutputFile, type Param } from '../declaration/declare';
import {
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

const SURFACES = ['sidebar', 'commandLine'] as const;
/** Bytes that are handed over; more goes to a disk by the command line. */
const MOST_BYTES = 20e6;
const MOST_FILES = 5000;

const BUCKET_PATH: Param = {
  name: 'bucket_path',
  kind: 'path',
  description: 'address on a bucket, such as gs://our-lab/meshes/vnc',
};
const DOWNLOAD_PATH: Param = {
  name: 'download_path',
  kind: 'path',
  description: 'folder of this computer that it is put in, on the command line; the current one without it',
  optional: true,
  defaultValue: '',
};

export const downloadFile = fileTool({
  name: 'bucket_download_file',
  family: 'bucket',
  summary: 'Downloads a file from a bucket.',
  details: `The bytes come as they are stored: a compressed file stays so, and has .gz or .br at its end on a disk. A file that is there already is refused unless it is the same. ${FAMILY_DETAILS}`,
  params: [BUCKET_PATH, DOWNLOAD_PATH, OVERWRITE],
  returns: 'the file, and a row for it',
  example: { command: 'bucket_download_file gs://our-lab/meshes/vnc/info', shows: 'info' },
  surfaces: SURFACES,
  outputs: REPORT,
  *answer(args, ctx) {
    const from = fileLocation(args, 'bucket_path', ctx);
    const source = yield* requireFile(from);
    const folder = target(String(args.download_path ?? ''), args, ctx);
    if (folder === null) {
      checkHandOver(source.size, 1, from);
      const bytes = yield* from.store.read(from.name, undefined, source.version);
      if (bytes === null) throw new TtError('NONE', `${from.text} is not there`);
      const path = lastPart(from.name) + endingOf(source.contentEncoding);
      const row = yield* reportRow({ at: from, objects: 1, bytes: source.size, remarks: '' });
      return report([row], [{ path, contentType: source.contentType, bytes }]);
    }
    const to = within(folder, lastPart(from.name));
    if (to.store.place !== 'file') throw notHere(folder);
    const why = to.store.refuses(to.name);
    if (why !== '') throw new TtError('INPUT', `${to.text}: ${why}. Nothing was done`);
    yield* copyObject(from, to, { info: source, onlyNew: args.overwrite !== true });
    return report([[to.text, 1, source.size, '', '', '', '']]);
  },
});

export const downloadFolder = fileTool({
  name: 'bucket_download_folder',
  family: 'bucket',
  summary:
    'Downloads a folder from a bucket with all that is in it: a zip file, or a folder of this computer.',
  details:
    'The bytes come as they are stored: compressed files stay so, and have .gz or .br at their end on a disk. On the command ' +
    'line what the disk cannot keep of an object (type, encoding, cache control) is kept in a hidden file of each folder, and ' +
    `a download that was stopped goes on when it is run again. ${FAMILY_DETAILS}`,
  params: [
    BUCKET_PATH,
    {
      ...DOWNLOAD_PATH,
      description:
        'the folder of this computer that it becomes, on the command line; without it one of its own name in the current folder',
    },
    OVERWRITE,
    PREVIEW,
  ],
  returns: 'the files, and a row for the folder',
  example: {
    command: 'bucket_download_folder gs://our-lab/meshes/vnc vnc',
    shows: 'file:///home/ana/vnc, 812 objects',
  },
  surfaces: SURFACES,
  outputs: REPORT,
  *answer(args, ctx) {
    const from = locationOf(args, 'bucket_path', ctx);
    const given = String(args.download_path ?? '');
    const to = target(given === '' ? lastPart(from.name) : given, args, ctx);
    if (to === null) return yield* handedOver(from, args.preview === true);
    if (to.store.place !== 'file') throw notHere(to);
    const plan = yield* planCopy(from, to);
    if (args.preview === true) return report(previewRows(plan));
    checkOverwrites(plan, args.overwrite === true);
    const run = yield* runPlan(plan, { progress: progressOf(ctx) });
    return report(yield* copyRows(plan, run));
  },
});

type Arguments = Parameters<typeof locationOf>;

/** Null where this shell has no disk: files are handed over then. */
function target(path: string, args: Arguments[0], ctx: Arguments[2]): Location | null {
  if (ctx.places?.local) return locationOf({ ...args, download_path: path || '.' }, 'download_path', ctx);
  if (String(args.download_path ?? '') === '') return null;
  throw new TtError('INPUT', 'download_path: a folder of a computer is reached on the command line alone');
}

const notHere = (at: Location): TtError =>
  new TtError(
    'INPUT',
    `download_path: a folder of this computer, not ${at.text}. bucket_copy_folder copies to buckets`,
  );

const endingOf = (encoding: string): string => (encoding === 'gzip' ? '.gz' : encoding === 'br' ? '.br' : '');

function checkHandOver(bytes: number, files: number, from: Location): void {
  if (bytes <= MOST_BYTES && files <= MOST_FILES) return;
  throw new TtError(
    'BIG',
    `${from.text} has ${files} files, ${(bytes / 1e6).toFixed(1)} MB: up to ${MOST_FILES} files and ${MOST_BYTES / 1e6} MB are downloaded here. Use the command line`,
  );
}

function* handedOver(from: Location, preview: boolean): Work<ReturnType<typeof report>> {
  const { objects } = yield* from.store.list(`${from.name}${from.name === '' ? '' : '/'}`);
  const files = objects.filter(({ name, size }) => size > 0 || !name.endsWith('/'));
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (files.length === 0)
    throw new TtError('NONE', `${from.text}: there is no such folder, or nothing in it`);
  if (preview) return report([[from.text, files.length, bytes, '', '', '', 'would be downloaded']]);
  checkHandOver(bytes, files.length, from);
  const start = from.name === '' ? 0 : from.name.length + 1;
  const settled = yield* pool(
    files.map(
      (file) =>
        function* (): Work<OutputFile> {
          const [opened] = yield* all([from.store.open(file.name, Math.max(1, file.size))]);
          if (opened === null || opened === undefined || opened.first.length !== file.size) {
            throw new TtError('DOWN', `${file.name} changed while it was downloaded. Try again`);
          }
          const { contentType, contentEncoding } = opened.info;
          return {
            path: file.name.slice(start) + endingOf(contentEncoding),
            contentType,
            bytes: opened.first,
          };
        },
    ),
    16,
  );
  const made = settled.map((one) => {
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
  return report([row], made);
}
