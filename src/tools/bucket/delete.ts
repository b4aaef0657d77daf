/** bucket_delete_file and bucket_delete_folder. Neither can be undone, so the user types a folder's name twice. */
import { heavyFiles } from '../declaration/heavy-tools';
import { FILE_SURFACES } from '../declaration/surfaces';
import { FAMILY_DETAILS, FILE_PATH, FOLDER_PATH, PREVIEW, REPORT } from './params';

export const deleteFile = heavyFiles({
  name: 'bucket_delete_file',
  family: 'bucket',
  summary: 'Deletes a file on a bucket.',
  details: `It cannot be got back, unless the bucket keeps old versions. ${FAMILY_DETAILS}`,
  params: [FILE_PATH],
  returns: 'a row for the deleted file',
  example: { command: 'bucket_delete_file gs://our-lab/old/points.csv', shows: 'deleted' },
  surfaces: FILE_SURFACES,
  outputs: REPORT,
});

export const deleteFolder = heavyFiles({
  name: 'bucket_delete_folder',
  heavy: 'long',
  family: 'bucket',
  summary: 'Deletes a folder on a bucket with all that is in it.',
  details: `It cannot be got back, unless the bucket keeps old versions. Only what is there at the start is deleted. A whole bucket is refused. ${FAMILY_DETAILS}`,
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
  surfaces: FILE_SURFACES,
  outputs: REPORT,
});
