/** Files made for a bucket. */

export interface BucketFile {
  /** Below the folder that is made, such as `mesh/1:0`. */
  path: string;
  contentType: string;
  bytes: Uint8Array;
}

export const inFolder = (folder: string, files: readonly BucketFile[]): BucketFile[] =>
  folder === '' ? [...files] : files.map((file) => ({ ...file, path: `${folder}/${file.path}` }));
