/** bucket_download_file and bucket_download_folder: to this computer's disk, or as files for the user. */
import type { Param } from '../declaration/declare';
import { heavyFiles } from '../declaration/heavy-tools';
import { FILE_SURFACES } from '../declaration/surfaces';
import { FAMILY_DETAILS, OVERWRITE, PREVIEW, REPORT } from './params';

const BUCKET_PATH: Param = {
  name: 'bucket_path',
  kind: 'path',
  source: true,
  description: 'address on a bucket, such as gs://our-lab/meshes/vnc',
};

const DOWNLOAD_PATH: Param = {
  name: 'download_path',
  kind: 'path',
  description: 'folder of this computer that it is put in, on the command line; the current one without it',
  optional: true,
  defaultValue: '',
};

export const downloadFile = heavyFiles({
  name: 'bucket_download_file',
  family: 'bucket',
  summary: 'Downloads a file from a bucket.',
  details: `Bytes come as they are stored: a compressed file has .gz or .br at its end. A file that is there already is refused unless it is the same. ${FAMILY_DETAILS}`,
  params: [BUCKET_PATH, DOWNLOAD_PATH, OVERWRITE],
  returns: 'the file, and a row for it',
  example: { command: 'bucket_download_file gs://our-lab/meshes/vnc/info', shows: 'info' },
  surfaces: FILE_SURFACES,
  outputs: REPORT,
});

export const downloadFolder = heavyFiles({
  name: 'bucket_download_folder',
  heavy: 'long',
  family: 'bucket',
  summary:
    'Downloads a folder from a bucket with all that is in it: a zip file, or a folder of this computer.',
  details: `Bytes come as they are stored: compressed files have .gz or .br at their end. On a disk a hidden file of each folder keeps types, encodings and cache control. Stopped, it goes on when it is run again. ${FAMILY_DETAILS}`,
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
  surfaces: FILE_SURFACES,
  outputs: REPORT,
});
