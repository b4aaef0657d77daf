/** Files made for a bucket. */

export interface VolumeFile {
  /** Below the folder that is made, such as `mesh/1:0`. */
  path: string;
  contentType: string;
  bytes: Uint8Array;
}

export const inFolder = (folder: string, files: readonly VolumeFile[]): VolumeFile[] =>
  folder === '' ? [...files] : files.map((file) => ({ ...file, path: `${folder}/${file.path}` }));
