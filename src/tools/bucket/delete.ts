/** bucket_delete_file and bucket_delete_folder: nothing can be got back, so the folder's name is typed once more. */
import { TtError } from '../../core/errors';
import { planDelete, runDelete } from '../../volumes/transfer/delete-folder';
import { fileTool, type OutputCell } from '../declaration/declare';
import {
  FAMILY_DETAILS,
  FILE_PATH,
  FOLDER_PATH,
  fileLocation,
  keptRows,
  lastPart,
  locationOf,
  PREVIEW,
  progressOf,
  REPORT,
  report,
  requireFile,
} from './places';

const SURFACES = ['sidebar', 'commandLine'] as const;

export const deleteFile = fileTool({
  name: 'bucket_delete_file',
  family: 'bucket',
  summary: 'Deletes a file on a bucket.',
  details: `It cannot be got back, unless the bucket keeps old versions. ${FAMILY_DETAILS}`,
  params: [FILE_PATH],
  returns: 'a row for the deleted file',
  example: { command: 'bucket_delete_file gs://our-lab/old/points.csv', shows: 'deleted' },
  surfaces: SURFACES,
  outputs: REPORT,
  *answer(args, ctx) {
    const at = fileLocation(args, 'file_path', ctx);
    if (at.store.readOnly !== '') throw new TtError('INPUT', `${at.text}: ${at.store.readOnly}`);
    const info = yield* requireFile(at);
    yield* at.store.remove(at.name, info.version);
    return report([[at.text, 1, info.size, '', '', '', 'deleted']]);
  },
});

export const deleteFolder = fileTool({
  name: 'bucket_delete_folder',
  family: 'bucket',
  summary: 'Deletes a folder on a bucket with all that is in it.',
  details:
    'It cannot be got back, unless the bucket keeps old versions. Only what is there at the start is deleted; unfinished ' +
    `uploads in the folder are ended. A whole bucket is refused. Stopped, it goes on when it is run again. ${FAMILY_DETAILS}`,
  params: [
    FOLDER_PATH,
    {
      name: 'folder_name',
      kind: 'text',
      description: 'the folder’s own name once more, the last part of its address; not needed for a preview',
      optional: true,
      defaultValue: '',
    },
    PREVIEW,
  ],
  returns: 'a row for the folder, and one for each object that is still there',
  example: { command: 'bucket_delete_folder gs://our-lab/old/vnc vnc', shows: '812 objects deleted' },
  surfaces: SURFACES,
  outputs: REPORT,
  *answer(args, ctx) {
    const at = locationOf(args, 'folder_path', ctx);
    const plan = yield* planDelete(at);
    const { objects, bytes, unfinished, skipped } = plan;
    if (args.preview === true) {
      const rows = objects
        .slice(0, 1000)
        .map(({ name, size }): OutputCell[] => [
          `${at.store.root}/${name}`,
          1,
          size,
          '',
          '',
          '',
          'would be deleted',
        ]);
      return report([[at.text, objects.length, bytes, '', '', '', 'would be deleted'], ...rows]);
    }
    const typed = String(args.folder_name ?? '').trim();
    if (typed !== lastPart(at.name)) {
      throw new TtError(
        'INPUT',
        `${at.text} holds ${objects.length} objects, ${bytes} bytes, that cannot be got back. To delete them, give folder_name as ${lastPart(at.name)}${typed === '' ? '' : `, not "${typed.slice(0, 60)}"`}`,
      );
    }
    const kept = yield* runDelete(plan, progressOf(ctx));
    const words = [
      'deleted',
      ...(unfinished.length > 0 ? [`${unfinished.length} unfinished uploads ended`] : []),
      ...(skipped.length > 0 ? [`${skipped.length} links and devices stay`] : []),
    ];
    const gone = objects.length - kept.length;
    return report([[at.text, gone, bytes, '', '', '', words.join('; ')], ...keptRows(at, kept)]);
  },
});
