/** Parameters, columns and texts that the functions of the bucket_ family share. */
import type { Param } from '../declaration/declare';
import { count, link, number, type Output, text } from '../declaration/outputs';

export const FILE_PATH: Param = {
  name: 'file_path',
  kind: 'path',
  source: true,
  description: 'address of a file on a bucket, such as gs://our-lab/meshes/info',
};

export const FOLDER_PATH: Param = {
  name: 'folder_path',
  kind: 'path',
  source: true,
  description: 'address of a folder on a bucket, such as gs://our-lab/meshes/vnc',
};

export const PREVIEW: Param = {
  name: 'preview',
  kind: 'boolean',
  description: 'TRUE lists what would be done, and does nothing',
  optional: true,
  defaultValue: false,
};

export const OVERWRITE: Param = {
  name: 'overwrite',
  kind: 'boolean',
  description:
    'TRUE replaces what is there with other contents; without it nothing is done where anything is',
  optional: true,
  defaultValue: false,
};

export const REPORT: readonly Output[] = [
  text('address'),
  count('objects'),
  number('bytes', 'bytes', '#,##0'),
  link('public_address'),
  text('viewer_source'),
  text('anyone_can_read'),
  text('remarks'),
];

export const FAMILY_DETAILS =
  'Stores: gs://, s3://, nokura://, matrix://, tigerdata://, s3://https://host/, your own aliases; https:// is only read.';
