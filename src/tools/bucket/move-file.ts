/**
 * bucket_move_file and bucket_rename_file: gives an object another name. The copy is checked before the original is
 * deleted.
 */
import { heavyFiles } from '../declaration/heavy-tools';
import { FILE_SURFACES } from '../declaration/surfaces';
import { FAMILY_DETAILS, FILE_PATH, REPORT } from './params';

export const moveFile = heavyFiles({
  name: 'bucket_move_file',
  family: 'bucket',
  summary: 'Moves a file into another folder, on the same store or another.',
  details: `The folder is made where there is none. A file of that name in it is refused, not written over; so is a new folder with the file’s own ending (b/y.csv for x.csv), unless a slash is behind it. The old file is deleted when its copy has been compared with it. ${FAMILY_DETAILS}`,
  params: [
    FILE_PATH,
    {
      name: 'new_folder_path',
      kind: 'path',
      description: 'address of the folder that it moves to, such as gs://our-lab/old',
    },
  ],
  returns: 'a row for the file at its new place',
  example: {
    command: 'bucket_move_file gs://our-lab/a/points.csv gs://our-lab/old',
    shows: 'gs://our-lab/old/points.csv',
  },
  surfaces: FILE_SURFACES,
  outputs: REPORT,
});

export const renameFile = heavyFiles({
  name: 'bucket_rename_file',
  family: 'bucket',
  summary: 'Gives a file another name in its folder.',
  details: `A file of that name is refused, not written over. ${FAMILY_DETAILS}`,
  params: [
    FILE_PATH,
    { name: 'new_name', kind: 'text', description: 'the new name with its ending, without a folder' },
  ],
  returns: 'a row for the file by its new name',
  example: {
    command: 'bucket_rename_file gs://our-lab/a/points.csv points-2026.csv',
    shows: 'gs://our-lab/a/points-2026.csv',
  },
  surfaces: FILE_SURFACES,
  outputs: REPORT,
});
