/** bucket_copy_folder: copies a folder from any store to any other. */
import { heavyFiles } from '../declaration/heavy-tools';
import { FILE_SURFACES } from '../declaration/surfaces';
import { FAMILY_DETAILS, FOLDER_PATH, OVERWRITE, PREVIEW, REPORT } from './params';

export const copyFolder = heavyFiles({
  name: 'bucket_copy_folder',
  heavy: 'long',
  family: 'bucket',
  summary: 'Copies a folder with all that is in it to a new place, on the same store or another.',
  details: `One store copies by itself; between stores the bytes pass here as they are stored, with type, encoding and cache control. Copies are compared by sums. Stopped, it goes on when it is run again. ${FAMILY_DETAILS}`,
  params: [
    FOLDER_PATH,
    {
      name: 'new_folder_path',
      kind: 'path',
      description: 'address of the folder that the copy becomes, such as nokura://our-lab/meshes/vnc',
    },
    OVERWRITE,
    PREVIEW,
  ],
  returns: 'a row for the new folder, and one for each object that could not be copied',
  example: {
    command: 'bucket_copy_folder gs://our-lab/meshes/vnc gs://our-lab/meshes/vnc2',
    shows: 'gs://our-lab/meshes/vnc2, 812 objects',
  },
  surfaces: FILE_SURFACES,
  outputs: REPORT,
});
