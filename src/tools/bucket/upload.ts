/** bucket_upload_file and bucket_upload_folder: from this computer to a bucket. */
import type { Param } from '../declaration/declare';
import { heavyFiles } from '../declaration/heavy-tools';
import { FILE_SURFACES } from '../declaration/surfaces';
import { FAMILY_DETAILS, OVERWRITE, PREVIEW, REPORT } from './params';

const CACHE_CONTROL: Param = {
  name: 'cache_control',
  kind: 'text',
  description: 'how long readers may keep a copy, such as no-cache; the store’s own way without it',
  optional: true,
  defaultValue: '',
};

export const uploadFile = heavyFiles({
  name: 'bucket_upload_file',
  family: 'bucket',
  summary: 'Uploads a file of this computer into a folder on a bucket.',
  details: `A file of that name is refused unless overwrite is TRUE. The upload is compared with the file by a sum. In the sidebar a file is 8 MB at most. ${FAMILY_DETAILS}`,
  params: [
    { name: 'local_path', kind: 'path', source: true, description: 'path of the file', file: 'bytes' },
    {
      name: 'bucket_path',
      kind: 'path',
      description: 'address of the folder that it is put in, such as gs://our-lab/points',
    },
    {
      name: 'name',
      kind: 'text',
      description:
        'its name there; the file’s own without it, on the command line; needed for what is piped in',
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
  surfaces: FILE_SURFACES,
  outputs: REPORT,
});

export const uploadFolder = heavyFiles({
  name: 'bucket_upload_folder',
  family: 'bucket',
  summary: 'Uploads a folder of this computer onto a bucket, with all that is in it.',
  details: `Links are left out, and named. In the folder of a volume .gz and .br at the end of a name become encodings; elsewhere they stay names. A downloaded folder becomes what it was. Stopped, it goes on when it is run again. ${FAMILY_DETAILS}`,
  params: [
    { name: 'local_path', kind: 'path', source: true, description: 'path of the folder' },
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
});
